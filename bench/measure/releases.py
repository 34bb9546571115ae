#!/usr/bin/env python3
"""One incident of each military press release (isaf-dev): date, provinces, how many insurgents were killed and captured.

All that the force did to insurgents in one release is one incident: the first day that an act has, the provinces of its
acts, killed and captured added up over the acts (lower bounds, as the gold has them)."""
import collections

from common import any_word, fresh, main, number, words

OTHERS = r"civilian|police|soldier|afghan national|service member|women|child|coalition|villager|guard|local|resident"
TARGETS = {"taliban": "taliban", "haqqani": "haqqani", "hezb-e-islami": "hig", "imu": "imu", "al-qaeda": "aq"}
FORCE = ("MIL", "COP", "GOV")


def upon_insurgents(e):
    if e["type"] not in ("ASSAULT", "COERCE"):
        return False
    sides = {r["sector"] for r in e["recipients"]}
    return bool(sides & {"REB", "UAF", "CRM"}) or not any_word(OTHERS, words(e, "recipients"))


def province(place):
    return place["admin1"] if place and place["country"] == "AFG" else None


def incident(events):
    acts = [e for e in fresh(events) if upon_insurgents(e)]
    if not acts:
        acts = fresh(events)
    days = [e["date"]["start"] for e in acts if e["date"] and e["date"]["start"]]
    places = [province(e["place"]) for e in acts] + [province(p) for e in acts for p in e["places"]]
    killed = sum(number(e, "killed", "low") or 0 for e in acts)
    captured = sum((number(e, "arrested", "low") or 0) + (number(e, "abducted", "low") or 0) for e in acts)
    texts = [w for e in acts for w in words(e, "recipients")]
    count = collections.Counter(p for p in places if p)
    return {"date": days[0] if days else None, "provinces": [count.most_common(1)[0][0].replace("'", "")] if count else [],
            "types": ["detention"] * (captured > 0) + ["insurgentskilled"] * (killed > 0),
            "targets": sorted({t for w in texts for name, t in TARGETS.items() if name in w}),
            "killed_min": killed, "captured_min": captured}


def isaf(bench):
    rows = bench.load("coref/isaf.dev")
    events = bench.code([{"id": r["id"], "text": r["text"], **({"date": r["pub"]} if r["pub"] else {})} for r in rows])
    bench.score("isaf", "coref/isaf.dev", [{"id": r["id"], "events": [incident(events.get(r["id"], []))]} for r in rows])


main({"isaf": isaf}, __doc__)
