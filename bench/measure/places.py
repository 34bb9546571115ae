#!/usr/bin/env python3
"""Toponyms: resolved where their spans are given, and found.  bench/measure/places.py KHABAR GOLD SCORE [SET...]

GOLD is the shared data folder, SCORE the folder of its scorers. Sets: lgl trnews geovirus geowebnews. Given: `khabar judge` with the gold
spans as toponyms; found: `khabar annotate --layers places`, every use. Both scored by places.py; the last columns of one line a set are
accuracy within 161 km of given spans, F1 of found spans (overlap), and F1 of found and within 161 km (overlap).
"""
import json
import os
import subprocess
import sys
import tempfile

khabar, gold, score = sys.argv[1:4]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def scored(folder, path, docs):
    system = os.path.join(folder, "system.jsonl")
    with open(system, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(d) + "\n" for d in docs)
    return json.loads(run(sys.executable, os.path.join(score, "places.py"), path, system, "--json"))


def point(p):
    return {"lat": p["lat"], "lon": p["lon"]} if p.get("lat") is not None else {}


def measure(name, folder):
    path = os.path.join(gold, "places", name + ".jsonl")
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    asked, read = os.path.join(folder, "asked.jsonl"), os.path.join(folder, "read.jsonl")
    with open(asked, "w", encoding="utf-8") as a, open(read, "w", encoding="utf-8") as b:
        for r in rows:
            d = {"id": r["id"], "text": r["text"], "outlet": r.get("domain"), "date": r.get("date")}
            d = {k: v for k, v in d.items() if v}
            b.write(json.dumps(d) + "\n")
            a.write(json.dumps({**d, "toponyms": [{"start": t["s"], "end": t["e"]} for t in r["toponyms"]]}) + "\n")
    given = [json.loads(line) for line in run(khabar, "judge", "--offsets", "chars", asked).splitlines()]
    docs = [{"id": r["id"], "toponyms": [{"s": t["s"], "e": t["e"], **point(p)} for t, p in zip(r["toponyms"], g["toponyms"])]}
            for r, g in zip(rows, given)]
    first = scored(folder, path, docs)
    found = {d["id"]: d for d in map(json.loads, run(khabar, "annotate", "--layers", "places", "--offsets", "chars", read).splitlines())}
    docs = [{"id": k, "toponyms": [{"s": p["start"], "e": p["end"], **point(p)} for p in d["places"]]} for k, d in found.items()]
    second = scored(folder, path, docs)
    print("%-12s given %.1f  found %.1f (P %.1f R %.1f)  found and placed %.1f" %
          (name, 100 * first["given"]["acc161"], 100 * second["span_overlap"]["F1"], 100 * second["span_overlap"]["P"],
           100 * second["span_overlap"]["R"], 100 * second["f1_161_overlap"]["F1"]), flush=True)


with tempfile.TemporaryDirectory() as where:
    for one in sys.argv[4:] or ["lgl", "trnews", "geovirus", "geowebnews"]:
        measure(one, where)
