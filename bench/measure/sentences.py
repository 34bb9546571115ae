#!/usr/bin/env python3
"""Classes of sentences and snippets: quad-sent (five), ipe-dev (what police did), case-dev (25 kinds of ACLED and five more).

quad   the quad of the surest event, 0 without one.
ipe    an event that happened and whose actor is police; the kind by type, mode and toll.
case   the kind of the gravest event by type, mode, weapon and sides, on the texts of the 25 classes that ACLED has; no training."""
from common import QUAD, any_word, best, main, number, words

POLICE = r"polic|\bcops?\b|constable|inspector|\bcrpf\b|\bsrp\b|\brpf\b|\bsp\b|\bdsp\b|commissioner"
CROWD = r"protest|demonstrat|crowd|mob\b|riot|marcher|student|villager|youth|vigilante|supporter"
ARMED = {"MIL", "REB", "UAF", "COP", "SPY", "PRM", "SEP", "CRM"}
ARMS_BEARERS = r"soldier|troop|militant|rebel|fighter|gunm|insurgent|forces|military|army|checkpoint|outpost|garrison|barracks|convoy|\bbases?\b"
NO_ACLED = ("NATURAL_DISASTER", "MAN_MADE_DISASTER", "ORG_CRIME", "DIPLO", "ATTRIB")
TAKING = r"captur|seiz|overr|retak|retook|took|taken|recaptur|overtak|control|free|liberat|regain|recover|drove|clear"


def quad(bench):
    rows = bench.load("events/quad-sent")
    events = bench.code([{"id": r["id"], "text": r["text"]} for r in rows])
    chosen = {r["id"]: best(events.get(r["id"], [])) for r in rows}
    bench.score("classes", "events/quad-sent", [{"id": i, "label": QUAD[e["type"]] if e else 0} for i, e in chosen.items()])


def police(e):
    return any(a["sector"] == "COP" for a in e["actors"]) or any_word(POLICE, words(e, "actors"))


def ipe_labels(events):
    labels = set()
    for e in events:
        if not police(e) or e["status"] not in ("occurred", "ongoing"):
            continue
        labels.add("ANY_ACTION")
        if e["type"] == "ASSAULT":
            labels.add("FORCE")
            if number(e, "killed") or any_word(r"kill|shot|dead|encounter", [e["trigger"]["text"].lower()]):
                labels.add("KILL")
        if e["mode"] == "arrest":
            labels.add("ARREST")
        if e["mode"] in ("disperse", "crowd-control", "beat"):
            labels.add("FORCE")
    return sorted(labels)


def ipe(bench):
    rows = bench.load("events/ipe-dev")
    events = bench.code([{"id": r["id"], "text": r["text"]} for r in rows])
    bench.score("classes", "events/ipe-dev", [{"id": r["id"], "labels": ipe_labels(events.get(r["id"], []))} for r in rows])


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
