"""Charts drawn with Altair: as SVG for a page (colours by style sheet, light and dark), as plain SVG and as PNG.

Altair and vl-convert load when something is drawn, not before. Colours are Okabe and Ito's, which the colour-blind can
tell apart; what a colour says is also said by shape, place or sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from westphalia.briefing.parts import Chart

if TYPE_CHECKING:
    import altair as alt

__all__ = ["PALETTE", "inline_svg", "plain_svg", "png"]

PALETTE: Mapping[str, str] = {
    "ink": "#1c1b19", "soft": "#5d5a54", "faint": "#e4e0d8", "good": "#0072b2", "bad": "#d55e00", "mild": "#9cc4dd",
}  # fmt: skip
"""Names of colours, as the style sheet's variables `--chart-ink` and so on have them in light."""

FONT = "DejaVu Sans, Helvetica Neue, Arial, sans-serif"
WIDTH = 560
STATUS = ("asserted", "reported", "hedged", "negated or denied")
SHAPES = ("circle", "circle", "diamond", "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7")


def inline_svg(chart: Chart, id: str) -> str:
    """The chart as an SVG element for a page: title and description inside, colours as CSS variables."""
    text = re.sub(r' (?:aria|role)[a-z-]*="[^"]*"', "", plain_svg(chart))
    for name, colour in PALETTE.items():
        text = re.sub(f'"{colour}"', f'"var(--chart-{name})"', text, flags=re.IGNORECASE)
    found = re.match(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>", text)
    if found is None:
        raise ValueError("the drawing is no SVG element with a viewBox")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{found[1]}" role="img" aria-labelledby="{id}-t {id}-d">'
        f'<title id="{id}-t">{escape(chart.title)}</title><desc id="{id}-d">{escape(chart.shows)}</desc>'
    )
    return head + text[found.end() :]


def plain_svg(chart: Chart) -> str:
    """The chart as an SVG document with its colours of a light page."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_spec(chart)))


def png(chart: Chart, scale: float = 2.5) -> bytes:
    """The chart as a PNG on white, `scale` pixels to a point of its own measure."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(_spec(chart), scale=scale))


def _spec(chart: Chart) -> dict[str, Any]:
    import altair as alt

    rows = [dict(zip(chart.columns, row, strict=True)) for row in chart.rows]
    values = [{k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} for row in rows]
    axis = {
        "labelColor": PALETTE["soft"], "titleColor": PALETTE["soft"], "domainColor": PALETTE["faint"],
        "tickColor": PALETTE["faint"], "gridColor": PALETTE["faint"], "labelFontSize": 11, "titleFontSize": 11,
        "titleFontWeight": "normal", "labelLimit": 240,
    }  # fmt: skip
    head = {"labelColor": PALETTE["soft"], "labelFontSize": 11}
    drawn = DRAWN[chart.kind](alt, alt.Data(values=values)).properties(background="transparent")
    drawn = drawn.configure(font=FONT, axis=axis, header=head).configure_view(stroke=None)
    made: dict[str, Any] = drawn.to_dict()
    return made


def _relations(alt: Any, data: alt.Data) -> alt.VConcatChart:
    """Level with its band and change points above, events for and against below."""
    span = [data.values[0]["start"], data.values[-1]["start"]]

    def time(axis: Any) -> alt.X:
        return alt.X("start:T", title=None, axis=axis, scale=alt.Scale(domain=span, padding=8))

    base = alt.Chart(data, width=WIDTH)
    level = alt.Y("level:Q", title="conflict ←  → cooperation", scale=alt.Scale(domain=[-10, 10]))
    band = base.mark_area(opacity=0.35, color=PALETTE["mild"]).encode(time(None), alt.Y("low:Q"), alt.Y2("high:Q"))
    line = base.mark_line(color=PALETTE["good"], strokeWidth=2).encode(time(None), level)
    change = base.transform_filter("isValid(datum.change_day)")
    rule = change.mark_rule(color=PALETTE["bad"], strokeDash=[4, 3]).encode(alt.X("change_day:T"))
    label = change.mark_text(align="left", dx=4, color=PALETTE["bad"], fontSize=11, baseline="top").encode(
        alt.X("change_day:T"), alt.YDatum(10), alt.Text("change:N")
    )
    thick = max(1.5, min(12, 0.7 * WIDTH / len(data.values)))
    most = max(max(row["cooperation"], row["conflict"]) for row in data.values)
    below = (
        alt.Chart(data, width=WIDTH, height=90)
        .mark_bar(size=thick)
        .transform_fold(["cooperation", "conflict"], as_=["kind", "n"])
        .transform_calculate(signed="datum.kind == 'conflict' ? -datum.n : datum.n")
        .encode(
            time(alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, grid=False)),
            alt.Y("signed:Q", title="events", axis=alt.Axis(tickCount=min(4, most), tickMinStep=1, format="d")),
            alt.Color("kind:N", scale=_tones(alt, "cooperation", "conflict"), legend=None),
        )
    )
    return alt.vconcat((band + line + rule + label).properties(height=150), below, spacing=12)


def _tones(alt: Any, good: str, bad: str) -> alt.Scale:
    return alt.Scale(domain=[good, bad], range=[PALETTE["good"], PALETTE["bad"]])


def _timeline(alt: Any, data: alt.Data) -> alt.Chart:
    lanes = len({row["lane"] for row in data.values})
    return (
        alt.Chart(data, width=WIDTH, height=34 * lanes)
        .mark_point(size=95, strokeWidth=1.8, opacity=1)
        .encode(
            alt.X(
                "day:T",
                title=None,
                scale=alt.Scale(padding=12),
                axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=7, labelOverlap="greedy", labelSeparation=8),
            ),
            alt.Y("lane:N", title=None, sort=None, axis=alt.Axis(grid=True, ticks=False, domain=False)),
            alt.Shape("status:N", scale=alt.Scale(domain=list(STATUS), range=list(SHAPES)), legend=None),
            alt.Stroke("tone:N", scale=_tones(alt, "cooperation", "conflict"), legend=None),
            alt.Fill("tone:N", scale=_tones(alt, "cooperation", "conflict"), legend=None),
            fillOpacity=alt.when("datum.status == 'asserted'").then(alt.value(0.85)).otherwise(alt.value(0)),
        )
    )


def _exposure(alt: Any, data: alt.Data) -> alt.LayerChart:
    base = alt.Chart(data, width=WIDTH - 60, height=alt.Step(30))
    what = alt.Y("what:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False))
    scale = alt.Scale(domain=[0, 1])
    whole = base.mark_bar(height=16, color=PALETTE["mild"]).encode(
        alt.X("weight:Q", title="how much it leans (0 to 1)", scale=scale), what
    )
    risk = base.mark_bar(height=16, color=PALETTE["bad"]).encode(alt.X("at_risk:Q", scale=scale), what)
    return whole + risk


def _outlook(alt: Any, data: alt.Data) -> alt.FacetChart:
    base = alt.Chart(width=(WIDTH - 130) / 2, height=alt.Step(24))
    who = alt.Y("dyad:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False))
    share = alt.Axis(format="%", tickCount=5)
    limits = base.mark_rule(strokeWidth=5, opacity=0.45, color=PALETTE["mild"]).encode(
        alt.X("low:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=share), alt.X2("high:Q"), who
    )
    point = base.mark_circle(size=75, color=PALETTE["good"], opacity=1).encode(alt.X("probability:Q"), who)
    rate = base.mark_tick(color=PALETTE["bad"], thickness=2, height=14).encode(alt.X("base_rate:Q"), who)
    return alt.layer(limits, rate, point, data=data).facet(
        column=alt.Column("class:N", title=None, header=alt.Header(labelFontWeight="bold"))
    )


DRAWN: Mapping[str, Callable[[Any, Any], Any]] = {
    "relations": _relations, "timeline": _timeline, "exposure": _exposure, "outlook": _outlook,
}  # fmt: skip
