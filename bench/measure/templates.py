#!/usr/bin/env python3
"""Incident templates of MUC-4 (muc-dev, upper case) from coded events.

A template is an incident: ASSAULTs of one kind in one text that share a place word or a side are one. Kind by mode and
weapon, perpetrators the actors, human targets the recipients that are people, physical targets the recipients that are
things. Only incidents in which somebody or something is hurt, taken or blown up make a template; fights of two armed
sides do not."""
import re
import unicodedata

from common import any_word, main, number, words

ORGANISED = ("REB", "UAF", "CRM", "PTY", "SEP", "PRM", "MIL", "COP", "GOV")
PRONOUNS = {"THEY", "HE", "HIM", "THEM", "SHE", "HER", "IT", "WE", "US", "I", "WHO", "THOSE", "THESE", "THIS", "OTHERS"}
PERSONS = r"guerrilla|rebel|terrorist|\bm[ae]n\b|wom[ae]n|member|soldier|individual|gunm|criminal|trafficker|youth|subversive|hooded|sicario|assassin|officer|troop|squad|command|unit|policem|insurgent|people|person"
ARMED = r"troop|soldier|army|guerrilla|rebel|military|fmln|contra|patrol|unit|battalion|police|insurgent|subversive|terrorist"
HAPPENED = ("occurred", "ongoing")


def kind(e):
    trigger, mode = e["trigger"]["text"].lower(), e["mode"]
    weapon = ((e["weapon"] or {}).get("text") or "").lower()
    if mode == "abduct" or any_word("kidnap|abduct|hostage", [trigger]):
        return "KIDNAPPING"
    if any_word("burn|arson|set fire|torch", [trigger]):
        return "ARSON"
    if mode in ("explosives", "suicide-attack") or any_word("bomb|dynamit|explo|blow|blew|mine|car-bomb", [trigger, weapon]):
        return "BOMBING"
    return "ATTACK"


def strip(text):
    text = re.split(r",| WHO | WHICH | THAT ", text.upper())[0]
    return re.sub(r"^(?:THE|A|AN|SOME|ABOUT|AT LEAST|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|\d+|SEVERAL|ALL|MANY|MORE THAN|DOZENS OF|UNIDENTIFIED)\s+", "", text.strip())


def plain(name):
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).upper()


def worth(e):
    if e["type"] != "ASSAULT" or e["background"] or e["status"] not in HAPPENED:
        return False
    if kind(e) in ("BOMBING", "KIDNAPPING", "ARSON"):
        return True
    victims = [r for r in e["recipients"] if not any_word(ARMED, [(r["text"] or "").lower()])]
    return bool(victims) and (e["mode"] is not None or number(e, "killed") is not None or number(e, "injured") is not None)


def named(r):
    return bool(r["name"]) and r["kind"] == "person"


def template(group):
    t = {"type": [kind(group[0])], "stage": ["ACCOMPLISHED"], "perp_ind": [], "perp_org": [], "target": [], "victim": [], "weapon": [],
         "killed": 0, "injured": 0}

    def put(slot, text):
        text = strip(text)
        if text and text not in PRONOUNS and text not in t[slot]:
            t[slot].append(text)
    for e in group:
        for a in e["actors"]:
            person = any_word(PERSONS, [(a["text"] or "").lower()])
            if person or not a["id"]:
                put("perp_ind", a["text"] or "")
            if a["id"] and a["sector"] in ORGANISED and (a["sector"] != "GOV" or not person):
                put("perp_org", plain(a["name"]) if person else a["text"] or "")
        for r in e["recipients"]:
            if r["kind"] == "object":
                put("target", r["text"] or "")
            elif not any_word("people|persons", [(r["text"] or "").lower()]):
                put("victim", r["text"] or "")
        if e["weapon"]:
            put("weapon", e["weapon"]["text"])
        for harm in ("killed", "injured"):
            t[harm] = max(t[harm], number(e, harm) or 0)
    return t


def alike(a, b):
    if kind(a) != kind(b):
        return False
    sides = lambda e: {x["id"] or (x["text"] or "").lower() for x in e["actors"] + e["recipients"]}
    place = lambda e: (e["place"] or {}).get("text")
    return bool(sides(a) & sides(b)) or (place(a) and place(a) == place(b))


def muc(bench):
    rows = bench.load("events/muc-dev")
    events, out = bench.code([{"id": r["id"], "text": r["text"]} for r in rows]), []
    for r in rows:
        groups = []
        for e in filter(worth, events.get(r["id"], [])):
            home = next((g for g in groups if any(alike(e, x) for x in g)), None)
            home.append(e) if home else groups.append([e])
        out.append({"id": r["id"], "templates": [template(g) for g in groups]})
    bench.score("muc", "events/muc-dev", out)


main({"muc": muc}, __doc__)
