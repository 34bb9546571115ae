#!/usr/bin/env python3
"""What the gate costs and saves: events with it against events without it.  bench/gate.py KHABAR FILE.jsonl...

A sentence is lost where --no-gate codes an event in it and the gate none. Events that changed have other actors, places or sources because
a sentence that named them was not read.
"""
import json
import resource
import subprocess
import sys


def code(khabar, path, *options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    out = subprocess.run([khabar, "code", "--jobs", "1", "--date", "2012-06-01", *options, path], capture_output=True, text=True).stdout
    events = {}
    for line in out.splitlines():
        e = json.loads(line)
        events[e["article"]["id"], e["trigger"]["start"]] = {k: v for k, v in e.items() if k not in ("article", "made_by")}
    return events, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


for path in sys.argv[2:]:
    full, slow = code(sys.argv[1], path, "--no-gate")
    gated, fast = code(sys.argv[1], path)
    sentences = lambda events: {(k[0], e["sentence"]["start"]) for k, e in events.items()}
    want, got = sentences(full), sentences(gated)
    changed = sum(k in gated and gated[k] != e for k, e in full.items())
    print("%s: %d sentences with events, %d lost (recall %.4f); %d events, %d lost, %d changed; %.1f -> %.1f s" %
          (path.rsplit("/", 1)[-1], len(want), len(want - got), 1 - len(want - got) / max(1, len(want)), len(full),
           sum(k not in gated for k in full), changed, slow, fast), flush=True)
