"""What readers call the shelves of content. Content has one name for a shelf; every door understands them all."""

READERS = {
    "causes": "conditions",
    "tests": "workup",
    "structures": "anatomy",
    "warning-signs": "red_flags",
    "home-care": "home_care",
}
"""A reader's word → the shelf."""


def shelf_called(name: str) -> str:
    """The shelf, by whichever name it was called; a name that is no reader's is taken for the shelf's own."""
    return READERS.get(name, name)
