"""Commands that ask the store: listings, dyad, why, actors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from westphalia import analysis, linking
