"""Treebanks and name sets -> training examples; token tables learned from the treebanks."""
import json
import re
from collections import Counter, defaultdict

from .text import Tokenizer, chunks, plain, is_alnum

TYPES = ["PER", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PROD", "MISC"]
LABELS = ["O"] + [p + t for t in TYPES for p in ("B-", "I-")]


# ---------------------------------------------------------------- trees
class Word:
    __slots__ = ("form", "lemma", "upos", "xpos", "feats", "head", "rel", "space", "joined")

    def __init__(self, f, space, joined):
        self.form, self.lemma, self.upos, self.xpos, self.feats = f[1], f[2], f[3], f[4], f[5]
        self.head, self.rel, self.space, self.joined = int(f[6]), f[7], space, joined


def read_conllu(path):
    """Documents of paragraphs of sentences of words; `space` = white space follows, `joined` = same token as the word before."""
    docs, sent = [], []
    end, last_space, first = 0, True, True

    def close():
        nonlocal sent
        if sent:
            if not docs:
                docs.append([[]])
            docs[-1][-1].append(sent)
            sent = []
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if not line:
            close()
            end = 0
        elif line.startswith("# newdoc"):
            docs.append([[]])
        elif line.startswith("# newpar"):
            if not docs:
                docs.append([[]])
            if docs[-1][-1]:
                docs[-1].append([])
        elif line[0] != "#":
            f = line.split("\t")
            if "-" in f[0]:
                lo, end = (int(x) for x in f[0].split("-"))
                last_space, first = "SpaceAfter=No" not in f[9], True
            elif f[0].isdigit():
                i = int(f[0])
                if i <= end:
                    sent.append(Word(f, last_space if i == end else False, not first))
                    first = False
                else:
                    sent.append(Word(f, "SpaceAfter=No" not in f[9], False))
    close()
    return docs


def sentences(docs):
    return [s for d in docs for p in d for s in p]


# ---------------------------------------------------------------- token tables
CLITICS = ["'s", "n't", "'re", "'ve", "'ll", "'d", "'m"]
UNITS = "am pm a.m p.m km kg mm cm mph kmh k m b bn mn th".split()[:8]
ABBREV = ("mr. mrs. ms. dr. prof. gen. col. lt. sgt. capt. maj. cpl. adm. sen. rep. gov. st. jr. sr. inc. corp. co. ltd. vs. etc. no. "
          "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. wed. thu. fri. sat. sun. e.g. i.e. a.m. p.m. u.s. u.k. u.n. "
          "d.c. ph.d. rev. hon. pres. mt. ft. ave. blvd. rd. dept. univ. approx. al. cf. fig. vol. pp. ed. eds. est. pvt. brig. gens. messrs. ariz. calif. "
          "colo. conn. fla. ga. ill. ind. kan. ky. la. mass. md. mich. minn. miss. mo. mont. neb. nev. okla. ore. pa. tenn. tex. va. vt. wash. wis. wyo.").split()


def surface(sents):
    """[(chunk text, [token lengths], [word lengths with joined flags])] of one paragraph's sentences."""
    out, toks, words = [], [], []
    for s in sents:
        for w in s:
            if w.joined:
                toks[-1] += len(w.form)
            else:
                toks.append(len(w.form))
            words.append((w.form, w.joined))
            if w.space:
                out.append(("".join(f for f, _ in words), toks, words))
                toks, words = [], []
        if words:                                          # sentence ends; next one is parted by a blank in raw text
            if s[-1].space or True:
                out.append(("".join(f for f, _ in words), toks, words))
                toks, words = [], []
    return out


def learn_tokenizer(docs):
    """Clitics and units are listed; glue, abbreviations, multi-word tokens and exceptions come from the treebanks."""
    glue, apart, mwt = Counter(), Counter(), defaultdict(Counter)
    abbrev, noabbrev = Counter(), Counter()
    seen = defaultdict(Counter)
    for d in docs:
        for par in d:
            for text, toks, words in surface(par):
                at = 0
                parts = []
                for n in toks:
                    parts.append(text[at:at + n])
                    at += n
                for i, t in enumerate(parts):
                    p = plain(t)
                    m = re.match(r"^([^\W\d]+)-[^\W\d]", p)
                    if m:
                        glue[m.group(1)] += 1
                    if i + 1 < len(parts) and parts[i + 1] == "-" and p.isalpha():
                        apart[p] += 1
                    if len(p) > 1 and p.endswith(".") and p[:-1].replace(".", "").isalpha():
                        abbrev[p] += 1
                    if i + 1 < len(parts) and parts[i + 1] == "." and p.isalpha():
                        noabbrev[p + "."] += 1
                cur, group = [], []
                for f, joined in words:
                    if joined:
                        group.append(f)
                    else:
                        if len(group) > 1:
                            mwt[plain("".join(group))][tuple(len(x) for x in group)] += 1
                        elif group:
                            mwt[plain(group[0])][None] += 1
                        group = [f]
                if len(group) > 1:
                    mwt[plain("".join(group))][tuple(len(x) for x in group)] += 1
                elif group:
                    mwt[plain(group[0])][None] += 1
                seen[plain(text)][tuple(toks)] += 1
    glue = {g for g, n in glue.items() if n > apart[g]}
    abbrev = {a for a, n in abbrev.items() if n > noabbrev[a] or (n >= 2 and 4 * n > noabbrev[a])} | {a for a in ABBREV if noabbrev[a] < 5}
    t = Tokenizer({}, abbrev, CLITICS, glue, UNITS, {})
    table = {}
    for tok, c in mwt.items():
        best, n = c.most_common(1)[0]
        rule = [y - x for x, y, _ in t.words(tok)] if " " not in tok else None
        want = list(best) if best else [len(tok)]
        if rule != want and (best or n >= 2) and sum(want) == len(tok) and is_alnum(tok[0]):
            if best or any(tok.endswith(c) for c in CLITICS):
                table[tok] = want
    t.mwt = table
    exceptions = {}
    for text, c in seen.items():
        best, n = c.most_common(1)[0]
        if [y - x for x, y in t.tokens(text)] != list(best) and n > sum(c.values()) - n and len(text) <= 40:
            exceptions[text] = list(best)
    t.exceptions = exceptions
    return t


# ---------------------------------------------------------------- names
def read_tsv_names(path, rename, norp=None):
    """[(tokens, labels)] one a sentence; rename: source type -> ours or None."""
    out, toks, labs = [], [], []

    def close():
        nonlocal toks, labs
        if toks:
            out.append((toks, labs))
        toks, labs = [], []
    for line in open(path, encoding="utf8"):
        c = line.rstrip("\n").split("\t")
        if len(c) == 1:
            close()
            continue
        lab = c[1]
        if lab != "O":
            kind = rename.get(lab[2:], lab[2:])
            lab = "O" if kind is None else lab[:2] + kind
        toks.append(c[0].replace("\u00a0", " "))
        labs.append(lab)
    close()
    if norp:
        for toks, labs in out:
            for i, lab in enumerate(labs):
                if lab == "B-MISC" and plain(toks[i]) in norp and (i + 1 == len(labs) or labs[i + 1] != "I-MISC"):
                    labs[i] = "B-NORP"
    return out


def label_spans(text, spans, tokenizer):
    """Tokenise and label; spans = [(start, end, type)] in characters, not nested. -> tokens, labels"""
    toks, labs = [], []
    at = sorted(spans)
    for a, b, _ in chunks(text):
        for x, y, _j in tokenizer.words(text[a:b]):
            x, y = a + x, a + y
            lab = "O"
            for s, e, t in at:
                if x < e and y > s:
                    lab = ("B-" if x <= s else "I-") + t
                    break
            toks.append(text[x:y])
            labs.append(lab)
    return toks, labs


MARK = re.compile(r"\[(%s) ([^\[\]]+)\]" % "|".join(TYPES))


def read_written(path, tokenizer):
    """Our own sentences: one a line, names as [TYPE words]."""
    out = []
    for n, line in enumerate(open(path, encoding="utf8"), 1):
        line = line.strip()
        if not line or line[0] == "#":
            continue
        text, spans, at = "", [], 0
        for m in MARK.finditer(line):
            text += line[at:m.start()]
            spans.append((len(text), len(text) + len(m.group(2)), m.group(1)))
            text += m.group(2)
            at = m.end()
        text += line[at:]
        if "[" in text or "]" in text:
            continue
        out.append(label_spans(text, spans, tokenizer))
    return out


RE3D = {"Organisation": "ORG", "Location": "LOC", "Person": "PER", "Nationality": "NORP", "Temporal": "DATE", "Money": "MONEY",
        "Weapon": "PROD", "Vehicle": "PROD", "MilitaryPlatform": "PROD", "DocumentReference": "MISC"}


def read_re3d(path, tokenizer, all_mentions=False):
    out = []
    for line in open(path, encoding="utf8"):
        d = json.loads(line)
        if d["use"] != "ship":
            continue
        text = d["text"]
        spans = []
        # longest first: outer names; a state that acts is marked twice there, and is the body where all mentions count
        for s, e, t in sorted(d["spans"], key=lambda x: (x[0] - x[1], x[0], all_mentions and x[2] != "Organisation")):
            k = RE3D.get(t)
            words = text[s:e]
            if not k or any(s < b and e > a for a, b, _ in spans):
                continue
            if k not in ("DATE", "MONEY") and not re.search(r"[A-Z]", words) and not all_mentions:
                continue
            if words.lower().startswith("the ") and k != "DATE" and not all_mentions:
                s += 4
            spans.append((s, e, k))
        for m in re.finditer(r"[^\n]+", text):
            a, b = m.span()
            toks, labs = label_spans(text[a:b], [(s - a, e - a, k) for s, e, k in spans if s >= a and e <= b], tokenizer)
            at = 0                                        # cut at sentence ends, roughly: this is training text only
            for i, t in enumerate(toks):
                if t in (".", "?", "!") and i + 1 < len(toks):
                    out.append((toks[at:i + 1], labs[at:i + 1]))
                    at = i + 1
            if at < len(toks):
                out.append((toks[at:], labs[at:]))
    return [(t, l) for t, l in out if len(t) > 2]


POLITICS = {"politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG", "country": "LOC", "location": "LOC",
            "election": "MISC", "event": "MISC", "misc": "MISC"}
ANNOTATED = {"gum": {"PER", "ORG", "LOC"}, "wikigold": {"PER", "ORG", "LOC", "MISC", "NORP"}, "politics": {"PER", "ORG", "LOC", "MISC"},
             "re3d": {"PER", "ORG", "LOC", "NORP", "DATE", "MONEY", "PROD"}, "written": set(TYPES)}
