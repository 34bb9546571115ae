"""The network: a BERT-like encoder over word pieces, one gated convolution over words, heads for tags, trees and names.

What the C program computes is this forward pass with every product in int8 (weights) times 7 bit unsigned (activations,
one scale and zero point a row). `quantise(model, True)` trains and runs with that arithmetic simulated.
Shapes: B sentences, P pieces, T words (word 0 is the root and reads the piece [CLS]), W trunk width.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from .text import AFFIX_ROWS, SHAPE_ROWS, CASES

DIM, HEADS, FF, VOCAB, POSITIONS = 384, 12, 1536, 30522, 512


def fake_activation(x):
    """7 bit unsigned with a zero point for each row; gradient passes straight through."""
    lo, hi = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    s = ((hi - lo) / 127).clamp(min=1e-8)
    z = torch.round(-lo / s)
    q = (torch.clamp(torch.round(x / s) + z, 0, 127) - z) * s
    return x + (q - x).detach()


def fake_weight(w):
    """8 bit signed, one scale an output row."""
    s = (w.abs().amax(-1, keepdim=True) / 127).clamp(min=1e-12)
    return w + (torch.round(w / s) * s - w).detach()


class Linear(nn.Linear):
    quant = False

    def forward(self, x):
        if not self.quant:
            return super().forward(x)
        return F.linear(fake_activation(x), fake_weight(self.weight), self.bias)


def quantise(model, on):
    for m in model.modules():
        if isinstance(m, Linear):
            m.quant = on


class Block(nn.Module):
    def __init__(self, ff):
        super().__init__()
        self.qkv, self.o = Linear(DIM, 3 * DIM), Linear(DIM, DIM)
        self.ln1 = nn.LayerNorm(DIM, eps=1e-12)
        self.up, self.down = Linear(DIM, ff), Linear(ff, DIM)
        self.ln2 = nn.LayerNorm(DIM, eps=1e-12)

    def forward(self, x, bias, drop):
        B, P, _ = x.shape
        q, k, v = self.qkv(x).view(B, P, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        a = torch.softmax(q @ k.transpose(2, 3) * q.shape[-1] ** -0.5 + bias, -1) @ v
        a = a.transpose(1, 2).reshape(B, P, -1)
        x = self.ln1(x + F.dropout(self.o(a), drop, self.training))
        return self.ln2(x + F.dropout(self.down(F.gelu(self.up(x), approximate="tanh")), drop, self.training))


class Encoder(nn.Module):
    """Word pieces (frozen), positions (frozen) and the case of the word; then the layers; a learned mix of all of them."""

    def __init__(self, layers, ff=FF):
        super().__init__()
        self.word, self.pos, self.case = nn.Embedding(VOCAB, DIM), nn.Embedding(POSITIONS, DIM), nn.Embedding(CASES, DIM)
        nn.init.zeros_(self.case.weight)
        self.ln = nn.LayerNorm(DIM, eps=1e-12)
        self.blocks = nn.ModuleList(Block(ff) for _ in range(layers))
        self.mix = nn.Parameter(torch.zeros(layers + 1))

    def load(self, path):
        """A Hugging Face safetensors file; the first `layers` layers are taken."""
        from safetensors.torch import load_file
        w = load_file(path)
        g = lambda k: w[k].float()
        self.word.weight.data = g("embeddings.word_embeddings.weight")
        self.pos.weight.data = g("embeddings.position_embeddings.weight") + g("embeddings.token_type_embeddings.weight")[0]

        def lin(m, k):
            m.weight.data, m.bias.data = g(k + ".weight"), g(k + ".bias")
        lin(self.ln, "embeddings.LayerNorm")
        for i, b in enumerate(self.blocks):
            p = f"encoder.layer.{i}."
            b.qkv.weight.data = torch.cat([g(p + f"attention.self.{x}.weight") for x in ("query", "key", "value")])
            b.qkv.bias.data = torch.cat([g(p + f"attention.self.{x}.bias") for x in ("query", "key", "value")])
            lin(b.o, p + "attention.output.dense")
            lin(b.ln1, p + "attention.output.LayerNorm")
            lin(b.up, p + "intermediate.dense")
            lin(b.down, p + "output.dense")
            lin(b.ln2, p + "output.LayerNorm")

    def forward(self, ids, case, lens, drop):
        x = self.ln(self.word(ids) + self.pos(torch.arange(ids.shape[1])) + self.case(case))
        bias = (torch.arange(ids.shape[1])[None] >= lens[:, None])[:, None, None, :] * -1e4
        m = torch.softmax(self.mix, 0)
        out = m[0] * x.float()
        for i, b in enumerate(self.blocks):
            x = b(x, bias, drop)
            out = out + m[i + 1] * x.float()
        return out


class Conv(nn.Module):
    """x + GLU(W [LN x(t-d), LN x(t), LN x(t+d)] + b), zero outside the sentence."""

    def __init__(self, w, drop, dilation=1):
        super().__init__()
        self.ln, self.lin, self.drop, self.d = nn.LayerNorm(w), Linear(3 * w, 2 * w), drop, dilation

    def forward(self, x, mask):
        y = self.ln(x) * mask
        d = self.d
        y = torch.cat([F.pad(y, (0, 0, d, 0))[:, :-d], y, F.pad(y, (0, 0, 0, d))[:, d:]], -1)
        return x + F.dropout(F.glu(self.lin(y), -1), self.drop, self.training)


class Model(nn.Module):
    def __init__(self, cfg, sizes):
        """sizes: UPOS, XPOS, FEATS, relations, lemma rules, name labels"""
        super().__init__()
        c = self.cfg = cfg
        W, A, L = c["width"], c["arc"], c["label"]
        nu, nx, nf, nr, nl, nn_ = sizes
        self.ea, self.es = nn.Embedding(AFFIX_ROWS, c["da"]), nn.Embedding(SHAPE_ROWS, 16)
        for e in (self.ea, self.es):
            nn.init.normal_(e.weight, std=0.1)
        self.enc = Encoder(c["layers"], c["ff"])
        self.inp = Linear(DIM + 6 * c["da"] + 16, W)
        self.conv = Conv(W, c["drop"])
        self.ln = nn.LayerNorm(W)
        self.tags = Linear(W, nu + nx + nf + nl)
        self.split = [nu, nx, nf, nl]
        self.arcs = Linear(W, 2 * A + 2 * L)                   # dependent arc, head arc, dependent label, head label
        self.au, self.ab = Linear(A, A), nn.Linear(A, 1)
        self.lu = Linear(L, nr * L, bias=False)                # bilinear label scores: row r * L + j
        self.lu.weight.data = torch.randn(nr * L, L) * (0.5 / L)
        self.lb = Linear(2 * L, nr)
        self.dist = nn.Parameter(torch.zeros(65))
        self.nconv = Conv(W, c["drop"])
        self.nln = nn.LayerNorm(W)
        self.names = Linear(W, nn_ * c.get("heads", 1))        # a set of labels for names, a second one for mentions

    def forward(self, b):
        c = self.cfg
        f = b["f"]
        B, T, _ = f.shape
        mask = (torch.arange(T)[None] < b["len"][:, None]).float()[..., None]
        with torch.autocast("cpu", torch.bfloat16, enabled=bool(c["bf16"]) and self.training):
            e = self.enc(b["p"], b["pc"], b["plen"], 0.1)
        idx = lambda k: b[k][..., None].expand(-1, -1, e.shape[-1])
        word = (e.gather(1, idx("a")) + e.gather(1, idx("b"))) * 0.5
        x = torch.cat([word, self.ea(f[..., :6]).flatten(2), self.es(f[..., 6])], -1)
        x = self.inp(F.dropout(x, c["edrop"], self.training))
        x = self.conv(x, mask)
        n = F.dropout(self.nln(self.nconv(x, mask)), c["drop"], self.training)
        y = F.dropout(self.ln(x), c["drop"], self.training)
        h = F.dropout(F.leaky_relu(self.arcs(y), 0.1), c["drop"], self.training)
        A, L = c["arc"], c["label"]
        ad, ah, ld, lh = h.split([A, A, L, L], -1)
        arc = self.au(ad) @ ah.transpose(1, 2) / math.sqrt(A) + self.ab(ah).transpose(1, 2)
        r = (torch.arange(T)[None] - torch.arange(T)[:, None]).clamp(-31, 31) + 32
        r[:, 0] = 0                                            # the root has a bias of its own
        arc = arc + self.dist[r]
        arc = arc.masked_fill(mask.transpose(1, 2) == 0, -1e4)
        arc = arc.masked_fill(torch.eye(T, dtype=torch.bool), -1e4)
        return {"tags": self.tags(y), "arc": arc, "ld": ld, "lh": lh, "names": self.names(n)}

    def labels(self, o, heads):
        """Relation scores of each word for the head given to it."""
        L = self.cfg["label"]
        lh = o["lh"].gather(1, heads[..., None].expand(-1, -1, L))
        t = self.lu(o["ld"]).view(*heads.shape, -1, L)
        return (t @ lh[..., None])[..., 0] + self.lb(torch.cat([o["ld"], lh], -1))

    def loss(self, b):
        o, y = self(b), b["y"]
        w = (1.0, 0.5, 0.5, 0.5)
        total = y.new_zeros((), dtype=torch.float32)
        for k, t in enumerate(o["tags"].split(self.split, -1)):
            total = total + w[k] * _ce(t, y[..., k])
        total = total + 2.0 * _ce(o["arc"], y[..., 4])
        total = total + _ce(self.labels(o, y[..., 4].clamp(min=0)), y[..., 5])
        # Names: where a set does not annotate a type, "outside" may be any label of that type.
        n = b["free"].shape[-1]
        scores = o["names"]
        if scores.shape[-1] > n:
            scores = torch.where(b["head"][:, None, None] == 0, scores[..., :n], scores[..., n:])
        lp = torch.log_softmax(scores, -1)
        gold = y[..., 6]
        free = lp.masked_fill(~b["free"][:, None, :], -1e9).logsumexp(-1)
        hit = lp.gather(-1, gold.clamp(min=0)[..., None])[..., 0]
        nll = -torch.where(gold == 0, free, hit)
        known = (gold >= 0).float()
        return total + 1.5 * (nll * known).sum() / known.sum().clamp(min=1)


def _ce(scores, gold):
    gold = gold.flatten()
    if not (gold >= 0).any():
        return scores.sum() * 0
    return F.cross_entropy(scores.flatten(0, 1), gold, ignore_index=-100)
