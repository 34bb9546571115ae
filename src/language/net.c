#include "language/net.h"

#include <math.h>
#include <string.h>

#include "language/decode.h"

/* A batch of sentences: words of all, with word 0 of each being its root ([CLS]). Long sentences come in parts of KH_MAX_WORDS. */
typedef struct part { uint32_t first, end, sentence, word, piece, pieces; } part;   /* tokens; where its words and pieces begin */

typedef struct batch {
    part *parts;
    uint32_t count, words, pieces;
    uint32_t *piece, *case_of;                 /* of each piece */
    uint32_t *first, *last;                    /* pieces of each word */
    uint32_t *rows;                            /* KH_AFFIXES a word */
    kh_view *normal;                           /* of each word; empty for roots */
} batch;

enum { PIECES = 480 };                         /* activations of a batch stay in the second-level cache */

typedef struct runner { const kh_net *n; kh_doc *doc; kh_arena *scratch; kh_error *err; kh_quantised q; size_t q_rows; } runner;

static float *floats(runner *r, size_t n) { return kh_arena_array(r->scratch, n, sizeof(float)); }

/* Quantises rows of k floats and multiplies; out rows have `stride` floats. */
static void multiply(runner *r, const kh_matrix *w, const float *x, size_t rows, size_t x_stride, float *out, size_t stride)
{
    r->q.stride = w->k_padded;
    for (size_t i = 0; i < rows; i++)
        r->n->kernels->quantise(x + i * x_stride, w->k, i, &r->q);
    r->n->kernels->product(w, &r->q, rows, out, stride);
}

static void add_row(const kh_rows *t, uint32_t row, float *to, float weight)
{
    const int8_t *q = t->q + (size_t)row * t->k;
    float s = t->scale[row] * weight;
    for (uint32_t i = 0; i < t->k; i++)
        to[i] += (float)q[i] * s;
}

/* ------------------------------------------------------------------ encoder */

static kh_status encode(runner *r, const batch *b, float **mixed)
{
    const kh_net *n = r->n;
    const kh_kernels *k = n->kernels;
    size_t p = b->pieces, longest = 0;
    for (uint32_t i = 0; i < b->count; i++)
        longest = b->parts[i].pieces > longest ? b->parts[i].pieces : longest;
    float *x = floats(r, p * KH_DIM), *y = floats(r, p * 3 * KH_DIM), *z = floats(r, p * KH_DIM), *u = floats(r, p * n->ff);
    size_t room = (longest + 15) / 16 * 16;
    float *kt = floats(r, room * KH_HEAD), *s = floats(r, 4 * room), *mix = floats(r, p * KH_DIM);
    if (!x || !y || !z || !u || !kt || !s || !mix)
        return kh_arena_fail(r->scratch, r->err);
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t j = 0; j < b->parts[i].pieces; j++) {
            size_t at = b->parts[i].piece + j;
            add_row(&n->piece, b->piece[at], x + at * KH_DIM, 1);
            add_row(&n->position, j, x + at * KH_DIM, 1);
            add_row(&n->cases, b->case_of[at], x + at * KH_DIM, 1);
            k->norm(x + at * KH_DIM, KH_DIM, n->ln.gain, n->ln.bias, 1e-12f, x + at * KH_DIM);
        }
    for (size_t i = 0; i < p * KH_DIM; i++)
        mix[i] = n->mix[0] * x[i];
    for (uint32_t l = 0; l < n->layers; l++) {
        const kh_layer *w = &n->layer[l];
        multiply(r, &w->qkv, x, p, KH_DIM, y, 3 * KH_DIM);
        for (uint32_t i = 0; i < b->count; i++)
            for (size_t h = 0; h < KH_HEADS; h++)
                k->attend(y + (size_t)b->parts[i].piece * 3 * KH_DIM, b->parts[i].pieces, KH_DIM, h * 32, kt, s,
                          z + (size_t)b->parts[i].piece * KH_DIM + h * 32);
        multiply(r, &w->o, z, p, KH_DIM, y, KH_DIM);
        for (size_t i = 0; i < p * KH_DIM; i++)
            x[i] += y[i];
        for (size_t i = 0; i < p; i++)
            k->norm(x + i * KH_DIM, KH_DIM, w->ln1.gain, w->ln1.bias, 1e-12f, x + i * KH_DIM);
        multiply(r, &w->up, x, p, KH_DIM, u, n->ff);
        k->gelu(u, p * n->ff);
        multiply(r, &w->down, u, p, n->ff, z, KH_DIM);
        for (size_t i = 0; i < p * KH_DIM; i++)
            x[i] += z[i];
        for (size_t i = 0; i < p; i++)
            k->norm(x + i * KH_DIM, KH_DIM, w->ln2.gain, w->ln2.bias, 1e-12f, x + i * KH_DIM);
        float m = n->mix[l + 1];
        for (size_t i = 0; i < p * KH_DIM; i++)
            mix[i] += m * x[i];
    }
    *mixed = mix;
    return KH_OK;
}

/* ------------------------------------------------------------------ words */

static kh_status word_vectors(runner *r, const batch *b, const float *mix, float **out)
{
    const kh_net *n = r->n;
    size_t k = KH_DIM + 6 * n->affix + 16;
    float *v = floats(r, b->words * k), *x = floats(r, (size_t)b->words * n->width);
    if (!v || !x)
        return kh_arena_fail(r->scratch, r->err);
    for (uint32_t t = 0; t < b->words; t++) {
        float *row = v + t * k;
        const float *f = mix + (size_t)b->first[t] * KH_DIM, *l = mix + (size_t)b->last[t] * KH_DIM;
        for (size_t i = 0; i < KH_DIM; i++)
            row[i] = (f[i] + l[i]) * 0.5f;
        for (uint32_t a = 0; a < 6; a++)
            add_row(&n->affixes, b->rows[t * KH_AFFIXES + a], row + KH_DIM + a * n->affix, 1);
        add_row(&n->shapes, b->rows[t * KH_AFFIXES + 6], row + KH_DIM + 6 * n->affix, 1);
    }
    multiply(r, &n->inp, v, b->words, k, x, n->width);
    *out = x;
    return KH_OK;
}

/* x += GLU(W [x-1, x, x+1]) inside each part; norm behind it goes to `out`. */
static kh_status convolve(runner *r, const batch *b, const kh_conv *c, float *x, float *out)
{
    const kh_net *n = r->n;
    size_t w = n->width;
    float *y = floats(r, (size_t)b->words * 3 * w), *z = floats(r, (size_t)b->words * 2 * w);
    if (!y || !z)
        return kh_arena_fail(r->scratch, r->err);
    for (uint32_t t = 0; t < b->words; t++)
        n->kernels->norm(x + t * w, w, c->in.gain, c->in.bias, 1e-5f, y + (size_t)t * 3 * w + w);
    for (uint32_t i = 0; i < b->count; i++) {
        uint32_t first = b->parts[i].word, end = i + 1 < b->count ? b->parts[i + 1].word : b->words;
        for (uint32_t t = first; t < end; t++) {
            if (t > first)
                memcpy(y + (size_t)t * 3 * w, y + (size_t)(t - 1) * 3 * w + w, w * sizeof *y);
            if (t + 1 < end)
                memcpy(y + (size_t)t * 3 * w + 2 * w, y + (size_t)(t + 1) * 3 * w + w, w * sizeof *y);
        }
    }
    multiply(r, &c->lin, y, b->words, 3 * w, z, 2 * w);
    for (uint32_t t = 0; t < b->words; t++) {
        n->kernels->glu(z + (size_t)t * 2 * w, w, x + t * w);
        n->kernels->norm(x + t * w, w, c->out.gain, c->out.bias, 1e-5f, out + t * w);
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ heads */

static uint32_t argmax(const float *x, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        best = x[i] > x[best] ? i : best;
    return best;
}

static kh_status set_tags(runner *r, const batch *b, const float *y)
{
    const kh_net *n = r->n;
    size_t w = n->tags.n;
    float *t = floats(r, b->words * w);
    if (!t)
        return kh_arena_fail(r->scratch, r->err);
    multiply(r, &n->tags, y, b->words, n->width, t, w);
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t k = b->parts[i].first; k < b->parts[i].end; k++) {
            const float *s = t + (b->parts[i].word + 1 + k - b->parts[i].first) * w;
            kh_token *token = &r->doc->tokens[k];
            kh_view upos = n->upos_names[argmax(s, n->upos)];
            token->upos = (uint8_t)kh_upos_of(upos);
            token->xpos = n->xpos_names[argmax(s + n->upos, n->xpos)];
            token->feats = n->feats_names[argmax(s + n->upos + n->xpos, n->feats)];
            token->morph = kh_morph_of(token->feats);
            kh_mark mark = kh_arena_mark(r->scratch);
            token->lemma = kh_lemma_of(&n->lemmas, n->text, kh_doc_form(r->doc, k), upos, s + n->upos + n->xpos + n->feats, r->doc->arena,
                                       r->scratch);
            kh_arena_rewind(r->scratch, mark);
            if (!token->lemma.p)
                return kh_arena_fail(r->doc->arena, r->err);
        }
    return KH_OK;
}

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

static uint32_t best_label(runner *r, const float *lu, const float *lb, const float *lh)
{
    const kh_net *n = r->n;
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

static kh_status set_tree(runner *r, const batch *b, const part *p, const float *h, const float *ad, const float *lu)
{
    const kh_net *n = r->n;
    uint32_t words = p->end - p->first + 1;
    size_t stride = n->arcs.n;
    double *score = kh_arena_array(r->scratch, (size_t)words * words, sizeof *score);
    uint32_t *heads = kh_arena_array(r->scratch, words, sizeof *heads);
    float *pair = floats(r, (size_t)words * 2 * n->label), *lb = floats(r, (size_t)words * n->rels), *bias = floats(r, words);
    if (!score || !heads || !pair || !lb || !bias)
        return kh_arena_fail(r->scratch, r->err);
    const float *mine = h + p->word * stride;
    arc_scores(n, ad + (size_t)p->word * n->arc, mine, stride, words, bias, score);
    kh_status s = kh_decode_tree(score, words, heads, r->scratch, r->err);
    if (s)
        return s;
    for (uint32_t d = 1; d < words; d++) {
        memcpy(pair + (size_t)d * 2 * n->label, mine + d * stride + 2 * n->arc, n->label * sizeof *pair);
        memcpy(pair + (size_t)d * 2 * n->label + n->label, mine + heads[d] * stride + 2 * n->arc + n->label, n->label * sizeof *pair);
    }
    multiply(r, &n->lb, pair, words, 2 * n->label, lb, n->rels);
    (void)b;
    for (uint32_t d = 1; d < words; d++) {
        kh_token *t = &r->doc->tokens[p->first + d - 1];
        const float *lh = pair + (size_t)d * 2 * n->label + n->label;
        kh_view rel = n->rel_names[best_label(r, lu + (size_t)(p->word + d) * n->lu.n, lb + (size_t)d * n->rels, lh)];
        t->head = heads[d] ? p->first + heads[d] - 1 : KH_NONE;
        if (!heads[d])
            rel = KH_LIT("root");
        else if (kh_view_is(rel, "root"))
            rel = KH_LIT("parataxis");
        t->rel = rel;
        t->deprel = (uint8_t)kh_deprel_of(rel);
        t->sub = (uint8_t)kh_subrel_of(rel);
    }
    return KH_OK;
}

static kh_status set_trees(runner *r, const batch *b, const float *y)
{
    const kh_net *n = r->n;
    size_t stride = n->arcs.n;
    float *h = floats(r, b->words * stride), *ad = floats(r, (size_t)b->words * n->arc);
    float *lu = floats(r, (size_t)b->words * n->lu.n);
    if (!h || !ad || !lu)
        return kh_arena_fail(r->scratch, r->err);
    multiply(r, &n->arcs, y, b->words, n->width, h, stride);
    for (size_t i = 0; i < b->words * stride; i++)
        h[i] = h[i] < 0 ? h[i] * 0.1f : h[i];
    multiply(r, &n->au, h, b->words, stride, ad, n->arc);
    multiply(r, &n->lu, h + 2 * n->arc, b->words, stride, lu, n->lu.n);
    for (uint32_t i = 0; i < b->count; i++) {
        kh_mark mark = kh_arena_mark(r->scratch);
        kh_status s = set_tree(r, b, &b->parts[i], h, ad, lu);
        kh_arena_rewind(r->scratch, mark);
        if (s)
            return s;
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ names */

static kh_status add_name(runner *r, uint32_t first, uint32_t end, kh_view type, float score, size_t *capacity)
{
    kh_doc *d = r->doc;
    kh_name *grown = kh_arena_grow(d->arena, d->names, capacity, (size_t)d->name_count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(d->arena, r->err);
    d->names = grown;
    d->names[d->name_count++] = (kh_name){ { d->tokens[first].span.from, d->tokens[end - 1].span.to }, first, end, kh_name_type_of(type),
                                           score / (float)(end - first) };
    return KH_OK;
}

static kh_status set_names(runner *r, const batch *b, const float *y, size_t *capacity)
{
    const kh_net *n = r->n;
    float *all = floats(r, (size_t)b->words * n->names);
    uint32_t *labels = kh_arena_array(r->scratch, b->words, sizeof *labels);
    float *sums = floats(r, b->words);
    if (!all || !labels || !sums)
        return kh_arena_fail(r->scratch, r->err);
    multiply(r, &n->name_head, y, b->words, n->width, all, n->names);
    for (uint32_t t = 0; t < b->words; t++) {             /* down by the best: no label's e^score overflows */
        float *s = all + (size_t)t * n->names, most = s[argmax(s, n->names)];
        for (uint32_t k = 0; k < n->names; k++) {
            s[k] -= most;
            sums[t] += (float)n->kernels->exponent((double)s[k]);
        }
    }
    for (uint32_t i = 0; i < b->count; i++) {
        const part *p = &b->parts[i];
        uint32_t words = p->end - p->first;
        const float *logs = all + (size_t)(p->word + 1) * n->names, *sum = sums + p->word + 1;
        if (words == 0)
            continue;
        kh_status s = kh_decode_names(logs, words, n->name_labels, n->names, labels, r->scratch, r->err);
        for (uint32_t t = 0; !s && t < words;) {
            kh_view l = n->name_labels[labels[t]];
            uint32_t e = t + 1;
            float score = (float)n->kernels->exponent((double)logs[(size_t)t * n->names + labels[t]]) / sum[t];
            if (l.n > 2) {
                while (e < words && n->name_labels[labels[e]].n > 2 && n->name_labels[labels[e]].p[0] == 'I') {
                    score += (float)n->kernels->exponent((double)logs[(size_t)e * n->names + labels[e]]) / sum[e];
                    e++;
                }
                s = add_name(r, p->first + t, p->first + e, (kh_view){ l.p + 2, l.n - 2 }, score, capacity);
            }
            t = e;
        }
        if (s)
            return s;
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ batches */

static void add_piece(batch *b, uint32_t piece, uint32_t kind)
{
    b->piece[b->pieces] = piece;
    b->case_of[b->pieces++] = kind;
}

static kh_status add_part(runner *r, batch *b, uint32_t first, uint32_t end, uint32_t sentence)
{
    part *p = &b->parts[b->count++];
    *p = (part){ first, end, sentence, b->words, b->pieces, 0 };
    b->first[b->words] = b->last[b->words] = b->pieces;
    memset(b->rows + (size_t)b->words * KH_AFFIXES, 0, KH_AFFIXES * sizeof *b->rows);
    b->words++;
    add_piece(b, r->n->cls, 0);
    for (uint32_t t = first; t < end; t++) {
        kh_mark mark = kh_arena_mark(r->scratch);
        kh_view form = kh_doc_form(r->doc, t), normal = kh_text_normal(r->n->text, form, r->scratch);
        if (!normal.p)
            return kh_arena_fail(r->scratch, r->err);
        uint32_t ids[KH_WORD_PIECES];
        size_t count = kh_text_pieces(r->n->text, normal, ids);
        if (b->pieces - p->piece + count + 1 + (end - t) > KH_POSITIONS)
            count = 1;
        kh_text_affixes(r->n->text, form, normal, b->rows + (size_t)b->words * KH_AFFIXES);
        b->first[b->words] = b->pieces;
        for (size_t i = 0; i < count; i++)
            add_piece(b, ids[i], kh_text_case(r->n->text, form));
        b->last[b->words++] = b->pieces - 1;
        kh_arena_rewind(r->scratch, mark);
    }
    add_piece(b, r->n->sep, 0);
    p->pieces = b->pieces - p->piece;
    return KH_OK;
}

static kh_status run_batch(runner *r, batch *b, size_t *names)
{
    float *mix = NULL, *x = NULL;
    size_t rows = b->pieces > b->words ? b->pieces : b->words, widest = r->n->ff > 3 * r->n->width ? r->n->ff : 3 * r->n->width;
    if (widest < KH_DIM + 6 * r->n->affix + 16 + 4)
        widest = KH_DIM + 6 * r->n->affix + 16 + 4;
    r->q.q = kh_arena_get(r->scratch, rows * (widest + 4));
    r->q.scale = floats(r, rows);
    r->q.zero = kh_arena_array(r->scratch, rows, sizeof(int32_t));
    float *y = floats(r, (size_t)b->words * r->n->width), *nx = floats(r, (size_t)b->words * r->n->width);
    if (!r->q.q || !r->q.scale || !r->q.zero || !y || !nx)
        return kh_arena_fail(r->scratch, r->err);
    kh_status s = encode(r, b, &mix);
    if (!s)
        s = word_vectors(r, b, mix, &x);
    if (!s)
        s = convolve(r, b, &r->n->conv, x, y);
    if (s)
        return s;
    memcpy(nx, x, (size_t)b->words * r->n->width * sizeof *x);
    s = set_tags(r, b, y);
    if (!s)
        s = set_trees(r, b, y);
    if (!s)
        s = convolve(r, b, &r->n->name_conv, nx, y);
    return s ? s : set_names(r, b, y, names);
}

/* Room for one batch. */
static kh_status new_batch(runner *r, batch *b)
{
    size_t most = PIECES + KH_POSITIONS + 8;
    *b = (batch){ .parts = kh_arena_array(r->scratch, most, sizeof(part)) };
    b->piece = kh_arena_array(r->scratch, most, 4);
    b->case_of = kh_arena_array(r->scratch, most, 4);
    b->first = kh_arena_array(r->scratch, most, 4);
    b->last = kh_arena_array(r->scratch, most, 4);
    b->rows = kh_arena_array(r->scratch, most * KH_AFFIXES, 4);
    return b->parts && b->piece && b->case_of && b->first && b->last && b->rows ? KH_OK : kh_arena_fail(r->scratch, r->err);
}

kh_status kh_net_run(const kh_net *net, kh_doc *doc, const uint32_t *wanted, uint32_t count, kh_arena *scratch, kh_error *err)
{
    runner r = { .n = net, .doc = doc, .scratch = scratch, .err = err };
    size_t names = doc->name_count;
    uint32_t i = 0, from = 0;                  /* next sentence, and how far into it */
    while (i < count) {
        kh_mark mark = kh_arena_mark(scratch);
        batch b;
        kh_status s = new_batch(&r, &b);
        while (!s && i < count && b.pieces < PIECES) {
            const kh_sentence *x = &doc->sentences[wanted[i]];
            uint32_t first = x->first + from, end = x->end - first > KH_MAX_WORDS ? first + KH_MAX_WORDS : x->end;
            s = add_part(&r, &b, first, end, wanted[i]);
            from = end < x->end ? end - x->first : 0;
            i += end == x->end;
        }
        if (!s)
            s = run_batch(&r, &b, &names);
        kh_arena_rewind(scratch, mark);
        if (s)
            return s;
    }
    /* parts of a long sentence hang under the root of its first part: one root, no cycle */
    for (i = 0; i < count; i++) {
        const kh_sentence *x = &doc->sentences[wanted[i]];
        uint32_t root = KH_NONE;
        for (uint32_t t = x->first; t < x->end; t++) {
            if (doc->tokens[t].head != KH_NONE)
                continue;
            if (root == KH_NONE) {
                root = t;
            } else {
                doc->tokens[t].head = root;
                doc->tokens[t].rel = KH_LIT("parataxis");
                doc->tokens[t].deprel = KH_PARATAXIS;
            }
        }
        doc->sentences[wanted[i]].parsed = true;
    }
    return KH_OK;
}
