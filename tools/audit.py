#!/usr/bin/env python3
"""Draws events for an audit by reading: a fixed seed picks articles, codes them, and picks events that occurred.

    python3 tools/audit.py KHABAR ARTICLES.jsonl ... [--seed 1] [--articles 120] [--events 100] [--json FILE]

Of all articles in the files `--articles` are drawn; of their events those with status `occurred` that are no background, `--events`.
Each is printed with its sentence, the sentence before and the article's date and title, for a person to judge against the text:
right, or the first thing that is wrong. The same seed, articles and program give the same sample. The printout quotes articles: it
stays out of the repository.
"""
import argparse
import json
import random
import re
import subprocess
import tempfile


def articles(paths, seed, count):
    rows = []
    for path in paths:
        with open(path, encoding="utf8") as f:
            rows += [json.loads(line) for line in f if line.strip()]
    rows.sort(key=lambda a: a["id"])
    return random.Random(seed).sample(rows, min(count, len(rows)))


def coded(khabar, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as f:
        for a in rows:
            f.write(json.dumps(a, ensure_ascii=False) + "\n")
        f.flush()
        out = subprocess.run([khabar, "code", "--format", "jsonl", f.name], stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in out.decode("utf8").splitlines()]


def side(actors):
    def one(a):
        who = a.get("id") or a.get("name") or " ".join([*a["country"], a.get("sector") or ""]).strip() or "?"
        return f"{a['text']} [{who} {a.get('sector') or ''}]" + (" via " + "; ".join(v.get("text", "") for v in a["via"]) if a["via"] else "")
    return " + ".join(map(one, actors)) or "-"


def tolls(event):
    return " ".join(f"{k}={v['best'] if isinstance(v, dict) else v}" for k, v in event["toll"].items())


def show(number, e, text):
    body = text.encode("utf8")
    s = e["sentence"]
    before = re.sub(rb"\s+", b" ", body[max(0, s["start"] - 260):s["start"]]).decode("utf8", "replace")
    words = re.sub(rb"\s+", b" ", body[s["start"]:s["end"]]).decode("utf8", "replace")
    place, date = e["place"], e["date"]
    print(f"#{number} {e['article']['published'][:10]} {e['article']['title']}\n   ...{before}\n > {words}")
    print(f"   {e['type']}{'/' + e['mode'] if e['mode'] else ''} \"{e['trigger']['text']}\"  A: {side(e['actors'])}  R: {side(e['recipients'])}")
    word = f" by {e['source']['text']}" if e["source"] else ""
    day = f"{date['start']}..{date['end']}" if date else "-"
    print(f"   {e['certainty']}{word}  {day}  {place['name'] if place else '-'}  {tolls(e)}  {e['rule'][14:]}  conf {e['confidence']}\n")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("khabar")
    p.add_argument("files", nargs="+")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--articles", type=int, default=120)
    p.add_argument("--events", type=int, default=100)
    p.add_argument("--json", help="writes the drawn events as lines")
    o = p.parse_args()
    rows = articles(o.files, o.seed, o.articles)
    text = {a["id"]: a["text"] for a in rows}
    events = coded(o.khabar, rows)
    pool = [e for e in events if e["status"] == "occurred" and not e["background"]]
    print(f"{len(rows)} articles, {len(events)} events, {len(pool)} occurred and no background; seed {o.seed}\n")
    drawn = random.Random(o.seed).sample(pool, min(o.events, len(pool)))
    for i, e in enumerate(drawn, 1):
        show(i, e, text[e["article"]["id"]])
    if o.json:
        with open(o.json, "w", encoding="utf8") as f:
            for e in drawn:
                f.write(json.dumps(e, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
