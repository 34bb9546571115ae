"""Sentences with two marked sides and the PLOVER root of what the first does to the second, to train the judge on.

    python -m khtrain.pairs KHABAR OUT.jsonl

From the examples of lexicon/en/predicates (their `expect` names the sides), tests/cases/events and train/pairs. One JSON object a line: id,
text, source and target (byte spans or null), root (NONE: nothing), status, from, held (out of training: a tenth, by a hash of the text).
"""
import csv
import glob
import json
import os
import re
import subprocess
import sys
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
ROOTS = "AGREE CONSULT SUPPORT AID COOPERATE CONCEDE RETREAT ACCUSE REJECT REQUEST THREATEN ASSAULT COERCE MOBILIZE PROTEST SANCTION".split()


def span_of(text, words):
    """The words, as they stand in the text; None where they do not or stand twice."""
    if not words or words == "-":
        return None
    found = list(re.finditer(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", text, re.I))
    return [found[0].start(), found[0].end()] if len(found) == 1 else None


def examples():
    for path in sorted(glob.glob(os.path.join(ROOT, "lexicon/en/predicates/*.tsv"))):
        rows = [l.rstrip("\n").split("\t") for l in open(path, encoding="utf8") if l.strip() and not l.startswith("#")]
        head = rows[0]
        for n, cells in enumerate(rows[1:]):
            r = dict(zip(head, cells + [""] * (len(head) - len(cells))))
            if not r["example"]:
                continue
            name = f"{os.path.basename(path)[:-4]}-{n}"
            if r["type"] == "-":
                yield name, r["example"], None, None, "NONE", ""
            elif " > " in r["expect"]:
                sides = [s.strip().split(" and ") for s in r["expect"].split(" > ")]
                a, b = (span_of(r["example"], s[0]) for s in sides)
                if "sym" in r["frame"].split() and (a is None or b is None or a == b):
                    names = [span_of(r["example"], w) for s in sides for w in s]
                    names = [x for i, x in enumerate(names) if x and x not in names[:i]]
                    if len(names) > 1:
                        a, b = names[:2]
                if (a or b) and a != b:
                    yield name, r["example"], a, b, r["type"], "occurred"


def cases():
    import cases as C
    for path in sorted(glob.glob(os.path.join(ROOT, "tests/cases/events/*.case"))):
        for n, case in enumerate(C.read_cases(C.pathlib.Path(path))):
            text, must = case["text"], [x for x, _ in case["lines"] if x[0] == "must"]
            if any(x[0] == "none" and not x[1] for x, _ in case["lines"]):
                yield f"{os.path.basename(path)[:-5]}-{n}", text, None, None, "NONE", ""
            for i, (_, types, fields) in enumerate(must):
                if len(types) != 1:
                    continue
                a, b = (next((s for w in re.split(r"[|&]", fields.get(k, "")) if (s := span_of(text, w))), None) for k in ("actor", "recipient"))
                if (a or b) and a != b:
                    yield f"{os.path.basename(path)[:-5]}-{n}.{i}", text, a, b, types[0], fields.get("status", "")


MARK = re.compile(r"\{([AR]):([^{}]*)\}")


def marked(text):
    """'{A:Rebels} shelled {R:the town}.' -> the plain text, two spans"""
    out, at, spans = "", 0, {}
    for m in MARK.finditer(text):
        out += text[at:m.start()]
        spans.setdefault(m[1], [len(out), len(out) + len(m[2])])
        out += m[2]
        at = m.end()
    return out + text[at:], spans.get("A"), spans.get("R")


def written():
    for path in sorted(glob.glob(os.path.join(ROOT, "train/pairs/*.tsv"))):
        for n, row in enumerate(l.rstrip("\n").split("\t") for l in open(path, encoding="utf8") if l.strip() and not l.startswith("#")):
            if row[0] != "root" and len(row) >= 3:
                text, a, b = marked(row[2])
                yield f"{os.path.basename(path)[:-4]}-{n}", text, a, b, row[0], row[1]


def sides(khabar, rows):
    """For rows without sides: two mentions of somebody in the text, as the program finds them."""
    bare = [r for r in rows if not r["source"] and not r["target"]]
    given = "".join(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in bare)
    done = subprocess.run([khabar, "annotate", "--no-gate", "--offsets", "chars", "--layers", "actors", "-"], input=given, capture_output=True, text=True, check=True)
    for r, line in zip(bare, done.stdout.splitlines()):
        got = [[a["start"], a["end"]] for a in json.loads(line)["actors"]]
        got = [a for a in got if not any(b != a and a[0] <= b[0] and b[1] <= a[1] for b in got)]
        r["source"] = got[0] if got else None
        r["target"] = got[-1] if len(got) > 1 else None


def load(khabar):
    rows = []
    for kind, source in (("examples", examples()), ("cases", cases()), ("pairs", written())):
        for name, text, a, b, root, status in source:
            rows.append({"id": f"{kind}/{name}", "text": text, "source": a, "target": b, "root": root, "status": status, "from": kind,
                         "held": zlib.crc32(text.encode()) % 10 == 0})
    sides(khabar, rows)
    return [r for r in rows if r["root"] in ROOTS or r["root"] == "NONE"]


def main():
    rows = load(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf8") as f:
        for r in rows:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
