"""Second stage: names.  python -m khtrain.tune --from TRUNK.pt --data FOLDER --encoder FOLDER --out FILE.pt

Goes on from a checkpoint of fit.py with a second set of labels on the names head ("mentions", as re3d marks them), more written sentences,
names exchanged for others of their type. A share of the tree sentences stays in each epoch, so that trees are not forgotten.
Resumes from FILE.pt.state. Only sets marked "ship" are trained on.
"""
import argparse
import glob
import json
import os
import random
import time
from collections import defaultdict

import torch
import torch.nn as nn

from .data import (LABELS, POLITICS, read_conllu, read_re3d, read_tsv_names, read_written, sentences)
from .fit import Vocabs, augment, batches, collate, from_names, from_tree, name_spans, score_names, score_trees
from .model import Model, quantise
from .text import Pieces, Tokenizer, plain

MENTIONS = 1                                    # the second set of labels
LEFT_OUT = 110                                  # longer sentences of names are not trained on


# ---------------------------------------------------------------- lexicon: what a country is, and names to put in place of others
def rows(path):
    head = None
    for line in open(path, encoding="utf8"):
        c = line.rstrip("\n").split("\t")
        if line[0] == "#":
            continue
        if head is None:
            head = c
        else:
            yield dict(zip(head, c))


def lexicon(folder):
    """-> places {plain name}, NORP words {plain}, pool {type: [name]}"""
    places, norp, pool = set(), set(), defaultdict(list)
    split = lambda s: [x for x in (s or "").split("|") if x]
    for r in rows(f"{folder}/actors/states.tsv"):
        names = [r["name"]] + [a for a in split(r.get("aliases")) if "." not in a and len(a) > 3]
        places |= {plain(n) for n in names + split(r.get("capital"))}
        pool["LOC"] += [r["name"]] * 2 + split(r.get("capital"))[:1]
        norp |= {plain(w) + e for col in ("adjectives", "demonyms") for w in split(r.get(col)) if w[0].isupper() for e in ("", "s")}
    for f in sorted(glob.glob(f"{folder}/places/*.tsv")):
        for r in rows(f):
            if r.get("name"):
                places.add(plain(r["name"]))
                pool["LOC"].append(r["name"])
    for f in ("groups", "parties"):
        path = f"{folder}/actors/{f}.tsv"
        if os.path.exists(path):
            for r in rows(path):
                pool["ORG"] += [r["name"]] + [a for a in split(r.get("aliases"))[:2] if len(a) > 2]
    return places, norp, pool


def mend_gum(sents, places, norp):
    """GUM's names are made by rule: a country that acts is ORG there, peoples are PER. Both as the other sets have them."""
    for toks, labs in sents:
        for b, e, k in sorted(name_spans(labs)):
            s = plain(" ".join(toks[b:e]))
            new = "LOC" if k == "ORG" and s in places else "NORP" if k in ("ORG", "PER") and s in norp else k
            if s in ("president", "man", "daily"):
                new = None
            for i in range(b, e):
                labs[i] = "O" if new is None else labs[i][:2] + new
    return sents


def exchange(toks, labs, pool, rng):
    """Some names exchanged for others of their type; the sentence around them stays."""
    out_t, out_l, i = [], [], 0
    spans = {b: (e, k) for b, e, k in name_spans(labs)}
    while i < len(toks):
        e, k = spans.get(i, (i + 1, None))
        new = None
        if k in pool and rng.random() < .5:
            new = rng.choice(pool[k])
            if k == "PER" and len(new) == 2 and rng.random() < .5:          # a first name and a surname of two people
                other = rng.choice(pool[k])
                new = [new[0], other[-1]]
        if new:
            out_t += new
            out_l += ["B-" + k] + ["I-" + k] * (len(new) - 1)
        else:
            out_t += toks[i:e]
            out_l += labs[i:e]
        i = e
    return out_t, out_l


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--from", dest="start", required=True)
    for k, v in (("data", None), ("encoder", None), ("out", None), ("written", "names"), ("lexicon", "../lexicon")):
        p.add_argument("--" + k, default=v, required=v is None)
    for k, v in (("epochs", 3), ("size", 1400), ("seed", 1), ("threads", 1), ("written_times", 2), ("score", 1)):
        p.add_argument("--" + k, type=int, default=v)
    for k, v in (("lr", 4e-4), ("elr", 6e-5), ("wd", 1e-3), ("ema", 0.995), ("trees", 0.35), ("swap", 0.3)):
        p.add_argument("--" + k, type=float, default=v)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    ck = torch.load(a.start, map_location="cpu", weights_only=False)
    cfg, sd = dict(ck["cfg"], heads=2), ck["model"]
    voc = Vocabs()
    vars(voc).update(ck["voc"])
    voc.index()
    tok = Tokenizer()
    vars(tok).update(ck["tok"])
    if ck["cfg"].get("heads", 1) == 1:
        for k in ("names.weight", "names.bias"):
            sd[k] = torch.cat([sd[k], sd[k]])
    model = Model(cfg, voc.sizes())
    model.load_state_dict(sd)
    model.enc.word.weight.requires_grad = model.enc.pos.weight.requires_grad = False
    pieces = Pieces(os.path.join(a.encoder, "vocab.txt"))

    L = a.data
    trees = sentences([d for f in ("ewt-train-1", "ewt-train-2", "gum-train") for d in read_conllu(f"{L}/{f}.conllu")])
    places, norp, pool = lexicon(a.lexicon)
    pool = {k: [[v[x:y] for x, y, _ in tok.words(v)] if " " not in v else v.split(" ") for v in vs] for k, vs in pool.items()}
    written = [(t, l, "written") for f in sorted(glob.glob(a.written + "/written-*.txt")) for t, l in read_written(f, tok)]
    norp |= {plain(t[i]) for t, l, _ in written for i in range(len(t)) if l[i] == "B-NORP" and (i + 1 == len(t) or l[i + 1] != "I-NORP")}
    names = [(t, l, "wikigold") for t, l in read_tsv_names(f"{L}/names-wikigold-train.tsv", {}, norp)]
    names += [(t, l, "politics") for t, l in read_tsv_names(f"{L}/names-politics-train.tsv", POLITICS, norp)]
    names += [(t, l, "gum") for t, l in mend_gum(read_tsv_names(f"{L}/names-gum-train.tsv", {}), places, norp)]
    mentions = [(t, l, "re3d") for t, l in read_re3d(f"{L}/names-re3d-train.jsonl", tok, True)]
    mentions += [(t, l, "re3d") for t, l in read_written(a.written + "/mentions.txt", tok)]
    real = defaultdict(list)
    for t, l, _ in names + written:
        for b, e, k in name_spans(l):
            if k in ("PER", "ORG", "LOC"):
                real[k].append(t[b:e])
    for k in real:
        extra = pool.get(k, [])
        rng.shuffle(extra)
        pool[k] = real[k] + extra[:len(real[k])]
    names = [x for x in names + written * a.written_times if len(x[0]) <= LEFT_OUT]
    mentions = [x for x in mentions if len(x[0]) <= LEFT_OUT]

    dev = {k: [from_tree(s, pieces, voc) for s in sentences(read_conllu(f"{L}/{k}-dev.conllu"))] for k in ("ewt", "gum")}
    devn = {k: [from_names(t, l, "written", pieces) for t, l in read_tsv_names(f"{L}/names-{k}-dev.tsv", {})]
            for k in ("wikigold", "uner-ewt", "worldwide")}
    plain_trees = [from_tree(s, pieces, voc) for s in trees]

    def epoch_data():
        out = []
        for i in rng.sample(range(len(trees)), int(a.trees * len(trees))):
            forms = augment([w.form for w in trees[i]], rng)
            out.append(from_tree(trees[i], pieces, voc, forms) if forms else plain_trees[i])
        for t, l, k in names:
            if rng.random() < a.swap:
                t, l = exchange(t, l, pool, rng)
            out.append(from_names(augment(t, rng) or t, l, k, pieces))
        for t, l, k in mentions:
            d = from_names(augment(t, rng) or t, l, k, pieces)
            d["head"] = MENTIONS
            out.append(d)
        return out

    enc = [q for n, q in model.named_parameters() if n.startswith("enc.") and q.requires_grad and n not in ("enc.mix", "enc.case.weight")]
    ids = {id(q) for q in enc}
    rest = [q for q in model.parameters() if q.requires_grad and id(q) not in ids]
    live = rest + enc
    opt = torch.optim.AdamW([{"params": rest, "lr0": a.lr, "weight_decay": a.wd}, {"params": enc, "lr0": a.elr, "weight_decay": 0.01}],
                            lr=a.lr, betas=(0.9, 0.98), fused=True)
    quantise(model, True)
    steps = a.epochs * len(batches(epoch_data(), a.size, rng))
    step, start, spent = 0, 0, 0.0
    ema = [q.detach().clone() for q in live]
    log = open(a.out + ".log", "a")

    def say(**k):
        print(json.dumps(k), flush=True)
        log.write(json.dumps(k) + "\n")
        log.flush()
    state = a.out + ".state"
    if os.path.exists(state):
        s = torch.load(state, weights_only=False)
        model.load_state_dict(s["model"])
        opt.load_state_dict(s["opt"])
        step, start, ema, spent = s["step"], s["epoch"], s["ema"], s["spent"]
        rng.setstate(s["rng"])
        torch.set_rng_state(s["torch"])
    say(args=vars(a), names=len(names), mentions=len(mentions), steps=steps)

    def averaged(work):
        old = [q.data for q in live]
        for q, e in zip(live, ema):
            q.data = e
        work()
        for q, o in zip(live, old):
            q.data = o
    for ep in range(start, a.epochs):
        t0, tot, k = time.process_time(), 0.0, 0
        model.train()
        data = epoch_data()
        for bt in batches(data, a.size, rng):
            lr = min(1.0, (step + 1) / (0.05 * steps)) * max(0.02, 1 - step / steps)
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
            torch._foreach_lerp_(ema, [q.data for q in live], 1 - min(a.ema, 1 - 1 / (1 + step / 4)))
            if k % 50 == 0:
                print(ep + 1, k, round(tot / k, 3), round((time.process_time() - t0) / 60, 2), flush=True)
        spent += time.process_time() - t0

        def ship():
            row = dict(epoch=ep + 1, loss=round(tot / k, 3), core_min=round(spent / 60, 1))
            if a.score:                                        # the C program does it in a tenth of the time: train/run.sh
                row |= {n: score_names(model, d) for n, d in devn.items()}
                row |= {n: score_trees(model, d, voc) for n, d in dev.items()}
            say(**row)
            torch.save({"cfg": cfg, "voc": vars(voc), "tok": vars(tok), "model": model.state_dict(), "args": dict(ck["args"], **vars(a))}, a.out)
        averaged(ship)
        torch.save({"model": model.state_dict(), "opt": opt.state_dict(), "step": step, "epoch": ep + 1, "ema": ema, "spent": spent,
                    "rng": rng.getstate(), "torch": torch.get_rng_state()}, state)


if __name__ == "__main__":
    main()
