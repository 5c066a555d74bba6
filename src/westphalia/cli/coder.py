"""Commands for annotation projects: train a coder on labels of one's own, code rows with given actors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from westphalia.cli.build import AsJson
from westphalia.cli.output import console, errors, print_json
from westphalia.errors import BadInput

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands to the app."""
    for command in (train, code):
        app.command()(command)


def train(
    labels: Annotated[Path, typer.Argument(help="TSV with the columns text, source, target, label.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write the coder to.")],
    check: Annotated[bool, typer.Option(help="Measure it first, by cross-validation in five parts.")] = True,
    as_json: AsJson = False,
) -> None:
    """Train a coder on your own labels, of any label set."""
    from westphalia import coding  # takes seconds, which only these commands should wait for

    rows, skips = coding.read_labels(labels)
    for skip in skips[:5]:
        errors.print(f"skipped {skip.where}: {skip.why}", style="yellow", markup=False, soft_wrap=True)
    measured = coding.cross_validate(rows) if check else {}
    coder = coding.train(rows)
    coder.save(output)
    if as_json:
        print_json(
            {"rows": len(rows), "skipped": len(skips), "labels": list(coder.labels), "file": str(output), **measured}
        )
        return
    console.print(
        f"coder for {len(coder.labels)} labels from {len(rows)} rows ({len(skips)} skipped) written to {output}",
        markup=False,
    )
    if check:
        console.print(
            f"cross-validated in {measured['folds']} parts: macro-F1 {measured['macro_f1']:.3f}, "
            f"accuracy {measured['accuracy']:.3f}"
        )


def code(
    rows: Annotated[Path, typer.Argument(help='JSON Lines: {"text", "source": [start, end], "target": [start, end]}.')],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON Lines: relation, score, scores.")],
    model: Annotated[Path | None, typer.Option(help="A coder of `train` (default: the frames, PLOVER labels).")] = None,
    as_json: AsJson = False,
) -> None:
    """Code which relation holds between two marked actors."""
    from westphalia import coding
    from westphalia.reading import given

    coder = coding.Coder.load(model).code if model else given.code
    count = 0
    try:
        with output.open("w", encoding="utf8") as file:
            for coded in coder(coding.read_rows(rows)):
                line = {"relation": coded.relation, "score": coded.score, "scores": dict(coded.scores)}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
    except OSError as error:
        raise BadInput(f"cannot write {output}: {error.strerror or error}; choose another place with -o") from error
    if as_json:
        print_json({"rows": count, "file": str(output)})
    else:
        console.print(f"{count} rows coded into {output}", markup=False)
