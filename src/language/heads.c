/* heads.c: tags, trees and names from the vectors of words. A part writes only the tokens that it answers for. */
#include "language/runner.h"

#include <math.h>
#include <string.h>

#include "language/decode.h"
#include "language/weights.h"

static uint32_t argmax(const float *x, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        best = x[i] > x[best] ? i : best;
    return best;
}

/* ------------------------------------------------------------------ tags */

static kh_status set_word(kh_runner *r, uint32_t t, const float *s)
{
    const kh_net *n = r->n;
    kh_token *token = &r->doc->tokens[t];
    kh_view upos = n->upos_names[argmax(s, n->upos)];
    token->upos = (uint8_t)kh_upos_of(upos);
    token->xpos = n->xpos_names[argmax(s + n->upos, n->xpos)];
    token->feats = n->feats_names[argmax(s + n->upos + n->xpos, n->feats)];
    token->morph = kh_morph_of(token->feats);
    kh_mark mark = kh_arena_mark(r->scratch);
    token->lemma = kh_lemma_of(&n->lemmas, n->text, kh_doc_form(r->doc, t), upos, s + n->upos + n->xpos + n->feats, r->doc->arena,
                               r->scratch);
    kh_arena_rewind(r->scratch, mark);
    return token->lemma.p ? KH_OK : kh_arena_fail(r->doc->arena, r->err);
}

kh_status kh_set_tags(kh_runner *r, const kh_batch *b)
{
    const kh_net *n = r->n;
    size_t w = n->tags.n;
    float *scores = r->room.widest;
    kh_multiply(r, &n->tags, r->room.z, b->words, n->width, scores, w);
    for (uint32_t i = 0; i < b->count; i++) {
        const kh_part *p = &b->parts[i];
        for (uint32_t t = p->own; t < p->own_end; t++) {
            kh_status s = set_word(r, t, scores + (p->word + 1 + t - p->first) * w);
            if (s)
                return s;
        }
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ trees */

/* Scores of heads for one part: score[d * n + h]. Each word has one head, so what its scores have in common does not matter. */
static void arc_scores(const kh_net *n, const float *ad, const float *h, size_t stride, uint32_t words, float *bias, double *score)
{
    const kh_kernels *kernels = n->kernels;
    float scale = 1.0f / sqrtf((float)n->arc);
    for (uint32_t k = 0; k < words; k++)
        bias[k] = kernels->dot(n->ab, h + k * stride + n->arc, n->arc) + n->ab_bias;
    for (uint32_t d = 1; d < words; d++)
        for (uint32_t k = 0; k < words; k++) {
            int32_t away = (int32_t)k - (int32_t)d;
            away = away < -31 ? -31 : away > 31 ? 31 : away;
            float v = kernels->dot(ad + (size_t)d * n->arc, h + k * stride + n->arc, n->arc) * scale;
            score[(size_t)d * words + k] = k == d ? -1e4 : (double)(v + bias[k] + n->dist[k == 0 ? 0 : away + 32]);
        }
}

static uint32_t best_label(const kh_net *n, const float *lu, const float *lb, const float *lh)
{
    uint32_t best = 0;
    float top = -1e30f;
    for (uint32_t k = 0; k < n->rels; k++) {
        float v = lb[k] + n->kernels->dot(lu + (size_t)k * n->label, lh, n->label);
        if (v > top) {
            top = v;
            best = k;
        }
    }
    return best;
}

static void set_head(kh_runner *r, const kh_part *p, uint32_t d, uint32_t head, kh_view rel)
{
    kh_token *t = &r->doc->tokens[p->first + d - 1];
    if (p->first + d - 1 < p->own || p->first + d - 1 >= p->own_end)
        return;
    t->head = head ? p->first + head - 1 : KH_NONE;
    if (!head)
        rel = KH_LIT("root");
    else if (kh_view_is(rel, "root"))
        rel = KH_LIT("parataxis");
    t->rel = rel;
    t->deprel = (uint8_t)kh_deprel_of(rel);
    t->sub = (uint8_t)kh_subrel_of(rel);
}

/* h: rows of room.wide, ad: of room.mix. */
static kh_status set_tree(kh_runner *r, const kh_part *p)
{
    const kh_net *n = r->n;
    uint32_t words = kh_part_words(p), L = n->label;
    size_t stride = n->arcs.n;
    double *score = kh_arena_array(r->scratch, (size_t)words * words, sizeof *score);
    uint32_t *heads = kh_arena_array(r->scratch, words, sizeof *heads);
    float *pair = kh_arena_array(r->scratch, (size_t)words * 2 * L, sizeof *pair), *bias = kh_arena_array(r->scratch, words, sizeof *bias);
    float *lb = kh_arena_array(r->scratch, (size_t)words * n->rels, sizeof *lb), *lu = r->room.widest;
    if (!score || !heads || !pair || !lb || !bias)
        return kh_arena_fail(r->scratch, r->err);
    const float *mine = r->room.wide + p->word * stride;
    arc_scores(n, r->room.mix + (size_t)p->word * n->arc, mine, stride, words, bias, score);
    kh_status s = kh_decode_tree(score, words, heads, r->scratch, r->err);
    if (s)
        return s;
    for (uint32_t d = 1; d < words; d++) {
        memcpy(pair + (size_t)d * 2 * L, mine + d * stride + 2 * n->arc, L * sizeof *pair);
        memcpy(pair + (size_t)d * 2 * L + L, mine + heads[d] * stride + 2 * n->arc + L, L * sizeof *pair);
    }
    kh_multiply(r, &n->lb, pair, words, 2 * L, lb, n->rels);
    kh_multiply(r, &n->lu, mine + 2 * n->arc, words, stride, lu, n->lu.n);
    for (uint32_t d = 1; d < words; d++) {
        uint32_t rel = best_label(n, lu + (size_t)d * n->lu.n, lb + (size_t)d * n->rels, pair + (size_t)d * 2 * L + L);
        set_head(r, p, d, heads[d], n->rel_names[rel]);
    }
    return KH_OK;
}

kh_status kh_set_trees(kh_runner *r, const kh_batch *b)
{
    const kh_net *n = r->n;
    size_t stride = n->arcs.n;
    float *h = r->room.wide;
    kh_multiply(r, &n->arcs, r->room.z, b->words, n->width, h, stride);
    for (size_t i = 0; i < b->words * stride; i++)
        h[i] = h[i] < 0 ? h[i] * 0.1f : h[i];
    kh_multiply(r, &n->au, h, b->words, stride, r->room.mix, n->arc);
    for (uint32_t i = 0; i < b->count; i++) {
        kh_mark mark = kh_arena_mark(r->scratch);
        kh_status s = set_tree(r, &b->parts[i]);
        kh_arena_rewind(r->scratch, mark);
        if (s)
            return s;
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ names */

typedef struct list { kh_name **names; uint32_t *count; size_t *room; float bonus; } list;   /* bonus: of "no name here" */

static kh_status add_name(kh_runner *r, const list *l, uint32_t first, uint32_t end, kh_view type, float score)
{
    kh_doc *d = r->doc;
    kh_name *grown = kh_arena_grow(d->arena, *l->names, l->room, (size_t)*l->count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(d->arena, r->err);
    *l->names = grown;
    grown[(*l->count)++] = (kh_name){ { d->tokens[first].span.from, d->tokens[end - 1].span.to }, first, end, kh_name_type_of(type),
                                      score / (float)(end - first) };
    return KH_OK;
}

/* Addresses are no names; the rest must be somewhat surer to be one. */
static void settle(const kh_net *n, kh_view form, float *row, float bonus)
{
    const char *at = memchr(form.p, '@', form.n);
    bool address = (at && at > form.p && at + 1 < form.p + form.n) || memmem(form.p, form.n, "://", 3) || kh_view_starts(form, KH_LIT("www."));
    for (uint32_t k = 0; k < n->names; k++)
        if (n->name_labels[k].n == 1)
            row[k] += address ? 1e6f : bonus;
}

/* The names of one part: scores s, rows of `stride`, of which `count` belong to this set of labels. */
static kh_status read_names(kh_runner *r, const kh_part *p, const float *s, size_t stride, const list *l)
{
    const kh_net *n = r->n;
    uint32_t words = p->end - p->first, count = n->names;
    float *logs = kh_arena_array(r->scratch, (size_t)words * count, sizeof *logs), *sum = kh_arena_array(r->scratch, words, sizeof *sum);
    uint32_t *labels = kh_arena_array(r->scratch, words, sizeof *labels);
    if (!logs || !sum || !labels)
        return kh_arena_fail(r->scratch, r->err);
    for (uint32_t t = 0; t < words; t++) {                /* down by the best: no label's e^score overflows */
        float *row = logs + (size_t)t * count, most = s[t * stride + argmax(s + t * stride, count)];
        for (uint32_t k = 0; k < count; k++) {
            row[k] = s[t * stride + k] - most;
            sum[t] += (float)n->kernels->exponent((double)row[k]);
        }
    }
    for (uint32_t t = 0; t < words; t++)
        settle(n, kh_doc_form(r->doc, p->first + t), logs + (size_t)t * count, l->bonus);
    kh_status status = kh_decode_names(logs, words, n->name_labels, count, labels, r->scratch, r->err);
    uint32_t last = *l->count ? (*l->names)[*l->count - 1].end : 0;
    for (uint32_t t = 0; !status && t < words;) {
        kh_view label = n->name_labels[labels[t]];
        uint32_t e = t + 1;
        float score = (float)n->kernels->exponent((double)logs[(size_t)t * count + labels[t]]) / sum[t];
        for (; label.n > 2 && e < words && n->name_labels[labels[e]].n > 2 && n->name_labels[labels[e]].p[0] == 'I'; e++)
            score += (float)n->kernels->exponent((double)logs[(size_t)e * count + labels[e]]) / sum[e];
        uint32_t at = p->first + t;
        if (label.n > 2 && at >= p->own && at < p->own_end && at >= last)
            status = add_name(r, l, at, p->first + e, (kh_view){ label.p + 2, label.n - 2 }, score);
        t = e;
    }
    return status;
}

kh_status kh_set_names(kh_runner *r, const kh_batch *b)
{
    kh_doc *d = r->doc;
    size_t stride = r->n->name_head.n;
    float *scores = r->room.widest;
    const list lists[] = { { &d->names, &d->name_count, &r->name_room, KH_OUTSIDE_BONUS },
                           { &d->mentions, &d->mention_count, &r->mention_room, KH_MENTION_BONUS } };
    kh_multiply(r, &r->n->name_head, r->room.z, b->words, r->n->width, scores, stride);
    for (uint32_t i = 0; i < b->count; i++) {
        const kh_part *p = &b->parts[i];
        for (uint32_t k = 0; k < r->n->name_sets && p->end > p->first; k++) {
            kh_mark mark = kh_arena_mark(r->scratch);
            kh_status s = read_names(r, p, scores + (p->word + 1) * stride + k * r->n->names, stride, &lists[k]);
            kh_arena_rewind(r->scratch, mark);
            if (s)
                return s;
        }
    }
    return KH_OK;
}
