"""The reliability diagram: what was said against what was seen, as an SVG. Altair loads when something is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["reliability_plot"]

INK, LINE = "#0072b2", "#8a867e"  # Okabe and Ito's blue, and a grey; both are told apart by shape too
SIZE = 320


def reliability_plot(rows: Sequence[dict[str, Any]], title: str) -> str:
    """An SVG document of a reliability table (rows of `said`, `seen`, `n`; see scores.reliability).

    A point a bin, its area by the number of forecasts in it (on a log scale, for the lowest bin holds most), with
    90% limits of what may be seen by chance where forecasts are right as said (Beta of the count; independent cases).
    Points on the diagonal were right.
    """
    import altair as alt
    import vl_convert

    values = [{**row, "number": f"{row['n']:,}", **_limits(row)} for row in rows]
    unit = alt.Scale(domain=[0, 1])
    said = alt.X("said:Q", scale=unit, title="said", axis=alt.Axis(format="%"))
    data = alt.Data(values=values)
    right = alt.Chart(alt.Data(values=[{"said": 0, "seen": 0}, {"said": 1, "seen": 1}])).mark_line(
        color=LINE, strokeDash=[4, 3]
    )
    limits = alt.Chart(data).mark_rule(color=LINE).encode(x=said, y=alt.Y("low:Q"), y2="high:Q")
    points = alt.Chart(data).mark_circle(color=INK, opacity=1).encode(
        x=said, y=alt.Y("seen:Q", scale=unit, title="seen", axis=alt.Axis(format="%")),
        size=alt.Size("n:Q", scale=alt.Scale(type="log", range=[25, 250]), legend=None),
    )  # fmt: skip
    labels = alt.Chart(data).mark_text(align="left", dx=10, dy=4, fontSize=10, color=LINE).encode(
        x=said, y="seen:Q", text="number:N"
    )  # fmt: skip
    drawn = alt.layer(right.encode(x=said, y="seen:Q"), limits, points, labels)
    return str(vl_convert.vegalite_to_svg(drawn.properties(width=SIZE, height=SIZE, title=title).to_dict()))


def _limits(row: dict[str, Any]) -> dict[str, float]:
    """Where the share seen lies nine times in ten if the row's forecasts are right."""
    from scipy.stats import beta

    k, n = row["said"] * row["n"], row["n"]
    low, high = beta.ppf([0.05, 0.95], k + 0.5, n - k + 0.5)
    return {"low": float(low), "high": float(high)}
