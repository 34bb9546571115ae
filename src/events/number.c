/*
 * number.c: the figure that a noun phrase gives. It is read from the words themselves, not from the tree: parsers part "between 12 and
 * 15 rebels" or "more than twenty-three" in many ways, and their order does not vary.
 */
#include "events/toll.h"

#include <string.h>

enum { MAX_WORDS = 4, MAX_BACK = 10, MAX_CARDINAL = 12 };
static const int64_t MILLI = 1000, TOO_MANY = 1000000000000;

static bool form_is(const kh_doc *doc, uint32_t t, const char *words)
{
    char room[64];
    kh_view f = kh_doc_form(doc, t);
    size_t n = f.n < sizeof room ? f.n : sizeof room;
    for (size_t i = 0; i < n; i++)
        room[i] = f.p[i] >= 'A' && f.p[i] <= 'Z' ? (char)(f.p[i] + 32) : f.p[i];
    return kh_view_has_word(kh_view_of(words), (kh_view){ room, n });
}

static bool dash(const kh_doc *doc, uint32_t t) { return form_is(doc, t, "-|–|—|‑"); }

static uint32_t sentence_end(const kh_doc *doc, uint32_t t) { return doc->sentences[doc->tokens[t].sentence].end; }
static uint32_t sentence_first(const kh_doc *doc, uint32_t t) { return doc->sentences[doc->tokens[t].sentence].first; }

const kh_number *kh_events_number(const kh_counts *counts, const kh_doc *doc, uint32_t token, uint32_t *length)
{
    char key[96];
    size_t n = 0;
    const kh_number *best = NULL;
    uint32_t end = sentence_end(doc, token), words = 0;
    *length = 0;
    for (uint32_t t = token; t < end && words < MAX_WORDS; t++) {
        kh_view f = kh_doc_form(doc, t);
        if (dash(doc, t) && t > token)
            continue;
        if (n + f.n + 1 > sizeof key)
            break;
        if (n > 0)
            key[n++] = ' ';
        for (size_t i = 0; i < f.n; i++)
            key[n++] = f.p[i] >= 'A' && f.p[i] <= 'Z' ? (char)(f.p[i] + 32) : f.p[i];
        words++;
        const uint32_t *at = kh_map_find(&counts->number_of, (kh_view){ key, n });
        if (at) {
            best = &counts->numbers[*at - 1];
            *length = t + 1 - token;
        }
    }
    return best;
}

/* "1,200" or "2.5", in thousandths; -1 else. */
static int64_t digits(kh_view v)
{
    int64_t n = 0;
    size_t i = 0;
    int64_t unit = MILLI;
    for (; i < v.n && n < TOO_MANY; i++) {
        if (v.p[i] >= '0' && v.p[i] <= '9')
            n = n * 10 + (v.p[i] - '0');
        else if (v.p[i] != ',' || i == 0 || v.n - i < 4)
            break;
    }
    n *= MILLI;
    if (i > 0 && i + 1 < v.n && v.p[i] == '.')
        for (i++; i < v.n && unit > 1 && v.p[i] >= '0' && v.p[i] <= '9'; i++) {
            unit /= 10;
            n += (v.p[i] - '0') * unit;
        }
    return i == v.n && v.n > 0 ? n : -1;
}

/* A word of a cardinal: its value in thousandths, and its multiplier if it is one. */
static int64_t cardinal_word(const kh_counts *c, const kh_doc *doc, uint32_t t, int64_t *mult)
{
    char room[64];
    *mult = 0;
    kh_view form = kh_doc_form(doc, t);
    int64_t n = digits(form);
    if (n >= 0)
        return n;
    size_t len = form.n < sizeof room ? form.n : sizeof room;
    for (size_t i = 0; i < len; i++)
        room[i] = form.p[i] >= 'A' && form.p[i] <= 'Z' ? (char)(form.p[i] + 32) : form.p[i];
    const uint32_t *at = kh_map_find(&c->number_of, (kh_view){ room, len });
    const kh_number *row = at ? &c->numbers[*at - 1] : NULL;
    if (!row || row->kind != KH_EXACT || row->best <= 0 || kh_view_has_word(KH_LIT("a|an"), (kh_view){ room, len }))
        return -1;
    *mult = row->mult > 0 ? row->mult : 0;
    return row->best * MILLI;
}

/* Numbers that count no people: dates, money, parts of names, years of age, calibres, distances. */
static bool of_other_things(const kh_events *e, const kh_doc *doc, uint32_t t)
{
    if (kh_doc_time_of(doc, t) != KH_NONE)
        return true;
    uint32_t nm = kh_doc_name_of(doc, t);
    if (nm != KH_NONE && doc->names[nm].type != KH_NAME_PER && doc->names[nm].end - doc->names[nm].first > 1 && doc->names[nm].first < t &&
        doc->names[nm].type != KH_NAME_NORP)
        return true;
    if (t > sentence_first(doc, t) && form_is(doc, t - 1, "$|€|£|no|no.|number|age|aged|room|gate|battalion|highway|route"))
        return true;
    uint32_t end = sentence_end(doc, t), next = t + 1;
    bool digit = kh_doc_form(doc, t).p[0] >= '0' && kh_doc_form(doc, t).p[0] <= '9';
    uint8_t after = next < end ? doc->tokens[next].upos : KH_PUNCT;
    if (digit && t > sentence_first(doc, t)) {
        if (after == KH_PUNCT && form_is(doc, t - 1, ",|("))       /* "Ana Ortiz, 18, was hurt" */
            return true;
        if (doc->tokens[t - 1].upos == KH_PROPN && after != KH_NOUN && after != KH_ADJ && kh_doc_place_of(doc, t - 1) == KH_NONE)
            return true;                                           /* "Battalion 313", "Channel 4" */
    }
    if (next < end && dash(doc, next))
        next++;
    if (next >= end)
        return false;
    if (form_is(doc, next, "%|percent|per|caliber|calibre|mm|cm|kg|st|nd|rd|th|am|a.m.|p.m.|pm|o'clock|times"))
        return true;
    return kh_events_word_in(e, doc, next, KH_LIT("@unit_of_time|@measure")) && !kh_events_word_in(e, doc, next, KH_LIT("@people"));
}

/* A word that is a number or quantity by itself, or begins one. */
static bool numeric(const kh_events *e, const kh_doc *doc, uint32_t t)
{
    int64_t mult;
    if (cardinal_word(e->counts, doc, t, &mult) >= 0)
        return !of_other_things(e, doc, t);
    uint32_t length;
    const kh_number *row = kh_events_number(e->counts, doc, t, &length);
    return row && (row->kind == KH_QUANTITY || (row->kind == KH_EXACT && length > 1)) && (row->best >= 0 || row->low >= 0) && !of_other_things(e, doc, t);
}

/* Whether a word may stand between a number and the noun that it counts. */
static bool passable(const kh_events *e, const kh_doc *doc, uint32_t t, uint32_t head)
{
    const kh_token *k = &doc->tokens[t];
    bool down = k->head != KH_NONE && k->head > t && k->head <= head;
    switch (k->upos) {
    case KH_ADJ: case KH_DET: case KH_ADV: case KH_PROPN: case KH_NUM: return true;
    case KH_NOUN: return down || kh_events_lemma_in(doc, t, "other|people|person|year|month");
    case KH_VERB: return down && !kh_view_is(k->xpos, "VBD");
    case KH_AUX: return doc->tokens[head].upos != KH_NOUN && down;
    case KH_PUNCT: case KH_SYM: return dash(doc, t) || form_is(doc, t, "\"|“|”|'|‘|’|''|``");
    case KH_PRON: return k->sub == KH_SUB_POSS;
    case KH_ADP: return form_is(doc, t, "of") && t > sentence_first(doc, t) && numeric(e, doc, t - 1);
    case KH_CCONJ: {
        if (form_is(doc, t, "or") && t < head && form_is(doc, t + 1, "more|fewer|less|so"))
            return true;
        uint8_t before = t > 0 ? doc->tokens[t - 1].upos : KH_X, after = doc->tokens[t + 1].upos;
        return t < head && (before == KH_ADJ || before == KH_PROPN) && (after == KH_ADJ || after == KH_PROPN || after == KH_NOUN);
    }
    default: return false;
    }
}

/* The last word of the number at or before the head; KH_NONE. */
static uint32_t last_word(const kh_events *e, const kh_doc *doc, uint32_t head)
{
    uint32_t first = sentence_first(doc, head);
    for (uint32_t t = head, n = 0; n < MAX_BACK; t--, n++) {
        if (numeric(e, doc, t))
            return t;
        if ((t != head && !passable(e, doc, t, head)) || t == first)
            return KH_NONE;
    }
    return KH_NONE;
}

/* Reads words [first, end) as one cardinal; -1 if they are none. */
static int64_t cardinal(const kh_counts *c, const kh_doc *doc, uint32_t first, uint32_t end)
{
    int64_t total = 0, part = 0, mult;
    for (uint32_t t = first; t < end; t++) {
        int64_t n = cardinal_word(c, doc, t, &mult);
        if (n < 0)
            continue;
        if (mult >= 1000) {
            total += (part > 0 ? part : MILLI) * mult;
            part = 0;
        } else if (mult > 0) {
            part = (part > 0 ? part : MILLI) * mult;
        } else {
            part += n;
        }
        if (part > TOO_MANY || total > TOO_MANY)
            return -1;
    }
    total += part;
    return total > 0 && total % MILLI == 0 ? total / MILLI : -1;
}

/* The first word of the cardinal that ends at `last`: "two hundred and twenty-three". */
static uint32_t first_word(const kh_counts *c, const kh_doc *doc, uint32_t last)
{
    int64_t mult, later;
    uint32_t s = last, low = sentence_first(doc, last);
    cardinal_word(c, doc, last, &later);
    for (uint32_t n = 0; s > low && n < MAX_CARDINAL; n++) {
        uint32_t t = s - 1;
        if ((dash(doc, t) || form_is(doc, t, "and")) && t > low)
            t--;
        int64_t v = cardinal_word(c, doc, t, &mult), w = cardinal_word(c, doc, s, &later);
        bool tens = v >= 20 * MILLI && v < 100 * MILLI && v % (10 * MILLI) == 0 && w < 10 * MILLI && mult == 0 && later == 0 && w > 0;
        bool joined = t + 1 == s ? later > 0 || mult > 0 || tens : dash(doc, t + 1) ? tens : mult >= 100;
        if (v < 0 || !joined || (kh_doc_form(doc, t).p[0] <= '9' && kh_doc_form(doc, s).p[0] <= '9'))
            break;
        s = t;
    }
    return s;
}

static int64_t bound(kh_view cell, int64_t n)
{
    if (kh_view_is(cell, "N"))
        return n;
    if (kh_view_is(cell, "+1"))
        return n + 1;
    return kh_view_is(cell, "-1") ? n - 1 : -1;
}

/* Hedges stand right before the number, some right after it. */
static void hedge(const kh_counts *c, const kh_doc *doc, kh_figure *f, bool exact)
{
    uint32_t low = sentence_first(doc, f->first), length;
    bool done = !exact;
    for (int round = 0; round < 2; round++)
        for (uint32_t back = MAX_WORDS; back > 0; back--) {
            if (f->first < low + back)
                continue;
            const kh_number *row = kh_events_number(c, doc, f->first - back, &length);
            if (!row || length != back || row->after)
                continue;
            if (row->kind != KH_HEDGE && !row->more)
                continue;
            f->more = f->more || row->more;
            if (row->kind == KH_HEDGE && !row->more && !done && (row->best_of.n || row->high_of.n) && !kh_view_is(row->best_of, "mid")) {
                int64_t n = f->best;
                *f = (kh_figure){ bound(row->low_of, n), bound(row->best_of, n), bound(row->high_of, n), f->first, f->end, f->more };
                if (f->best < 0)
                    f->best = n;
                done = true;
            }
            f->first -= back;
            break;
        }
    if (f->end >= sentence_end(doc, f->end - 1))
        return;
    const kh_number *row = kh_events_number(c, doc, f->end, &length);
    if (row && row->kind == KH_HEDGE && row->more)
        f->more = true;
    else if (row && row->kind == KH_HEDGE && row->after && !done) {
        int64_t n = f->best;
        f->low = bound(row->low_of, n);
        f->high = bound(row->high_of, n);
        f->end += length;
    }
}

/* "20 to 30", "between 12 and 15", "four or five", "20-30" */
static void range(const kh_counts *c, const kh_doc *doc, kh_figure *f)
{
    uint32_t low = sentence_first(doc, f->first);
    if (f->first < low + 2)
        return;
    uint32_t joint = f->first - 1, last = joint - 1;
    int64_t mult;
    bool and = form_is(doc, joint, "and");
    if (!(and || dash(doc, joint) || form_is(doc, joint, "to|or")) || cardinal_word(c, doc, last, &mult) < 0)
        return;
    uint32_t first = first_word(c, doc, last);
    int64_t n = cardinal(c, doc, first, last + 1);
    bool between = first > low && form_is(doc, first - 1, "between");
    if (n <= 0 || n >= f->best || (and && !between) || (first > low && form_is(doc, first - 1, "from")))
        return;
    f->low = n;
    f->high = f->best;
    f->best = (n + f->high) / 2;
    f->first = between ? first - 1 : first;
}

/* A phrase of the table over `at`: "several dozen", "tens of thousands", "half a dozen". */
static const kh_number *phrase_over(const kh_counts *c, const kh_doc *doc, uint32_t at, uint32_t *first, uint32_t *end)
{
    const kh_number *best = NULL;
    uint32_t low = sentence_first(doc, at), longest = 0;
    for (uint32_t back = MAX_WORDS; back-- > 0;) {
        uint32_t length;
        if (at < low + back)
            continue;
        const kh_number *row = kh_events_number(c, doc, at - back, &length);
        if (row && length > back && length > longest && (row->kind == KH_EXACT || row->kind == KH_QUANTITY) && !row->more) {
            best = row;
            longest = length;
            *first = at - back;
            *end = at - back + length;
        }
    }
    return best;
}

static bool share_of(const kh_events *e, const kh_doc *doc, uint32_t head, int64_t share, kh_figure *f)
{
    for (uint32_t c = kh_doc_child_rel(doc, head, KH_NMOD, KH_NONE); c != KH_NONE && share > 0; c = kh_doc_child_rel(doc, head, KH_NMOD, c)) {
        kh_figure whole;
        if (!kh_view_is(kh_doc_case(doc, c), "of") || kh_events_lemma_in(doc, c, "half") || !kh_events_figure(e, doc, c, &whole) || whole.best < share)
            continue;
        *f = (kh_figure){ whole.best / share, whole.best / share, whole.best / share, head, head + 1, false };
        return true;
    }
    return false;
}

bool kh_events_figure(const kh_events *e, const kh_doc *doc, uint32_t head, kh_figure *f)
{
    const kh_counts *c = e->counts;
    uint32_t length, first = 0, end = 0;
    const kh_number *own = kh_events_number(c, doc, head, &length);
    if (own && own->share > 0 && length == 1)
        return share_of(e, doc, head, own->share, f);
    uint32_t last = last_word(e, doc, head);
    if (last == KH_NONE)
        return false;
    int64_t mult;
    while (last + 1 < sentence_end(doc, last) && last - head < MAX_CARDINAL && last >= head && cardinal_word(c, doc, last + 1, &mult) >= 0 && mult > 0)
        last++;
    const kh_number *row = phrase_over(c, doc, last, &first, &end);
    *f = (kh_figure){ .first = first_word(c, doc, last), .end = last + 1 };
    bool exact = !row || (row->kind == KH_EXACT && end - first <= f->end - f->first);
    if (exact) {
        int64_t n = cardinal(c, doc, f->first, f->end);
        f->low = f->best = f->high = n;
        if (n <= 0)
            return false;
        range(c, doc, f);
        exact = f->low == f->high;
    } else {
        *f = (kh_figure){ row->low, row->best, row->high, first, end, false };
        exact = row->kind == KH_EXACT;
    }
    length = 0;
    const kh_number *word = kh_events_number(c, doc, f->first, &length);
    f->more = word && word->more && length == 1;
    hedge(c, doc, f, exact);
    return f->best != 0;
}
