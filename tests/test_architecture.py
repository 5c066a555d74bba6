"""The direction of imports: rooms stand on floors, and nothing imports upward or sideways."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "westphalia"
FLOORS = (
    ("errors", "records"),
    ("ontology",),
    ("sources", "reading", "store"),
    ("linking", "judging", "datasets", "coding"),
    ("engine",),
    ("analysis", "outlook"),
    ("briefing", "evaluation"),
    ("settings",),
    ("cli", "web"),
    ("docs",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# What calls the stages in their order; no stage may import another stage.
ORCHESTRATE = {"__init__", "pipeline", "among", "given"}


def room_of(path: Path) -> str:
    """The room that a module of the package lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The modules of the package that a module imports, as dotted names without `westphalia.`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        found |= {name.removeprefix("westphalia.") for name in names if name.startswith("westphalia.")}
    return found


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem not in ("__init__", "__main__"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    assert room in FLOOR, f"{room} is a new room: give it a floor here and in docs/architecture.md"
    for name in imports_of(path):
        other = name.split(".")[0]
        if other in FLOOR and other != room:
            assert FLOOR[other] < FLOOR[room], f"{path.name} ({room}) imports {name}: upward or sideways"


@pytest.mark.parametrize("path", sorted((PACKAGE / "reading").glob("*.py")), ids=lambda p: p.stem)
def test_stages_do_not_import_each_other(path: Path) -> None:
    if path.stem in ORCHESTRATE:
        return
    stages = stage_modules() - {path.stem}
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "reading" and len(parts) > 1:
            assert parts[1] not in stages, f"{path.name} imports the stage {name}"


def stage_modules() -> set[str]:
    """The modules that hold the pipeline's stages."""
    from westphalia.reading import pipeline

    return {stage.__module__.split(".")[-1] for stage in pipeline.STAGES}


def test_only_the_store_knows_sql() -> None:
    for path in MODULES:
        if room_of(path) not in ("store", "docs"):
            names = {n.split(".")[0] for n in imports_any(path)}
            assert "duckdb" not in names, f"{path} imports duckdb: queries belong in store/queries"


def imports_any(path: Path) -> set[str]:
    """Every module name that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
