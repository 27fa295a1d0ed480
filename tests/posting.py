"""Sends forms as a browser does: from the page that holds them, with every field that they hold."""

import re
from collections.abc import Mapping
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

_FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


def hidden(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form with this address, or of the first that is posted."""
    forms = [form for form in _FORM.findall(page) if 'method="post"' in form and f'action="{action}' in form]
    assert forms, f"the page has no form for {action or 'posting'}"
    return dict(_HIDDEN.findall(forms[0]))


def send(client: TestClient, page: str, action: str, fields: Mapping[str, Any] | None = None) -> Response:
    """Open a page and send its form, with more fields filled in."""
    return client.post(action, data={**hidden(client.get(page).text, action), **(fields or {})})


def begin(client: TestClient, **fields: str) -> Response:
    """Start a check from the start page."""
    return send(client, "/", "/begin", {"profile": "international", **fields})
