#!/usr/bin/env python3
"""Checks everything that the program prints about events against the contract, docs/event.schema.json.

    python3 tests/schema.py KHABAR

Codes the samples, every sentence of tests/cases, every example of the predicate tables, and texts that tempt a writer of JSON; judges
given triggers; adds to a database and queries it. Each line must be valid, and what a schema cannot say must hold as well: words are
those at their offsets (bytes, and code points with --offsets chars), intervals do not run backwards, low <= best <= high, ids are not
given twice, `about` is an event of the same article. Prints a summary, and each kind of fault with its first case.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
KHABAR = sys.argv[1]
SCHEMA = json.loads((ROOT / "docs/event.schema.json").read_text(encoding="utf8"))
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker(formats=["date"]))
faults = collections.OrderedDict()


def fault(kind, where):
    faults.setdefault(kind, [0, where])[0] += 1


def khabar(*words, text=None):
    run = subprocess.run([KHABAR, *map(str, words)], input=text, capture_output=True)
    if run.returncode not in (0, 1):                 # whether each sample can be read is asked elsewhere
        sys.exit(f"khabar {' '.join(map(str, words))}: exit {run.returncode}: {run.stderr.decode(errors='replace')[:400]}")
    return [json.loads(line) for line in run.stdout.decode("utf8").splitlines()]


def lines_of(articles):
    return "".join(json.dumps(a) + "\n" for a in articles).encode()


def articles():
    """Texts of our own, as JSON Lines articles."""
    for path in sorted((ROOT / "tests/cases/events").glob("*.case")):
        for n, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
            if line.startswith("> "):
                yield {"id": f"{path.name}:{n}", "date": "2021-08-30", "text": line[2:]}
    for path in sorted((ROOT / "lexicon/en/predicates").glob("*.tsv")):
        rows = [r.split("\t") for r in path.read_text(encoding="utf8").splitlines() if r.strip() and not r.startswith("#")]
        for n, row in enumerate(rows[1:], 1):
            cells = dict(zip(rows[0], row))
            if cells.get("example"):
                yield {"id": f"{path.name}:{n}", "date": "2021-08-30", "text": cells["example"]}
    odd = ["\u201cRebels\u201d \U0001f4a3 shelled Kab\u00fal\u2019s market on Sunday, killing \"3\" people\\.",
           "The caf\u00e9 in M\u00fcnchen was bombed on 31 December 1999, killing between 10 and 20 people.",
           "Rebels attacked\u2028the army\tin\u00a0Kabul.\n\nThe army said the rebels \u0007fled.",
           "\ufeffTroops killed themselves and 12 others in Nairobi.", "", " ", "\n\n\n", "a", "\u0301"]
    for n, text in enumerate(odd):
        yield {"id": f"odd {n} \"\\\u00e9", "title": "A \"title\" \\ \u00e9", "outlet": "\u0416", "url": "http://x.example/?a=1&b=\"2\"",
               "date": "2021-08-30", "text": text}
        yield {"id": f"undated {n}", "text": text}


def spans(event):
    for key in ("trigger", "weapon"):
        if event[key]:
            yield key, event[key]
    for key in ("actors", "recipients"):
        for a in event[key]:
            yield key, a
            for v in a["via"]:
                yield "via", v
    for harm, toll in event["toll"].items():
        if toll["text"] is not None:
            yield harm, toll
    if event["source"] and event["source"]["cue"]:
        yield "cue", {**event["source"], "text": event["source"]["cue"]}
    for key in ("place", "from_place", "date"):
        if event[key] and event[key]["text"]:
            o = event[key]
            yield key, {"text": o["text"], "start": o["from"]}
    for p in event["places"]:
        yield "places", {"text": p["text"], "start": p["from"]}


def check_event(event, where, text=None, chars=False):
    for e in VALIDATOR.iter_errors(event):
        fault(f"{'.'.join(p if isinstance(p, str) else '[]' for p in e.absolute_path)}: {e.message[:120]}", where)
        return
    whole = None if text is None else text if chars else text.encode("utf8")
    for key, s in spans(event):
        if whole is None:
            break
        words = s["text"] if chars else s["text"].encode("utf8")
        if whole[s["start"]:s["start"] + len(words)] != words or s.get("end", s["start"] + len(words)) != s["start"] + len(words):
            fault(f"{key}: the words are not those at the offsets", where)
    for s in [event["sentence"], *event["mentions"]] if event["mentions"] else []:
        if not s["start"] < s["end"] or (whole is not None and s["end"] > len(whole)):
            fault("sentence or mention: not inside the text", where)
    if event["mentions"] and not event["sentence"]["start"] <= event["trigger"]["start"] < event["trigger"]["end"] <= event["sentence"]["end"]:
        fault("the trigger is not in its sentence", where)
    if event["date"] and event["date"]["start"] > event["date"]["end"]:
        fault("date: ends before it starts", where)
    for harm, t in event["toll"].items():
        known = [t[k] for k in ("low", "best", "high") if t[k] is not None]
        if known != sorted(known) or not known:
            fault(f"toll.{harm}: low, best and high are out of order or all unknown", where)


def check_article(events, where):
    ids = [e["id"] for e in events]
    if len(set(ids)) != len(ids):
        fault("an id is given twice in an article", where)
    for e in events:
        if e["about"] is not None and (e["about"] not in ids or e["about"] == e["id"]):
            fault("about: no other event of the article", where)


def by_article(events):
    groups = collections.OrderedDict()
    for e in events:
        groups.setdefault(e["article"]["id"], []).append(e)
    return groups


def main():
    texts = list(articles())
    text_of = {a["id"]: a["text"] for a in texts}
    count = 0
    for chars in (False, True):
        few = [a for a in texts if not a["id"].partition(":")[0].endswith(".tsv")] if chars else texts
        events = khabar("code", *(["--offsets", "chars"] if chars else []), "-", text=lines_of(few))
        count += len(events)
        for name, group in by_article(events).items():
            for e in group:
                plain = text_of.get(name)
                check_event(e, f"{name} {'chars' if chars else 'bytes'}", plain, chars)
            check_article(group, name)
    samples = sorted(p for p in (ROOT / "samples").iterdir() if p.suffix in (".txt", ".jsonl", ".html", ".xml", ".md") and p.name != "README.md")
    for path in samples:
        events = khabar("code", "--date", "2021-08-30", path)
        pages = {a["id"]: a["text"] for a in khabar("extract", "--date", "2021-08-30", path)}
        count += len(events)
        for name, group in by_article(events).items():
            for e in group:
                check_event(e, path.name, pages[name])
            check_article(group, path.name)

    # Judged triggers are events with a factuality.
    asked = [{**a, "triggers": [{"start": 0, "end": len(a["text"].split()[0].encode("utf8"))}]} for a in texts[:400] if a["text"].split()]
    answers = khabar("judge", "-", text=lines_of(asked))
    for a, answer in zip(asked, answers, strict=True):
        for e in answer["triggers"]:
            count += 1
            check_event(e, f"judge {a['id']}", a["text"])
            if "factuality" not in e:
                fault("judge: no factuality", a["id"])

    # What a store gives back is what was coded.
    with tempfile.TemporaryDirectory() as folder:
        khabar("add", "--db", f"{folder}/x.db", *samples)
        kept = khabar("query", "--db", f"{folder}/x.db")
        coded = khabar("code", *samples)
        count += len(kept)
        for e in kept:
            check_event(e, f"query {e['article']['id']}")
        if sorted(e["id"] for e in kept) != sorted(e["id"] for e in coded):
            fault("query: not the events that code prints", "samples")

    print(f"{count} events checked, {sum(n for n, _ in faults.values())} faults of {len(faults)} kinds")
    for kind, (n, where) in faults.items():
        print(f"  {n}x {kind}; first: {where}")
    return 1 if faults or count < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
