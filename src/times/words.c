/* Words of en/times.tsv, numbers and tense. */
#include "times/table.h"

#include <stdlib.h>
#include <string.h>

kh_status kh_times_open(const kh_lexicon *lexicon, kh_arena *arena, kh_times **times, kh_error *err)
{
    kh_times *t = kh_arena_get(arena, sizeof *t);
    if (!t || !kh_map_init(&t->words, arena, 512))
        return kh_arena_fail(arena, err);
    size_t i = 0;
    for (const kh_table *x; (x = kh_lexicon_next(lexicon, "en/times", &i));) {
        int form = kh_table_column(x, "form"), kind = kh_table_column(x, "kind"), value = kh_table_column(x, "value");
        for (size_t r = 0; r < kh_table_rows(x); r++) {
            kh_view k = kh_table_cell(x, r, kind), f = kh_table_cell(x, r, form);
            kh_view key = kh_arena_printf(arena, "%.*s %.*s", (int)k.n, k.p ? k.p : "", (int)f.n, f.p ? f.p : "");
            int64_t v = 0;
            kh_view_to_int(kh_table_cell(x, r, value), &v);
            uint32_t *at = key.p ? kh_map_make(&t->words, key, NULL) : NULL;
            if (!at)
                return kh_arena_fail(arena, err);
            *at = (uint32_t)(v + 100000);
        }
    }
    *times = t;
    return KH_OK;
}

/* The word in lower case, without the stop of an abbreviation; 0: too long to be one of ours. */
static size_t lower(kh_view form, char *out, size_t room)
{
    size_t m = 0;
    if (form.n > room)
        return 0;
    for (size_t i = 0; i < form.n; i++) {
        char c = form.p[i];
        if (c == '.' && i + 1 == form.n && form.n > 1)
            continue;
        out[m++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return m;
}

bool kh_times_word(const kh_teller *t, const char *kind, uint32_t token, int *value)
{
    if (token >= t->doc->token_count)
        return false;
    char key[64];
    size_t n = strlen(kind);
    memcpy(key, kind, n);
    key[n++] = ' ';
    size_t m = lower(kh_doc_form(t->doc, token), key + n, sizeof key - n);
    uint32_t *hit = m ? kh_map_find(&t->times->words, (kh_view){ key, n + m }) : NULL;
    if (hit && value)
        *value = (int)*hit - 100000;
    return hit != NULL;
}

bool kh_times_is(const kh_teller *t, uint32_t token, const char *word)
{
    char text[24];
    size_t n = token < t->doc->token_count ? lower(kh_doc_form(t->doc, token), text, sizeof text) : 0;
    return n == strlen(word) && memcmp(text, word, n) == 0;
}

bool kh_times_figure(const kh_teller *t, uint32_t token, int low, int high, int *value)
{
    int64_t v;
    kh_view w = token < t->doc->token_count ? kh_doc_form(t->doc, token) : (kh_view){ NULL, 0 };
    if (!w.n || w.n > 4 || w.p[0] < '0' || w.p[0] > '9' || !kh_view_to_int(w, &v) || v < low || v > high)
        return false;
    *value = (int)v;
    return true;
}

bool kh_times_ordinal(const kh_teller *t, uint32_t token, int *value)
{
    if (kh_times_word(t, "ordinal", token, value))
        return true;
    kh_view w = token < t->doc->token_count ? kh_doc_form(t->doc, token) : (kh_view){ NULL, 0 };
    int64_t v;
    if (w.n < 3 || w.n > 4 || !kh_view_to_int((kh_view){ w.p, w.n - 2 }, &v) || v < 1 || v > 31)
        return false;
    kh_view end = { w.p + w.n - 2, 2 };
    if (!kh_view_is(end, "st") && !kh_view_is(end, "nd") && !kh_view_is(end, "rd") && !kh_view_is(end, "th"))
        return false;
    *value = (int)v;
    return true;
}

bool kh_times_year(const kh_teller *t, uint32_t token, int *value)
{
    return token < t->doc->token_count && kh_doc_form(t->doc, token).n == 4 && kh_times_figure(t, token, 1700, 2100, value);
}

static bool decimal(const kh_teller *t, uint32_t token, double *value)
{
    return token < t->doc->token_count && kh_view_to_decimal(kh_doc_form(t->doc, token), value) && *value < 1e7;
}

static uint32_t in_words(const kh_teller *t, uint32_t at, double *value)
{
    double sum = 0, part = 0;
    uint32_t i = at;
    int v;
    for (; i < at + 8 && kh_times_word(t, "number", i, &v); i++) {
        if (v == 100 || v == 1000 || v == 12) {
            if (v == 12 && i > at && part >= 1 && !kh_times_is(t, i, "dozen"))
                break;
            part = kh_times_is(t, i, "twelve") ? part + 12 : (part > 0 ? part : 1) * v;
            if (v == 1000) {
                sum += part;
                part = 0;
            }
        } else {
            if (i > at && part > 0 && !((part >= 20 && v < 10 && (int)part % 10 == 0)))
                break;
            part += v;
        }
        if (kh_times_is(t, i + 1, "-") && kh_times_word(t, "number", i + 2, NULL))
            i++;
    }
    *value = sum + part;
    return i;
}

uint32_t kh_times_number(const kh_teller *t, uint32_t at, bool one, double *value, bool *vague)
{
    uint32_t i = at;
    int v = 0;
    *vague = false;
    if (one && (kh_times_is(t, i, "a") || kh_times_is(t, i, "an"))) {
        i++;
        if (kh_times_word(t, "number", i, &v) && (v == 100 || v == 1000 || v == 12))
            return in_words(t, i, value);
        if (!kh_times_word(t, "vague", i, &v)) {
            *value = 1;
            if (kh_times_is(t, i, "half"))
                return at;
            return i;
        }
    }
    if (kh_times_word(t, "vague", i, &v)) {
        *vague = v == 0;
        *value = v;
        i++;
        return kh_times_is(t, i, "of") ? i + 1 : kh_times_is(t, i, "more") ? i + 1 : i;
    }
    if (decimal(t, i, value)) {
        i++;
        double half;
        if (kh_times_is(t, i, "1/2") || kh_times_is(t, i, "½")) {
            *value += 0.5;
            i++;
        } else if (decimal(t, i, &half) && kh_times_is(t, i + 1, "/")) {
            i = at;
        }
        return i;
    }
    return in_words(t, i, value);
}

/* The first verb above the words tells: its helpers, its form, and for an infinitive the verb that it hangs on. */
int kh_times_tense(const kh_teller *t, uint32_t token)
{
    const kh_doc *d = t->doc;
    for (uint32_t x = token, steps = 0; x != KH_NONE && x < d->token_count && steps < 8; x = d->tokens[x].head, steps++) {
        const kh_token *k = &d->tokens[x];
        if (k->upos != KH_VERB && k->upos != KH_AUX)
            continue;
        for (uint32_t c = kh_doc_child_rel(d, x, KH_AUXREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(d, x, KH_AUXREL, c)) {
            if (kh_view_is(d->tokens[c].lemma, "will") || kh_view_is(d->tokens[c].lemma, "shall") || kh_view_is(d->tokens[c].lemma, "may"))
                return 1;
            if (d->tokens[c].morph & KH_MORPH_PAST)
                return -1;
        }
        if (k->morph & KH_MORPH_INF) {
            if (k->head != KH_NONE && kh_times_word(t, "future-verb", k->head, NULL))
                return 1;
            if (k->head != KH_NONE && kh_view_is(d->tokens[k->head].lemma, "expect"))
                return 1;
            continue;
        }
        if (k->morph & KH_MORPH_PAST)
            return -1;
        if (k->morph & (KH_MORPH_PRES | KH_MORPH_FIN))
            return 0;
    }
    return 0;
}
