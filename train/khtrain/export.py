"""A checkpoint of fit.py -> models/xx.khm, the file that the C program maps. Layout: docs/formats.md.

    python -m khtrain.export CHECKPOINT ENCODER_FOLDER OUT.khm [SPLITTER]
"""
import os
import struct
import sys
from collections import Counter, defaultdict

import numpy as np
import torch

from .data import LABELS, read_conllu, sentences
from .sections import pad64, split_section, write_model
from .text import class_ranges, norm_table, normal


def rows_int8(w):
    """-> int8 rows and one float scale a row"""
    s = np.maximum(np.abs(w).max(-1, keepdims=True) / 127, 1e-12)
    return np.round(w / s).astype(np.int8), s[:, 0].astype("<f4")


def linear(w, bias):
    """u32 n, k, padded n, padded k; then, each 64-aligned: scale f32[N], bias f32[N], row sums i32[N], weights.

    Weights lie in blocks of 16 rows; within a block, for each four columns, 16 x 4 bytes: one vector register of dot products."""
    n, k = w.shape
    N, K = -(-n // 64) * 64, -(-k // 4) * 4
    q, s = rows_int8(w)
    full = np.zeros((N, K), np.int8)
    full[:n, :k] = q
    packed = full.reshape(N // 16, 16, K // 4, 4).transpose(0, 2, 1, 3)
    scale, b = np.zeros(N, "<f4"), np.zeros(N, "<f4")
    scale[:n] = s
    if bias is not None:
        b[:n] = bias
    out = pad64(struct.pack("<4I", n, k, N, K))
    for a in (scale, b, full.astype(np.int64).sum(1).astype("<i4"), np.ascontiguousarray(packed)):
        out += pad64(a.tobytes())
    return out


def floats(a):
    return pad64(np.ascontiguousarray(a, "<f4").tobytes())


def table(w):
    q, s = rows_int8(w)
    return pad64(struct.pack("<2I", *w.shape)) + pad64(s.tobytes()) + pad64(q.tobytes())


def weights(sd, cfg):
    g = lambda k: sd[k].float().numpy()
    lin = lambda k: linear(g(k + ".weight"), g(k + ".bias") if k + ".bias" in sd else None)
    out = table(g("enc.word.weight")) + table(g("enc.pos.weight")) + table(g("enc.case.weight"))
    out += floats(g("enc.ln.weight")) + floats(g("enc.ln.bias"))
    out += floats(torch.softmax(sd["enc.mix"].float(), 0).numpy())
    for i in range(cfg["layers"]):
        p = f"enc.blocks.{i}."
        out += lin(p + "qkv") + lin(p + "o") + floats(g(p + "ln1.weight")) + floats(g(p + "ln1.bias"))
        out += lin(p + "up") + lin(p + "down") + floats(g(p + "ln2.weight")) + floats(g(p + "ln2.bias"))
    out += table(g("ea.weight")) + table(g("es.weight")) + lin("inp")
    for c, n in (("conv", "ln"), ("nconv", "nln")):
        out += floats(g(c + ".ln.weight")) + floats(g(c + ".ln.bias")) + lin(c + ".lin") + floats(g(n + ".weight")) + floats(g(n + ".bias"))
    out += lin("tags") + lin("arcs") + lin("au") + floats(g("ab.weight")) + floats(g("ab.bias")) + floats(g("dist"))
    out += lin("lu") + lin("lb") + lin("names")
    return out


def lines(items):
    return "".join(x + "\n" for x in items).encode()


def token_tables(tok):
    """Lines: kind, tab, key, tab, lengths joined by commas."""
    out = [f"x\t{k}\t{','.join(map(str, v))}" for k, v in sorted(tok["exceptions"].items())]
    out += [f"m\t{k}\t{','.join(map(str, v))}" for k, v in sorted(tok["mwt"].items())]
    for kind, key in (("a", "abbrev"), ("g", "glue"), ("u", "units")):
        out += [f"{kind}\t{k}\t" for k in sorted(tok[key])]
    out += [f"c\t{k}\t" for k in tok["clitics"]]
    return lines(out)


def lemmas(folder):
    """Lines: normal form, tab, UPOS, tab, lemma; words of the training treebanks whose lemma is the same four times out of five."""
    seen = defaultdict(Counter)
    for f in ("ewt-train-1", "ewt-train-2", "gum-train"):
        for s in sentences(read_conllu(f"{folder}/{f}.conllu")):
            for w in s:
                if w.lemma != "_" and w.upos != "PROPN":
                    seen[normal(w.form), w.upos][w.lemma] += 1
    out = []
    for (form, upos), c in sorted(seen.items()):
        lemma, n = c.most_common(1)[0]
        if 5 * n >= 4 * sum(c.values()):
            out.append(f"{form}\t{upos}\t{lemma}")
    return lines(out)


def main():
    ck, enc, path = sys.argv[1:4]
    ck = torch.load(ck, map_location="cpu", weights_only=False)
    cfg, voc, sd = ck["cfg"], ck["voc"], ck["model"]
    vocab = [w.rstrip("\n") for w in open(os.path.join(enc, "vocab.txt"), encoding="utf8")]
    norm = norm_table()
    normal_rows = b"".join(struct.pack("<5I", cp, *([ord(c) for c in s] + [0] * (4 - len(s)))) for cp, s in sorted(norm.items()))
    sections = {
        "LANG": b"en\n",
        "CONF": struct.pack("<14I", cfg["layers"], cfg["ff"], cfg["width"], cfg["arc"], cfg["label"], cfg["da"], len(voc["upos"]),
                            len(voc["xpos"]), len(voc["feats"]), len(voc["rel"]), len(voc["rules"]), len(LABELS), len(vocab), cfg.get("heads", 1)),
        "UPOS": lines(voc["upos"]), "XPOS": lines(voc["xpos"]), "FEAT": lines(voc["feats"]), "RELS": lines(voc["rel"]),
        "RULE": lines(voc["rules"]), "NAME": lines(LABELS), "PIEC": lines(vocab), "TOKX": token_tables(ck["tok"]),
        "CHRC": b"".join(struct.pack("<3I", *r) for r in class_ranges()), "NORM": normal_rows,
        "LEMX": lemmas(ck["args"]["data"]),
        "WGHT": weights(sd, cfg),
    }
    if len(sys.argv) > 4:                           # without it C cuts sentences by rules
        sections["SPLT"] = split_section(torch.load(sys.argv[4], map_location="cpu", weights_only=False))
    print(path, write_model(path, sections), "bytes")


if __name__ == "__main__":
    main()
