#!/usr/bin/env python3
"""PLOVER roots of given pairs (plv-dev), as written and in other letter case.

CONCEDE and RETREAT are YIELD in the set.  Where a side is marked more than once, the surest of all pairs is taken; an
empty side stands for the other one."""
from common import main

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def plv(bench, case=str):
    rows = bench.load("events/plv-dev")
    asked = []
    for r in rows:
        source, target = r["src"] or r["tgt"] or [[0, 1]], r["tgt"] or r["src"] or [[0, 1]]
        asked.append({"id": r["id"], "text": case(r["text"]), "pairs": [
            {"source": {"start": a, "end": b}, "target": {"start": c, "end": d}} for a, b in source for c, d in target]})
    out = []
    for d in bench.run("judge", asked):
        p = max(d["pairs"], key=lambda p: p["confidence"])
        out.append({"id": d["id"], "root": YIELD.get(p["type"], p["type"])})
    bench.score("plv", "events/plv-dev", out)


def upper(text):
    return text.upper() if len(text.upper()) == len(text) else text


main({"plv": plv, "upper": lambda b: plv(b, upper), "lower": lambda b: plv(b, str.lower)}, __doc__)
