/* encode.c: the encoder over word pieces, word vectors, gated convolutions. */
#include "language/runner.h"

#include <string.h>

void kh_multiply(kh_runner *r, const kh_matrix *w, const float *x, size_t rows, size_t x_stride, float *out, size_t stride)
{
    kh_quantised *q = &r->room.q;
    q->stride = w->k_padded;
    for (size_t i = 0; i < rows; i++)
        r->n->kernels->quantise(x + i * x_stride, w->k, i, q);
    r->n->kernels->product(w, q, rows, out, stride);
}

static void add_row(const kh_rows *t, uint32_t row, float *to)
{
    const int8_t *q = t->q + (size_t)row * t->k;
    float s = t->scale[row];
    for (uint32_t i = 0; i < t->k; i++)
        to[i] += (float)q[i] * s;
}

void kh_embed(kh_runner *r, const kh_batch *b)
{
    const kh_net *n = r->n;
    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t j = 0; j < b->parts[i].pieces; j++) {
            size_t at = b->parts[i].piece + j;
            float *x = r->room.x + at * KH_DIM;
            memset(x, 0, KH_DIM * sizeof *x);
            add_row(&n->piece, b->piece[at], x);
            add_row(&n->position, j, x);
            add_row(&n->cases, b->case_of[at], x);
            n->kernels->norm(x, KH_DIM, n->ln.gain, n->ln.bias, 1e-12f, x);
        }
}

static void attend(kh_runner *r, const kh_batch *b, const float *qkv, float *out)
{
    for (uint32_t i = 0; i < b->count; i++) {
        const kh_part *p = &b->parts[i];
        for (size_t h = 0; h < KH_HEADS; h++)
            r->n->kernels->attend(qkv + (size_t)p->piece * 3 * KH_DIM, p->pieces, KH_DIM, h * KH_HEAD, r->room.keys, r->room.weights,
                                  out + (size_t)p->piece * KH_DIM + h * KH_HEAD);
    }
}

/* x = norm(x + y) */
static void add_norm(kh_runner *r, size_t rows, const kh_norm *norm, const float *restrict y)
{
    for (size_t i = 0; i < rows; i++) {
        float *restrict x = r->room.x + i * KH_DIM;
        for (size_t k = 0; k < KH_DIM; k++)
            x[k] += y[i * KH_DIM + k];
        r->n->kernels->norm(x, KH_DIM, norm->gain, norm->bias, 1e-12f, x);
    }
}

static void mix_in(kh_runner *r, size_t rows, float weight, bool first)
{
    float *restrict mix = r->room.mix;
    const float *restrict x = r->room.x;
    for (size_t i = 0; i < rows * KH_DIM; i++)
        mix[i] = first ? weight * x[i] : mix[i] + weight * x[i];
}

void kh_run_layer(kh_runner *r, const kh_batch *b, const kh_layer *w)
{
    kh_room *m = &r->room;
    size_t p = b->pieces;
    kh_multiply(r, &w->qkv, m->x, p, KH_DIM, m->wide, 3 * KH_DIM);
    attend(r, b, m->wide, m->z);
    kh_multiply(r, &w->o, m->z, p, KH_DIM, m->wide, KH_DIM);
    add_norm(r, p, &w->ln1, m->wide);
    kh_multiply(r, &w->up, m->x, p, KH_DIM, m->widest, w->up.n);
    r->n->kernels->gelu(m->widest, p * w->up.n);
    kh_multiply(r, &w->down, m->widest, p, w->down.k, m->z, KH_DIM);
    add_norm(r, p, &w->ln2, m->z);
}

/* room.x is the batch's pieces, then layer by layer; room.mix the weighted sum of all layers. */
static void run_layers(kh_runner *r, const kh_batch *b)
{
    const kh_net *n = r->n;
    mix_in(r, b->pieces, n->mix[0], true);
    for (uint32_t l = 0; l < n->layers; l++) {
        kh_run_layer(r, b, &n->layer[l]);
        mix_in(r, b->pieces, n->mix[l + 1], false);
    }
}

void kh_encode(kh_runner *r, const kh_batch *b)
{
    const kh_net *n = r->n;
    size_t k = KH_DIM + 6 * n->affix + 16;
    kh_embed(r, b);
    run_layers(r, b);
    for (uint32_t t = 0; t < b->words; t++) {
        float *row = r->room.wide + t * k;
        const float *f = r->room.mix + (size_t)b->first[t] * KH_DIM, *l = r->room.mix + (size_t)b->last[t] * KH_DIM;
        for (size_t i = 0; i < KH_DIM; i++)
            row[i] = (f[i] + l[i]) * 0.5f;
        memset(row + KH_DIM, 0, (k - KH_DIM) * sizeof *row);
        for (uint32_t a = 0; a < 6; a++)
            add_row(&n->affixes, b->rows[t * KH_AFFIXES + a], row + KH_DIM + a * n->affix);
        add_row(&n->shapes, b->rows[t * KH_AFFIXES + 6], row + KH_DIM + 6 * n->affix);
    }
    kh_multiply(r, &n->inp, r->room.wide, b->words, k, r->room.x, n->width);
}

void kh_convolve(kh_runner *r, const kh_batch *b, const kh_conv *c)
{
    const kh_net *n = r->n;
    size_t w = n->width;
    float *x = r->room.x, *y = r->room.wide, *z = r->room.widest;
    for (uint32_t i = 0; i < b->count; i++) {
        uint32_t first = b->parts[i].word, end = first + kh_part_words(&b->parts[i]);
        for (uint32_t t = first; t < end; t++)
            n->kernels->norm(x + t * w, w, c->in.gain, c->in.bias, 1e-5f, y + (size_t)t * 3 * w + w);
        for (uint32_t t = first; t < end; t++) {
            float *row = y + (size_t)t * 3 * w;
            if (t > first)
                memcpy(row, row - 2 * w, w * sizeof *y);
            else
                memset(row, 0, w * sizeof *y);
            if (t + 1 < end)
                memcpy(row + 2 * w, row + 4 * w, w * sizeof *y);
            else
                memset(row + 2 * w, 0, w * sizeof *y);
        }
    }
    kh_multiply(r, &c->lin, y, b->words, 3 * w, z, 2 * w);
    for (uint32_t t = 0; t < b->words; t++) {
        n->kernels->glu(z + (size_t)t * 2 * w, w, x + t * w);
        n->kernels->norm(x + t * w, w, c->out.gain, c->out.bias, 1e-5f, r->room.z + t * w);
    }
}
