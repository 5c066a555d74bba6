"""Relations of every dyad of ICEWS 2014 in one pass, and where Russia's with Ukraine and the United States changed.

Run from the project's root:

    python benchmarks/relations.py

The file is read once beforehand (naming 7,128 actors takes most of that time); the pass itself builds the weekly series
of all dyads with levels and bands. The crisis: troops without insignia in Crimea on 27 February 2014, the annexation on
18 March.
"""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

from westphalia.analysis.relations import all_relations, relations
from westphalia.datasets.icews import read_icews_named

SHARED = Path(os.environ.get("WESTPHALIA_SHARED") or Path(__file__).parents[2] / "shared")
CRISIS = (date(2014, 2, 20), date(2014, 3, 18))

if __name__ == "__main__":
    begun = time.perf_counter()
    events = read_icews_named(SHARED / "data" / "icews" / "icews14_named.csv").table
    print(f"{events.num_rows} events read in {time.perf_counter() - begun:.1f} s")
    begun = time.perf_counter()
    found = all_relations(events)
    print(f"{found.params['dyads']} dyads in {time.perf_counter() - begun:.2f} s")
    for other in ("UKR", "USA"):
        changes = relations(events, "RUS", other).params["changes"]
        within = any(CRISIS[0] <= day <= CRISIS[1] for day in changes)
        print(f"RUS-{other}: {', '.join(map(str, changes))}; in the crisis: {'yes' if within else 'no'}")
