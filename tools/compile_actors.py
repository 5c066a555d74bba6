"""Compile leaders.tsv and cities.tsv of the ontology from public tables. Run by hand; its output is committed.

    python tools/compile_actors.py ../shared/data

Reads Archigos (cite Goemans, Gleditsch and Chiozza), REIGN to March 2021 (MIT), Wikidata and Wikipedia lists of heads of
2021 (CC0), the CIA's chiefs of state and cabinet members of 2019 (public domain), the speakers of the UN General Debate
1946 to 2024 with their posts (CC0), the Phoenix country dictionary (MIT; full names only), and the CIA World Factbook of
May 2026 (public domain). Facts only: who, which post, from when to when.
"""

# ruff: noqa: E501, SIM905
from __future__ import annotations

import csv
import html
import json
import re
import sys
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from westphalia.ontology.gazetteer import fold
from westphalia.ontology.tables import listed, table

DATA = Path(__file__).parents[1] / "src/westphalia/ontology/data"
TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof|Professor|H\.?E|H\.?R\.?H|Hon|Honourable|The|Lord|Lady|Baroness|Count|Gen|General"
    r"|Lt|Col|Colonel|Captain|Capt|Major|Maj|Adm|Admiral|Brig|Sheikh|Shaikh|Sheik|Sayyid|His|Her|Royal|Highness|Majesty|Excellency"
    r"|Rear|Vice|Gen|Ret|Maulana|Ayatollah|Hojatoleslam|Don|Amb|Ambassador|Senator|Chief|Alhaji|El Hadj|Hajji|Field|Marshal|Datuk"
    r"|Dato|Tun|Tan Sri|Haji|U|Mme|M|Prime Minister|Premier|President|King|Queen|Secretary|Chancellor|Governor General|Governor-General|Sultan|Amir|Emir|Prince|Grand Duke|Leader|Communist|Interim|Acting|Transitional|Deputy|State Affairs Commission|Pope|Supreme|People's Assembly|Hojatolislam|MRS|Emperor|Chairperson|Co-Chairperson|Chair|Captain General|Head of State)\.?\s+)+(?=\S)",
)


@dataclass
class Holding:
    """One post of one person as a source has it; days as ISO text, empty where open."""

    country: str
    role: str
    name: str
    start: str
    end: str
    source: str
    aliases: set[str] = field(default_factory=set)


def words(name: str) -> list[str]:
    """The words of a name, folded."""
    return [fold(w) for w in re.findall(r"[^\W\d_]+", name)]


def tidy(name: str) -> str:
    """A name with capitals as in running text, without titles, brackets and post-nominals."""
    name = re.sub(r"\(.*?\)|\[.*?\]|\"[^\"]*\"", " ", html.unescape(name)).replace("\xa0", " ").replace("_", " ")
    name = re.sub(r",.*$", "", re.sub(r"\s+", " ", name).strip(" .,;"))
    name = TITLES.sub("", name).strip()
    parts = []
    for w in name.split():
        if "." not in w:
            pieces = [p.capitalize() if len(p) > 2 and p.isupper() else p for p in w.split("-")]
            w = re.sub(r"\b(O'|Mc|D')(\w)", lambda m: m[1] + m[2].upper(), "-".join(pieces))
        parts.append(w)
    return " ".join(parts)


def codes_by_name() -> dict[str, str]:
    """State codes by folded names."""
    found = {}
    for row in table("states"):
        for name in (row["name"], row["official"], *listed(row["names"])):
            name = re.sub(r"<.*>", "", name)
            found.setdefault(" ".join(words(name)), row["id"])
    found.update(
        {
            "congo democratic republic of the": "COD",
            "congo republic of the": "COG",
            "korea north": "PRK",
            "korea south": "KOR",
            "the bahamas": "BHS",
            "bahamas the": "BHS",
            "gambia the": "GMB",
            "the gambia": "GMB",
            "micronesia federated states of": "FSM",
            "burma": "MMR",
            "people s republic of china": "CHN",
        }
    )
    return found


def cow_codes() -> dict[str, str]:
    """State codes by Correlates of War (and Gleditsch-Ward) numbers."""
    found = {}
    for row in table("states"):
        for number in listed(row["cow"]):
            found.setdefault(number, row["id"])
    found.update(
        {
            "340": "SRB",
            "260": "DEU",
            "678": "YEM",
            "396": "GEO",
            "397": "GEO",
            "816": "VNM",
            "860": "TLS",
            "341": "MNE",
            "970": "NRU",
        }
    )
    return found


# Who leads where the effective leader of Archigos and REIGN is no president.
PRIME = set(
    "GBR DEU AUS NZL CAN IND JPN ITA ESP SWE NOR DNK NLD BEL LUX AUT IRL ISL MLT ISR TUR GRC MYS SGP THA KHM BGD PAK NPL LKA MUS"
    " JAM TTO BRB BHS BLZ GRD LCA VCT KNA ATG DMA PNG SLB VUT FJI TUV WSM TON HUN CZE SVK SVN POL BGR ROU HRV EST LVA LTU ALB MKD"
    " MNE SRB BIH XKX MDA GEO ARM ETH SOM LSO LBN IRQ FIN CPV AND LIE MCO SMR KIR".split()
)
MONARCHS = set("SAU JOR MAR BHR QAT KWT OMN ARE BRN SWZ BTN LBY EGY IRN".split())


def role_of_leader(country: str, start: str) -> str:
    """The usual post of the one who leads a state."""
    if country == "FRA" and start < "1959":
        return "prime_minister"
    if country == "TUR" and start >= "2018-07":
        return "president"
    if country in ("IRQ",) and start < "2003":
        return "president"
    if (country == "EGY" and start >= "1953") or (country == "LBY" and start >= "1969"):
        return "president"
    if country == "IRN" and start >= "1979":
        return "supreme_leader" if start < "1979-12" else "leader"
    if country in ("CHN", "VNM", "PRK", "CUB", "LAO", "SUN"):
        return "leader"
    if country in ("POL", "ROU", "BGR", "HUN", "CZE", "CSK", "DDR", "ALB", "YUG") and start < "1989-11":
        return "leader"
    if country in (
        "PAK",
        "BGD",
        "THA",
        "GEO",
        "ROU",
        "LKA",
        "LTU",
        "HRV",
        "POL",
        "SRB",
        "KHM",
        "XKX",
        "MNE",
        "FJI",
        "CYP",
    ):
        return "leader"
    return "prime_minister" if country in PRIME else "monarch" if country in MONARCHS else "president"


def archigos(root: Path, cow: dict[str, str]) -> list[Holding]:
    found = []
    for row in csv.DictReader((root / "cow/archigos.csv").open(encoding="utf8")):
        country = cow.get(row["gwcode"].removesuffix(".0"))
        if row["enddate"] < "1945-01-01" or not country:
            continue
        start, end = row["startdate"], row["enddate"]
        if country == "RUS" and start < "1991-08":
            country = "SUN"
        end = "" if end == "2015-12-31" else end
        found.append(Holding(country, role_of_leader(country, start), tidy(row["leader"]), start, end, "archigos"))
    return found


def reign(root: Path, cow: dict[str, str]) -> list[Holding]:
    found = []
    with (root / "leaders/reign_leaderlist_3_21.csv").open(encoding="latin1") as lines:
        for row in csv.DictReader(lines):
            country = cow.get(row["ccode"].strip())
            if not country or not row["syear"].strip():
                continue
            day = row["sdate"].strip() or "1"
            start = f"{int(row['syear']):04d}-{int(row['smonth'] or 1):02d}-{int(day):02d}"
            end = (
                f"{int(row['eyear']):04d}-{int(row['emonth']):02d}"
                if row["eyear"].strip() and row["emonth"].strip()
                else ""
            )
            if country == "RUS" and start < "1991-08":
                country = "SUN"
            name = row["leader"]
            if "," in name:
                last, _, first = name.partition(",")
                name = f"{first.strip()} {last.strip()}"
            found.append(Holding(country, role_of_leader(country, start), tidy(name), start, end, "reign"))
    return found


POSTS = [
    (
        r"\b(?:deputy|vice[- ]?(?:minister|premier|prime)|assistant|second|under|adviser|former|junior|spokes|attached|min\. of state|governor"
        r"|minister of state|(?:external|foreign) economic|foreign trade|external trade|european & foreign|duchy|exchequer)",
        None,
    ),
    (
        r"ministers? (?:\w+ )?(?:of|for|responsible for) (?:[\w ,&]*\b)?(?:foreign|external)|foreign (?:minister|affairs and)|secretary of state(?: for foreign)?$"
        r"|secretary of foreign|foreign relations|external relations|european and (?:foreign|intl)|secretary of state for foreign"
        r"|secretary for foreign",
        "foreign_minister",
    ),
    (
        r"minister (?:of|for) (?:the )?(?:national |people's |state )?(?:defen[cs]e|armed forces)|secretary of (?:state for )?(?:national )?defen[cs]e|minister of popular power for defense",
        "defence_minister",
    ),
    (
        r"^prime minister|^premier|^chancellor$|^federal chancellor|head of government|president of the (?:council of ministers|government)|^taoiseach|chairman of the government",
        "prime_minister",
    ),
    (
        r"^(?:king|queen|emperor|sultan|amir|emir|grand duke|prince of|monarch|sovereign|supreme pontiff|pope)",
        "monarch",
    ),
    (r"supreme leader", "supreme_leader"),
    (r"^crown prince", "crown_prince"),
    (r"^vice[- ]president|^first vice president|executive vice president", "vice_president"),
    (
        r"^(?:interim |acting |transitional |federal |constitutional |state )?president(?:$| of (?:the )?(?:republic|confederation|swiss|[a-z' -]+$)|[,;] )|^president$",
        "president",
    ),
    (r"^head of state", "head_of_state"),
]
NOT_PRESIDENT = re.compile(
    r"court|council|senate|assembly|parliament|chamber|bank|academy|university|party|board|house|congress|commission|european"
)


def post(text: str) -> str | None:
    """The role that a post's title fills, None for the others."""
    text = re.sub(r"\s+", " ", text.lower().strip())
    for pattern, role in POSTS:
        if re.search(pattern, text):
            if role == "president" and NOT_PRESIDENT.search(text):
                return None
            return role
    return None


def cia(root: Path, names: dict[str, str]) -> list[Holding]:
    found = []
    with (root / "leaders/cia_world_leaders_2019.csv").open(encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            country = names.get(" ".join(words(row["country"])))
            title = re.sub(r"^The Office of | \([^()]*(?:\([^()]*\))?[^()]*\)$", "", row["office"])
            role = post(title)
            if country and role and "ambassador" not in title.lower():
                found.append(Holding(country, role, tidy(row["person"]), "2019-01", "2019-06", "cia2019"))
    return found


def wikidata(root: Path, names: dict[str, str]) -> list[Holding]:
    found = []
    for file in ("wikidata", "wikipedia"):
        with (root / f"leaders/world_leaders_2021/{file}.csv").open(encoding="utf8") as lines:
            for row in csv.DictReader(lines):
                row = {k.lower(): v for k, v in row.items()}
                country = names.get(" ".join(words(row["country"])))
                role = post(re.sub(r"^(?:federal )?(?:monarchy) of", "king of", row["positionlabel"].lower()))
                if country and role and row["start_year"]:
                    name = tidy(row["officeholderlabel"])
                    found.append(Holding(country, role, name, row["start_year"], row["end_year"], "wikidata2021"))
    return found


def speakers(root: Path) -> list[Holding]:
    """Runs of years in which one person spoke in one post."""
    z = zipfile.ZipFile(root / "leaders/Speakers_by_session.xlsx")
    shared = z.read("xl/sharedStrings.xml").decode()
    strings = [
        html.unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", x, re.S)))
        for x in re.findall(r"<si>(.*?)</si>", shared, re.S)
    ]
    known = {row["id"] for row in table("states")}
    runs: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row in re.findall(r"<row [^>]*>(.*?)</row>", z.read("xl/worksheets/sheet1.xml").decode(), re.S):
        cells = {}
        for m in re.finditer(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', row, re.S):
            v = re.search(r"<v>(.*?)</v>", m[3] or "")
            if v:
                cells[m[1]] = strings[int(v[1])] if 't="s"' in m[2] else v[1]
        country, role = cells.get("C", ""), post(re.sub("foregn", "foreign", cells.get("F", "").lower()))
        name = tidy(cells.get("E", ""))
        if country in known and role and len(words(name)) > 1 and cells["A"].isdigit():
            runs[country, role, name].append(int(cells["A"]))
    return [Holding(c, r, n, f"{min(y)}-09", f"{max(y)}-09", "un-speakers") for (c, r, n), y in runs.items()]


def factbook(root: Path) -> list[Holding]:
    fips = {}
    with (root / "countries/country-codes.csv").open(encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            for code in row["FIPS"].split(","):
                fips[code.strip()] = row["ISO3166-1-Alpha-3"]
    fips.update(RI="SRB", KV="XKX")
    months = {
        m: i
        for i, m in enumerate(
            "january february march april may june july august september october november december".split(), 1
        )
    }
    found = []
    for path in sorted((root / "factbook").glob("*/*.json")):
        country = fips.get(path.stem.upper())
        executive = json.loads(path.read_text(encoding="utf8")).get("Government", {}).get("Executive branch", {})
        if not country or not isinstance(executive, dict):
            continue
        for key, default in (("chief of state", "president"), ("head of government", "prime_minister")):
            cell = executive.get(key)
            text = re.sub(r"<[^>]+>", " ", html.unescape(cell.get("text", "") if isinstance(cell, dict) else ""))
            for part in re.split(r";|\bnote\b", text):
                m = re.match(
                    r"\s*(?:\(?[a-z ]*\)?)\s*((?:[A-Z][\w'-]*\s|of\s|the\s|for\s|and\s)*?)((?:[A-Z][\w.'’-]*\s|bin\s|al-\w+\s|ibn\s)*[A-Z'’-]{3,}[^(]*)\((?:[^()]*?)since ([^)]*)\)",
                    part,
                )
                if not m:
                    continue
                title, name, since = m[1].strip(), tidy(m[2]), m[3]
                d = re.search(r"(\d{1,2})?\s*([A-Z][a-z]+)\s+(\d{4})", since)
                if not d or d[2].lower() not in months or not words(name):
                    continue
                start = f"{d[3]}-{months[d[2].lower()]:02d}" + (f"-{int(d[1]):02d}" if d[1] else "")
                crowned = re.match(r"\s*(?:King|Queen|Emperor|Sultan|Amir|Emir|Prince|Grand Duke|Pope)\b", part)
                elected = re.match(r"\s*(?:Interim |Acting )?President\b(?! of)", part)
                role = "monarch" if crowned else "president" if elected else post(title) or default
                found.append(Holding(country, role, name, start, "", "factbook2026"))
    return found


def year(digits: str | None) -> str:
    """The year of a date of the Phoenix dictionary, written with two digits or four."""
    if not digits:
        return ""
    if len(digits) == 8:
        return digits[:4]
    return ("19" if digits[:2] > "20" else "20") + digits[:2]


def full_names(root: Path, names: dict[str, str]) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Full names by state and surname with the years in which they held office, from the Phoenix dictionary."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    entry: list[str] = []
    for line in (root / "phoenix/Phoenix.Countries.actors.txt").read_text(encoding="latin1").splitlines():
        line = line.split("#")[0].split(";")[0].rstrip()
        if not line.strip():
            continue
        if line.startswith(("\t", " ")):
            m = re.search(r"\[([A-Z]{3})GOV\w*\s*([<>]?)(\d{6,8})?(?:-(\d{6,8}))?", line)
            if m and entry:
                name = tidy(entry[0].replace("_", " ").title())
                if 2 <= len(words(name)) <= 4 and not re.search(
                    r"Minister|President|Of\b|The\b|Ministry|Government", name
                ):
                    key = (m[1], words(name)[-1])
                    first, last = year(m[3]), year(m[4])
                    first, last = ("", first) if m[2] == "<" else (first, last or ("2014" if m[2] == ">" else first))
                    if first or last:
                        found[key].append((name, first or last, last or first))
        elif line.startswith("+"):
            pass
        else:
            entry = [re.sub(r"\[.*", "", line).strip("_ ")]
    return found


HEADS = {"president", "prime_minister", "leader", "monarch", "supreme_leader", "head_of_state"}


def same(a: Holding, b: Holding) -> bool:
    """Whether two names of one state may be one person: one's words are within the other's, or they share the family name and the time."""
    x, y = words(a.name), words(b.name)
    if not x or not y:
        return False
    if set(x) <= set(y) or set(y) <= set(x):
        return (len(x) > 1 and len(y) > 1) or overlap(a, b)
    alike = max(fuzz.ratio(p, q) for p in (x[-1], x[0]) for q in (y[-1], y[0]))
    together = overlap(a, b) and (a.role == b.role or {a.role, b.role} <= HEADS)
    return together and alike >= 80 and (len(x) == 1 or len(y) == 1 or fuzz.ratio(" ".join(x), " ".join(y)) >= 90)


def overlap(a: Holding, b: Holding) -> bool:
    """Whether two holdings overlap in time, give or take a year."""
    return (a.start or "0")[:4] <= str(int((b.end or "2026")[:4]) + 1) and (b.start or "0")[:4] <= str(
        int((a.end or "2026")[:4]) + 1
    )


def merge(holdings: list[Holding]) -> list[Holding]:
    """One name a person, one line a holding: the better source wins where the same person is in the same post at one time."""
    rank = {"own": 0, "factbook2026": 1, "wikidata2021": 2, "archigos": 3, "reign": 4, "un-speakers": 5, "cia2019": 6}
    by_country: dict[str, list[Holding]] = defaultdict(list)
    for h in sorted(holdings, key=lambda h: (rank[h.source], -len(words(h.name)))):
        by_country[h.country].append(h)
    kept = []
    for hs in by_country.values():
        persons: list[tuple[Holding, list[Holding]]] = []
        for h in hs:
            if not words(h.name) or re.search(
                r"(?i)junta|council|committee|government|interim|provisional|military|commission|governor|vacant|\(",
                h.name,
            ):
                continue
            for _, group in persons:
                if any(same(h, g) for g in group):
                    group.append(h)
                    break
            else:
                persons.append((h, [h]))
        for _, group in persons:
            own = [h for h in group if h.source == "own"]
            full = [h.name for h in own] or sorted(
                {h.name for h in group}, key=lambda n: (len(words(n)) < 2, abs(len(words(n)) - 2), n)
            )
            name = full[0]
            aliases = {h.name for h in group if h.name != name}
            lines: list[Holding] = []
            for h in group:
                old = next(
                    (
                        k
                        for k in lines
                        if overlap(k, h) and (k.role == h.role or "leader" in (h.role,) or h.source in ("reign",))
                    ),
                    None,
                )
                if old is None:
                    lines.append(Holding(h.country, h.role, name, h.start, h.end, h.source))
                elif h.source in ("reign", "archigos") and old.source in ("reign", "archigos", "wikidata2021"):
                    if h.start[:4] == old.start[:4] and len(h.start) > len(old.start):
                        old.start = h.start
                    if old.source == "archigos" and not old.end and h.end:
                        old.end = h.end
                elif h.source == "un-speakers" and old.source == "un-speakers":
                    old.start, old.end = min(old.start, h.start), max(old.end, h.end)
            for line in lines:
                line.aliases = aliases
                known = any(overlap(line, o) and (o.role == line.role or {o.role, line.role} <= HEADS) for o in own)
                if line.source != "own" and not known:
                    kept.append(line)
    return kept


@cache
def own() -> list[Holding]:
    """What ministers.tsv has already."""
    path = DATA / "ministers.tsv"
    if not path.exists():
        return []
    return [
        Holding(r["country"], r["role"], r["name"], r["from"], r["until"], "own", set(listed(r["aliases"])))
        for r in table("ministers")
    ]


def covered(h: Holding) -> bool:
    """Whether ministers.tsv has the holder of the post at that time, so that this is another spelling, or a mistake."""
    known = {"leader": HEADS, "head_of_state": HEADS}.get(h.role, {h.role})
    start, end = h.start[:4], (h.end or "2026")[:4]
    middle = str((int(start) + int(end)) // 2)
    holders = [o for o in own() if o.country == h.country and o.role in known]
    return any(o.start[:4] <= middle <= (o.end or "2026")[:4] and o.start[:4] <= start for o in holders)


def close_open_ends(holdings: list[Holding]) -> None:
    """A head of 2021 (or a leader of REIGN still in office then) whose post has a later holder left before that one came."""
    by_post: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for h in holdings:
        by_post[h.country, h.role].append(h)
    for hs in by_post.values():
        for h in hs:
            if not h.end and h.source in ("wikidata2021", "archigos", "reign"):
                later = [o.start for o in hs if o is not h and o.start > h.start and o.name != h.name]
                if later:
                    h.end = min(later)
                elif h.source == "archigos":
                    h.end = "2015-12"
                elif h.source == "reign":
                    h.end = "2021-03"


def leaders(root: Path) -> None:
    names, cow = codes_by_name(), cow_codes()
    every = [
        *own(),
        *archigos(root, cow),
        *reign(root, cow),
        *wikidata(root, names),
        *speakers(root),
        *cia(root, names),
        *factbook(root),
    ]
    full = full_names(root, names)
    for h in every:
        if len(words(h.name)) == 1 and h.source != "own":
            known = full.get((h.country if h.country != "SUN" else "RUS", words(h.name)[-1]), [])
            fuller = {n for n, a, b in known if a <= (h.end or "2026")[:4] and b >= h.start[:4]}
            if len(fuller) == 1:
                h.aliases.add(h.name)
                h.name = fuller.pop()
    states = {row["id"] for row in table("states") if row["kind"] == "state" or row["id"] in ("HKG", "ESH")}
    every = [
        h
        for h in every
        if h.source == "own" or (h.country in states and not (h.country == "IRN" and h.role == "vice_president"))
    ]
    kept = [h for h in merge(every) if not covered(h)]
    close_open_ends([*own(), *kept])
    kept.sort(key=lambda h: (h.country, h.start, h.role, h.name))
    lines = [
        "# Heads of state and government, effective leaders, foreign and defence ministers, compiled by tools/compile_actors.py.",
        "# role as in offices.tsv; from, until: day, month or year as the source has it (until empty: in post in May 2026, or not known).",
        "# un-speakers: in post in September of the years given (may have been earlier and later); cia2019: in post in spring 2019.",
        "# Sources (facts only): archigos = Archigos 4.1 (Goemans, Gleditsch, Chiozza 2009), reign = REIGN to 3/2021 (MIT), wikidata2021 =",
        "# Wikidata and Wikipedia heads of 2021 (CC0), un-speakers = UN General Debate speakers (CC0), cia2019 = CIA World Leaders 2019,",
        "# factbook2026 = CIA World Factbook May 2026 (both public domain); full names of older leaders: Phoenix dictionary (MIT).",
        "country\trole\tname\tfrom\tuntil\taliases\tsource",
    ]
    for h in kept:
        lines.append("\t".join([h.country, h.role, h.name, h.start, h.end, ";".join(sorted(h.aliases)), h.source]))
    (DATA / "leaders.tsv").write_text("\n".join(lines) + "\n", encoding="utf8")
    print(len(kept), "holdings")


COMMON = set(
    "nice male split mobile reading victoria hamilton bath tours orange of santiago georgetown kingston wellington cambridge birmingham"
    " san juan jose merida cordoba leon toledo lincoln columbus jackson nelson orleans santa cruz valencia concepcion surat sale"
    " bloemfontein".split()
)


def cities(root: Path) -> None:
    fips = {}
    with (root / "countries/country-codes.csv").open(encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            for code in row["FIPS"].split(","):
                fips[code.strip()] = row["ISO3166-1-Alpha-3"]
    fips.update(RI="SRB", KV="XKX")
    capitals = {fold(re.sub(r"<.*>", "", c)) for row in table("states") for c in listed(row["capitals"])}
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((root / "factbook").glob("*/*.json")):
        country = fips.get(path.stem.upper())
        cell = (
            json.loads(path.read_text(encoding="utf8"))
            .get("People and Society", {})
            .get("Major urban areas - population")
            or {}
        )
        text = html.unescape(cell.get("text", "") if isinstance(cell, dict) else "")
        for m in re.finditer(r"\d[\d.,]*\s*(?:million)?\s+([A-ZÀ-Ý][^(\d;,<]+)", text):
            for name in re.split(r"[/]", re.sub(r"\s*-\s*(?=[A-Z])", "-", m[1].strip())):
                name = tidy(name.strip())
                if country and len(name) > 3 and fold(name) not in capitals and fold(name) not in COMMON:
                    found[name].add(country)
    lines = [
        "# Cities, compiled by tools/compile_actors.py from the CIA World Factbook May 2026 (public domain).",
        "name\tstates",
    ]
    lines += [f"{name}\t{next(iter(c))}" for name, c in sorted(found.items()) if len(c) == 1]
    (DATA / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf8")
    print(len(lines) - 2, "cities")


if __name__ == "__main__":
    leaders(Path(sys.argv[1]))
    cities(Path(sys.argv[1]))
