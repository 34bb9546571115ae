#include "language/split.h"

#include <math.h>
#include <string.h>

enum {
    W = KH_SPLIT_WIDTH,
    REACH = 7,                       /* tokens that a decision sees on either side: dilations 1 + 2 + 4 */
    EDGE = 4,                        /* rows of zeros beyond a window: the largest dilation */
    CORE = 240, WINDOW = CORE + 2 * REACH,
    SHORT_LINE = 56,                 /* split.py */
    ONE = 256, LARGEST = 8           /* activations are n / ONE within +-LARGEST */
};

/* ------------------------------------------------------------------ open */

typedef struct reader { kh_view rest; bool bad; } reader;

static const char *take(reader *r, uint64_t n)
{
    uint64_t padded = (n + 63) / 64 * 64;
    const char *p = r->rest.p;
    if (r->bad || padded > r->rest.n) {
        r->bad = true;
        return NULL;
    }
    r->rest.p += padded;
    r->rest.n -= padded;
    return p;
}

static const float *take_floats(reader *r, uint32_t n)
{
    const float *f = (const float *)(const void *)take(r, (uint64_t)n * 4);
    for (uint32_t i = 0; f && i < n; i++)
        r->bad = r->bad || !(fabsf(f[i]) < 1e6f);
    return f;
}

static kh_split_rows take_rows(reader *r, uint32_t count, uint32_t width)
{
    kh_split_rows t = { .count = count };
    t.scale = take_floats(r, count);
    t.q = (const int8_t *)take(r, (uint64_t)count * width);
    return t;
}

kh_status kh_splitter_open(const kh_khm *file, const kh_text_tables *text, kh_arena *arena, kh_splitter *s, kh_error *err)
{
    *s = (kh_splitter){ .text = text };
    kh_view bytes;
    if (kh_khm_section(file, "SPLT", &bytes, NULL))
        return KH_OK;
    reader r = { bytes, false };
    const char *head = take(&r, 32);
    uint32_t h[7];
    if (!head)
        return kh_khm_bad(file, "splitter", err);
    memcpy(h, head, sizeof h);
    memcpy(&s->threshold, head + sizeof h, 4);
    if (h[0] != 1 || h[1] != W || h[2] != KH_SPLIT_LAYERS || h[3] != text->pieces.count || h[4] != KH_SHAPE_ROWS || h[5] != 8 ||
        h[6] != KH_SPLIT_GAPS || !(fabsf(s->threshold) < 1e6f))
        return kh_khm_bad(file, "splitter sizes", err);
    s->pieces = take_rows(&r, h[3], W);
    s->shapes = take_rows(&r, h[4], W);
    s->cases = take_rows(&r, h[5], W);
    s->gaps = take_rows(&r, h[6], W);
    for (int n = 0; n < KH_SPLIT_LAYERS; n++) {
        s->layer[n].bias = take_floats(&r, 2 * W);
        kh_split_rows rows = take_rows(&r, 2 * W, 3 * W);
        s->layer[n].scale = rows.scale;
        s->layer[n].w = kh_arena_array(arena, 2 * W * 3 * W, sizeof(int16_t));
        if (!s->layer[n].w)
            return kh_arena_fail(arena, err);
        for (int i = 0; rows.q && i < 2 * W * 3 * W; i++)
            s->layer[n].w[i] = rows.q[i];
    }
    const float *bias = take_floats(&r, 1);
    s->out = take_rows(&r, 1, W);
    if (r.bad || r.rest.n)
        return kh_khm_bad(file, "splitter", err);
    s->out_bias = bias[0];
    s->ready = true;
    return KH_OK;
}

/* ------------------------------------------------------------------ input */

/* Kind of the gap before a token: 0 none, 1 blank, 2 line break after a short line, 3 after a long one, 4 blank line. */
static uint32_t gap_before(const kh_doc *d, const uint32_t *blocks, uint32_t t)
{
    if (t == 0 || blocks[t] != blocks[t - 1])
        return 4;
    uint32_t end = d->tokens[t - 1].span.to, lines = 0;
    for (uint32_t i = end; i < d->tokens[t].span.from && lines < 2; i++)
        lines += d->text.p[i] == '\n';
    if (lines != 1)
        return lines ? 4 : d->tokens[t].span.from > end;
    uint32_t length = 0;
    for (uint32_t i = end; i > 0 && d->text.p[i - 1] != '\n' && length < SHORT_LINE; i--)
        length += ((unsigned char)d->text.p[i - 1] & 0xC0) != 0x80;
    return length < SHORT_LINE ? 2 : 3;
}

static void add_row(float *x, const kh_split_rows *table, uint32_t row, float weight)
{
    float s = table->scale[row] * weight;
    const int8_t *q = table->q + (size_t)row * W;
    for (int i = 0; i < W; i++)
        x[i] += s * (float)q[i];
}

static int16_t fixed(float x)
{
    x = x > LARGEST ? LARGEST : x < -LARGEST ? -LARGEST : x;
    return (int16_t)floorf(x * ONE + 0.5f);
}

/* The first row of the network for the surface token that begins at word t and ends before word `end`. */
static kh_status embed(const kh_splitter *s, const kh_doc *d, const uint32_t *blocks, uint32_t t, uint32_t end, int16_t *row,
                       kh_arena *scratch, kh_error *err)
{
    uint32_t from = d->tokens[t].span.from, ids[KH_WORD_PIECES], affixes[KH_AFFIXES];
    kh_view form = { d->text.p + from, d->tokens[end - 1].span.to - from };
    kh_mark mark = kh_arena_mark(scratch);
    kh_view normal = kh_text_normal(s->text, form, scratch);
    if (!normal.p)
        return kh_arena_fail(scratch, err);
    size_t n = kh_text_pieces(s->text, normal, ids);
    kh_text_affixes(s->text, form, normal, affixes);
    kh_arena_rewind(scratch, mark);
    float x[W] = { 0 };
    for (size_t i = 0; i < n; i++)
        add_row(x, &s->pieces, ids[i], 1.0f / (float)n);
    add_row(x, &s->shapes, affixes[KH_AFFIXES - 1], 1);
    add_row(x, &s->cases, kh_text_case(s->text, form), 1);
    add_row(x, &s->gaps, gap_before(d, blocks, t), 1);
    for (int i = 0; i < W; i++)
        row[i] = fixed(x[i]);
    return KH_OK;
}

/* ------------------------------------------------------------------ layers */

static int32_t dot(const int16_t *restrict a, const int16_t *restrict b)
{
    int32_t sum = 0;                 /* at most 144 * 2048 * 127 < 2^31 */
    for (int i = 0; i < 3 * W; i++)
        sum += a[i] * b[i];
    return sum;
}

/* to[t] = from[t] + gated convolution; rows are W apart, and EDGE rows of zeros stand on both sides. */
static void convolve(const kh_splitter *s, int n, int dilation, const int16_t *from, int16_t *to, uint32_t rows)
{
    const int16_t *w = s->layer[n].w;
    const float *scale = s->layer[n].scale, *bias = s->layer[n].bias;
    for (uint32_t t = 0; t < rows; t++, from += W, to += W) {
        float y[2 * W];
        int16_t near[3 * W];
        for (int i = 0; i < 3; i++)
            memcpy(near + i * W, from + (i - 1) * dilation * W, W * sizeof *near);
        for (int o = 0; o < 2 * W; o++) {
            int32_t sum = dot(w + o * 3 * W, near);
            y[o] = (float)sum * (scale[o] / ONE) + bias[o];
        }
        for (int i = 0; i < W; i++) {
            float a = y[i] > LARGEST ? LARGEST : y[i] < -LARGEST ? -LARGEST : y[i], g = y[W + i] * 0.25f + 0.5f;
            g = g > 1 ? 1 : g < 0 ? 0 : g;
            to[i] = fixed((float)from[i] / ONE + a * g);
        }
    }
}

static float judge(const kh_splitter *s, const int16_t *x)
{
    int32_t sum = 0;
    for (int i = 0; i < W; i++)
        sum += s->out.q[i] * x[i];
    return (float)sum * (s->out.scale[0] / ONE) + s->out_bias;
}

/* ------------------------------------------------------------------ the run */

/* How much surer it must be to cut where nothing shows an end; costs .7 points of sentences on EWT dev, .1 on GUM, and spares news its broken sentences. */
static const float RUNS_ON = 4;


/* Nothing ends before the token: a letter or digit and a plain blank. */
static bool runs_on(const kh_doc *d, uint32_t t)
{
    if (t == 0)
        return false;
    size_t end = d->tokens[t - 1].span.to, begin = d->tokens[t].span.from;
    unsigned char c = end > 0 ? (unsigned char)d->text.p[end - 1] : 0;
    return begin == end + 1 && d->text.p[end] == ' ' && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

kh_status kh_splitter_run(const kh_splitter *s, const kh_doc *d, const uint32_t *blocks, uint8_t *starts, kh_arena *scratch, kh_error *err)
{
    uint32_t *first = kh_arena_array(scratch, (size_t)d->token_count + 1, sizeof *first), count = 0;
    int16_t *a = kh_arena_array(scratch, (WINDOW + 2 * EDGE) * W, sizeof *a), *b = kh_arena_array(scratch, (WINDOW + 2 * EDGE) * W, sizeof *b);
    if (!first || !a || !b)
        return kh_arena_fail(scratch, err);
    for (uint32_t t = 0; t < d->token_count; t++) {
        starts[t] = t == 0;
        if (t == 0 || !d->tokens[t].joined)
            first[count++] = t;
    }
    first[count] = d->token_count;
    for (uint32_t core = 0; core < count; core += CORE) {
        uint32_t from = core > REACH ? core - REACH : 0, to = count - core > CORE + REACH ? core + CORE + REACH : count;
        memset(a, 0, (WINDOW + 2 * EDGE) * W * sizeof *a);
        memset(b, 0, (WINDOW + 2 * EDGE) * W * sizeof *b);
        for (uint32_t t = from; t < to; t++) {
            kh_status st = embed(s, d, blocks, first[t], first[t + 1], a + (EDGE + t - from) * W, scratch, err);
            if (st)
                return st;
        }
        int16_t *in = a + EDGE * W, *out = b + EDGE * W;
        for (int n = 0; n < KH_SPLIT_LAYERS; n++) {
            convolve(s, n, 1 << n, in, out, to - from);
            int16_t *swap = in;
            in = out;
            out = swap;
        }
        for (uint32_t t = core; t < to && t < core + CORE; t++)
            if (judge(s, in + (t - from) * W) > s->threshold + (runs_on(d, first[t]) ? RUNS_ON : 0))
                starts[first[t]] = 1;
    }
    return KH_OK;
}
