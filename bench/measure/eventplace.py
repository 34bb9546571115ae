#!/usr/bin/env python3
"""Event places for given verbs.  bench/measure/eventplace.py KHABAR GOLD SCORE [--every N] [--errors]

GOLD is the shared data folder, SCORE the folder of its scorers. Sentences go through `khabar judge` with their verbs as triggers; the words
of `place` and `places` are turned into tokens of the set and scored by eventplace.py, once for all lines and once for those re-checked by
its author. --every N takes every Nth line and all re-checked ones; --errors prints wrong lines: gold, answer, sentence with [verb].
"""
import argparse

from common import Bench, token_offsets


def ask(bench, rows):
    """Judgements by id; the verbs of one sentence are asked together."""
    by_text, asked = {}, []
    for r in rows:
        by_text.setdefault(r["text"], []).append(r)
    for i, (text, group) in enumerate(by_text.items()):
        triggers = []
        for r in group:
            at = token_offsets(text, r["tokens"])
            verb = [at[v] for v in r["verb"] if at[v]]
            triggers.append({"start": verb[0][0], "end": verb[-1][1]} if verb else {"start": 0, "end": 1})
        asked.append({"id": str(i), "text": text, "triggers": triggers})
    return {r["id"]: t for line, group in zip(bench.run("judge", asked), by_text.values()) for r, t in zip(group, line["triggers"])}


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
    bench = Bench(o.khabar, o.gold, o.score)
    rows = [r for i, r in enumerate(bench.load("places/eventloc")) if i % o.every == 0 or r["gold"]]
    answers, out = ask(bench, rows), []
    for r in rows:
        found = tokens_of(r, answers[r["id"]])
        out.append({"id": r["id"], "loc": found})
        if o.errors and found != r["loc"]:
            words = ["[%s]" % t if i in r["verb"] else t for i, t in enumerate(r["tokens"])]
            print("%s%s\tgold: %s\tis: %s\t%s" % ("*" if r["gold"] else " ", r["id"], " ".join(r["tokens"][i] for i in r["loc"]),
                                                  " ".join(r["tokens"][i] for i in found), " ".join(words)))
    gold = bench.subset("places/eventloc", rows)
    bench.score("eventplace", gold, out)
    bench.score("eventplace", gold, out, "--gold-only")


main()
