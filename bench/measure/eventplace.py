#!/usr/bin/env python3
"""Event places for given verbs.  bench/measure/eventplace.py KHABAR GOLD SCORE [--every N] [--errors]

GOLD is the shared data folder, SCORE the folder of its scorers. Sentences go through `khabar judge` with their verbs as triggers; the words
of `place` and `places` are turned into tokens of the set and scored by eventplace.py, once for all lines and once for those re-checked by
its author. --every N takes every Nth line and all re-checked ones; --errors prints wrong lines: gold, answer, sentence with [verb].
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile


def token_offsets(text, tokens):
    """Start and end of each token in the text; None where the text has it not."""
    out, at = [], 0
    for t in tokens:
        i = text.find(t, at) if t.strip() else -1
        out.append((i, i + len(t)) if i >= 0 else None)
        at = i + len(t) if i >= 0 else at
    return out


def ask(khabar, rows, folder):
    """Judgements by id; the verbs of one sentence are asked together."""
    by_text = {}
    for r in rows:
        by_text.setdefault(r["text"], []).append(r)
    path = os.path.join(folder, "asked.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        for i, (text, group) in enumerate(by_text.items()):
            triggers = []
            for r in group:
                at = token_offsets(text, r["tokens"])
                verb = [at[v] for v in r["verb"] if at[v]]
                triggers.append({"start": verb[0][0], "end": verb[-1][1]} if verb else {"start": 0, "end": 1})
            f.write(json.dumps({"id": str(i), "text": text, "triggers": triggers}) + "\n")
    lines = subprocess.run([khabar, "judge", "--offsets", "chars", path], capture_output=True, text=True, check=True).stdout.splitlines()
    answers = {}
    for line, group in zip(map(json.loads, lines), by_text.values()):
        for r, t in zip(group, line["triggers"]):
            answers[r["id"]] = t
    return answers


def tokens_of(row, answer):
    """Indices of the tokens that the answer's places cover; the border words and "near" of a place are not its name."""
    at = token_offsets(row["text"], row["tokens"])
    found = set()
    for p in [answer["place"], *answer["places"]]:
        if p:
            start, end = p["from"], p["from"] + len(p["text"])
            found |= {i for i, a in enumerate(at) if a and a[0] < end and a[1] > start}
    return sorted(found)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("khabar")
    a.add_argument("gold")
    a.add_argument("score")
    a.add_argument("--every", type=int, default=1)
    a.add_argument("--errors", action="store_true")
    o = a.parse_args()
    path = os.path.join(o.gold, "places/eventloc.jsonl")
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    rows = [r for i, r in enumerate(rows) if i % o.every == 0 or r["gold"]]
    with tempfile.TemporaryDirectory() as folder:
        answers = ask(o.khabar, rows, folder)
        files = [os.path.join(folder, n) for n in ("gold.jsonl", "system.jsonl")]
        with open(files[0], "w", encoding="utf-8") as g, open(files[1], "w", encoding="utf-8") as s:
            for r in rows:
                found = tokens_of(r, answers[r["id"]])
                g.write(json.dumps(r) + "\n")
                s.write(json.dumps({"id": r["id"], "loc": found}) + "\n")
                if o.errors and found != r["loc"]:
                    words = ["[%s]" % t if i in r["verb"] else t for i, t in enumerate(r["tokens"])]
                    print("%s%s\tgold: %s\tis: %s\t%s" % ("*" if r["gold"] else " ", r["id"], " ".join(r["tokens"][i] for i in r["loc"]),
                                                          " ".join(r["tokens"][i] for i in found), " ".join(words)))
        for name, more in (("all", []), ("re-checked", ["--gold-only"])):
            print("##", name)
            print(subprocess.run([sys.executable, os.path.join(o.score, "eventplace.py"), *files, *more], capture_output=True, text=True).stdout.strip())


main()
