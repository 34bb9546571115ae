#!/usr/bin/env python3
"""Classes of sentences and snippets: quad-sent (five), ipe-dev (what police did), case-dev (25 kinds of ACLED and five more).

quad   the quad of the surest event, 0 without one and for statements and appeals.
ipe    what police say or do; the kind by type, mode and toll.
case   the kind of the gravest event by type, mode, weapon and sides, on the texts of the 25 classes that ACLED has; no training."""
from common import QUAD, any_word, best, main, number, words

POLICE = r"\bpolic|\bcops?\b|constable|inspector|crpf|\bsrpf?\b|\braf\b|rapid action|\brpf\b|\bbsf\b|lathi|\bd[gcs]p\b|\bacp\b|\bjawan|security (force|person)|\bsp\b|superintendent|paramilitar|\bpac\b|\bcid\b"
CROWD = r"protest|demonstrat|crowd|mob\b|riot|marcher|student|villager|youth|vigilante|supporter"
ARMED = {"MIL", "REB", "UAF", "COP", "SPY", "PRM", "SEP", "CRM"}
ARMS_BEARERS = r"soldier|troop|militant|rebel|fighter|gunm|insurgent|forces|military|army|checkpoint|outpost|garrison|barracks|convoy|\bbases?\b"
NO_ACLED = ("NATURAL_DISASTER", "MAN_MADE_DISASTER", "ORG_CRIME", "DIPLO", "ATTRIB")
TAKING = r"captur|seiz|overr|retak|retook|took|taken|recaptur|overtak|control|free|liberat|regain|recover|drove|clear"


def quad_of(e):
    """The set's classes are CAMEO's: 0 holds statements and appeals (01, 02), 3 also reduced relations (16)."""
    root = (e["cameo"] or "")[:2]
    if root in ("01", "02"):
        return 0
    return 3 if root == "16" else QUAD[e["type"]]


def quad(bench):
    rows = bench.load("events/quad-sent")
    events = bench.code([{"id": r["id"], "text": r["text"]} for r in rows])
    chosen = {r["id"]: best(events.get(r["id"], [])) for r in rows}
    bench.score("classes", "events/quad-sent", [{"id": i, "label": quad_of(e) if e else 0} for i, e in chosen.items()])


def police(entity):
    return bool(entity) and (entity.get("sector") == "COP" or any_word(POLICE, [(entity.get("text") or "").lower()]))


def ipe_labels(events, statements, text):
    """ANY_ACTION is whatever police say or do; arrests and curbs without an agent are theirs in this set."""
    labels, span = set(), lambda s: text[s["start"]:s["end"]].lower()
    for e in events:
        trigger, acts = span(e["trigger"]), any(map(police, e["actors"]))
        nobody = not e["actors"] and (e["type"] == "COERCE" or (e["type"] == "MOBILIZE" and any(map(police, e["recipients"]))))
        own = acts or nobody or any_word(POLICE, [trigger])
        if police(e["source"]) or (own and e["status"] in ("occurred", "ongoing", "future")):
            labels.add("ANY_ACTION")
        if own and (e["status"] == "negated" or (e["type"], e["mode"]) == ("REJECT", "assist")):
            labels.add("FAIL")
        if not own or e["status"] not in ("occurred", "ongoing"):
            continue
        if e["type"] == "ASSAULT" and (number(e, "killed") or any_word("kill|shot dead|gunned", [trigger])):
            labels.add("KILL")
        if e["mode"] == "arrest":
            labels.add("ARREST")
        if acts and (e["type"] == "ASSAULT" or e["mode"] in ("disperse", "beat")):
            labels.add("FORCE")
    if any(s.get("source") and any_word(POLICE, [span(s["source"])]) for s in statements):
        labels.add("ANY_ACTION")
    return sorted(labels)


def ipe(bench):
    rows = bench.load("events/ipe-dev")
    asked = [{"id": r["id"], "text": r["text"]} for r in rows]
    events = bench.code(asked)
    said = {d["id"]: d["statements"] for d in bench.run("annotate", asked, "--layers", "statements")}
    bench.score("classes", "events/ipe-dev", [
        {"id": r["id"], "labels": ipe_labels(events.get(r["id"], []), said.get(r["id"], []), r["text"])} for r in rows])


def sectors(e, role):
    return {a["sector"] for a in e[role] if a["sector"]}


def armed(e, role):
    return bool(sectors(e, role) & ARMED) or any_word(ARMS_BEARERS, words(e, role))


def state(e, role):
    return bool(sectors(e, role) & {"MIL", "GOV", "COP"})


BY_MODE = {"aerial": "AIR_STRIKE", "drone": "AIR_STRIKE", "heavy-weapons": "ART_MISS_ATTACK", "suicide-attack": "SUIC_BOMB",
           "sexual": "SEX_VIOL", "abduct": "ABDUCT_DISSAP", "destroy": "PROPERTY_DISTRUCT", "unconventional": "CHEM_WEAP",
           "explosives": "REM_EXPLOS"}


def case_assault(e, trigger):
    """The kind of an ASSAULT, as the table from modes to sub-events has it (codes/plover-to-acled.tsv), then by sides."""
    arms = [((e["weapon"] or {}).get("text") or "").lower(), trigger]
    if any_word("grenade", arms):
        return "GRENADE"
    if any_word(r"warplane|\bjets?\b|aircraft|helicopter", arms + words(e, "actors")):
        return "AIR_STRIKE"
    if e["mode"] in BY_MODE:
        return BY_MODE[e["mode"]]
    if e["mode"] == "crowd-control":
        return "FORCE_AGAINST_PROTEST" if number(e, "killed") or number(e, "injured") else "PROTEST_WITH_INTER"
    if any_word(CROWD, words(e, "actors")):
        return "MOB_VIOL"
    if any_word(TAKING, [trigger]) and not any_word("soldier|people|civilian", words(e, "recipients")):
        return "GOV_REGAINS_TERIT" if state(e, "actors") else "NON_STATE_ACTOR_OVERTAKES_TER"
    if any_word("clash|fight|battle|fought|skirmish|exchange", [trigger]) or (armed(e, "actors") and armed(e, "recipients")):
        return "ARMED_CLASH"
    return "ATTACK"


def case_label(events):
    """The kind of the first act of the gravest type."""
    rank = {t: i for i, t in enumerate(["ASSAULT", "PROTEST", "COERCE", "RETREAT", "CONCEDE", "AGREE", "MOBILIZE", "COOPERATE"])}
    happened = [e for e in events if e["status"] in ("occurred", "ongoing")] or events
    if not happened:
        return None
    e = min(happened, key=lambda e: (rank.get(e["type"], len(rank)), e["trigger"]["start"]))
    trigger, modes = e["trigger"]["text"].lower(), {x["mode"] for x in happened}
    protest = [x for x in happened if x["type"] == "PROTEST"]
    force = [x for x in happened if x["type"] == "ASSAULT" and state(x, "actors")]
    if protest and (modes & {"riot", "vandalize"}) and not force:
        return "VIOL_DEMONSTR"
    if e["type"] == "ASSAULT" and force and (protest or any_word("protest|demonstrat", words(e, "recipients"))):
        hurt = any(number(x, "killed") or number(x, "injured") for x in force)
        return "FORCE_AGAINST_PROTEST" if hurt else "PROTEST_WITH_INTER"
    if e["type"] == "ASSAULT" and protest:
        return "VIOL_DEMONSTR"
    if e["type"] == "ASSAULT":
        return case_assault(e, trigger)
    if e["type"] == "PROTEST":
        return "PROTEST_WITH_INTER" if modes & {"arrest", "restrict", "curfew"} else "PEACE_PROTEST"
    if e["mode"] == "seize" and any_word("post|town|village|hill|area", words(e, "recipients")):
        return "GOV_REGAINS_TERIT" if state(e, "actors") else "NON_STATE_ACTOR_OVERTAKES_TER"
    if e["type"] == "MOBILIZE":
        return "HQ_ESTABLISHED" if any_word("set|establish|creat|built|found|open", [trigger]) else "CHANGE_TO_GROUP_ACT"
    if e["type"] == "RETREAT":
        return {"ceasefire": "AGREEMENT", "disarm": "AGREEMENT"}.get(e["mode"], "CHANGE_TO_GROUP_ACT" if "defect" in trigger else "NON_VIOL_TERRIT_TRANSFER")
    return {"COERCE": {"arrest": "ARREST", "seize": "DISR_WEAP"}.get(e["mode"], "DIPLO"), "AGREE": "AGREEMENT", "COOPERATE": "AGREEMENT",
            "CONCEDE": "AGREEMENT"}.get(e["type"], "DIPLO")


def case(bench):
    rows = [r for r in bench.load("events/case-dev") if r["label"] not in NO_ACLED]
    events = bench.code([{"id": r["id"], "text": r["text"]} for r in rows])
    labels = {r["id"]: case_label(events.get(r["id"], [])) for r in rows}
    bench.score("classes", bench.subset("events/case-dev", rows), [{"id": i, "label": label} for i, label in labels.items() if label])


main({"quad": quad, "ipe": ipe, "case": case}, __doc__)
