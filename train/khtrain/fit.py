"""Train the network of model.py:  python -m khtrain.fit --data FOLDER --encoder FOLDER --written FOLDER --out FILE.pt

Resumes from FILE.pt.state where a run was cut. One line of JSON an epoch goes to FILE.log.
Only sets that data/language/README.md marks "ship" are trained on.
"""
import argparse
import glob
import json
import os
import random
import time
from collections import Counter

import numpy as np
import torch
import torch.nn as nn

from .data import (ANNOTATED, LABELS, POLITICS, learn_tokenizer, read_conllu, read_re3d, read_tsv_names, read_written, sentences)
from .decode import eisner
from .model import Model, quantise
from .text import Pieces, affixes, case_of, plain

COLUMNS = 7                                  # upos xpos feats lemma-rule head relation name


def lemma_rule(form, lemma):
    """'k|N|suffix': keep (k) or lower (l) the case, cut N characters off the end, add the suffix."""
    for mode, s in (("k", form), ("l", form.lower())):
        p = 0
        while p < min(len(s), len(lemma)) and s[p] == lemma[p]:
            p += 1
        if p or not s:
            return f"{mode}|{len(s) - p}|{lemma[p:]}"
    return f"l|{len(form)}|{lemma}"


class Vocabs:
    def __init__(self, sents=()):
        count = lambda key, least=1: [k for k, n in Counter(key(w) for s in sents for w in s).most_common() if n >= least]
        self.upos, self.xpos = count(lambda w: w.upos), count(lambda w: w.xpos)
        self.feats, self.rel = count(lambda w: w.feats, 2), count(lambda w: w.rel)
        self.rules = count(lambda w: lemma_rule(w.form, w.lemma), 3)
        self.index()

    def index(self):
        self.maps = [{k: i for i, k in enumerate(m)} for m in (self.upos, self.xpos, self.feats, self.rules)]
        self.rels = {k: i for i, k in enumerate(self.rel)}

    def sizes(self):
        return len(self.upos), len(self.xpos), len(self.feats), len(self.rel), len(self.rules), len(LABELS)


def example(forms, pieces, y, free):
    ids, pc, first, last = [101], [0], [0], [0]
    for w in forms:
        p = pieces(w)
        c = case_of(w)
        first.append(len(ids))
        ids += p
        pc += [c] * len(p)
        last.append(len(ids) - 1)
    ids.append(102)
    pc.append(0)
    return {"n": len(forms), "p": ids, "pc": pc, "a": first, "b": last, "f": [[0] * 7] + [affixes(w) for w in forms], "y": y, "free": free}


def from_tree(sent, pieces, voc, forms=None):
    y = [[-100] * COLUMNS]
    for w in sent:
        rule = lemma_rule(w.form, w.lemma) if w.lemma != "_" or w.form == "_" else ""
        y.append([voc.maps[0].get(w.upos, -100), voc.maps[1].get(w.xpos, -100), voc.maps[2].get(w.feats, -100),
                  -100 if forms else voc.maps[3].get(rule, -100), w.head, voc.rels.get(w.rel, -100), -100])
    return example(forms or [w.form for w in sent], pieces, y, FREE["none"])


def from_names(toks, labs, source, pieces):
    y = [[-100] * COLUMNS] + [[-100] * 6 + [LABELS.index(l)] for l in labs]
    return example(toks, pieces, y, FREE[source])


def free_mask(types):
    return [l == "O" or l[2:] not in types for l in LABELS]


FREE = {k: free_mask(v) for k, v in ANNOTATED.items()}
FREE["none"] = [True] * len(LABELS)


def augment(forms, rng):
    """Upper case, lower case, Title Case: archives and headlines. None = as it is."""
    r = rng.random()
    if r < 0.10:
        return [w.upper() for w in forms]
    if r < 0.20:
        return [w.lower() for w in forms]
    if r < 0.23:
        return [w[:1].upper() + w[1:] if len(w) > 3 else w for w in forms]
    return None


def batches(data, size, rng):
    order = sorted(range(len(data)), key=lambda i: len(data[i]["p"]) + (rng.uniform(-1.5, 1.5) if rng else 0))
    out, cur, longest = [], [], 0
    for i in order:
        m = max(longest, len(data[i]["p"]))
        if cur and m * (len(cur) + 1) > size:
            out.append(cur)
            cur, m = [], len(data[i]["p"])
        cur.append(i)
        longest = m
    if cur:
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


def pad(rows, value=0):
    n = max(len(r) for r in rows)
    first = np.asarray(rows[0])
    o = np.full((len(rows), n) + first.shape[1:], value, dtype=np.int64)
    for i, r in enumerate(rows):
        o[i, :len(r)] = r
    return torch.from_numpy(o)


def collate(ds):
    b = {k: pad([d[k] for d in ds]) for k in ("p", "pc", "a", "b", "f")}
    b["y"] = pad([d["y"] for d in ds], -100)
    b["len"] = torch.tensor([d["n"] + 1 for d in ds])
    b["plen"] = torch.tensor([len(d["p"]) for d in ds])
    b["free"] = torch.tensor([d["free"] for d in ds])
    b["head"] = torch.tensor([d.get("head", 0) for d in ds])
    return b


# ---------------------------------------------------------------- scoring
def name_spans(labels):
    out, at = set(), None
    for i, l in enumerate(list(labels) + ["O"]):
        if at is not None and not (l[:2] == "I-" and l[2:] == at[1]):
            out.add((at[0], i, at[1]))
            at = None
        if l != "O" and at is None:
            at = (i, l[2:])
    return out


@torch.no_grad()
def score_trees(model, data, voc):
    model.eval()
    base = [r.split(":")[0] for r in voc.rel]
    n = 0
    s = np.zeros(6)
    for bt in batches(data, 4000, None):
        b = collate([data[i] for i in bt])
        o = model(b)
        arc = torch.log_softmax(o["arc"], -1).numpy()
        hd = torch.zeros(arc.shape[:2], dtype=torch.long)
        for i, d in enumerate(bt):
            m = data[d]["n"] + 1
            hd[i, :m] = torch.from_numpy(eisner(arc[i, :m, :m]))
        lab = model.labels(o, hd).argmax(-1)
        tg = [t.argmax(-1) for t in o["tags"].split(model.split, -1)]
        for i, d in enumerate(bt):
            for t in range(1, data[d]["n"] + 1):
                y = data[d]["y"][t]
                n += 1
                for k in range(4):
                    s[k] += int(tg[k][i, t]) == y[k]
                if int(hd[i, t]) == y[4]:
                    s[4] += 1
                    s[5] += y[5] >= 0 and base[int(lab[i, t])] == base[y[5]]
    return dict(zip(("upos", "xpos", "feats", "rule", "uas", "las"), (100 * s / n).round(2).tolist()))


@torch.no_grad()
def score_names(model, data, types=("PER", "ORG", "LOC")):
    model.eval()
    right = got = want = 0
    for bt in batches(data, 4000, None):
        o = model(collate([data[i] for i in bt]))["names"][..., :len(LABELS)].argmax(-1)
        for i, d in enumerate(bt):
            n = data[d]["n"]
            sys = {x for x in name_spans([LABELS[int(k)] for k in o[i, 1:n + 1]]) if x[2] in types}
            gold = {x for x in name_spans([LABELS[r[6]] for r in data[d]["y"][1:]]) if x[2] in types}
            right += len(sys & gold)
            got += len(sys)
            want += len(gold)
    return round(2 * right / max(1, got + want), 4)


# ---------------------------------------------------------------- the run
def load_sets(a):
    """-> trees to train on, [(tokens, labels, set)] names to train on, the tokenizer"""
    L = a.data
    docs = [d for f in ("ewt-train-1", "ewt-train-2", "gum-train") for d in read_conllu(f"{L}/{f}.conllu")]
    tok = learn_tokenizer(docs)
    norp = set()
    if os.path.exists(a.states):
        head = None
        for line in open(a.states, encoding="utf8"):
            c = line.rstrip("\n").split("\t")
            if line[0] == "#":
                continue
            if head is None:
                head = c
                continue
            row = dict(zip(head, c))
            for col in ("adjectives", "demonyms"):
                for w in row.get(col, "").split("|"):
                    if w and w[0].isupper() and " " not in w and "." not in w:
                        norp |= {plain(w), plain(w) + "s"}
    written = [(t, l, "written") for f in sorted(glob.glob(a.written + "/written-*.txt")) for t, l in read_written(f, tok)]
    norp |= {plain(t[i]) for t, l, _ in written for i in range(len(t)) if l[i] == "B-NORP" and (i + 1 == len(t) or l[i + 1] != "I-NORP")}
    names = [(t, l, "wikigold") for t, l in read_tsv_names(f"{L}/names-wikigold-train.tsv", {}, norp)]
    names += [(t, l, "politics") for t, l in read_tsv_names(f"{L}/names-politics-train.tsv", POLITICS, norp)]
    names += [(t, l, "gum") for t, l in read_tsv_names(f"{L}/names-gum-train.tsv", {})]
    names += [(t, l, "re3d") for t, l in read_re3d(f"{L}/names-re3d-train.jsonl", tok)]
    return docs, names + written * a.written_times, tok


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--encoder", required=True)
    p.add_argument("--written", default="names")
    p.add_argument("--written-times", type=int, default=2)
    p.add_argument("--states", default="../lexicon/actors/states.tsv")
    p.add_argument("--out", required=True)
    for k, v in (("width", 256), ("arc", 128), ("label", 64), ("da", 32), ("layers", 6), ("ff", 1536), ("bf16", 1), ("epochs", 9),
                 ("size", 1400), ("seed", 1), ("threads", 1), ("qat", 2)):
        p.add_argument("--" + k, type=int, default=v)
    for k, v in (("lr", 1e-3), ("elr", 2e-4), ("drop", 0.2), ("edrop", 0.2), ("wd", 1e-3), ("ema", 0.998)):
        p.add_argument("--" + k, type=float, default=v)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    docs, names, tok = load_sets(a)
    trees = sentences(docs)
    voc = Vocabs(trees)
    pieces = Pieces(os.path.join(a.encoder, "vocab.txt"))
    dev = {k: [from_tree(s, pieces, voc) for s in sentences(read_conllu(f"{a.data}/{k}-dev.conllu"))] for k in ("ewt", "gum")}
    devn = {k: [from_names(t, l, "written", pieces) for t, l in read_tsv_names(f"{a.data}/names-{k}-dev.tsv", {})]
            for k in ("wikigold", "uner-ewt", "worldwide")}
    cfg = {k: getattr(a, k) for k in ("width", "arc", "label", "da", "layers", "ff", "bf16", "drop", "edrop")}
    model = Model(cfg, voc.sizes())
    model.enc.load(os.path.join(a.encoder, "model.safetensors"))
    model.enc.word.weight.requires_grad = model.enc.pos.weight.requires_grad = False
    enc = [q for n, q in model.named_parameters() if n.startswith("enc.") and q.requires_grad and n not in ("enc.mix", "enc.case.weight")]
    ids = {id(q) for q in enc}
    rest = [q for q in model.parameters() if q.requires_grad and id(q) not in ids]
    opt = torch.optim.AdamW([{"params": rest, "lr0": a.lr, "weight_decay": a.wd}, {"params": enc, "lr0": a.elr, "weight_decay": 0.01}],
                            lr=a.lr, betas=(0.9, 0.98), fused=True)

    def epoch_data():
        """Fresh augmentation every epoch; plain examples are made once."""
        out = []
        for i, s in enumerate(trees):
            forms = augment([w.form for w in s], rng)
            cut = s
            if forms is None and rng.random() < 0.06 and len(s) > 4 and s[-1].upos == "PUNCT" and all(w.head != len(s) for w in s):
                cut = s[:-1]                                   # a headline has no final stop
            if forms is None and cut is s:
                if i not in plain_trees:
                    plain_trees[i] = from_tree(s, pieces, voc)
                out.append(plain_trees[i])
            else:
                out.append(from_tree(cut, pieces, voc, forms))
        for i, (t, l, k) in enumerate(names):
            if len(t) > 110:
                continue
            forms = augment(t, rng)
            if forms:
                out.append(from_names(forms, l, k, pieces))
            else:
                if i not in plain_names:
                    plain_names[i] = from_names(t, l, k, pieces)
                out.append(plain_names[i])
        return out
    plain_trees, plain_names = {}, {}
    log = open(a.out + ".log", "a")

    def say(**k):
        print(json.dumps(k), flush=True)
        log.write(json.dumps(k) + "\n")
        log.flush()
    say(args=vars(a), params=sum(q.numel() for q in model.parameters()), sizes=voc.sizes(), trees=len(trees), names=len(names))
    first = len(epoch_data())
    steps = a.epochs * (len(batches(epoch_data(), a.size, rng)) + 1)
    step, start, ema, spent = 0, 0, None, 0.0
    state = a.out + ".state"
    live = [q for q in model.parameters() if q.requires_grad]
    if os.path.exists(state):
        ck = torch.load(state, weights_only=False)
        model.load_state_dict(ck["model"])
        opt.load_state_dict(ck["opt"])
        step, start, ema, spent = ck["step"], ck["epoch"], ck["ema"], ck["spent"]
        rng.setstate(ck["rng"])
        torch.set_rng_state(ck["torch"])
    for ep in range(start, a.epochs):
        model.train()
        quantise(model, ep >= a.epochs - a.qat)
        t0, tot, k = time.process_time(), 0.0, 0
        data = epoch_data()
        for bt in batches(data, a.size, rng):
            lr = min(1.0, (step + 1) / (0.05 * steps)) * max(0.01, 1 - step / steps)
            for g in opt.param_groups:
                g["lr"] = g["lr0"] * lr
            loss = model.loss(collate([data[i] for i in bt]))
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(live, 5.0)
            opt.step()
            step += 1
            tot += loss.item()
            k += 1
            if step % 5 == 0:
                ps = [q.data for q in live]
                if ema is None:
                    ema = [q.clone() for q in ps]
                torch._foreach_lerp_(ema, ps, 1 - min(a.ema ** 5, 1 - 1 / (1 + step / 10)))
            if k % 100 == 0:
                print(ep + 1, k, round(tot / k, 3), round((time.process_time() - t0) / 60, 2), flush=True)
        spent += time.process_time() - t0
        old = [q.data for q in live]
        for q, e in zip(live, ema):
            q.data = e
        quantise(model, True)                                  # what ships is what is scored
        row = dict(epoch=ep + 1, loss=round(tot / k, 3), core_min=round(spent / 60, 1))
        if ep % 3 == 2 or ep + 1 == a.epochs:
            row |= {k: score_trees(model, d, voc) for k, d in dev.items()}
            row |= {k: score_names(model, d) for k, d in devn.items()}
        say(**row)
        torch.save({"cfg": cfg, "voc": vars(voc), "tok": vars(tok), "model": model.state_dict(), "args": vars(a)}, a.out)
        for q, o in zip(live, old):
            q.data = o
        torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "step": step, "epoch": ep + 1, "ema": ema, "spent": spent,
                    "rng": rng.getstate(), "torch": torch.get_rng_state()}, state)


if __name__ == "__main__":
    main()
