#!/usr/bin/env python3
"""Killed and injured of whole texts (terror-dev, gunviolence-dev).

terror  a summary of one attack: the tolls of all its fresh events added up.
gun     local news about one shooting, told several times: the largest."""
from common import fresh, main, number


def tolls(bench, name, join):
    rows = bench.load(name)
    asked = [{"id": r["id"], "text": r["text"], **({"date": r["published"]} if r.get("published") else {})} for r in rows]
    events, out = bench.code(asked), []
    for r in rows:
        values = {harm: [v for v in (number(e, harm) for e in fresh(events.get(r["id"], []))) if v is not None]
                  for harm in ("killed", "injured")}
        out.append({"id": r["id"], **{harm: join(v) if v else 0 for harm, v in values.items()}})
    bench.score("toll", name, out)


main({"terror": lambda b: tolls(b, "events/terror-dev", sum), "gun": lambda b: tolls(b, "events/gunviolence-dev", max)}, __doc__)
