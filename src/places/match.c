/* Finds the names of a text that may be places: what looks up, the tags and the name layer have to agree. */
#include "places/table.h"

#include <stddef.h>
#include <string.h>

#include "places/weights.h"

static bool is_capital(kh_view w) { return w.n && ((w.p[0] >= 'A' && w.p[0] <= 'Z') || (unsigned char)w.p[0] >= 0x80); }

bool kh_places_token(const kh_finder *f, const char *kind, uint32_t t, kh_view *value)
{
    return t < f->doc->token_count && kh_places_word(f->places, kind, kh_doc_form(f->doc, t), value);
}

static kh_status push(kh_finder *f, kh_mention m)
{
    kh_mention *grown = kh_arena_grow(f->scratch, f->mentions, &f->capacity, f->count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(f->scratch, f->err);
    f->mentions = grown;
    f->mentions[f->count++] = m;
    return KH_OK;
}

static kh_mention blank(const kh_finder *f, uint32_t first, uint32_t end)
{
    return (kh_mention){ .first = first, .end = end, .group = KH_NONE, .inside = KH_NONE,
                         .span = { f->doc->tokens[first].span.from, f->doc->tokens[end - 1].span.to } };
}

/* ------------------------------------------------------------------ gate */

/* Is one of the words more than "the", "County", "northern"? */
static bool tells(const kh_finder *f, const kh_word *words, size_t n, size_t least)
{
    static const char *const kinds[] = { "said", "facility", "nature", "part", "said-before", "bearing", "rules", "plain" };
    for (size_t i = 0; i < n; i++) {
        bool plain = is_capital(words[i].text) && words[i].text.n >= least;   /* "Al", "Abu", "Kot" alone say too little */
        for (size_t k = 0; plain && k < sizeof kinds / sizeof *kinds; k++)
            plain = !kh_places_word(f->places, kinds[k], words[i].text, NULL);
        if (plain)
            return true;
    }
    return false;
}

static bool any_propn(const kh_doc *d, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (d->tokens[t].upos == KH_PROPN)
            return true;
    return false;
}

static bool located_name(kh_name_type t) { return t == KH_NAME_LOC || t == KH_NAME_FAC; }

static bool of_place_case(const kh_finder *f, uint32_t first, uint32_t end)
{
    kh_view c = kh_doc_case(f->doc, kh_places_head(f->doc, first, end));
    return kh_view_is(c, "in") || kh_view_is(c, "at") || kh_view_is(c, "from") || kh_view_is(c, "into") || kh_view_is(c, "across") ||
           kh_view_is(c, "through") || kh_view_is(c, "throughout") || kh_places_word(f->places, "near", c, NULL);
}

/* A comma and a country or province behind it: "Dayton, Ohio". */
static bool before_area(kh_finder *f, uint32_t end)
{
    if (end + 1 >= f->doc->token_count || !kh_view_is(kh_doc_form(f->doc, end), ",") || !is_capital(kh_doc_form(f->doc, end + 1)))
        return false;
    size_t length;
    const uint32_t *values;
    size_t n;
    if (kh_phrases_find(f->places->names, f->words, f->doc->token_count, end + 1, false, f->scratch, &length, &values, &n, NULL))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!f->places->spots[values[i]].adjective)
            return true;
    return false;
}

/* Does the text use the words as a name of a place, as far as tags and names tell? */
static bool stands(kh_finder *f, uint32_t first, uint32_t end, const kh_group *g, bool dateline)
{
    const kh_doc *d = f->doc;
    uint32_t n = kh_doc_name_of(d, first);
    kh_name_type type = n == KH_NONE ? KH_NAME_NONE : d->names[n].type;
    if (type == KH_NAME_PER)
        return false;
    const kh_spot *s = &g->spots[0];
    bool codes = true;
    for (uint32_t i = 0; i < g->count; i++)
        codes = codes && g->spots[i].code;
    if (codes)
        return first > 1 && kh_view_is(kh_doc_form(d, first - 1), ",") && is_capital(kh_doc_form(d, first - 2));
    bool state = false, table = false, big = false;
    for (uint32_t i = 0; i < g->count; i++) {
        state = state || g->spots[i].state;
        table = table || g->spots[i].table;
        big = big || g->spots[i].people >= 100000 || kh_view_is(g->spots[i].kind, "province");
    }
    if (!table && !tells(f, f->words + first, end - first, 1))
        return false;
    if (located_name(type) || dateline)
        return true;
    if (!any_propn(d, first, end) && !(state && s->adjective))
        return false;
    if (type == KH_NAME_NORP)
        return state;
    if (state)
        return true;
    if (type == KH_NAME_ORG || type == KH_NAME_MISC)
        return (table || big) && (first > d->names[n].first || end < d->names[n].end || of_place_case(f, first, end));
    if (type == KH_NAME_DATE || type == KH_NAME_MONEY || type == KH_NAME_PROD)
        return false;
    return before_area(f, end) || of_place_case(f, first, end) || ((table || big) && end - first > 1);
}

/* ------------------------------------------------------------------ one name */

/* "province" of "Kabul province" or "the province of Kabul". */
static kh_view said_of(const kh_finder *f, uint32_t first, uint32_t end)
{
    const kh_doc *d = f->doc;
    kh_view said = { NULL, 0 };
    if (end < d->token_count && d->tokens[end].sentence == d->tokens[first].sentence && kh_places_token(f, "said", end, &said) &&
        d->tokens[end].upos != KH_VERB && !(end + 1 < d->token_count && kh_view_is(kh_doc_form(d, end + 1), "of")))
        return said;                                         /* "the California town of X" says nothing of California */
    uint32_t t = first;
    if (t >= 2 && kh_view_is(kh_doc_form(d, t - 1), "of") && kh_places_token(f, "said-before", t - 2, &said))
        return said;
    if (t >= 1 && kh_places_token(f, "said-before", t - 1, &said) && d->tokens[t - 1].sentence == d->tokens[t].sentence)
        return said;
    return (kh_view){ NULL, 0 };
}

static bool skippable(const kh_finder *f, uint32_t t)
{
    kh_view w = kh_doc_form(f->doc, t);
    return !is_capital(w) || kh_places_token(f, "part", t, NULL) || kh_places_token(f, "said-before", t, NULL) || kh_view_is(w, "The") ||
           kh_view_is(w, "Al") || kh_view_is(w, "El");
}

/* How what matched sits in its name: the rest of the name may say that it is something else. */
static kh_status inside_name(kh_finder *f, kh_mention *m, bool *unknown)
{
    const kh_doc *d = f->doc;
    uint32_t n = kh_doc_name_of(d, m->first);
    *unknown = false;
    if (n == KH_NONE || !located_name(d->names[n].type))
        return KH_OK;
    const kh_name *name = &d->names[n];
    for (uint32_t t = name->first; t < m->first; t++)
        if (!skippable(f, t) && f->count && f->mentions[f->count - 1].end <= name->first)
            *unknown = true;
    uint32_t t = m->end;
    if (t >= name->end || !d->tokens[t].upos || d->tokens[t].upos == KH_PUNCT || kh_places_token(f, "said", t, NULL))
        return KH_OK;
    for (; t < name->end; t++) {
        if (kh_places_token(f, "facility", t, NULL))
            m->facility = true;
        else if (is_capital(kh_doc_form(d, t)) && kh_places_token(f, "nature", t, NULL))
            *unknown = true;
    }
    if (!m->facility && m->end < name->end && is_capital(kh_doc_form(d, m->end)) && d->tokens[m->end].upos == KH_PROPN &&
        d->tokens[m->end - 1].space_after)
        *unknown = true;
    return KH_OK;
}

/* The small article before a name is part of it ("al-Bab"). */
static void take_article(const kh_finder *f, kh_mention *m)
{
    static const char *const articles[] = { "al", "ad", "an", "ar", "as", "ash", "at", "az", "el", "Al", "Ad", "An", "Ar", "As", "Ash", "At", "Az", "El" };
    const kh_doc *d = f->doc;
    if (m->first < 2 || !kh_view_is(kh_doc_form(d, m->first - 1), "-") || d->tokens[m->first - 1].space_after || d->tokens[m->first - 2].space_after)
        return;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (kh_view_is(kh_doc_form(d, m->first - 2), articles[i]) && (!f->count || f->mentions[f->count - 1].end <= m->first - 2)) {
            m->first -= 2;
            m->span.from = d->tokens[m->first].span.from;
            return;
        }
}

/* The article, and a capital word behind it that says what it is ("Sewry District"). */
static void widen(const kh_finder *f, kh_mention *m)
{
    const kh_doc *d = f->doc;
    uint32_t n = kh_doc_name_of(d, m->first);
    take_article(f, m);
    if (m->facility && n != KH_NONE && kh_places_token(f, "facility", d->names[n].end - 1, NULL))
        m->end = d->names[n].end;                            /* "Kindi Hospital" */
    if (n != KH_NONE && m->end < d->names[n].end && is_capital(kh_doc_form(d, m->end)) && kh_places_token(f, "said", m->end, NULL))
        m->end++;
    m->span = (kh_span){ d->tokens[m->first].span.from, d->tokens[m->end - 1].span.to };
}

static kh_status unknown_name(kh_finder *f, uint32_t first, uint32_t end)
{
    kh_mention m = blank(f, first, end);
    take_article(f, &m);
    m.reason = "not in the gazetteer";
    return push(f, m);
}

static uint32_t sentence_first(const kh_doc *d, uint32_t t) { return d->sentences[d->tokens[t].sentence].first; }

/* Takes the name that starts at t, if one does; *next gets the token to go on with. */
static kh_status take(kh_finder *f, uint32_t t, uint32_t end, bool dateline, uint32_t *next)
{
    const kh_doc *d = f->doc;
    uint32_t n = kh_doc_name_of(d, t), group;
    bool starts = n != KH_NONE && located_name(d->names[n].type) && t < d->names[n].end;
    size_t length;
    *next = t + 1;
    kh_status s = kh_places_lookup(f, f->words, end, t, KH_MAX_WORDS * 2, dateline, (kh_view){ NULL, 0 }, &length, &group);
    if (s)
        return s;
    if (length && group != KH_NONE) {
        kh_mention m = blank(f, t, t + (uint32_t)length);
        kh_view said = said_of(f, m.first, m.end);
        if (said.n) {
            s = kh_places_lookup(f, f->words, m.end, t, length, dateline, said, &length, &group);
            if (s)
                return s;
        }
        m.group = group;
        m.dateline = dateline;
        m.adjective = f->groups[group].spots[0].adjective;
        m.part = m.first > sentence_first(d, m.first) && kh_places_token(f, "part", m.first - 1, NULL);
        if (stands(f, m.first, m.end, &f->groups[group], dateline)) {
            bool unknown;
            s = inside_name(f, &m, &unknown);
            if (s)
                return s;
            if (!unknown) {
                if (!dateline)
                    widen(f, &m);
                *next = m.end;
                return push(f, m);
            }
        } else {
            return KH_OK;
        }
    }
    if (starts && !skippable(f, t) && !dateline) {
        *next = d->names[n].end;
        return unknown_name(f, t, d->names[n].end);
    }
    return KH_OK;
}

/* "al-Bab", "ad-Dawr": a name may begin with a small article. */
static bool may_begin(const kh_doc *d, uint32_t t)
{
    kh_view w = kh_doc_form(d, t);
    if (is_capital(w))
        return true;
    return (w.n == 2 || (w.n > 3 && w.p[2] == '-')) && !(t + 1 < d->token_count && w.n == 2 && !kh_view_is(kh_doc_form(d, t + 1), "-")) &&
           (w.p[0] == 'a' || w.p[0] == 'e') && t + 2 < d->token_count && (w.n > 3 || is_capital(kh_doc_form(d, t + 2)));
}

/* ------------------------------------------------------------------ given spans */

/* The longest run of a given span's words that is a name, the first of them where there are several: "Kabul airport". */
static kh_status take_given(kh_finder *f, kh_span span)
{
    const kh_doc *d = f->doc;
    uint32_t first = kh_doc_token_at(d, span.from), end = kh_doc_token_at(d, span.to);
    if (end < d->token_count && d->tokens[end].span.from < span.to)
        end++;
    kh_mention m = { .first = first, .end = end, .group = KH_NONE, .inside = KH_NONE, .span = span, .given = true, .reason = "not in the gazetteer" };
    kh_word few[KH_MAX_WORDS * 2];
    size_t n = 0;
    kh_view text = kh_doc_view(d, span);
    if (first < end && first < d->token_count && d->tokens[first].span.from == span.from && end - first <= sizeof few / sizeof *few) {
        for (uint32_t t = first; t < end; t++) {
            few[n] = f->words[t];
            if (d->tokens[t].span.to > span.to)
                few[n].text.n = span.to - d->tokens[t].span.from;
            n++;
        }
    } else {
        m.end = m.first = first < d->token_count ? first : 0;
        while (text.n && n < sizeof few / sizeof *few) {
            kh_view w = kh_view_cut(&text, ' ');
            if (w.n)
                few[n++] = (kh_word){ w, true };
        }
    }
    while (n > 1 && kh_view_is(few[n - 1].text, "."))            /* the stop of "Ill." may be a token of its own */
        n--;
    kh_view said = m.first < m.end ? said_of(f, m.first, m.end) : (kh_view){ NULL, 0 };
    for (size_t size = n; size > 0; size--)
        for (size_t at = 0; at + size <= n; at++) {
            size_t length;
            if (size < n && !tells(f, few + at, size, 4))
                continue;
            kh_view own = said;
            if (at + size < n)
                kh_places_word(f->places, "said", few[at + size].text, &own);
            kh_status s = kh_places_lookup(f, few, at + size, at, size, true, own, &length, &m.group);
            if (s)
                return s;
            if (length == size && m.group != KH_NONE && size < n && !said.n && own.n == 0)
                f->groups[m.group].partial = f->groups[m.group].mentions == 1;
            if (length == size && m.group != KH_NONE) {
                m.part = at > 0 && kh_places_word(f->places, "part", few[at - 1].text, NULL);
                m.facility = at + size < n && kh_places_word(f->places, "facility", few[n - 1].text, NULL);
                return push(f, m);
            }
        }
    m.group = KH_NONE;
    return push(f, m);
}

/* ------------------------------------------------------------------ datelines of their own */

enum { DATELINE_WORDS = 16 };

/* The words of a dateline before its bracket or dash; a comma ends a part. Gives how many, and where each part ends. */
static size_t dateline_words(const kh_doc *d, kh_span block, kh_word words[DATELINE_WORDS], bool ends[DATELINE_WORDS])
{
    kh_view text = kh_doc_view(d, block);
    size_t n = 0;
    while (text.n && n < DATELINE_WORDS) {
        kh_view w = kh_view_cut(&text, ' ');
        if (!w.n)
            continue;
        if (w.p[0] == '(' || w.p[0] == '-' || w.p[0] == '_' || !is_capital(w))
            break;
        ends[n] = w.p[w.n - 1] == ',';
        w.n -= ends[n];
        words[n++] = (kh_word){ w, true };
    }
    return n;
}

/* "MANDRI, Northern Province, May 3 (Newswire) -": a block that is not among the sentences. */
static kh_status take_dateline(kh_finder *f, kh_span block)
{
    kh_word words[DATELINE_WORDS];
    bool ends[DATELINE_WORDS] = { false };
    size_t n = dateline_words(f->doc, block, words, ends), last = f->count;
    const char *text = f->doc->text.p;
    for (size_t at = 0, parts = 0; at < n && parts < 2; parts++) {
        size_t end = at, length;
        uint32_t group;
        while (end < n && !ends[end])
            end++;
        end = end < n ? end + 1 : n;
        kh_status s = kh_places_lookup(f, words, end, at, end - at, true, (kh_view){ NULL, 0 }, &length, &group);
        if (s)
            return s;
        if (length != end - at || group == KH_NONE || f->groups[group].spots[0].adjective)
            break;
        kh_mention m = { .group = group, .inside = KH_NONE, .dateline = true };
        m.span.from = (uint32_t)(words[at].text.p - text);
        m.span.to = (uint32_t)(words[end - 1].text.p - text + (ptrdiff_t)words[end - 1].text.n);
        m.first = m.end = kh_doc_token_at(f->doc, m.span.from);
        if (parts == 1 && f->groups[f->mentions[last].group].inside == KH_NONE && f->mentions[last].group != group)
            f->groups[f->mentions[last].group].inside = group;
        s = push(f, m);
        if (s)
            return s;
        at = end;
    }
    return KH_OK;
}

/* Datelines that stand before the byte. */
static kh_status datelines_before(kh_finder *f, uint32_t *block, uint32_t at)
{
    const kh_doc *d = f->doc;
    kh_status s = KH_OK;
    for (; !s && *block < d->block_count && d->blocks[*block].span.from < at; ++*block)
        if (d->blocks[*block].role == KH_ROLE_DATELINE)
            s = take_dateline(f, d->blocks[*block].span);
    return s;
}

/* ------------------------------------------------------------------ all */

/* Moves *end behind the name of an armed group that starts at t, if one does. */
static kh_status group_name(kh_finder *f, uint32_t t, uint32_t sentence_end, uint32_t *end)
{
    size_t length = 0, n;
    const uint32_t *values;
    if (!is_capital(f->words[t].text))
        return KH_OK;
    kh_status s = kh_phrases_find(f->places->groups, f->words, sentence_end, t, false, f->scratch, &length, &values, &n, f->err);
    if (!s && length < 2 && kh_view_is(f->words[t].text, "The") && t + 1 < sentence_end)
        s = kh_phrases_find(f->places->groups, f->words, sentence_end, ++t, false, f->scratch, &length, &values, &n, f->err);
    if (length > 1)
        *end = t + (uint32_t)length;
    return s;
}

kh_status kh_places_match(kh_finder *f, const kh_span *given, uint32_t given_count)
{
    kh_doc *d = f->doc;
    for (uint32_t i = 0; i < given_count; i++) {
        kh_status s = take_given(f, given[i]);
        if (s)
            return s;
    }
    uint32_t dateline_end = 0, last_block = KH_NONE, block = 0, group_end = 0;
    for (uint32_t t = 0; t < d->token_count;) {
        kh_status told = datelines_before(f, &block, d->tokens[t].span.from);
        if (told)
            return told;
        const kh_sentence *sentence = &d->sentences[d->tokens[t].sentence];
        if (t == sentence->first && sentence->block != last_block) {
            last_block = sentence->block;
            uint32_t behind = kh_places_dateline(d, t);
            if (behind > t)
                dateline_end = behind;
        }
        uint32_t n = kh_doc_name_of(d, t), next = t + 1, time = kh_doc_time_of(d, t);
        size_t before = f->count;
        if (t >= group_end) {
            kh_status s = group_name(f, t, sentence->end, &group_end);
            if (s)
                return s;
        }
        if (n != KH_NONE && d->names[n].type == KH_NAME_PER && t >= dateline_end) {
            next = d->names[n].end;
        } else if (time != KH_NONE) {
            next = d->times[time].end;
        } else if (may_begin(d, t)) {
            kh_status s = take(f, t, sentence->end, t < dateline_end, &next);
            if (s)
                return s;
        }
        if (f->count > before)
            f->mentions[f->count - 1].group_name = t < group_end && next <= group_end;
        t = next;
    }
    return datelines_before(f, &block, UINT32_MAX);
}
