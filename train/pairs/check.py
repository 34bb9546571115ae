#!/usr/bin/env python3
"""Checks the marked pairs and the classed sentences of this folder.

    check.py [--sample N] [--seed S] [FILE...]

Without files it reads every .tsv beside it.  It fails on a wrong column,
root, status, class or mark, on a text that stands twice, and on two texts
that share five words in a row; then it prints counts per root and status,
how often the actor stands before the recipient, and N lines to read.
"""
import argparse
import collections
import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOTS = ("AGREE CONSULT SUPPORT AID COOPERATE CONCEDE RETREAT ACCUSE REJECT "
         "REQUEST THREATEN ASSAULT COERCE MOBILIZE PROTEST SANCTION NONE").split()
STATUSES = "occurred ongoing future hypothetical negated".split()
PAIR_HEAD = ["root", "status", "text"]
CONTESTED_HEAD = PAIR_HEAD + ["table"]
CLASS_HEAD = ["class", "text"]
MARK = re.compile(r"\{([AR]):([^{}]+)\}")
SHARED = 5


def bare(text):
    return MARK.sub(r"\2", text)


def words(text):
    return re.findall(r"[\w'-]+", bare(text).lower())


def check_marks(text):
    kinds = sorted(kind for kind, _ in MARK.findall(text))
    if kinds != ["A", "R"]:
        return "marks are %s, not one A and one R" % (kinds or "missing")
    if re.search(r"[{}]", bare(text)):
        return "a stray brace"
    if any(body != body.strip() for _, body in MARK.findall(text)):
        return "a space at the edge of a mark"
    return None


def check_pair(row, path):
    if row[0] not in ROOTS:
        return "unknown root " + row[0]
    if path.stem != "contested" and row[0].lower() != path.stem:
        return "root %s in %s" % (row[0], path.name)
    if row[1] not in STATUSES:
        return "unknown status " + row[1]
    if len(row) > 3 and row[3] not in ROOTS:
        return "unknown root " + row[3]
    return check_marks(row[2])


def check_class(row, _path):
    if row[0] not in list("01234"):
        return "unknown class " + row[0]
    return "a brace in plain text" if re.search(r"[{}]", row[1]) else None


def read(path, faults):
    """The rows of one file whose columns are right."""
    lines = path.read_text(encoding="utf-8").split("\n")
    head = lines[0].split("\t")
    if head not in (PAIR_HEAD, CONTESTED_HEAD, CLASS_HEAD):
        faults.append("%s:1: heading %r" % (path.name, lines[0]))
        return []
    check = check_class if head == CLASS_HEAD else check_pair
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line and number == len(lines):
            continue
        row = line.split("\t")
        where = "%s:%d" % (path.name, number)
        fault = ("%d columns" % len(row) if len(row) != len(head)
                 else check(row, path))
        if fault:
            faults.append("%s: %s: %s" % (where, fault, line[:90]))
        else:
            rows.append((where, head, row))
    return rows


def text_of(head, row):
    return row[head.index("text")]


def find_twins(rows, faults):
    """Texts that stand twice or share SHARED words in a row."""
    seen, grams = {}, {}
    for where, head, row in rows:
        plain = words(text_of(head, row))
        key = " ".join(plain)
        if key in seen:
            faults.append("%s: same text as %s" % (where, seen[key]))
            continue
        seen[key] = where
        told = set()
        for i in range(len(plain) - SHARED + 1):
            gram = tuple(plain[i:i + SHARED])
            other = grams.setdefault(gram, where)
            if other != where and other not in told:
                told.add(other)
                faults.append("%s: shares '%s' with %s"
                              % (where, " ".join(gram), other))


def print_counts(rows):
    counts = collections.Counter()
    first, lengths = collections.Counter(), collections.defaultdict(list)
    for _, head, row in rows:
        if head == CLASS_HEAD:
            counts["class " + row[0]] += 1
            continue
        counts[row[0], row[1]] += 1
        counts[row[0]] += 1
        lengths[row[0]].append(len(words(row[2])))
        first[row[0]] += row[2].find("{A:") < row[2].find("{R:")
    print("%-10s %5s  %s  %8s %6s" % ("root", "all", " ".join(
        "%5s" % s[:5] for s in STATUSES), "A first", "words"))
    for root in ROOTS:
        if counts[root]:
            print("%-10s %5d  %s  %7d%% %6.1f" % (
                root, counts[root],
                " ".join("%5d" % counts[root, s] for s in STATUSES),
                round(100 * first[root] / counts[root]),
                sum(lengths[root]) / counts[root]))
    for name in "01234":
        if counts["class " + name]:
            print("class %s    %5d" % (name, counts["class " + name]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    faults, rows = [], []
    for path in args.files or sorted(HERE.glob("*.tsv")):
        rows += read(path, faults)
    find_twins(rows, faults)
    print_counts(rows)
    for where, _, row in random.Random(args.seed).sample(
            rows, min(args.sample, len(rows))):
        print(where, *row, sep="\t")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
