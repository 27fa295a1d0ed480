"""JSON Schemas for editors: one for each shelf of content as its files are written, the case file and the report."""

import json
from pathlib import Path
from typing import Any

from midback.errors import ContentError, Fault
from midback.exchange.case_file import case_file_schema
from midback.exchange.report import report_schema
from midback.knowledge.schema import SHELVES, Layout, Shelf, json_schema
from midback.words import say

DRAFT = "https://json-schema.org/draft/2020-12/schema"
BY_PLACE = {"id", "chapter", "topic"}
"""What a record takes from its file's name or key, so that it isn't written inside."""


def write_schemas(folder: Path) -> int:
    """Write every schema into a folder, and say how many. Raises ContentError where that can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in all_schemas().items():
            text = json.dumps({"$schema": DRAFT, **schema}, indent=2, ensure_ascii=False)
            (folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        problem = say("error.folder", problem=error.strerror or error)
        raise ContentError([Fault(str(folder), 0, problem)]) from None
    return len(all_schemas())


def all_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by name."""
    shelves = {shelf.name: shelf_schema(shelf) for shelf in SHELVES}
    return {**shelves, "case": case_file_schema(), "report": report_schema()}


def shelf_schema(shelf: Shelf) -> dict[str, Any]:
    """A shelf's files as they are written: one record, or records by id."""
    record = json_schema(shelf.record)
    definitions = record.pop("$defs", {})
    placed = {"id", "urgency"} if shelf.name == "safety_netting" else BY_PLACE
    record["required"] = [name for name in record["required"] if name not in placed]
    record["properties"].pop("id", None)
    if shelf.layout is not Layout.FILES:
        record = {"title": shelf.name, "type": "object", "additionalProperties": record}
    return {**record, "$defs": definitions} if definitions else record
