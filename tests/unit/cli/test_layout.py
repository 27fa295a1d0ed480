"""Shares are told no finer than they can be known."""

from midback.cli.layout import exactly, sentence


def test_a_share_from_the_literature_stays_as_it_is() -> None:
    assert exactly(0.0035) == "0.35 in 100"


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert sentence("pain since a CT scan") == "Pain since a CT scan"
