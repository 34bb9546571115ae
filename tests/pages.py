#!/usr/bin/env python3
"""Reads the pages, feed items and texts of tests/cases/intake and compares article and story with what stands in NAME.expect.

    python3 tests/pages.py KHABAR [NAME ...]

An .expect file has the fields of the article ("title: ...", authors parted by " | ", nothing behind the colon for none), a blank line, and
one line for each block that is coded or a dateline, in order: role, "|", its text in one line. Every other block is furniture and must
not be coded. Prints TAP; exit 1 if a case differs.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent / "cases" / "intake"
SHOWN = {"title", "heading", "body", "dateline"}


def read(khabar, path):
    run = subprocess.run([khabar, "extract", str(path)], capture_output=True)
    if run.returncode:
        return [run.stderr.decode().strip()]
    article = json.loads(run.stdout)
    text = article["text"].encode()
    fields = {k: article[k] or "" for k in ("title", "published", "outlet", "agency", "url", "language")}
    fields["authors"] = " | ".join(article["authors"])
    lines = [f"{k}: {fields[k]}".rstrip() for k in ("title", "published", "authors", "outlet", "agency", "url", "language")] + [""]
    for b in article["blocks"]:
        if b["role"] in SHOWN:
            lines.append(f"{b['role']}| " + " ".join(text[b["start"]:b["end"]].decode().split()))
    return lines


def main():
    khabar, names = sys.argv[1], sys.argv[2:]
    cases = sorted(p for p in HERE.iterdir() if p.suffix != ".expect" and (not names or p.stem in names))
    wrong = 0
    for n, path in enumerate(cases, 1):
        want = path.with_suffix(".expect").read_text(encoding="utf8").rstrip("\n").split("\n")
        got = read(khabar, path)
        print("ok" if got == want else "not ok", n, "-", path.name)
        wrong += got != want
        for line in (f"# + {x}" for x in got if x not in want) if got != want else ():
            print(line)
        for line in (f"# - {x}" for x in want if x not in got) if got != want else ():
            print(line)
        if got != want and sorted(got) == sorted(want):
            print("# another order")
    print(f"1..{len(cases)}")
    return wrong > 0


sys.exit(main())
