#include "language/pairs.h"

#include <math.h>
#include <string.h>

#include "language/tensors.h"

enum { SIDES = 2, PARTS = 5, PATH = 40 };      /* PARTS: both sides, what each attends to, the whole */

/* ------------------------------------------------------------------ the file */

static bool is_type_name(kh_view v)
{
    for (size_t i = 0; i < v.n; i++)
        if (v.p[i] < 'A' || v.p[i] > 'Z')
            return false;
    return v.n > 0 && v.n < 16;
}

static kh_status open_config(kh_pairs *p, kh_arena *arena, kh_error *err)
{
    uint32_t conf[4];
    kh_view b;
    kh_status s = kh_khm_section(&p->file, "CONF", &b, err);
    if (!s && b.n != sizeof conf)
        s = kh_khm_bad(&p->file, "configuration", err);
    if (s)
        return s;
    memcpy(conf, b.p, sizeof conf);
    p->layers = conf[0];
    p->ff = conf[1];
    p->types = conf[2];
    if (p->layers > KH_MAX_LAYERS || p->ff % 16 || p->ff == 0 || p->ff > p->net->ff || p->types < 2 || p->types > 64)
        return kh_khm_bad(&p->file, "architecture", err);
    if (conf[3] != p->net->vocab)
        return kh_khm_bad(&p->file, "made for another language model", err);
    uint32_t count;
    s = kh_khm_lines(&p->file, "TYPE", arena, &p->type_names, &count, err);
    if (s)
        return s;
    for (uint32_t i = 0; i < count; i++)
        if (!is_type_name(p->type_names[i]))
            return kh_khm_bad(&p->file, "a type", err);
    return count == p->types ? KH_OK : kh_khm_bad(&p->file, "number of types", err);
}

static kh_status open_weights(kh_pairs *p, kh_error *err)
{
    kh_cursor c = { &p->file, { NULL, 0 }, false };
    kh_status s = kh_khm_section(&p->file, "WGHT", &c.left, err);
    if (s)
        return s;
    for (uint32_t i = 0; i < p->layers; i++)
        p->layer[i] = kh_take_layer(&c, p->ff);
    p->none = kh_take_floats(&c, SIDES * KH_DIM);
    p->bias = kh_take_floats(&c, SIDES * KH_HEADS * KH_PAIR_PLACES);
    p->ask = kh_take_matrix(&c, SIDES * KH_DIM, SIDES * KH_DIM);
    p->keys = kh_take_matrix(&c, 2 * KH_DIM, KH_DIM);
    p->hidden = kh_take_matrix(&c, KH_DIM, PARTS * KH_DIM);
    p->out = kh_take_matrix(&c, p->types, KH_DIM);
    return c.bad || c.left.n ? kh_khm_bad(&p->file, "weights do not fit the configuration", err) : KH_OK;
}

kh_status kh_pairs_open(const char *path, const kh_net *net, kh_arena *arena, kh_pairs *p, kh_error *err)
{
    *p = (kh_pairs){ .net = net };
    kh_status s = kh_khm_open(path, &p->file, err);
    if (s)
        return s;
    s = open_config(p, arena, err);
    if (!s)
        s = open_weights(p, err);
    if (s)
        kh_khm_close(&p->file);
    else
        kh_mapped_release(&p->file.file);
    return s;
}

/* ------------------------------------------------------------------ what a pair sees */

typedef struct stretch { uint32_t first, end; } stretch;                 /* tokens */

static bool in_span(const kh_doc *doc, uint32_t t, kh_span s) { return doc->tokens[t].span.from < s.to && doc->tokens[t].span.to > s.from; }

/* Tokens of a span; first == end where there are none. */
static stretch tokens_of(const kh_doc *doc, kh_span s)
{
    stretch x = { 0, 0 };
    if (s.to <= s.from)
        return x;
    x.first = x.end = kh_doc_token_at(doc, s.from);
    while (x.end < doc->token_count && in_span(doc, x.end, s))
        x.end++;
    return x;
}

/* The sentences from the one side to the other, cut where they are too long for one encoding. */
static stretch seen_by(const kh_doc *doc, stretch a, stretch b)
{
    enum { LEAD = 40 };                                                  /* words kept before the first side where it must be cut */
    bool has_a = a.end > a.first, has_b = b.end > b.first;
    if (!has_a && !has_b)
        return (stretch){ 0, 0 };
    uint32_t low = !has_b || (has_a && a.first < b.first) ? a.first : b.first, high = !has_b || (has_a && a.first > b.first) ? a.first : b.first;
    stretch x = { doc->sentences[doc->tokens[low].sentence].first, doc->sentences[doc->tokens[high].sentence].end };
    if (x.end - x.first > KH_MAX_WORDS && low - x.first > LEAD)
        x.first = low - LEAD;
    if (x.end - x.first > KH_MAX_WORDS)
        x.end = x.first + KH_MAX_WORDS;
    return x;
}

static uint32_t head_of(const kh_doc *doc, stretch x)
{
    for (uint32_t t = x.first; t < x.end; t++) {
        uint32_t h = doc->tokens[t].head;
        if (doc->tokens[t].upos != KH_PUNCT && (h == KH_NONE || h < x.first || h >= x.end))
            return t;
    }
    return x.end > x.first ? x.end - 1 : KH_NONE;
}

/* Steps up from a token, at most `room`; what lies outside of `x` is left out. */
static uint32_t path_up(const kh_doc *doc, uint32_t t, uint32_t *path, uint32_t room)
{
    uint32_t n = 0;
    for (; t != KH_NONE && n < room; t = doc->tokens[t].head)
        path[n++] = t;
    return n;
}

static void mark_path(uint8_t *places, stretch x, const uint32_t *path, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (path[i] >= x.first && path[i] < x.end && places[path[i] - x.first] < KH_ON_PATH)
            places[path[i] - x.first] = (uint8_t)(places[path[i] - x.first] + KH_ON_PATH);
}

/* The way from one side to the other; with one side only, its two steps up. */
static void mark_paths(const kh_doc *doc, stretch x, stretch a, stretch b, uint8_t *places)
{
    uint32_t up[PATH], other[PATH], ha = head_of(doc, a), hb = head_of(doc, b);
    if (ha == KH_NONE || hb == KH_NONE) {
        mark_path(places, x, up, path_up(doc, ha == KH_NONE ? hb : ha, up, 3));
        return;
    }
    uint32_t n = path_up(doc, ha, up, PATH), m = path_up(doc, hb, other, PATH);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++)
            if (up[i] == other[k]) {
                mark_path(places, x, up, i + 1);
                mark_path(places, x, other, k);
                return;
            }
    mark_path(places, x, up, n);
    mark_path(places, x, other, m);
}

static void mark_side(uint8_t *places, stretch x, stretch side, uint8_t place)
{
    for (uint32_t t = side.first; t < side.end; t++)
        if (t >= x.first && t < x.end)
            places[t - x.first] = place;
}

static void set_places(const kh_doc *doc, stretch x, stretch a, stretch b, uint8_t *places)
{
    uint32_t low = x.end, high = x.first;
    const stretch sides[SIDES] = { a, b };
    for (int i = 0; i < SIDES; i++)
        if (sides[i].end > sides[i].first) {
            low = sides[i].first < low ? sides[i].first : low;
            high = sides[i].end - 1 > high ? sides[i].end - 1 : high;
        }
    for (uint32_t t = x.first; t < x.end; t++)
        places[t - x.first] = t < low ? KH_BEFORE : t <= high ? KH_BETWEEN : KH_BEHIND;
    mark_paths(doc, x, a, b, places);
    mark_side(places, x, b, KH_IN_TARGET);
    mark_side(places, x, a, KH_IN_SOURCE);
}

/* ------------------------------------------------------------------ the network */

/* Vectors of the words of a stretch (mean of their first and last piece), of the whole, and what the words are asked by. */
typedef struct view_of_text { stretch seen; uint32_t count; float *words, *whole, *keys; } view_of_text;

static kh_status encode(const kh_pairs *p, kh_runner *r, stretch x, view_of_text *v)
{
    kh_batch batch;
    kh_status s = kh_new_batch(r, &batch);
    if (!s)
        s = kh_add_part(r, &batch, (kh_part){ .first = x.first, .end = x.end });
    if (!s)
        s = kh_make_room(r, batch.pieces > 8 ? batch.pieces : 8);
    if (s)
        return s;
    kh_embed(r, &batch);
    for (uint32_t i = 0; i < p->layers; i++)
        kh_run_layer(r, &batch, &p->layer[i]);
    *v = (view_of_text){ .seen = x, .count = x.end - x.first };
    v->words = kh_arena_array(r->scratch, (size_t)v->count * KH_DIM, sizeof(float));
    v->keys = kh_arena_array(r->scratch, (size_t)v->count * 2 * KH_DIM, sizeof(float));
    v->whole = kh_arena_array(r->scratch, KH_DIM, sizeof(float));
    if (!v->words || !v->keys || !v->whole)
        return kh_arena_fail(r->scratch, r->err);
    memcpy(v->whole, r->room.x, KH_DIM * sizeof(float));
    for (uint32_t t = 0; t < v->count; t++) {
        const float *f = r->room.x + (size_t)batch.first[t + 1] * KH_DIM, *l = r->room.x + (size_t)batch.last[t + 1] * KH_DIM;
        for (size_t k = 0; k < KH_DIM; k++)
            v->words[(size_t)t * KH_DIM + k] = (f[k] + l[k]) * 0.5f;
    }
    kh_multiply(r, &p->keys, v->words, v->count, KH_DIM, v->keys, 2 * KH_DIM);
    return KH_OK;
}

static void mean_of(const view_of_text *v, const uint8_t *places, uint8_t place, const float *none, float *out)
{
    uint32_t n = 0;
    memset(out, 0, KH_DIM * sizeof *out);
    for (uint32_t t = 0; t < v->count; t++)
        if (places[t] == place) {
            for (size_t k = 0; k < KH_DIM; k++)
                out[k] += v->words[(size_t)t * KH_DIM + k];
            n++;
        }
    for (size_t k = 0; k < KH_DIM; k++)
        out[k] = n ? out[k] / (float)n : none[k];
}

/* One head of one question over all words; weights: room for one a word. */
static void attend(const kh_pairs *p, const view_of_text *v, const uint8_t *places, int side, size_t head, const float *question, float *weights,
                   float *out)
{
    const kh_kernels *kernels = p->net->kernels;
    const float *bias = p->bias + ((size_t)side * KH_HEADS + head) * KH_PAIR_PLACES;
    float most = -1e30f, sum = 0, scale = 1.0f / sqrtf((float)KH_HEAD);
    for (uint32_t t = 0; t < v->count; t++) {
        weights[t] = kernels->dot(question, v->keys + (size_t)t * 2 * KH_DIM + head * KH_HEAD, KH_HEAD) * scale + bias[places[t]];
        most = weights[t] > most ? weights[t] : most;
    }
    memset(out, 0, KH_HEAD * sizeof *out);
    for (uint32_t t = 0; t < v->count; t++) {
        float w = (float)kernels->exponent((double)(weights[t] - most));
        const float *value = v->keys + (size_t)t * 2 * KH_DIM + KH_DIM + head * KH_HEAD;
        for (size_t k = 0; k < KH_HEAD; k++)
            out[k] += w * value[k];
        sum += w;
    }
    for (size_t k = 0; k < KH_HEAD; k++)
        out[k] /= sum;
}

static void to_shares(const kh_kernels *kernels, const float *scores, uint32_t n, float *shares)
{
    float most = scores[0];
    double sum = 0;
    for (uint32_t i = 1; i < n; i++)
        most = scores[i] > most ? scores[i] : most;
    for (uint32_t i = 0; i < n; i++)
        sum += kernels->exponent((double)(scores[i] - most));
    for (uint32_t i = 0; i < n; i++)
        shares[i] = (float)(kernels->exponent((double)(scores[i] - most)) / sum);
}

static kh_status judge_pair(const kh_pairs *p, kh_runner *r, const view_of_text *v, const uint8_t *places, float *shares)
{
    float *parts = kh_arena_array(r->scratch, PARTS * KH_DIM, sizeof *parts), *questions = kh_arena_array(r->scratch, SIDES * KH_DIM, sizeof *parts);
    float *hidden = kh_arena_array(r->scratch, p->hidden.n_padded, sizeof *parts), *scores = kh_arena_array(r->scratch, p->out.n_padded, sizeof *parts);
    float *weights = kh_arena_array(r->scratch, (size_t)v->count + 1, sizeof *weights);
    if (!parts || !questions || !hidden || !scores || !weights)
        return kh_arena_fail(r->scratch, r->err);
    mean_of(v, places, KH_IN_SOURCE, p->none, parts);
    mean_of(v, places, KH_IN_TARGET, p->none + KH_DIM, parts + KH_DIM);
    kh_multiply(r, &p->ask, parts, 1, SIDES * KH_DIM, questions, SIDES * KH_DIM);
    for (int side = 0; side < SIDES; side++)
        for (size_t h = 0; h < KH_HEADS; h++) {
            size_t at = (size_t)side * KH_DIM + h * KH_HEAD;
            attend(p, v, places, side, h, questions + at, weights, parts + SIDES * KH_DIM + at);
        }
    memcpy(parts + 4 * KH_DIM, v->whole, KH_DIM * sizeof *parts);
    kh_multiply(r, &p->hidden, parts, 1, PARTS * KH_DIM, hidden, p->hidden.n_padded);
    p->net->kernels->gelu(hidden, KH_DIM);
    kh_multiply(r, &p->out, hidden, 1, KH_DIM, scores, p->out.n_padded);
    to_shares(p->net->kernels, scores, p->types, shares);
    return KH_OK;
}

kh_status kh_pairs_judge(const kh_pairs *p, const kh_doc *doc, const kh_ask_pair *pair, uint32_t count, float *shares, kh_arena *scratch,
                         kh_error *err)
{
    kh_mark mark = kh_arena_mark(scratch);
    kh_status s = KH_OK;
    view_of_text v = { .seen = { 0, 0 } };
    kh_runner r = { .n = p->net, .doc = (kh_doc *)doc, .scratch = scratch, .err = err };      /* nothing of it is written */
    for (uint32_t i = 0; !s && i < count; i++) {
        stretch a = tokens_of(doc, pair[i].source), b = tokens_of(doc, pair[i].target), x = seen_by(doc, a, b);
        float *mine = shares + (size_t)i * p->types;
        memset(mine, 0, p->types * sizeof *mine);
        mine[p->types - 1] = 1;
        if (x.end == x.first)
            continue;
        if (v.count == 0 || x.first != v.seen.first || x.end != v.seen.end) {
            kh_arena_rewind(scratch, mark);
            s = encode(p, &r, x, &v);
        }
        kh_mark inner = kh_arena_mark(scratch);
        uint8_t *places = kh_arena_get(scratch, v.count + 1);
        if (!s && !places)
            s = kh_arena_fail(scratch, err);
        if (!s) {
            set_places(doc, x, a, b, places);
            s = judge_pair(p, &r, &v, places, mine);
        }
        kh_arena_rewind(scratch, inner);
    }
    kh_arena_rewind(scratch, mark);
    return s;
}
