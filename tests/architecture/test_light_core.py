"""Assessing one person needs no web framework, database, solver, array library or terminal."""

import subprocess
import sys

HEAVY = "alembic fastapi jinja2 numpy pyarrow rich sqlalchemy starlette typer uvicorn z3"

REPORT = f"""
import sys
print(*sorted(set(sys.modules).intersection({HEAVY.split()!r})))
"""

ASSESS_ONE = """
from midback.engine import Case, assess
from midback.knowledge import load_knowledge

assessment = assess(load_knowledge(), Case())
assert assessment.disposition
"""


def heavy_modules_after(code: str) -> str:
    """The heavy modules that a fresh Python holds after running `code`."""
    command = [sys.executable, "-c", code + REPORT]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_importing_midback_loads_nothing_heavy() -> None:
    assert heavy_modules_after("import midback") == ""


def test_assessing_one_person_loads_nothing_heavy() -> None:
    assert heavy_modules_after(ASSESS_ONE) == ""


def test_a_heavy_module_would_be_noticed() -> None:
    assert heavy_modules_after("import jinja2") == "jinja2"
