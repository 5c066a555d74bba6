"""Charts drawn with Altair: as SVG for a page (colours by style sheet, light and dark), as plain SVG and as PNG.

Altair and vl-convert load when something is drawn, not before. Colours are Okabe and Ito's, which the colour-blind can
tell apart; what a colour says is also said by shape, place or sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
    values = [{k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in rows]
    axis = {
        "labelColor": PALETTE["soft"], "titleColor": PALETTE["soft"], "domainColor": PALETTE["faint"],
        "tickColor": PALETTE["faint"], "gridColor": PALETTE["faint"], "labelFontSize": 11, "titleFontSize": 11,
        "titleFontWeight": "normal", "labelLimit": 240,
    }  # fmt: skip
    quiet = {"labelColor": PALETTE["soft"], "titleColor": PALETTE["soft"], "labelFontSize": 11, "orient": "bottom"}
    drawn = DRAWN[chart.kind](alt, alt.Data(values=values)).properties(background="transparent")
    drawn = drawn.configure(font=FONT, axis=axis, legend={**quiet, "title": None, "symbolStrokeColor": PALETTE["ink"]})
    made: dict[str, Any] = drawn.configure_view(stroke=None).configure_header(**{
        k: v for k, v in quiet.items() if k != "orient"
    }, titleFontSize=11, title=None).to_dict()  # fmt: skip
    return made


def _relations(alt: Any, data: alt.Data) -> alt.VConcatChart:
    """Level with its band and change points above, events for and against below."""
    time = alt.X("start:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, grid=False))
    base = alt.Chart(data, width=WIDTH)
    level = alt.Y("level:Q", title="conflict ←  → cooperation", scale=alt.Scale(domain=[-10, 10]))
    band = base.mark_area(opacity=0.35, color=PALETTE["mild"]).encode(time, alt.Y("low:Q", title=""), alt.Y2("high:Q"))
    line = base.mark_line(color=PALETTE["good"], strokeWidth=2).encode(time, level)
    turned = alt.datum.change != None  # noqa: E711  (a Vega expression, not a comparison of ours)
    change = base.transform_filter(turned)
    rule = change.mark_rule(color=PALETTE["bad"], strokeDash=[4, 3]).encode(alt.X("change_day:T"))
    label = change.mark_text(align="left", dx=4, dy=-2, color=PALETTE["bad"], fontSize=11, baseline="top").encode(
        alt.X("change_day:T"), alt.YDatum(10), alt.Text("change:N")
    )
    bars = alt.Chart(data, width=WIDTH, height=90).mark_bar(size=max(2, min(14, 0.7 * WIDTH / max(len(data.values), 1))))
    counts = bars.transform_fold(["cooperation", "conflict"], as_=["kind", "n"]).transform_calculate(
        signed="datum.kind == 'conflict' ? -datum.n : datum.n"
    )
    below = counts.encode(
        time,
        alt.Y("signed:Q", title="events", axis=alt.Axis(tickMinStep=1, tickCount=4)),
        alt.Color("kind:N", scale=_tones(alt, "cooperation", "conflict")),
    )
    return alt.vconcat((band + line + rule + label).properties(height=150), below, spacing=14)


def _tones(alt: Any, good: str, bad: str) -> alt.Scale:
    return alt.Scale(domain=[good, bad], range=[PALETTE["good"], PALETTE["bad"]])


def _timeline(alt: Any, data: alt.Data) -> alt.Chart:
    lanes = len({row["lane"] for row in data.values})
    return (
        alt.Chart(data, width=WIDTH, height=34 * lanes)
        .mark_point(size=95, strokeWidth=1.8)
        .encode(
            alt.X("day:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=7)),
            alt.Y("lane:N", title=None, sort=None, axis=alt.Axis(grid=True, ticks=False, domain=False)),
            alt.Shape("status:N", scale=alt.Scale(domain=list(STATUS), range=list(SHAPES))),
            alt.FillOpacity("status:N", scale=alt.Scale(domain=list(STATUS), range=[0.9, 0, 0, 0])),
            alt.Stroke("tone:N", scale=_tones(alt, "cooperation", "conflict")),
            alt.Fill("tone:N", scale=_tones(alt, "cooperation", "conflict")),
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
