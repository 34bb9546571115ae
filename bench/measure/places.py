#!/usr/bin/env python3
"""Toponyms: resolved where their spans are given, and found.  bench/measure/places.py KHABAR GOLD SCORE [SET...]

GOLD is the shared data folder, SCORE the folder of its scorers. Sets: lgl trnews geovirus geowebnews. Given: `khabar judge` with the gold
spans as toponyms; found: `khabar annotate --layers places`, every use. Both scored by places.py; the last columns of one line a set are
accuracy within 161 km of given spans, F1 of found spans (overlap), and F1 of found and within 161 km (overlap).
"""
import json

from common import main


def point(p):
    return {"lat": p["lat"], "lon": p["lon"]} if p.get("lat") is not None else {}


def measure(bench, name):
    rows, read = bench.load("places/" + name), []
    for r in rows:
        d = {"id": r["id"], "text": r["text"], "outlet": r.get("domain"), "date": r.get("date")}
        read.append({k: v for k, v in d.items() if v})
    asked = [{**d, "toponyms": [{"start": t["s"], "end": t["e"]} for t in r["toponyms"]]} for r, d in zip(rows, read)]
    docs = [{"id": r["id"], "toponyms": [{"s": t["s"], "e": t["e"], **point(p)} for t, p in zip(r["toponyms"], g["toponyms"])]}
            for r, g in zip(rows, bench.run("judge", asked))]
    first = json.loads(bench.scored("places", "places/" + name, docs, "--json"))
    docs = [{"id": d["id"], "toponyms": [{"s": p["start"], "e": p["end"], **point(p)} for p in d["places"]]}
            for d in bench.run("annotate", read, "--layers", "places")]
    second = json.loads(bench.scored("places", "places/" + name, docs, "--json"))
    print("%-12s given %.1f  found %.1f (P %.1f R %.1f)  found and placed %.1f" %
          (name, 100 * first["given"]["acc161"], 100 * second["span_overlap"]["F1"], 100 * second["span_overlap"]["P"],
           100 * second["span_overlap"]["R"], 100 * second["f1_161_overlap"]["F1"]), flush=True)


main({name: lambda b, name=name: measure(b, name) for name in ("lgl", "trnews", "geovirus", "geowebnews")}, __doc__)
