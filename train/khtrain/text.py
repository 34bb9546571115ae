"""Characters, normal form, word pieces and tokens.

Everything here is mirrored by src/language in C. The tables that steer it (character classes, normal form, exceptions,
abbreviations, clitics, glued prefixes) are built here and travel in the model file, so that C knows no language.
"""
import unicodedata

# ---------------------------------------------------------------- characters
OTHER, LOWER, UPPER, DIGIT, LETTER, MARK, PUNCT, SYMBOL, SPACE = range(9)
MAX_CP = 0x30000


def char_class(c):
    k = unicodedata.category(c)
    if k in ("Ll",):
        return LOWER
    if k in ("Lu", "Lt"):
        return UPPER
    if k[0] == "L":
        return LETTER
    if k == "Nd":
        return DIGIT
    if k[0] == "N":
        return LETTER
    if k[0] == "M":
        return MARK
    if k[0] == "P":
        return PUNCT
    if k[0] == "S":
        return SYMBOL
    if k[0] == "Z" or c in "\t\n\r\f\v":
        return SPACE
    return OTHER


def class_ranges():
    """[(first, last, class)] over all code points, OTHER left out."""
    out = []
    for cp in range(MAX_CP):
        k = char_class(chr(cp)) if not 0xD800 <= cp < 0xE000 else OTHER
        if k == OTHER:
            continue
        if out and out[-1][1] == cp - 1 and out[-1][2] == k:
            out[-1][1] = cp
        else:
            out.append([cp, cp, k])
    return out


def norm_char(c):
    """Lower case, decomposed, without marks. At most 4 characters; longer expansions keep the character."""
    s = unicodedata.normalize("NFD", c.lower())
    s = "".join(x for x in s if unicodedata.category(x) != "Mn")
    return s if len(s) <= 4 else c


def norm_table():
    """{code point: normal form} where it differs; Hangul syllables are left as they are."""
    out = {}
    for cp in range(0x20, 0x2FFFF):
        if 0xD800 <= cp < 0xE000 or 0xAC00 <= cp < 0xD7B0:
            continue
        c = chr(cp)
        n = norm_char(c)
        if n != c:
            out[cp] = n
    return out


_memo = {}


def normal(word):
    out = []
    for c in word:
        if c not in _memo:
            _memo[c] = c if 0xAC00 <= ord(c) < 0xD7B0 else norm_char(c)
        out.append(_memo[c])
    return "".join(out)


def is_alnum(c):
    return char_class(c) in (LOWER, UPPER, DIGIT, LETTER, MARK)


# ---------------------------------------------------------------- features of a word
def fnv(s):
    h = 0x811C9DC5
    for b in s.encode("utf8"):
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return h


AFFIX_ROWS, SHAPE_ROWS, CASES = 4096, 1024, 8


def shape(word):
    """Classes of the characters, runs cut at three, twelve characters at most: 'Al-Qaeda7' -> 'Xx-Xxxxd'."""
    out = []
    for c in word:
        k = char_class(c)
        s = {LOWER: "x", UPPER: "X", DIGIT: "d", LETTER: "l", MARK: "m"}.get(k, c)
        if len(out) >= 3 and out[-1] == out[-2] == out[-3] == s:
            continue
        out.append(s)
        if len(out) == 12:
            break
    return "".join(out)


def affixes(word):
    """Row numbers: prefixes of 1 and 3, suffixes of 1 to 4 characters of the normal form, digits as 0; then the shape."""
    w = "".join("0" if char_class(c) == DIGIT else c for c in normal(word))
    h = lambda tag, s, n: 1 + fnv(tag + s) % (n - 1)
    return [h("a", w[:1], AFFIX_ROWS), h("b", w[:3], AFFIX_ROWS), h("c", w[-1:], AFFIX_ROWS), h("d", w[-2:], AFFIX_ROWS),
            h("e", w[-3:], AFFIX_ROWS), h("f", w[-4:], AFFIX_ROWS), h("s", shape(word), SHAPE_ROWS)]


NFEATS = 7


def case_of(word):
    """1 no cased letter, 2 lower, 3 Title, 4 UPPER (2 letters or more), 5 single capital, 6 mixed; 0 is kept for padding, 7 free."""
    up = low = 0
    first = None
    for c in word:
        k = char_class(c)
        if k in (UPPER, LOWER):
            up += k == UPPER
            low += k == LOWER
            first = k if first is None else first
    if not up and not low:
        return 1
    if not up:
        return 2
    if not low:
        return 4 if up > 1 else 5
    return 3 if up == 1 and first == UPPER else 6


class Pieces:
    """Greedy longest-match word pieces of one token; a character that is no letter or digit stands alone."""
    MAX = 8

    def __init__(self, vocab_path):
        self.words = [w.rstrip("\n") for w in open(vocab_path, encoding="utf8")]
        self.ids = {w: i for i, w in enumerate(self.words)}
        self.unk = self.ids["[UNK]"]
        self.memo = {}

    def __call__(self, word):
        got = self.memo.get(word)
        if got is None:
            got = self.memo[word] = self.cut(normal(word))
        return got

    def cut(self, w):
        parts, cur = [], ""
        for c in w:
            if is_alnum(c):
                cur += c
            else:
                if cur:
                    parts.append(cur)
                parts.append(c)
                cur = ""
        if cur:
            parts.append(cur)
        ids = []
        for p in parts:
            s, got = 0, []
            while s < len(p):
                e = min(len(p), s + 32)
                while e > s and ("##" if s else "") + p[s:e] not in self.ids:
                    e -= 1
                if e == s:
                    got = [self.unk]
                    break
                got.append(self.ids[("##" if s else "") + p[s:e]])
                s = e
            ids += got
            if len(ids) >= self.MAX:
                break
        return ids[:self.MAX] or [self.unk]


# ---------------------------------------------------------------- tokens
QUOTE_MAP = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u2010": "-", "\u2011": "-"}


MAX_CHUNK = 512          # longer runs without white space are cut: bounds the work on hostile text
MAX_ABBREV = 24          # characters of an abbreviation, the stop included


def plain_char(c):
    if c in QUOTE_MAP:
        return QUOTE_MAP[c]
    n = normal(c)
    return n if len(n) == 1 else c


_plain = {}


def plain(s):
    """Normal form with plain apostrophes and hyphens; same length in characters. The key of all token tables."""
    out = []
    for c in s:
        if c not in _plain:
            _plain[c] = plain_char(c)
        out.append(_plain[c])
    return "".join(out)


class Tokenizer:
    """Cuts a chunk (a run without white space) into tokens, and tokens into words.

    tables: exceptions {plain chunk: [lengths]}, abbrev {plain token with its final stop}, clitics [plain suffix, longest
    first], glue {plain prefix that stays with what follows the hyphen}, units {letters that part from a number}.
    `words(chunk)` gives (start, end, joined) triples: joined = the word belongs to the same surface token as the word before.
    """

    def __init__(self, exceptions=None, abbrev=(), clitics=(), glue=(), units=(), mwt=None):
        self.exceptions, self.abbrev, self.clitics = exceptions or {}, set(abbrev), sorted(clitics, key=lambda s: (-len(s), s))
        self.glue, self.units, self.mwt = set(glue), set(units), mwt or {}

    def tokens(self, chunk):
        """[(start, end)] of surface tokens."""
        p = plain(chunk)
        cut = self.exceptions.get(p)
        if cut:
            return self._spans(0, cut)
        k = [char_class(c) for c in chunk]
        out, a, b = [], 0, len(chunk)
        tail = []
        address = "://" in p or p.startswith("www.")
        word = lambda i: k[i] in (LOWER, UPPER, DIGIT, LETTER, MARK)
        while a < b and not word(a):
            if p[a] == "'" and b - a > 1 and k[a + 1] == DIGIT:          # '90s
                break
            if p[a] in "@#" and b - a > 1 and word(a + 1):                # @handle, #tag
                break
            e = a + 1
            while e < b and chunk[e] == chunk[a] and chunk[a] in "-.!?*=_~'`":
                e += 1
            if p[a] == "." and e - a == 1 and e < b and k[e] == DIGIT:     # .5
                break
            out.append((a, e))
            a = e
        while b > a and not word(b - 1):
            rest = p[a:b]
            if rest in self.exceptions:
                break
            e = b - 1
            if chunk[b - 1] in ".":
                while e > a and chunk[e - 1] == ".":
                    e -= 1
                if b - e == 1 and self._abbreviation(p[a:b], k[a:b], chunk[a:b]):
                    break
                if b - e > 1 and e > a and b - e == 2 and self._abbreviation(p[a:e + 1], k[a:e + 1], chunk[a:e + 1]):
                    e += 1
            elif chunk[b - 1] in "-!?*=_~'`":
                while e > a and chunk[e - 1] == chunk[b - 1]:
                    e -= 1
            if p[b - 1] == "'" and b - e == 1 and (rest in self.mwt or self._possessive(p, k, a, b)):
                break
            if address and p[b - 1] == "/":
                break
            tail.append((e, b))
            b = e
        if a < b:
            rest = p[a:b]
            if rest in self.exceptions:
                out += self._spans(a, self.exceptions[rest])
            else:
                out += self._inner(chunk, p, k, a, b)
        return out + tail[::-1]

    @staticmethod
    def _spans(at, lengths):
        out = []
        for n in lengths:
            out.append((at, at + n))
            at += n
        return out

    def _abbreviation(self, p, k, s):
        """Does the final stop belong to the token?"""
        tail = max(p.rfind("-"), p.rfind("/"), p.rfind("(")) + 1
        if len(p) - tail > MAX_ABBREV:
            return False
        p, k = p[tail:], k[tail:]
        if p in self.abbrev:
            return True
        letters = [c for c in k if c in (LOWER, UPPER, LETTER)]
        if len(p) == 2 and k[0] == UPPER:                                  # an initial
            return True
        dots = p.count(".")
        return dots >= 2 and len(letters) == dots and all(p[i] == "." for i in range(1, len(p), 2))   # u.s.a.

    @staticmethod
    def _possessive(p, k, a, b):
        """"parents'": an apostrophe after a final s that closes no quotation opened in the same chunk."""
        return b - a > 2 and p[b - 2] == "s" and k[b - 2] == LOWER and "'" not in p[:a]

    def _inner(self, s, p, k, a, b):
        body = p[a:b]
        if "://" in body or body.startswith("www.") or ("@" in body[1:] and "." in body.split("@", 1)[1]):
            return [(a, b)]
        cuts = {a, b}
        word = lambda i: a <= i < b and k[i] in (LOWER, UPPER, DIGIT, LETTER, MARK)
        digit = lambda i: a <= i < b and k[i] == DIGIT
        all_letters = lambda x, y: y > x and all(k[i] in (LOWER, UPPER, LETTER) for i in range(x, y))
        numeric = all(k[i] == DIGIT or p[i] in ".,:/-" for i in range(a, b))
        has_digit = any(k[i] == DIGIT for i in range(a, b))
        start = a                                                          # begin of the part we are in
        i = a
        while i < b:
            c = p[i]
            if word(i):
                if i > a and digit(i - 1) and not digit(i) and k[i] != MARK:
                    j = i
                    while j < b and word(j) and not digit(j):
                        j += 1
                    if p[i:j] in self.units and all(digit(x) or p[x] in ".,:" for x in range(start, i)):
                        cuts.add(i)
                i += 1
                continue
            j = i + 1
            while j < b and s[j] == s[i]:
                j += 1
            inside = i > a and j < b
            keep = False
            if c in "'" and j - i == 1 and (inside or digit(i + 1) or (j == b and self._possessive(p, k, a, b))):
                keep = True
            elif c == "." and j - i == 1:
                left, right = p[start:i], k[i + 1] if i + 1 < b else SPACE
                lower_left = len(left) >= 3 and all(k[x] == LOWER for x in range(i - 2, i))
                keep = not (lower_left and right == UPPER)
                if left.count(".") == 0 and len(left) >= 2 and right == UPPER and k[i - 1] == LOWER and p[start:i + 1] in self.abbrev:
                    cuts.add(i + 1)
                    start = i + 1
            elif c in ",:/" and j - i == 1 and digit(i - 1) and digit(i + 1):
                keep = True
            elif c in "_&@#+\\^~" and (inside or (c in "@#" and i == a and j < b)):
                keep = True
            elif c == "-" and j - i == 1 and inside:
                keep = (numeric and (p[a:b].count("-") != 1 or (b - j >= 4 and all(digit(x) for x in range(j, b))))) or p[start:i] in self.glue or (has_digit and not all_letters(start, i) and p.count("-") > 1)
            if not keep:
                cuts.add(i)
                cuts.add(j)
                start = j
            i = j
        cuts = sorted(cuts)
        return list(zip(cuts, cuts[1:]))

    def words(self, chunk):
        out = []
        p = plain(chunk)
        for a, b in self.tokens(chunk):
            t = p[a:b]
            cut = self.mwt.get(t)
            if cut is None and t.endswith("'") and self._possessive(p, [char_class(c) for c in chunk], a, b):
                cut = [b - a - 1, 1]
            if cut is None and b - a > 2:
                for c in self.clitics:
                    if t.endswith(c) and len(t) > len(c) and is_alnum(chunk[b - len(c) - 1]) and not (c == "'s" and t[-3:-2] == "'"):
                        cut = [b - a - len(c), len(c)]
                        break
            if cut:
                for n, (x, y) in enumerate(self._spans(a, cut)):
                    out.append((x, y, n > 0))
            else:
                out.append((a, b, False))
        return out


def chunks(text):
    """[(start, end, gap)]: runs without white space; gap before it: 0 nothing, 1 blank, 2 line break, 3 blank line."""
    out, i, n, gap = [], 0, len(text), 3
    while i < n:
        lines = 0
        j = i
        while j < n and char_class(text[j]) == SPACE:
            lines += text[j] == "\n"
            j += 1
        if j > i:
            gap = 3 if lines > 1 else 2 if lines == 1 else 1
            if not out:
                gap = 3
        elif out:
            gap = 0
        i = j
        while j < n and j - i < MAX_CHUNK and char_class(text[j]) != SPACE:
            j += 1
        if j > i:
            out.append((i, j, gap if out else 3))
        i, gap = j, 1
    return out
