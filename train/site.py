#!/usr/bin/env python3
"""Fits which place of its sentence is an act's (src/events/site_weights.h).

    python3 train/site.py KHSITE HOME GOLD [--write]      GOLD: the shared data folder, HOME: the build folder

Trained on places/eventloc.jsonl (6,472 verbs with the words of their place, MIT, marked ship). One linear score a place, none scoring 0;
the log likelihood of the right places under a softmax, with L2. Prints five folds by sentence (token F1 of the best place alone, all lines
and those re-checked by their author), then with --write fits on all and writes the weights.
"""
import json
import os
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "bench", "measure"))
from common import token_offsets
OUT = os.path.join(HERE, "..", "src", "events", "site_weights.h")
FEATURES, ACTIVE, L2, STEPS = 768, 40, 0.6, 200


def load(tool, home, gold):
    rows = [json.loads(line) for line in open(os.path.join(gold, "places/eventloc.jsonl"), encoding="utf-8")]
    rows = [r for r in sorted(rows, key=lambda r: r["text"])]
    lines, kept = [], []
    for r in rows:
        at = token_offsets(r["text"], r["tokens"])
        verb = [at[v] for v in r["verb"] if at[v]]
        if not verb:
            continue
        byte = lambda n: len(r["text"][:n].encode())
        lines.append("%d\t%d\t%s\n" % (byte(verb[0][0]), byte(verb[-1][1]), r["text"].replace("\n", " ")))
        r["at"] = [a and (byte(a[0]), byte(a[1])) for a in at]
        r["sites"] = []
        kept.append(r)
    out = subprocess.run([tool, home], input="".join(lines), capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        n, start, end, *on = map(int, line.split())
        r = kept[n]
        words = {i for i, a in enumerate(r["at"]) if a and a[0] < end and a[1] > start}
        r["sites"].append((on, words, 2 * len(words & set(r["loc"])) > len(words)))
    return kept


def matrix(rows):
    """Places of all rows one below the other: features, row of each, right or not. Rows whose place we have not found teach nothing."""
    on, row, right = [], [], []
    for i, r in enumerate(rows):
        if not r["sites"] or (r["loc"] and not any(s[2] for s in r["sites"])):
            continue
        for f, _, ok in r["sites"]:
            on.append(f + [FEATURES] * (ACTIVE - len(f)))       # padded with a feature that weighs nothing
            row.append(i)
            right.append(ok)
    return np.array(on), np.array(row), np.array(right)


def fit(rows):
    x, row, right = matrix(rows)
    _, row = np.unique(row, return_inverse=True)
    n = row.max() + 1
    has = np.bincount(row, right, n) > 0
    w, m, v = np.zeros(FEATURES + 1), np.zeros(FEATURES + 1), np.zeros(FEATURES + 1)
    for step in range(1, STEPS + 1):
        e = np.exp(np.clip(w[x].sum(1), -30, 30))
        total = 1 + np.bincount(row, e, n)
        good = np.where(has, np.bincount(row, e * right, n), 1)
        p = e / total[row]
        q = np.where(has[row], e * right / good[row], 0)
        g = np.bincount(x.ravel(), np.repeat(p - q, ACTIVE), FEATURES + 1) + L2 * w
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w = w - 0.08 * (m / (1 - 0.9 ** step)) / (np.sqrt(v / (1 - 0.99 ** step)) + 1e-6)
        w[FEATURES] = 0
    return w[:FEATURES]


def answers(rows, w):
    for r in rows:
        best, words = 0.0, set()
        for f, own, _ in r["sites"]:
            s = sum(w[i] for i in f)
            if s > best:
                best, words = s, own
        yield r, words


def f1(pairs):
    tp = sy = go = 0
    for r, words in pairs:
        gold = set(r["loc"])
        tp, sy, go = tp + len(gold & words), sy + len(words), go + len(gold)
    p, r = tp / max(1, sy), tp / max(1, go)
    return "P %.3f R %.3f F1 %.3f (%d)" % (p, r, 2 * p * r / max(1e-9, p + r), len(pairs))


def main():
    rows = load(*sys.argv[1:4])
    texts = sorted({r["text"] for r in rows})
    fold = {t: i % 5 for i, t in enumerate(np.random.default_rng(7).permutation(texts))}
    held = []
    for k in range(5):
        w = fit([r for r in rows if fold[r["text"]] != k])
        held += answers([r for r in rows if fold[r["text"]] == k], w)
    print("held out: all", f1(held), " re-checked", f1([p for p in held if p[0]["gold"]]))
    w = fit(rows)
    print("fitted:   all", f1(list(answers(rows, w))))
    if "--write" in sys.argv:
        with open(OUT, "w", encoding="utf-8") as f:
            f.write("/* Written by train/site.py from places/eventloc.jsonl (Halterman's event_location, MIT). Indices as in site.c. */\n")
            f.write("static const float kh_site_weights[%d] = {\n" % FEATURES)
            for i in range(0, FEATURES, 12):
                f.write("    " + " ".join("%.2ff," % (x + 0.0) for x in np.round(w[i:i + 12], 2)) + "\n")
            f.write("};\n")


main()
