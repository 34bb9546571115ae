#!/usr/bin/env python3
"""Given triggers: how sure it is that they happened (uw, uds, meantime), and their arguments (rams, wikievents).

factuality  the grade that `khabar judge` gives each trigger, -3 to 3.
arguments   actors, recipients, place and weapon under the role names of the type; recipients that are things are targets
            where the type has victims as well."""
from common import main

ACTOR_ROLES = {"attacker", "injurer", "killer", "jailer", "detainer", "arrester", "demonstrator", "threatener", "communicator",
               "impeder", "destroyer", "damager", "damagerdestroyer", "yielder", "surrenderer", "retreater", "regulator"}
RECIPIENT_ROLES = ("victim", "target", "detainee", "recipient", "artifact")


def spans_of_tokens(text):
    tokens, at, starts = text.split(" "), 0, []
    for t in tokens:
        starts.append((at, at + len(t)))
        at += len(t) + 1
    return starts


def factuality(bench, name):
    rows, asked = bench.load(name), []
    for r in rows:
        at = spans_of_tokens(r["text"])
        asked.append({"id": r["id"], "text": r["text"],
                      "triggers": [{"start": at[a][0], "end": at[b - 1][1]} for a, b, _ in r["preds"]]})
    judged = {d["id"]: d["triggers"] for d in bench.run("judge", asked)}
    bench.score("factuality", name, [{"id": r["id"], "text": r["text"], "preds": [
        [a, b, t["factuality"]] for (a, b, _), t in zip(r["preds"], judged.get(r["id"], []))]} for r in rows])


def recipient_role(roles, entity, event_type):
    known = [x for x in roles if x.lower() in RECIPIENT_ROLES]
    if len(known) < 2:
        return known[0] if known else None
    wanted = "target" if entity["kind"] == "object" or "ttack" in event_type else "victim"
    return next((x for x in known if x.lower() == wanted), known[0])


def arguments(bench, name):
    rows, roles = bench.load(name), {}
    for r in rows:                                             # role names only: which the type has at all
        roles.setdefault(r["type"], set()).update(a[0] for a in r["args"])
    judged = {d["id"]: d["triggers"][0] for d in bench.run("judge", [
        {"id": str(n), "text": r["text"], "triggers": [{"start": r["trigger"][0], "end": r["trigger"][1]}]}
        for n, r in enumerate(rows)])}
    out = []
    for n, r in enumerate(rows):
        t, found, names = judged[str(n)], [], sorted(roles[r["type"]])
        actor = next((x for x in names if x.lower() in ACTOR_ROLES), None)
        if actor:
            found += [[actor, a["text"], [a["start"], a["end"]]] for a in t["actors"]]
        for a in t["recipients"]:
            role = recipient_role(names, a, r["type"])
            if role:
                found.append([role, a["text"], [a["start"], a["end"]]])
        if t["place"]:
            p = t["place"]
            found.append(["Place", p["text"], [p["from"], p["from"] + len(p["text"])]])
        if t["weapon"]:
            w = t["weapon"]
            tool = next((x for x in names if x.lower() == "instrument"), None) or next((x for x in names if x.lower() == "explosivedevice"), None)
            found.append([tool or "Instrument", w["text"], [w["start"], w["end"]]])
        out.append({"id": r["id"], "trigger": r["trigger"], "args": found})
    bench.score("eventargs", name, out)


main({"uw": lambda b: factuality(b, "events/fact-uw-dev"), "uds": lambda b: factuality(b, "events/fact-uds-dev"),
      "meantime": lambda b: factuality(b, "events/fact-meantime-dev"), "rams": lambda b: arguments(b, "events/rams-dev"),
      "wikievents": lambda b: arguments(b, "events/wikievents-dev")}, __doc__)
