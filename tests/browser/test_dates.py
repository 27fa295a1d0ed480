"""Dates are those of the calendar on the person's own wall."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.browser.conftest import Windows
from tests.browser.walk import begin


@pytest.mark.parametrize(("zone", "hours"), [("Pacific/Kiritimati", 14), ("Etc/GMT+12", -12)])
def test_the_browsers_own_date_is_told(windows: Windows, address: str, zone: str, hours: int) -> None:
    with windows.new(base_url=address, timezone_id=zone) as page:
        begin(page)
        page.goto("/")
        text = page.locator("main").inner_text()
    there = timezone(timedelta(hours=hours))
    days = {datetime.now(UTC).astimezone(there) + timedelta(days=1, minutes=-minutes) for minutes in (0, 5)}
    assert any(f"until {day.day} {day:%B %Y}" in text for day in days)
