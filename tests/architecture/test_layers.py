"""Imports go down the layers only; the contracts stand in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_every_import_contract_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_layers_are_exhaustive() -> None:
    assert any(contract["type"] == "layers" and contract["exhaustive"] for contract in CONTRACTS)


@pytest.mark.parametrize("package", ["engine", "exchange", "kernel", "logic"])
def test_a_pure_package_is_held_pure_as_soon_as_it_exists(package: str) -> None:
    held = {module for contract in CONTRACTS if "pure" in contract["name"] for module in contract["source_modules"]}
    exists = any((ROOT / "src" / "midback" / package).rglob("*.py"))
    assert f"midback.{package}" in held or not exists, "add it to source_modules in pyproject.toml"
