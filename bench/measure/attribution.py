#!/usr/bin/env python3
"""Who says what (polnear-dev): source, cue and content of the layer `statements`."""
from common import main


def polnear(bench):
    rows = bench.load("events/polnear-dev")
    said = {d["id"]: d["statements"] for d in bench.run("annotate", [{"id": r["id"], "text": r["text"]} for r in rows],
                                                        "--layers", "statements")}
    out = []
    for r in rows:
        spans = lambda s, part: [[s[part]["start"], s[part]["end"]]] if s.get(part) else []
        out.append({"id": r["id"], "attrs": [{part: spans(s, part) for part in ("source", "cue", "content")}
                                             for s in said.get(r["id"], [])]})
    bench.score("attribution", "events/polnear-dev", out)


main({"polnear": polnear}, __doc__)
