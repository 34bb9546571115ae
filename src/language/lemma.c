#include "language/lemma.h"

#include <string.h>

#include "language/weights.h"

kh_status kh_lemmas_open(const kh_khm *f, kh_arena *arena, const kh_view *rules, uint32_t rule_count, kh_lemmas *l, kh_error *err)
{
    *l = (kh_lemmas){ .rules = rules, .rule_count = rule_count };
    kh_view *rows = NULL, section;
    uint32_t count = 0;
    if (kh_khm_section(f, "LEMX", &section, NULL) == KH_OK) {
        kh_status s = kh_khm_lines(f, "LEMX", arena, &rows, &count, err);
        if (s)
            return s;
    }
    if (!kh_map_init(&l->known, arena, count))
        return kh_arena_fail(arena, err);
    for (uint32_t i = 0; i < count; i++) {
        const char *tab = rows[i].n ? memrchr(rows[i].p, '\t', rows[i].n) : NULL;
        if (!tab || tab + 1 == rows[i].p + rows[i].n)
            return kh_khm_bad(f, "lemmas", err);
        size_t n = (size_t)(tab - rows[i].p);
        uint32_t *at = kh_map_make(&l->known, (kh_view){ rows[i].p, n }, NULL);
        if (!at)
            return kh_arena_fail(arena, err);
        *at = i;
        rows[i] = (kh_view){ tab + 1, rows[i].n - n - 1 };
    }
    l->rows = rows;
    return KH_OK;
}

static const kh_view *look_up(const kh_lemmas *l, kh_view normal, kh_view upos, kh_arena *scratch)
{
    char *key = kh_arena_get(scratch, normal.n + upos.n + 1);
    if (!key)
        return NULL;
    memcpy(key, normal.p, normal.n);
    key[normal.n] = '\t';
    memcpy(key + normal.n + 1, upos.p, upos.n);
    const uint32_t *at = kh_map_find(&l->known, (kh_view){ key, normal.n + 1 + upos.n });
    return at ? &l->rows[*at] : NULL;
}

enum { TABLE_KEY = 64 };

static const uint32_t *row_of(const kh_lemmas *l, kh_view normal, const char *upos)
{
    char key[TABLE_KEY];
    size_t n = strlen(upos);
    if (normal.n == 0 || normal.n + 1 + n > sizeof key)
        return NULL;
    memcpy(key, normal.p, normal.n);
    key[normal.n] = '\t';
    memcpy(key + normal.n + 1, upos, n);
    return kh_map_find(&l->known, (kh_view){ key, normal.n + 1 + n });
}

kh_view kh_lemmas_guess(const kh_lemmas *l, kh_view normal)
{
    const uint32_t *at = row_of(l, normal, "VERB");
    if (!at)
        at = row_of(l, normal, "NOUN");
    return at ? l->rows[*at] : (kh_view){ NULL, 0 };
}

bool kh_lemmas_know(const kh_lemmas *l, kh_view normal)
{
    static const char *const tags[] = { "NOUN", "VERB", "ADJ", "ADP", "DET", "PRON", "ADV", "AUX", "SCONJ", "CCONJ", "PART", "NUM", "INTJ" };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (row_of(l, normal, tags[i]))
            return true;
    return false;
}

/* "k|2|y" or "l|0|": keep or lower the case, cut characters off the end, add. Empty: the rule does not fit the form. */
static kh_view apply(kh_view form, kh_view normal, kh_view rule, kh_arena *arena)
{
    kh_view mode = kh_view_cut(&rule, '|'), cut = kh_view_cut(&rule, '|'), from = kh_view_is(mode, "l") ? normal : form;
    int64_t gone = 0;
    kh_view_to_int(cut, &gone);
    size_t keep = from.n;
    for (; gone > 0; gone--) {
        if (keep == 0)
            return (kh_view){ "", 0 };
        do
            keep--;
        while (keep > 0 && ((unsigned char)from.p[keep] & 0xC0) == 0x80);
    }
    char *out = kh_arena_get(arena, keep + rule.n + 1);
    if (!out)
        return (kh_view){ NULL, 0 };
    memcpy(out, from.p, keep);
    if (rule.n)
        memcpy(out + keep, rule.p, rule.n);
    return (kh_view){ out, keep + rule.n };
}

/* The best rule that is not done (of equal ones the first), or rule_count. */
static uint32_t next_best(const kh_lemmas *l, const float *scores, const bool *done)
{
    uint32_t best = l->rule_count;
    for (uint32_t i = 0; i < l->rule_count; i++)
        if (!done[i] && (best == l->rule_count || scores[i] > scores[best]))
            best = i;
    return best;
}

kh_view kh_lemma_of(const kh_lemmas *l, const kh_text_tables *text, kh_view form, kh_view upos, const float *scores, kh_arena *arena,
                    kh_arena *scratch)
{
    kh_view normal = kh_text_normal(text, form, scratch), none = { NULL, 0 }, first = { "", 0 };
    bool *done = kh_arena_get(scratch, l->rule_count);
    if (!normal.p || !done)
        return none;
    const kh_view *known = look_up(l, normal, upos, scratch);
    if (known)
        return *known;
    float top = 0;
    for (int tries = 0; tries < KH_LEMMA_TRIES; tries++) {
        uint32_t rule = next_best(l, scores, done);
        if (rule == l->rule_count || (first.n && scores[rule] < top - KH_LEMMA_MARGIN))
            break;
        done[rule] = true;
        kh_view lemma = apply(form, normal, l->rules[rule], first.n ? scratch : arena);
        if (!lemma.p)
            return none;
        if (!lemma.n)
            continue;
        if (!first.n) {
            first = lemma;
            top = scores[rule];
            if (kh_view_eq(lemma, normal) || kh_view_eq(lemma, form))
                return lemma;                              /* nothing was cut off: there is no misspelt stem to mend */
        }
        kh_view low = kh_text_normal(text, lemma, scratch);
        if (!low.p)
            return none;
        if (kh_map_find(&text->pieces, low))
            return first.p == lemma.p ? first : kh_arena_copy(arena, lemma);
    }
    return first.n ? first : kh_arena_copy(arena, form);
}
