#!/usr/bin/env python3
"""Codes the example sentence of every predicate row and compares what comes out with the row.

    python3 tests/examples.py KHABAR [FAMILY ...] [--verbose] [--causes]

A row of lexicon/en/predicates/*.tsv is right if its example gives an event of the row's type (and mode, where it has one) with
`expect`'s actor and recipient (`Boko Haram fighters > eleven fishermen`, `-` for nobody known, `A and B` for both; in a mutual
row, whose frame has `sym`, all that are named stand on both sides).
A row of type `-`, which keeps a sense from being coded, is right if nothing that occurred is coded.
Prints right of all per family and in total, and how many rows fired themselves. --causes counts the failures by cause,
--verbose lists each with what came out. Exit 1 below tests/cases/examples/floor (percent of rows), when all families were run.

Causes:
  head not read     the example does not have the row's word with that lemma or part of speech: the reading or the row is wrong
  frame not met     the word is there, and no row of it fired
  other sense       another row of the same word won, with another type
  mode              the right type without the row's mode
  actor, recipient  missing, wrong, or somebody where nobody is known
  veto not applied  a row of type `-` that lost: its word was coded
  veto, other word  another word of its example was coded as having occurred
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from coded import brief, code, entity_is, floor, nobody, occurred, texts

ROOT = pathlib.Path(__file__).resolve().parent
LEXICON = ROOT.parent / "lexicon" / "en" / "predicates"
PARTS = {"v": {"VERB", "AUX"}, "n": {"NOUN", "PROPN"}, "a": {"ADJ", "VERB", "ADV"}}
EMPTY = set("a an the its his her their our some of".split())


def read_rows(families):
    rows = []
    for path in sorted(LEXICON.glob("*.tsv")):
        if families and path.stem not in families:
            continue
        columns = None
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.split("\t")
            if columns is None:
                columns = cells
                continue
            row = dict(zip(columns, cells + [""] * (len(columns) - len(cells))))
            row["id"] = f"en/predicates/{path.name}:{n}"
            row["family"] = path.stem
            if row.get("example"):
                rows.append(row)
    return rows


def content(text):
    return [w for w in re.findall(r"[\w'.-]+", text.lower()) if w not in EMPTY]


def is_mention(entity, want):
    """The words of one lie in the other: "Turkish police" and "the Turkish police" are the same people."""
    if entity_is(entity, want):
        return True
    wanted = set(content(want))
    for text in texts(entity):
        has = set(content(text))
        if has and wanted and (has <= wanted or wanted <= has):
            return True
    return False


def side(entities, want):
    """"": right; else missing, wrong or extra."""
    known = [e for e in entities or [] if e and (e.get("text") or not nobody(e))]
    if want == "-":
        return "extra" if any(not nobody(e) for e in known) else ""
    if any(is_mention(e, want) for e in known):
        return ""
    parts = [p.strip() for p in re.split(r",| and ", want) if p.strip()]
    if all(any(is_mention(e, p) for e in known) for p in parts):
        return ""
    return "wrong" if known else "missing"


def head_of(row):
    """The word that the row is found by, as src/events/open.c reads it."""
    plain = [w for w in row["form"].split() if ":" not in w]
    return (plain[-1] if row["pos"] == "n" else plain[0]).lower() if plain else ""


def judge(row, events):
    """Cause of failure, or "" when the row is right. Causes that need the tree are told apart later."""
    if row["type"] == "-":
        coded = [e for e in events if occurred(e)]
        if not coded:
            return ""
        same = any(stem(head_of(row)) in e["trigger"]["text"].lower() for e in coded)
        return "veto not applied" if same else "veto, other word"
    actor, _, recipient = (row["expect"] or "- > -").partition(" > ")
    if "sym" in row["frame"].split():                  # who takes part stands on both sides, docs/formats.md
        actor = recipient = " and ".join(dict.fromkeys(w.strip() for w in (actor, recipient) if w.strip() != "-")) or "-"
    found = []
    for e in events:
        if e["type"] != row["type"]:
            continue
        wrong = ["mode"] if row["mode"] and e.get("mode") != row["mode"] else []
        for name, entities, want in (("actor", e["actors"], actor.strip()), ("recipient", e["recipients"], recipient.strip())):
            how = side(entities, want) if row["expect"] else ""
            if how:
                wrong.append(f"{name} {how}")
        found.append((len(wrong), e.get("rule") != row["id"], wrong))
    if not found:
        return "none of the type"
    wrong = min(found)[2]
    return " + ".join(wrong)


def stem(word):
    return word[:max(3, len(word) - 2)]


def parse(khabar, rows):
    """Words of each example as (form, lemma, part of speech), from `khabar parse`."""
    lines = "".join(json.dumps({"id": r["id"], "text": r["example"]}) + "\n" for r in rows)
    out = subprocess.run([khabar, "parse", "-"], input=lines, capture_output=True, text=True).stdout
    docs = []
    for line in out.splitlines():
        if line == "# sent_id = 1":
            docs.append([])
        elif line and line[0].isdigit():
            cells = line.split("\t")
            docs[-1].append((cells[1].lower(), cells[2].lower(), cells[3]))
    return docs


def cause(row, wrong, events, words):
    if wrong != "none of the type":
        return wrong
    head = head_of(row)
    if not any(lemma == head and part in PARTS[row["pos"]] for _, lemma, part in words):
        other = [part for _, lemma, part in words if lemma == head]
        if other:
            return f"head not read: tagged {other[0]}"
        near = [f"{form} has lemma {lemma} {part}" for form, lemma, part in words if form.startswith(stem(head))]
        return f"head not read: lemma ({near[0]})" if near else "head not read: no such word"
    same = [e for e in events if stem(head) in e["trigger"]["text"].lower()]
    if same:
        return f"other sense: {same[0]['type']}"
    return "frame not met: other word coded" if events else "frame not met: nothing coded"


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("khabar")
    ap.add_argument("families", nargs="*")
    ap.add_argument("--verbose", action="store_true", help="each failure, and what came out")
    ap.add_argument("--causes", action="store_true", help="failures counted by cause")
    a = ap.parse_args()
    rows = read_rows(a.families)
    if not rows:
        sys.exit("no rows")
    events = code(a.khabar, [{"id": r["id"], "text": r["example"], "date": "2021-08-30"} for r in rows])
    wrong = {r["id"]: judge(r, events[r["id"]]) for r in rows}
    failed = [r for r in rows if wrong[r["id"]]]
    causes = collections.Counter()
    if a.verbose or a.causes:
        for row, words in zip(failed, parse(a.khabar, failed)):
            wrong[row["id"]] = cause(row, wrong[row["id"]], events[row["id"]], words)
            causes[wrong[row["id"]].split(" (")[0]] += 1
    for family in sorted({r["family"] for r in rows}):
        mine = [r for r in rows if r["family"] == family]
        bad = [r for r in mine if wrong[r["id"]]]
        own = sum(any(e.get("rule") == r["id"] for e in events[r["id"]]) for r in mine)
        coded = [r for r in mine if r["type"] != "-"]
        print(f"{family}: {len(mine) - len(bad)} of {len(mine)}; own rule fired in {own} of {len(coded)}")
        for row in bad if a.verbose else []:
            print(f"  {row['id']} {row['form']} [{row['pos']}] {wrong[row['id']]}: {row['example']}")
            print(f"      want {row['type']}{'/' + row['mode'] if row['mode'] else ''} {row['expect']}")
            for e in events[row["id"]]:
                print(f"    - {brief(e)}")
    for name, n in causes.most_common() if a.causes else []:
        print(f"{n:6} {name}")
    share = 100.0 * (len(rows) - len(failed)) / len(rows)
    least = floor(ROOT / "cases" / "examples" / "floor")
    print(f"total: {len(rows) - len(failed)} of {len(rows)} ({share:.1f} %), floor {least:.1f} %")
    return 1 if not a.families and share < least else 0


if __name__ == "__main__":
    sys.exit(main())
