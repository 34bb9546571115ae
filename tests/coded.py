"""What cases.py and examples.py share: one batch through `khabar code`, and how an entity is compared with the words expected of it."""
import json
import re
import subprocess
import sys


def code(khabar, articles):
    """Events by article id, in the order of the text. One process reads all articles as JSON Lines."""
    lines = "".join(json.dumps(a) + "\n" for a in articles)
    done = subprocess.run([khabar, "code", "-"], input=lines, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{khabar} code: exit {done.returncode}: {done.stderr.strip()[:400]}")
    events = {a["id"]: [] for a in articles}
    for line in done.stdout.splitlines():
        event = json.loads(line)
        events[event["article"]["id"]].append(event)
    return events


def nobody(entity):
    return not any(entity.get(k) for k in ("id", "name", "country", "sector"))


def texts(entity):
    """All words that stand for the entity: its name, its text, those of its antecedents."""
    yield from (entity.get("name") or "", entity.get("text") or "")
    for via in entity.get("via") or []:
        yield via.get("text") or ""


def entity_is(entity, want):
    """`KEN` country, `KEN:COP` country and sector, `:REB` sector, else whole words of its texts or its id."""
    if re.fullmatch(r"([A-Z]{3})?(:[A-Z]{3})?", want):
        country, _, sector = want.partition(":")
        return (not country or country in (entity.get("country") or [])) and (not sector or sector == entity.get("sector"))
    if want == entity.get("id"):
        return True
    words = r"\s+".join(map(re.escape, want.split()))
    return any(re.search(rf"(?<!\w){words}(?!\w)", t, re.IGNORECASE) for t in texts(entity))


def side_is(entities, wanted):
    """`a|b` either, `a&b` both (each by one entity), `-` nobody known."""
    entities = [e for e in entities or [] if e]
    for choice in wanted.split("|"):
        if choice == "-":
            if all(nobody(e) for e in entities):
                return True
        elif all(any(entity_is(e, w) for e in entities) for w in choice.split("&")):
            return True
    return False


def occurred(event):
    """An event that a reader would count: done or going on, and news."""
    return event["status"] in ("occurred", "ongoing") and not event.get("background")


def show(entities):
    out = []
    for e in entities or []:
        code = ",".join(e.get("country") or []) + (":" + e["sector"] if e.get("sector") else "")
        out.append(f"{e.get('text')}[{code}]")
    return " + ".join(out) or "-"


def brief(event, about=None):
    """The event in one line, for a person who reads failures."""
    toll = " ".join(f"{k}={v.get('best') if v.get('best') is not None else v.get('low')}" for k, v in (event.get("toll") or {}).items())
    source = event.get("source") or {}
    parts = [event["type"] + ("/" + event["mode"] if event.get("mode") else ""), show(event.get("actors")), ">", show(event.get("recipients")),
             event["status"], event["certainty"], "background" if event.get("background") else "",
             f"source={source['text']}" if source.get("text") else "", toll, f"about={about}" if about else "",
             f"<{event['trigger']['text']}>", event.get("rule") or ""]
    return " ".join(p for p in parts if p)


def floor(path):
    """The share that must be reached, in percent; a missing file asks for nothing."""
    try:
        with open(path, encoding="utf-8") as f:
            return float(f.read())
    except FileNotFoundError:
        return 0.0
