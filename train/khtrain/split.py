"""Where sentences begin:  python -m khtrain.split --data FOLDER --encoder FOLDER --written FOLDER --out FILE.pt

For each surface token one yes or no, from three gated convolutions over tokens. A token is the mean of its pieces' rows in the
encoder's frozen table, projected to WIDTH, plus rows for shape, case and the gap before it. The projected table is what
ships (sections.split_section), so C never sees the 384 columns. The layers below are what src/language/split.c computes:
all non-linear parts are clamps, so that whole numbers can stand for them.
"""
import argparse
import glob
import json
import random
import re
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from .data import MARK, learn_tokenizer, read_conllu
from .text import CASES, SHAPE_ROWS, Pieces, case_of, char_class, chunks, normal, shape, fnv, SPACE

WIDTH, DILATIONS, GAPS = 48, (1, 2, 4), 5
SHORT_LINE = 56           # characters; a line break after a shorter line was meant


# ---------------------------------------------------------------- input of the network
def gaps(text):
    """chunks(text) with 5 kinds of gap: 0 none, 1 blank, 2 break after a short line, 3 break after a long line, 4 blank line."""
    out = []
    for a, b, g in chunks(text):
        if g == 2:
            line = text.rfind("\n", 0, a)                          # the last line break before; the line before ends there
            end = line
            while end > 0 and char_class(text[end - 1]) == SPACE:
                end -= 1
            begin = text.rfind("\n", 0, end) + 1
            g = 2 if end - begin < SHORT_LINE else 3
        elif g == 3:
            g = 4
        out.append((a, b, g))
    return out


class Reader:
    """text -> surface tokens with the numbers that the network reads."""

    def __init__(self, tokenizer, pieces):
        self.tokenizer, self.pieces, self.memo, self.forms = tokenizer, pieces, {}, {}
        self.rows = []                                             # of a form: piece ids
        self.shape_row, self.case = [], []

    def form(self, w):
        i = self.forms.get(w)
        if i is None:
            i = self.forms[w] = len(self.rows)
            self.rows.append(self.pieces(w))
            self.shape_row.append(1 + fnv("s" + shape(w)) % (SHAPE_ROWS - 1))
            self.case.append(case_of(w))
        return i

    def __call__(self, text):
        """[(start, form, gap)]"""
        out = []
        for a, b, g in gaps(text):
            c = text[a:b]
            got = self.memo.get(c)
            if got is None:
                got = self.memo[c] = [(x, self.form(c[x:y])) for x, y in self.tokenizer.tokens(c)]
            for n, (x, f) in enumerate(got):
                out.append((a + x, f, 0 if n else g))
        return out


# ---------------------------------------------------------------- text with known beginnings
def sentence_text(sent):
    s = ""
    for n, w in enumerate(sent):
        s += w.form + (" " if w.space and n + 1 < len(sent) else "")
    return s, sent[-1].space


def treebank(paths):
    """Documents of paragraphs of (sentence, a blank follows)."""
    return [[[sentence_text(s) for s in p] for p in d if p] for path in paths for d in read_conllu(path)]


def written(folder):
    """Our own sentences as documents of paragraphs of one to four sentences."""
    docs = []
    for path in sorted(glob.glob(folder + "/*.txt")):
        lines = []
        for line in open(path, encoding="utf8"):
            line = line.strip()
            if line and line[0] != "#":
                text = MARK.sub(r"\2", line)
                lines.append(re.split(r"(?<=[a-z]{3}[.?!]) (?=[A-Z])|(?<=[a-z][?!]) (?=[A-Z])", text)
                             if re.search(r"\b[a-z]{2,}[.?!] [A-Z]", text) else [text])
        docs.append(lines)
    return docs


PLACES = "KABUL Kabul BAGHDAD Geneva NAIROBI Lima MOSCOW Quetta SANAA Bogota TRIPOLI Juba ANKARA Yangon MANILA Dhaka".split()
MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec. January August September".split()
AGENCIES = "Reuters AP AFP Xinhua dpa Interfax ANI UPI BBC Staff".split()


def dateline(rng):
    s = rng.choice(PLACES)
    if rng.random() < .3:
        s += ", " + rng.choice(("Pakistan", "Iraq", "Colombia", "Yemen", "Kenya"))
    if rng.random() < .5:
        s += ", %s %d" % (rng.choice(MONTHS), rng.randint(1, 31))
    if rng.random() < .8:
        s += " (%s)" % rng.choice(AGENCIES)
    return s + rng.choice((" - ", " -- ", " \u2014 ", " \u2013 ", ": ", " \u2014", " - ", " - "))


def typographic(s):
    s = re.sub(r'(^|[\s(\[])"', "\\1\u201c", s).replace('"', "\u201d")
    return re.sub(r"(^|[\s(\[])'", "\\1\u2018", s).replace("'", "\u2019")


def wrap(text, width):
    out, line = [], 0
    for w in text.split(" "):
        if line and line + 1 + len(w) > width:
            out.append("\n")
            line = 0
        elif out:
            out.append(" ")
            line += 1
        out.append(w)
        line += len(w)
    return "".join(out)


def render(doc, rng, plain):
    """-> text, set of starts. `plain`: exactly the rule of the dev texts."""
    style = rng.random() if not plain else 1
    width = rng.choice((60, 66, 72, 76, 80, 100)) if style < .10 else 0
    lines = .10 <= style < .18
    lower, upper, curly = .18 <= style < .23, .23 <= style < .27, rng.random() < .3 and not plain
    holes = rng.random() < .3 and not plain
    stops = rng.random() < .15 and not plain
    text, starts = "", []
    for par in doc:
        body = ""
        marks = []
        for n, (s, space) in enumerate(par):
            if n == 0 and not plain and rng.random() < .04 and len(s) > 40 and s[0].isupper():
                s = dateline(rng) + s
            if holes and " " in s and len(s) > 50 and rng.random() < .12:     # a picture stood here
                at = rng.choice([m.start() for m in re.finditer(" ", s)])
                s = s[:at] + "\u0001" + s[at + 1:]
            if stops and n + 1 == len(par) and s[-1:] == ".":
                s = s[:-1]
            marks.append(len(body))
            body += s
            if n + 1 < len(par):
                tight = not plain and s[-1:] in ".?!" and len(s) > 30 and par[n + 1][0][:1].isupper() and rng.random() < .01
                body += "\n" if lines and space else " " if space and not tight else ""
        if width:
            body = wrap(body, width)
        body = body.replace("\u0001", "\u0001\u0001")                          # keeps two characters for the blank line
        if "\u0001" in body:
            marks = [fix(body, m) for m in marks]
            body = body.replace("\u0001", "\n")
        starts += [len(text) + m for m in marks]
        text += body + "\n\n"
    if lower:
        text = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if upper:
        text = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    if curly:
        text = typographic(text)
    return text, set(starts)


def fix(body, at):
    """Position `at` counted with one character for each doubled mark."""
    i = seen = 0
    while seen < at:
        i += 2 if body[i] == "\u0001" else 1
        seen += 1
    return i


# ---------------------------------------------------------------- the network
hsig = lambda x: torch.clamp(x * .25 + .5, 0, 1)


class Splitter(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(384, WIDTH, bias=False)
        self.shape, self.case, self.gap = nn.Embedding(SHAPE_ROWS, WIDTH), nn.Embedding(CASES, WIDTH), nn.Embedding(GAPS, WIDTH)
        for e in (self.shape, self.case, self.gap):
            nn.init.normal_(e.weight, 0, .3)
        self.convs = nn.ModuleList(nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.out = nn.Linear(WIDTH, 1)

    def forward(self, mean, shape_row, case, gap, drop=0.):
        """mean (B, T, 384), the others (B, T) -> logits (B, T)"""
        e = F.dropout(self.proj(mean), drop, self.training)
        if self.training:
            shape_row = torch.where(torch.rand(shape_row.shape) < .1, 0, shape_row)
        x = e + self.shape(shape_row) + self.case(case) + self.gap(gap)
        x = torch.clamp(x, -8, 8).transpose(1, 2)
        for c in self.convs:
            a, g = c(x).chunk(2, 1)
            x = torch.clamp(x + F.dropout(torch.clamp(a, -8, 8) * hsig(g), drop, self.training), -8, 8)
        return self.out(x.transpose(1, 2)).squeeze(-1)


def encode(reader, text, starts):
    t = reader(text)
    return np.array([[f, g, s in starts] for s, f, g in t], dtype=np.int32).reshape(-1, 3)


def tables(reader, word):
    mean = torch.stack([word[torch.tensor(r)].mean(0) for r in reader.rows])
    return mean, torch.tensor(reader.shape_row), torch.tensor(reader.case)


def predict(net, tab, rows):
    net.eval()
    with torch.no_grad():
        f = torch.from_numpy(rows[:, 0]).long()
        return net(tab[0][f][None], tab[1][f][None], tab[2][f][None], torch.from_numpy(rows[:, 1]).long()[None])[0]


def f1(logit, rows, threshold):
    """Sentences with both ends right."""
    got, want = (logit > threshold).nonzero().flatten().tolist(), np.nonzero(rows[:, 2])[0].tolist()
    got = sorted(set(got) | {0})
    spans = lambda s: set(zip(s, s[1:] + [len(rows)]))
    return 2 * len(spans(got) & spans(want)) / max(1, len(got) + len(want))


def main():
    ap = argparse.ArgumentParser()
    for name in ("data", "encoder", "written", "out"):
        ap.add_argument("--" + name, required=True)
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--copies", type=int, default=5)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    began = time.process_time()
    from safetensors.torch import load_file
    word = load_file(a.encoder + "/model.safetensors")["embeddings.word_embeddings.weight"].float()
    paths = [a.data + "/" + n + ".conllu" for n in ("ewt-train-1", "ewt-train-2", "gum-train")]
    reader = Reader(learn_tokenizer([d for p in paths for d in read_conllu(p)]), Pieces(a.encoder + "/vocab.txt"))
    docs = treebank(paths)
    rng.shuffle(docs)
    held, docs = docs[:len(docs) // 20], docs[len(docs) // 20:]
    own = written(a.written)
    dev = {n: encode(reader, *render([p for d in treebank([a.data + "/" + n + "-dev.conllu"]) for p in d], rng, True)) for n in ("ewt", "gum")}
    held_rows = encode(reader, *render([p for d in held for p in d], rng, True))
    held_aug = np.concatenate([encode(reader, *render(d, rng, False)) for d in held])

    def own_docs():
        out = []
        for lines in own:
            lines = lines[:]
            rng.shuffle(lines)
            while lines:
                doc = []
                for _ in range(rng.randint(2, 9)):
                    par = [(s, True) for _ in range(rng.randint(1, 4)) if lines for s in lines.pop()]
                    if par:
                        doc.append(par)
                if doc:
                    out.append(doc)
        return out

    sets = []
    for n in range(a.copies):
        parts = docs + own_docs()
        rng.shuffle(parts)
        sets.append(np.concatenate([encode(reader, *render(d, rng, n == 0)) for d in parts]))
    tab = tables(reader, word)
    print("tokens", sum(map(len, sets)), "forms", len(reader.rows), "cpu s", round(time.process_time() - began), flush=True)

    net = Splitter()
    L, B = 128, 32
    steps = a.epochs * (sum(map(len, sets)) // a.copies * 2 // (L * B))
    opt = torch.optim.AdamW(net.parameters(), lr=4e-3, weight_decay=1e-2)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 4e-3, total_steps=steps + 1, pct_start=.1)
    ema = {k: v.clone() for k, v in net.state_dict().items()}
    net.train()
    nrng = np.random.default_rng(a.seed)
    log = open(a.out + ".log", "w")

    def report(step):
        keep = {k: v.clone() for k, v in net.state_dict().items()}
        net.load_state_dict(ema)
        logit = predict(net, tab, held_rows)
        grid = [x / 4 for x in range(-12, 9)]
        aug = predict(net, tab, held_aug)
        score = {t: (f1(logit, held_rows, t) + f1(aug, held_aug, t)) / 2 for t in grid}
        best = max(score.values())
        good = [t for t in grid if score[t] > best - .002]
        t = good[len(good) // 2]
        row = {"step": step, "threshold": t, "held": round(f1(logit, held_rows, t), 4), "held_aug": round(f1(aug, held_aug, t), 4),
               **{n: round(f1(predict(net, tab, r), r, t), 4) for n, r in dev.items()}, "cpu_s": round(time.process_time() - began)}
        print(json.dumps(row), flush=True)
        print(json.dumps(row), file=log, flush=True)
        torch.save({"model": ema, "table": net.proj(word).detach(), "threshold": t, "log": row}, a.out)
        net.load_state_dict(keep)
        net.train()

    for step in range(1, steps + 1):
        s = sets[nrng.integers(len(sets))] if nrng.random() > .3 else sets[0]
        at = nrng.integers(0, len(s) - L, B)
        x = torch.from_numpy(np.stack([s[i:i + L] for i in at])).long()
        f = x[..., 0]
        logit = net(tab[0][f], tab[1][f], tab[2][f], x[..., 1], .25)
        y = x[..., 2].float()
        loss = F.binary_cross_entropy_with_logits(logit[:, 8:-8], y[:, 8:-8])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.)
        opt.step()
        sched.step()
        with torch.no_grad():
            for k, v in net.state_dict().items():
                ema[k].lerp_(v, .01 if step > 200 else .1)
        if step % 400 == 0 or step == steps:
            report(step)


if __name__ == "__main__":
    main()
