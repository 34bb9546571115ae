#!/usr/bin/env python3
"""Fails where a file of src/ includes a header of a part it may not know: see docs/ARCHITECTURE.md."""
import pathlib
import re
import sys

SHARED = {"base", "document", "lexicon", "kernels"}          # what stages may use besides their own folder
ALLOWED = {"base": set(), "document": {"base"}, "kernels": set(), "lexicon": {"base"}, "cli": set(), "store": SHARED | {"incidents"}}
TOP = {"intake", "language", "times", "places", "actors", "events", "incidents", "store", "export", "document", "lexicon", "base"}
bad = 0
for path in sorted(pathlib.Path("src").rglob("*.[chi]*")):
    if path.suffix not in (".c", ".h", ".inc"):
        continue
    part = path.parent.name if path.parent != pathlib.Path("src") else ""
    for n, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        m = re.match(r'#include "([\w.]+)/', line)
        if not m:
            continue
        to = m.group(1)
        allowed = TOP if not part else ALLOWED.get(part, SHARED) | {part}
        if to not in allowed:
            print(f"{path}:{n}: {part or 'src'} may not include {to}/")
            bad += 1
sys.exit(bad > 0)
