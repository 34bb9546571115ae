#!/usr/bin/env python3
"""One incident of each military press release (isaf-dev): date, provinces, how many insurgents were killed and captured.

All that the force did to insurgents in one release is one incident: the exactest day that an act has, the commonest province, killed and captured added up over the acts (lower bounds, as the gold has them)."""
import collections
import re

from common import any_word, fresh, main, number, words

OTHERS = r"civilian|police|soldier|afghan national|service member|women|child|coalition|villager|guard|local|resident"
TARGETS = {"taliban": "taliban", "haqqani": "haqqani", "hezb-e-islami": "hig", "imu": "imu", "al-qaeda": "aq"}
FORCE = ("MIL", "COP", "GOV")


def upon_insurgents(e):
    if e["type"] not in ("ASSAULT", "COERCE"):
        return False
    sides = {r["sector"] for r in e["recipients"]}
    return bool(sides & {"REB", "UAF", "CRM"}) or not any_word(OTHERS, words(e, "recipients"))


SPELT = {"Paktia": "paktya", "Khowst": "khost", "Maidan Wardak": "wardak", "Maidan Wardak Province": "wardak", "Sar-e Pol": "sar-e pul",
         "Oruzgan": "uruzgan", "Nimruz": "nimroz", "Konar": "kunar", "Konduz": "kunduz", "Lowgar": "logar", "Jowzjan": "jawzjan"}


def province(place):
    return SPELT.get(place["admin1"], place["admin1"]) if place and place["country"] == "AFG" else None


MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def sent(record):
    """The day of a release whose dateline has no year: the reference number has it (2010-07-CA-129)."""
    if record["pub"]:
        return record["pub"]
    year = re.search(r"\b(20[01]\d)-(\d\d)-", record["text"][:400])
    day = re.search(r"\b(%s)[a-z]*\.? (\d{1,2})\b" % "|".join(MONTHS), record["text"][:600].lower())
    if not year or not day:
        return None
    return "%s-%02d-%02d" % (year.group(1), MONTHS.index(day.group(1)) + 1, int(day.group(2)))


def lower(e, harm):
    """The coders' lower bounds: "several" and "multiple" are three, "numerous" is four."""
    text = ((e["toll"].get(harm) or {}).get("text") or "").lower()
    if any_word("several|multiple", [text]):
        return 3
    return 4 if "numerous" in text else number(e, harm, "low") or 0


def incident(events):
    acts = [e for e in fresh(events) if upon_insurgents(e)]
    if not acts:
        acts = fresh(events)
    dated = sorted((e["date"]["precision"], n, e["date"]["end"]) for n, e in enumerate(acts) if e["date"] and e["date"]["end"])
    places = [province(e["place"]) for e in acts] + [province(p) for e in acts for p in e["places"]]
    killed = sum(lower(e, "killed") for e in acts)
    captured = sum(lower(e, "arrested") + lower(e, "abducted") for e in acts)
    texts = [w for e in acts for w in words(e, "recipients")]
    count = collections.Counter(p for p in places if p)
    return {"date": dated[0][2] if dated else None, "provinces": [count.most_common(1)[0][0].replace("'", "")] if count else [],
            "types": ["detention"] * (captured > 0) + ["insurgentskilled"] * (killed > 0),
            "targets": sorted({t for w in texts for name, t in TARGETS.items() if name in w}),
            "killed_min": killed, "captured_min": captured}


def isaf(bench):
    rows = bench.load("coref/isaf.dev")
    events = bench.code([{"id": r["id"], "text": r["text"], **({"date": sent(r)} if sent(r) else {})} for r in rows])
    bench.score("isaf", "coref/isaf.dev", [{"id": r["id"], "events": [incident(events.get(r["id"], []))]} for r in rows])


main({"isaf": isaf}, __doc__)
