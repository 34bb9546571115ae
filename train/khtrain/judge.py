"""Trains what is asked where the rules end: which PLOVER type one marked side of a text does to another.

    python -m khtrain.judge --khabar KHABAR --encoder FOLDER --out FILE.pt [--layers N --epochs N --threads N]
    python -m khtrain.judge --khabar KHABAR --encoder FOLDER --out FILE.pt --export en-events.khm

The network is the first layers of the encoder, tuned, over the vectors of pieces that models/en.khm has (frozen); the sides are the means of
their words; each asks the words of the text, which it sees by where they stand (before, between, behind, on the way in the tree); a hidden
layer, and a share for each type. src/language/pairs.c is the same in C. The last epoch is trained in the arithmetic of the program.
Training data: khtrain.pairs. Seeded; resumes from FILE.pt.state where a run was cut; one line of JSON an epoch goes to FILE.pt.log.
"""
import argparse
import json
import os
import random
import struct
import subprocess
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from . import pairs
from .export import floats, lines, linear
from .model import DIM, Encoder, Linear, quantise
from .sections import write_model
from .text import Pieces, case_of

TYPES = pairs.ROOTS + ["NONE"]
BOTH_WAYS = {"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "NONE"}        # what A does to B here, B mostly does to A
MOST, HEADS, PLACES, PATH = 160, 12, 12, 40
SOURCE, TARGET = 10, 11
ROOT = pairs.ROOT


# ---------------------------------------------------------------- models/en.khm
class Base(nn.Module):
    """The vectors of pieces, positions and case, and the norm over them, as the language model has them."""

    def __init__(self, path):
        super().__init__()
        with open(path, "rb") as f:
            data = f.read()
        for i in range(struct.unpack("<I", data[8:12])[0]):
            name, _, at, size = struct.unpack("<4sIQQ", data[32 + 24 * i:56 + 24 * i])
            if name == b"WGHT":
                self.data, self.at = data[at:at + size], 0
        self.piece, self.position, self.case = self.table(), self.table(), self.table()
        self.gain, self.bias = self.floats(DIM), self.floats(DIM)
        del self.data

    def take(self, n):
        part = self.data[self.at:self.at + n]
        self.at += -(-n // 64) * 64
        return part

    def floats(self, n):
        return torch.from_numpy(np.frombuffer(self.take(4 * n), "<f4").copy())

    def table(self):
        n, k = struct.unpack("<2I", self.take(8))
        scale = self.floats(n)
        return torch.from_numpy(np.frombuffer(self.take(n * k), np.int8).reshape(n, k).astype("f4")) * scale[:, None]

    def forward(self, ids, case):
        x = self.piece[ids] + self.position[:ids.shape[1]] + self.case[case]
        return F.layer_norm(x, (DIM,), self.gain, self.bias, 1e-12)


# ---------------------------------------------------------------- examples
def parse(khabar, texts):
    """Words of each text: (form, start, end, head or -1, is punctuation), in code points."""
    given = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    done = subprocess.run([khabar, "parse", "-"], input=given, capture_output=True, text=True, check=True)
    docs = []
    for block in done.stdout.split("\n\n"):
        rows = [l.split("\t") for l in block.split("\n") if l[:1].isdigit()]
        if not rows:
            continue
        if "# sent_id = 1\n" in block + "\n":
            docs.append([])
        docs[-1].append([r for r in rows if r[0].isdigit()])
    if len(docs) != len(texts):
        raise SystemExit(f"{len(texts)} texts, {len(docs)} read")
    out = []
    for text, sentences in zip(texts, docs):
        words, at = [], 0
        for s in sentences:
            base = len(words)
            for r in s:
                start = text.find(r[1], at)
                start = at if start < 0 or start > at + 40 else start
                at = start + len(r[1])
                words.append((r[1], start, at, base + int(r[6]) - 1 if r[6] != "0" else -1, r[3] == "PUNCT"))
        out.append(words[:MOST])
    return out


def inside(words, span):
    return [i for i, w in enumerate(words) if span and w[1] < span[1] and w[2] > span[0]]


def head_of(words, ids):
    return next((i for i in ids if not words[i][4] and words[i][3] not in ids), ids[-1] if ids else -1)


def up(words, i):
    path = []
    while 0 <= i < len(words) and len(path) < PATH:
        path.append(i)
        i = words[i][3]
    return path


def places(words, a, b):
    """As set_places of src/language/pairs.c."""
    ha, hb = head_of(words, a), head_of(words, b)
    if ha >= 0 and hb >= 0:
        pa, pb = up(words, ha), up(words, hb)
        meet = next((x for x in pa if x in pb), None)
        path = set(pa + pb if meet is None else pa[:pa.index(meet) + 1] + pb[:pb.index(meet)])
    else:
        path = set(up(words, max(ha, hb))[:3])
    low, high = min(a + b, default=0), max(a + b, default=len(words))
    return [SOURCE if i in a else TARGET if i in b else (0 if i < low else 1 if i <= high else 2) + (3 if i in path else 0) for i in range(len(words))]


def example(row, words, pieces):
    ids, case, first, last = [101], [0], [], []
    for w in words:
        p = pieces(w[0])
        first.append(len(ids))
        ids += p
        case += [case_of(w[0])] * len(p)
        last.append(len(ids) - 1)
    a, b = inside(words, row["source"]), inside(words, row["target"])
    return {"ids": ids + [102], "case": case + [0], "first": first, "last": last, "places": places(words, a, b), "type": TYPES.index(row["root"]),
            "two": bool(a and b), "weight": 2.0 if row["from"] == "pairs" else 1.0, "row": row}


def useful(row):
    """Of an act that has not happened the type is not what is done now: a promise, a threat."""
    return row["from"] != "pairs" or row["status"] not in ("negated", "hypothetical", "future")


def varied(e, rng):
    """The other direction as nothing, a side unknown, another case."""
    r = rng.random()
    swap = lambda f: {**e, "places": [f.get(p, p) for p in e["places"]]}
    if e["two"] and r < 0.08 and TYPES[e["type"]] not in BOTH_WAYS:
        e = {**swap({SOURCE: TARGET, TARGET: SOURCE}), "type": len(TYPES) - 1, "weight": 0.3 * e["weight"]}
    elif e["two"] and r < 0.14:
        e = {**swap({TARGET: 1}), "weight": 0.5 * e["weight"]}
    elif e["two"] and r < 0.20:
        e = {**swap({SOURCE: 1}), "weight": 0.5 * e["weight"]}
    r = rng.random()
    if r < 0.08:
        e = {**e, "case": [4 if c in (2, 3, 6) else c for c in e["case"]]}
    elif r < 0.16:
        e = {**e, "case": [2 if c in (3, 4, 5, 6) else c for c in e["case"]]}
    return e


# ---------------------------------------------------------------- the network
class Judge(nn.Module):
    def __init__(self, base, layers, encoder):
        super().__init__()
        self.base = [base]                                   # frozen, not saved
        whole = Encoder(6)
        whole.load(os.path.join(encoder, "model.safetensors"))
        self.blocks = nn.ModuleList(whole.blocks[i] for i in range(layers))
        self.ask, self.keys = Linear(2 * DIM, 2 * DIM), Linear(DIM, 2 * DIM)
        self.bias = nn.Parameter(torch.zeros(2, HEADS, PLACES))
        self.none = nn.Parameter(torch.zeros(2, DIM))
        self.hidden, self.out = Linear(5 * DIM, DIM), Linear(DIM, len(TYPES))

    def forward(self, b, drop):
        m, n = b["places"].shape
        x = self.base[0](b["ids"], b["case"])
        far = (torch.arange(x.shape[1])[None] >= b["pieces"][:, None])[:, None, None, :] * -1e4
        for block in self.blocks:
            x = block(x, far, drop)
        whole = x[:, 0]
        pick = lambda k: x.gather(1, b[k][..., None].expand(-1, -1, DIM))
        x = (pick("first") + pick("last")) * 0.5
        far = (torch.arange(n)[None] >= b["words"][:, None])[:, None, None, :] * -1e4
        side = []
        for k, place in enumerate((SOURCE, TARGET)):
            w = (b["places"] == place).to(x.dtype)
            count = w.sum(1, keepdim=True)
            side.append(torch.where(count > 0, (x * w[..., None]).sum(1) / count.clamp(min=1), self.none[k].to(x.dtype)))
        q = self.ask(torch.cat(side, -1)).view(m, 2, HEADS, -1)
        k, v = (t.reshape(m, n, HEADS, -1) for t in self.keys(x).chunk(2, -1))
        score = torch.einsum("mjhd,mnhd->mjhn", q, k) * k.shape[-1] ** -0.5 + self.bias[:, :, b["places"]].permute(2, 0, 1, 3) + far
        z = torch.einsum("mjhn,mnhd->mjhd", score.softmax(-1).to(v.dtype), v).reshape(m, -1)
        parts = torch.cat(side + [z.to(whole.dtype), whole], -1)
        h = F.gelu(self.hidden(F.dropout(parts, 2 * drop, self.training)), approximate="tanh")
        return self.out(F.dropout(h, 2 * drop, self.training))


def collate(rows):
    pad = lambda k: torch.from_numpy(np.array([r[k] + [0] * (max(len(x[k]) for x in rows) - len(r[k])) for r in rows]))
    b = {k: pad(k) for k in ("ids", "case", "first", "last", "places")}
    b["pieces"] = torch.tensor([len(r["ids"]) for r in rows])
    b["words"] = torch.tensor([len(r["places"]) for r in rows])
    return b


def batches(data, size, rng):
    order = sorted(range(len(data)), key=lambda i: len(data[i]["ids"]) + (rng.random() * 4 if rng else 0))
    out, cur = [], []
    for i in order:
        if cur and len(data[i]["ids"]) * (len(cur) + 1) > size:
            out.append(cur)
            cur = []
        cur.append(i)
    out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


@torch.no_grad()
def shares(model, data):
    model.eval()
    out = [None] * len(data)
    for bt in batches(data, 4000, None):
        for i, s in zip(bt, model(collate([data[i] for i in bt]), 0).float().softmax(-1)):
            out[i] = s
    return out


def accuracy(model, data):
    return round(sum(int(s.argmax()) == e["type"] for s, e in zip(shares(model, data), data)) / max(1, len(data)), 4)


def train(model, data, held, a):
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    slow = list(model.blocks.parameters())
    known = {id(p) for p in slow}
    optimizer = torch.optim.AdamW([{"params": slow}, {"params": [p for p in model.parameters() if id(p) not in known]}], weight_decay=0.01)
    start, step, steps = 0, 0, a.epochs * len(batches(data, a.batch, random.Random(0)))
    if os.path.exists(a.out + ".state"):
        s = torch.load(a.out + ".state", weights_only=False)
        model.load_state_dict(s["model"])
        optimizer.load_state_dict(s["optimizer"])
        rng.setstate(s["rng"])
        start, step = s["epoch"], s["step"]
    for epoch in range(start, a.epochs):
        model.train()
        quantise(model, epoch == a.epochs - 1)
        began, total, order = time.process_time(), 0.0, batches(data, a.batch, rng)
        for bt in order:
            step += 1
            f = min(1, step / 50) * max(0.02, 1 - step / steps)
            for g, lr in zip(optimizer.param_groups, (a.rate, 6 * a.rate)):
                g["lr"] = lr * f
            rows = [varied(data[i], rng) for i in bt]
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(collate(rows), 0.1)
            w = torch.tensor([r["weight"] for r in rows])
            loss = F.cross_entropy(scores.float(), torch.tensor([r["type"] for r in rows]), label_smoothing=0.05, reduction="none")
            loss = (loss * w).sum() / w.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
        line = {"epoch": epoch, "loss": round(total / len(order), 3), "core_min": round((time.process_time() - began) / 60, 2),
                **{k: accuracy(model, v) for k, v in held.items()}}
        with open(a.out + ".log", "a") as f:
            f.write(json.dumps(line) + "\n")
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "rng": rng.getstate(), "epoch": epoch + 1, "step": step},
                   a.out + ".state")
    torch.save({"model": model.state_dict(), "layers": a.layers}, a.out)


# ---------------------------------------------------------------- the file
def export(sd, layers, vocab, path):
    g = lambda k: sd[k].float().numpy()
    lin = lambda k: linear(g(k + ".weight"), g(k + ".bias"))
    w = b""
    for i in range(layers):
        p = f"blocks.{i}."
        w += lin(p + "qkv") + lin(p + "o") + floats(g(p + "ln1.weight")) + floats(g(p + "ln1.bias"))
        w += lin(p + "up") + lin(p + "down") + floats(g(p + "ln2.weight")) + floats(g(p + "ln2.bias"))
    w += floats(g("none")) + floats(g("bias")) + lin("ask") + lin("keys") + lin("hidden") + lin("out")
    sections = {"LANG": b"en\n", "CONF": struct.pack("<4I", layers, sd["blocks.0.up.weight"].shape[0], len(TYPES), vocab), "TYPE": lines(TYPES), "WGHT": w}
    write_model(path, sections)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--khabar", required=True)
    p.add_argument("--encoder", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--export")
    p.add_argument("--layers", type=int, default=4)
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--batch", type=int, default=900)
    p.add_argument("--rate", type=float, default=1.2e-4)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    base = Base(os.path.join(ROOT, "models/en.khm"))
    if a.export:
        s = torch.load(a.out, weights_only=False)
        return export(s["model"], s["layers"], base.piece.shape[0], a.export)
    rows = [r for r in pairs.load(a.khabar) if useful(r)]
    pieces = Pieces(os.path.join(a.encoder, "vocab.txt"))
    data = [example(r, w, pieces) for r, w in zip(rows, parse(a.khabar, [r["text"] for r in rows]))]
    held = {k: [e for e in data if e["row"]["held"] and (e["row"]["from"] == "pairs") == (k == "pairs")] for k in ("examples", "pairs")}
    train(Judge(base, a.layers, a.encoder), [e for e in data if not e["row"]["held"]], held, a)


if __name__ == "__main__":
    main()
