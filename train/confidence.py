#!/usr/bin/env python3
"""Fits the weights of an event's confidence (src/events/weights.h) on our own stories, samples and cases.

    python3 train/confidence.py KHABAR          prints the weights, and the calibration on articles held out

An event is right when a careful reader's row (tests/) has its type, actor, recipient and status. Ten folds, an article or sentence in
one of them only; ECE over ten equal-width bins of the held-out estimates.
"""
import json
import math
import os
import pathlib
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tests"))
import cases as C      # noqa: E402
import stories as S    # noqa: E402

NAMES = ["BASE", "ACTOR", "RECIPIENT", "KNOWN", "BODY", "NOUN", "FACT", "OCCURRED", "DATED", "FORCE"]
BODIES = set("GOV MIL REB COP LEG JUD PTY OPP SPY UAF PRM SEP ELI".split())
CORE = {"type", "actor", "recipient", "status"}
tables = {}


def row_of(rule):
    path, line = rule.rsplit(":", 1)
    if path not in tables:
        with open(os.path.join(ROOT, "lexicon", path), encoding="utf-8") as f:
            tables[path] = f.read().split("\n")
    return tables[path][int(line) - 1].split("\t")


def features(e):
    pos = row_of(e["rule"])[1]
    sides = e["actors"] + e["recipients"]
    return [1, bool(e["actors"]), bool(e["recipients"]), any(a["id"] for a in sides),
            any(a["sector"] in BODIES for a in sides), pos == "n",
            e["certainty"] == "fact", e["status"] == "occurred", (e["date"] or {}).get("text") is not None,
            e["type"] in ("ASSAULT", "PROTEST", "COERCE")]


def labels_of_story(rows, events):
    chosen, taken = S.assign(rows, events)
    for r, (e, fields) in chosen.items():
        wanted = CORE & set(rows[r].want)
        yield events[e], wanted <= set(fields)
    for e in S.false_alarms(rows, events, taken):
        yield e, False


def labels_of_case(case, events):
    types = {e["id"]: e["type"] for e in events}
    lines = [line for line, _ in case["lines"]]
    used = set()
    for line, at, missed in C.pair_up([x for x in lines if x[0] == "must"], events, types):
        if at is not None:
            used.add(at)
            yield events[at], not CORE & {m.split(".")[0] for m in missed}
    for i, e in enumerate(events):
        banned = any(x[0] == "not" and C.misses(e, x, types) == [] for x in lines) or any(x[0] == "none" and C.occurred(e) and (not x[1] or e["type"] in x[1]) for x in lines)
        if i not in used and C.occurred(e) and (banned or not any(x[0] in ("may", "none") for x in lines)):
            yield e, False


def sigmoid(z):
    return 1 / (1 + math.exp(-max(-30, min(30, z))))


def fit(data, l2=2.0, steps=400):
    w = [0.0] * len(NAMES)
    for step in range(steps):
        g = [l2 * x for x in w]
        g[0] = 0
        for x, y in data:
            d = sigmoid(sum(a * b for a, b in zip(w, x))) - y
            for i, v in enumerate(x):
                if v:
                    g[i] += d * v
        rate = 4.0 / len(data) / (1 + step / 200)
        w = [a - rate * b for a, b in zip(w, g)]
    return w


def ece(pairs):
    bins = {}
    for p, y in pairs:
        bins.setdefault(min(int(p * 10), 9), []).append((p, y))
    return sum(abs(sum(p for p, _ in b) - sum(y for _, y in b)) for b in bins.values()) / len(pairs)


def gather(khabar):
    """(group, is it a story, features, right)"""
    for story in list(S.stories()) + list(S.samples()):
        rows, _ = S.read_expect(story.expect)
        article = next((a for a in S.run(khabar, "extract", story)[0] if story.id in (None, a["id"])), None)
        try:
            placed = S.place_rows(rows, article["text"], story.expect) if article else []
        except ValueError:
            continue
        events = [e for e in S.run(khabar, "code", story)[0] if article and e["article"]["id"] == article["id"]]
        for e, right in labels_of_story(placed, events):
            yield story.name, True, features(e), right
    cases = [c for p in sorted(pathlib.Path(ROOT, "tests/cases/events").glob("*.case")) for c in C.read_cases(p)]
    events = C.code(khabar, [{k: c[k] for k in ("id", "date", "title", "text") if c[k]} for c in cases])
    for c in cases:
        for e, right in labels_of_case(c, events[c["id"]]):
            yield c["id"], False, features(e), right


def main():
    data = [(zlib.crc32(g.encode()) % 10, story, x, float(y)) for g, story, x, y in gather(sys.argv[1])]
    out = []
    for fold in range(10):
        w = fit([(x, y) for f, _, x, y in data if f != fold])
        out += [(sigmoid(sum(a * b for a, b in zip(w, x))), y, story) for f, story, x, y in data if f == fold]
    for name, some in (("all", out), ("stories and samples", [o for o in out if o[2]]), ("cases", [o for o in out if not o[2]])):
        print(f"{name}: {len(some)} events, right {sum(y for _, y, _ in some) / len(some):.3f}, mean estimate "
              f"{sum(p for p, _, _ in some) / len(some):.3f}, held-out ECE {ece([(p, y) for p, y, _ in some]):.3f}")
    for name, v in zip(NAMES, fit([(x, y) for _, _, x, y in data])):
        print(f"#define W_SURE_{name} {v:.2f}f")


if __name__ == "__main__":
    main()
