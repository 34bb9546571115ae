/*
 * Tokens, sentences, tags, lemmas and trees against a treebank, by the definition of the CoNLL 2018 shared task: words are aligned by
 * equal spans; where either side has a surface token of several words, the words of the whole stretch by the longest common
 * subsequence of their forms. A head is right where the heads are aligned with each other.
 */
#include "eval.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { LONGEST_STRETCH = 512 /* words of one stretch of surface tokens; a longer one counts as not aligned */ };

typedef struct pairs { int32_t *system_of; size_t count; } pairs;    /* of each gold word, -1: none */

/* ------------------------------------------------------------------ aligning */

static bool same(kh_view a, kh_view b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

static bool same_folded(kh_view a, kh_view b)
{
    size_t i = 0, k = 0;
    while (i < a.n && k < b.n) {
        utf8proc_int32_t x, y;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)a.p + i, (utf8proc_ssize_t)(a.n - i), &x);
        utf8proc_ssize_t m = utf8proc_iterate((const utf8proc_uint8_t *)b.p + k, (utf8proc_ssize_t)(b.n - k), &y);
        if (n <= 0 || m <= 0 || utf8proc_tolower(x) != utf8proc_tolower(y))
            return false;
        i += (size_t)n;
        k += (size_t)m;
    }
    return i == a.n && k == b.n;
}

/* Pairs the words [g, g1) and [s, s1) by a longest common subsequence of their forms. */
static bool align_stretch(const cli_trees *gold, size_t g, size_t g1, const cli_trees *system, size_t s, size_t s1, pairs *p)
{
    size_t n = g1 - g, m = s1 - s, i = 0, j = 0;
    if (n > LONGEST_STRETCH || m > LONGEST_STRETCH)
        return true;
    uint16_t (*t)[LONGEST_STRETCH + 1] = calloc(n + 1, sizeof *t);
    if (!t)
        return false;
    for (i = n; i-- > 0;)
        for (j = m; j-- > 0;)
            t[i][j] = same_folded(gold->words[g + i].form, system->words[s + j].form) ? (uint16_t)(t[i + 1][j + 1] + 1)
                      : t[i + 1][j] > t[i][j + 1]                                     ? t[i + 1][j]
                                                                                      : t[i][j + 1];
    for (i = j = 0; i < n && j < m;) {
        if (same_folded(gold->words[g + i].form, system->words[s + j].form)) {
            p->system_of[g + i++] = (int32_t)(s + j++);
            p->count++;
        } else if (t[i + 1][j] >= t[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    free(t);
    return true;
}

/* Takes words up to `*to`, which grows with the surface tokens of several words on the way. */
static bool grow(const cli_trees *t, size_t *end, uint32_t *to)
{
    size_t begin = *end;
    for (; *end < t->word_count && t->words[*end].from < *to; ++*end)
        if (t->words[*end].many && t->words[*end].to > *to)
            *to = t->words[*end].to;
    return *end > begin;
}

static bool align(const cli_trees *gold, const cli_trees *system, pairs *p)
{
    size_t g = 0, s = 0;
    while (g < gold->word_count && s < system->word_count) {
        const cli_tree_word *a = &gold->words[g], *b = &system->words[s];
        uint32_t low = a->from < b->from ? a->from : b->from, high = low;
        if (a->many && a->from == low)
            high = a->to;
        if (b->many && b->from == low && b->to > high)
            high = b->to;
        if (high > low) {
            size_t g1 = g, s1 = s;
            for (bool grown = true; grown;) {
                grown = grow(gold, &g1, &high);
                grown = grow(system, &s1, &high) || grown;
            }
            if (!align_stretch(gold, g, g1, system, s, s1, p))
                return false;
            g = g1;
            s = s1;
        } else if (a->from == b->from && a->to == b->to) {
            p->system_of[g++] = (int32_t)s++;
            p->count++;
        } else if (a->from <= b->from) {
            g++;
        } else {
            s++;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ counting */

typedef enum column { TOKENS = 0, SENTENCES, WORDS, UPOS, XPOS, FEATS, LEMMA, UAS, LAS, LAS_SUB, COLUMNS } column;
static const char *const names[COLUMNS] = { "tokens", "sentences", "words", "upos", "xpos", "feats", "lemma", "uas", "las", "las_sub" };

static size_t equal_spans(const cli_tree_span *a, size_t n, const cli_tree_span *b, size_t m)
{
    size_t right = 0;
    for (size_t i = 0, j = 0; i < n && j < m;) {
        right += a[i].from == b[j].from && a[i].to == b[j].to;
        if (a[i].from < b[j].from || (a[i].from == b[j].from && a[i].to < b[j].to))
            i++;
        else
            j++;
    }
    return right;
}

static kh_view main_part(kh_view rel)
{
    const char *colon = rel.n ? memchr(rel.p, ':', rel.n) : NULL;
    return (kh_view){ rel.p, colon ? (size_t)(colon - rel.p) : rel.n };
}

/* Takes the part before '|' off *rest. */
static kh_view part(kh_view *rest)
{
    const char *bar = rest->n ? memchr(rest->p, '|', rest->n) : NULL;
    kh_view v = { rest->p, bar ? (size_t)(bar - rest->p) : rest->n };
    *rest = bar ? (kh_view){ bar + 1, rest->n - v.n - 1 } : (kh_view){ NULL, 0 };
    return v;
}

/* The same features in any order. */
static bool same_features(kh_view a, kh_view b)
{
    if (same(a, b))
        return true;
    if (a.n != b.n)
        return false;
    for (kh_view rest = a; rest.p;) {
        kh_view one = part(&rest);
        bool found = false;
        for (kh_view others = b; others.p && !found;)
            found = same(one, part(&others));
        if (!found)
            return false;
    }
    return true;
}

static void count_word(const cli_trees *gold, const cli_trees *system, const pairs *p, size_t g, size_t right[COLUMNS])
{
    const cli_tree_word *a = &gold->words[g], *b = &system->words[p->system_of[g]];
    right[UPOS] += same(a->upos, b->upos);
    right[XPOS] += same(a->xpos, b->xpos);
    right[FEATS] += same_features(a->feats, b->feats);
    right[LEMMA] += same(a->lemma, b->lemma) || same(a->lemma, (kh_view){ "_", 1 });
    bool head = a->head == CLI_TREE_ROOT ? b->head == CLI_TREE_ROOT : a->head >= 0 && b->head >= 0 && p->system_of[a->head] == b->head;
    right[UAS] += head;
    right[LAS] += head && same(main_part(a->rel), main_part(b->rel));
    right[LAS_SUB] += head && same(a->rel, b->rel);
}

static json_t *figures(const cli_trees *gold, const cli_trees *system, const pairs *p)
{
    size_t right[COLUMNS] = { [TOKENS] = equal_spans(gold->tokens, gold->token_count, system->tokens, system->token_count),
                              [SENTENCES] = equal_spans(gold->sentences, gold->sentence_count, system->sentences, system->sentence_count),
                              [WORDS] = p->count };
    for (size_t g = 0; g < gold->word_count; g++)
        if (p->system_of[g] >= 0)
            count_word(gold, system, p, g, right);
    json_t *all = json_object();
    for (int c = 0; c < COLUMNS; c++) {
        size_t n = c == TOKENS ? gold->token_count : c == SENTENCES ? gold->sentence_count : gold->word_count;
        size_t m = c == TOKENS ? system->token_count : c == SENTENCES ? system->sentence_count : system->word_count;
        json_t *row = cli_eval_row(n, m, right[c]);
        if (c > WORDS)
            json_object_set_new(row, "aligned", json_real(p->count ? (double)right[c] / (double)p->count : 0.0));
        json_object_set_new(all, names[c], row);
    }
    return all;
}

static json_t *compare(cli_eval_set *set, const cli_trees *gold, const cli_trees *system)
{
    if (gold->bare.n != system->bare.n || (gold->bare.n && memcmp(gold->bare.p, system->bare.p, gold->bare.n) != 0)) {
        cli_eval_bad(set, KH_E_INPUT, 0, "what was read is not the text of the file");
        return NULL;
    }
    pairs p = { .system_of = malloc((gold->word_count + 1) * sizeof *p.system_of) };
    for (size_t i = 0; p.system_of && i < gold->word_count; i++)
        p.system_of[i] = -1;
    json_t *all = p.system_of && align(gold, system, &p) ? figures(gold, system, &p) : NULL;
    if (!all)
        cli_eval_bad(set, KH_E_NOMEM, 0, "out of memory");
    free(p.system_of);
    return all;
}

json_t *cli_eval_syntax(cli_eval_set *set)
{
    cli_trees gold, system = { 0 };
    cli_text read = { 0 };
    json_t *all = NULL;
    bool tokens = set->options->tokens, good = cli_trees_read(set, set->bytes, &gold);
    if (good && tokens)
        good = cli_eval_run(set, set->bytes, KH_FORMAT_CONLLU, KH_WRITE_CONLLU, 0, &read);
    else if (good)
        good = cli_eval_run(set, (kh_view){ gold.text.p, gold.text.n }, KH_FORMAT_TEXT, KH_WRITE_CONLLU, 0, &read);
    if (good && cli_trees_read(set, (kh_view){ read.p, read.n }, &system))
        all = compare(set, &gold, &system);
    if (all)
        json_object_set_new(all, "input", json_string(tokens ? "tokens" : "text"));
    cli_trees_free(&gold);
    cli_trees_free(&system);
    cli_text_free(&read);
    return all;
}
