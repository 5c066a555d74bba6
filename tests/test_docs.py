"""Documentation is part of the program: generated pages match the code, commands are told of, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from westphalia import docs
from westphalia.cli import app

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(docs.pages()))
def test_generated_pages_are_current(name: str) -> None:
    committed = (ROOT / "docs" / name).read_text(encoding="utf8")
    assert committed == docs.pages()[name], f"docs/{name} has drifted from the code: run `make docs`"


def test_every_command_has_help() -> None:
    def walk(group: object) -> None:
        for name, command in getattr(group, "commands", {}).items():
            assert command.help, f"{name} has no help"
            for parameter in command.params:
                assert getattr(parameter, "help", "") or parameter.name in ("help", "as_json"), (
                    f"{name} {parameter.name}"
                )
            walk(command)

    walk(typer.main.get_command(app))


def test_settings_are_documented() -> None:
    source = (ROOT / "src/westphalia/settings.py").read_text(encoding="utf8")
    pages = [(ROOT / name).read_text(encoding="utf8") for name in ("README.md", "docs/architecture.md")]
    for name in set(re.findall(r"WESTPHALIA_[A-Z_]+", source)):
        assert any(name in page for page in pages), f"neither README.md nor docs/architecture.md tells of {name}"


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf8")):
        if not link.startswith(("http:", "https:")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}, which is not there"
