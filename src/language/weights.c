/* Reads the weights of a model file: a cursor over section WGHT, every step checked. */
#include "language/tensors.h"

#include <math.h>
#include <string.h>

static const void *take(kh_cursor *c, uint64_t bytes)
{
    uint64_t padded = (bytes + 63) / 64 * 64;
    if (c->bad || padded > c->left.n) {
        c->bad = true;
        return NULL;
    }
    const void *p = c->left.p;
    c->left = (kh_view){ c->left.p + padded, c->left.n - padded };
    return p;
}

/* Numbers beyond this are no weights of a network that was trained: sums of them would not be finite. */
#define LARGEST 1e6f

const float *kh_take_floats(kh_cursor *c, uint64_t n)
{
    const float *f = take(c, n * 4);
    for (uint64_t i = 0; f && i < n; i++)
        c->bad = c->bad || !(fabsf(f[i]) < LARGEST);
    return f;
}

static kh_rows take_rows(kh_cursor *c, uint32_t n, uint32_t k)
{
    const uint32_t *h = take(c, 8);
    if (c->bad || h[0] < n || h[1] != k || h[0] > 1u << 20) {
        c->bad = true;
        return (kh_rows){ 0 };
    }
    kh_rows r = { h[0], h[1], NULL, NULL };
    r.scale = kh_take_floats(c, r.n);
    r.q = take(c, (uint64_t)r.n * r.k);
    return r;
}

kh_matrix kh_take_matrix(kh_cursor *c, uint32_t n, uint32_t k)
{
    const uint32_t *h = take(c, 16);
    if (c->bad || h[0] != n || h[1] != k || n > 1u << 20 || h[2] != (n + 63) / 64 * 64 || h[3] != (k + 3) / 4 * 4) {
        c->bad = true;
        return (kh_matrix){ 0 };
    }
    kh_matrix m = { n, k, h[2], h[3], NULL, NULL, NULL, NULL };
    m.scale = kh_take_floats(c, m.n_padded);
    m.bias = kh_take_floats(c, m.n_padded);
    m.sums = take(c, (uint64_t)m.n_padded * 4);
    m.packed = take(c, (uint64_t)m.n_padded * m.k_padded);
    return m;
}

static kh_norm take_norm(kh_cursor *c, uint32_t n)
{
    kh_norm r;
    r.gain = kh_take_floats(c, n);
    r.bias = kh_take_floats(c, n);
    return r;
}

static kh_conv take_conv(kh_cursor *c, uint32_t w)
{
    kh_conv v;
    v.in = take_norm(c, w);
    v.lin = kh_take_matrix(c, 2 * w, 3 * w);
    v.out = take_norm(c, w);
    return v;
}

kh_layer kh_take_layer(kh_cursor *c, uint32_t ff)
{
    kh_layer l;
    l.qkv = kh_take_matrix(c, 3 * KH_DIM, KH_DIM);
    l.o = kh_take_matrix(c, KH_DIM, KH_DIM);
    l.ln1 = take_norm(c, KH_DIM);
    l.up = kh_take_matrix(c, ff, KH_DIM);
    l.down = kh_take_matrix(c, KH_DIM, ff);
    l.ln2 = take_norm(c, KH_DIM);
    return l;
}

static void take_all(kh_cursor *c, kh_net *n)
{
    n->piece = take_rows(c, n->vocab, KH_DIM);
    n->position = take_rows(c, KH_POSITIONS, KH_DIM);
    n->cases = take_rows(c, 8, KH_DIM);
    n->ln = take_norm(c, KH_DIM);
    n->mix = kh_take_floats(c, n->layers + 1);
    for (uint32_t i = 0; i < n->layers; i++)
        n->layer[i] = kh_take_layer(c, n->ff);
    n->affixes = take_rows(c, KH_AFFIX_ROWS, n->affix);
    n->shapes = take_rows(c, KH_SHAPE_ROWS, 16);
    n->inp = kh_take_matrix(c, n->width, KH_DIM + 6 * n->affix + 16);
    n->conv = take_conv(c, n->width);
    n->name_conv = take_conv(c, n->width);
    n->tags = kh_take_matrix(c, n->upos + n->xpos + n->feats + n->rules, n->width);
    n->arcs = kh_take_matrix(c, 2 * n->arc + 2 * n->label, n->width);
    n->au = kh_take_matrix(c, n->arc, n->arc);
    n->ab = kh_take_floats(c, n->arc);
    const float *bias = kh_take_floats(c, 1);
    n->ab_bias = bias ? bias[0] : 0;
    n->dist = kh_take_floats(c, 65);
    n->lu = kh_take_matrix(c, n->rels * n->label, n->label);
    n->lb = kh_take_matrix(c, n->rels, 2 * n->label);
    n->name_head = kh_take_matrix(c, n->names * n->name_sets, n->width);
}

static kh_status open_config(const kh_khm *f, kh_net *n, kh_error *err)
{
    kh_view b;
    kh_status s = kh_khm_section(f, "CONF", &b, err);
    if (s)
        return s;
    uint32_t *const fields[13] = { &n->layers, &n->ff, &n->width, &n->arc, &n->label, &n->affix, &n->upos,
                                   &n->xpos, &n->feats, &n->rels, &n->rules, &n->names, &n->vocab };
    if (b.n != sizeof fields / sizeof *fields * 4 && b.n != sizeof fields / sizeof *fields * 4 + 4)
        return kh_khm_bad(f, "configuration", err);
    for (size_t i = 0; i < 13; i++) {
        memcpy(fields[i], b.p + 4 * i, 4);
        if (*fields[i] == 0 || *fields[i] > 1u << 16)
            return kh_khm_bad(f, "configuration", err);
    }
    n->name_sets = 1;
    if (b.n > sizeof fields / sizeof *fields * 4)
        memcpy(&n->name_sets, b.p + sizeof fields / sizeof *fields * 4, 4);
    if (n->name_sets < 1 || n->name_sets > 2)
        return kh_khm_bad(f, "configuration", err);
    if (n->layers > KH_MAX_LAYERS || n->width % 16 || n->arc % 16 || n->label % 16 || n->ff % 16 || n->width > 1024 || n->ff > 4096 ||
        n->arc > 512 || n->label > 256 || n->affix > 128 || n->rels > 255)
        return kh_khm_bad(f, "architecture", err);
    return KH_OK;
}

/* "O", "B-PER", "I-PER": every label is read as a type that the document knows. */
static bool is_label(kh_view l)
{
    if (kh_view_is(l, "O"))
        return true;
    return l.n > 2 && (l.p[0] == 'B' || l.p[0] == 'I') && l.p[1] == '-' && kh_name_type_of((kh_view){ l.p + 2, l.n - 2 }) != KH_NAME_NONE;
}

static kh_status open_words(const kh_khm *f, kh_net *n, kh_arena *arena, kh_error *err)
{
    struct { const char *name; kh_view **lines; uint32_t count; } sets[] = {
        { "UPOS", &n->upos_names, n->upos }, { "XPOS", &n->xpos_names, n->xpos },   { "FEAT", &n->feats_names, n->feats },
        { "RELS", &n->rel_names, n->rels },  { "RULE", &n->rule_names, n->rules }, { "NAME", &n->name_labels, n->names },
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        uint32_t count;
        kh_status s = kh_khm_lines(f, sets[i].name, arena, sets[i].lines, &count, err);
        if (s)
            return s;
        if (count != sets[i].count)
            return kh_khm_bad(f, "number of labels", err);
    }
    for (uint32_t i = 0; i < n->names; i++)
        if (!is_label(n->name_labels[i]))
            return kh_khm_bad(f, "a label of names", err);
    return KH_OK;
}

kh_status kh_net_open(const kh_khm *f, const kh_text_tables *text, const kh_kernels *kernels, kh_arena *arena, kh_net *n, kh_error *err)
{
    *n = (kh_net){ .kernels = kernels, .text = text };
    kh_status s = open_config(f, n, err);
    if (!s)
        s = open_words(f, n, arena, err);
    if (!s)
        s = kh_lemmas_open(f, arena, n->rule_names, n->rules, &n->lemmas, err);
    kh_cursor c = { f, { NULL, 0 }, false };
    if (!s)
        s = kh_khm_section(f, "WGHT", &c.left, err);
    if (s)
        return s;
    take_all(&c, n);
    if (c.bad || c.left.n)
        return kh_khm_bad(f, "weights do not fit the configuration", err);
    uint32_t *cls = kh_map_find(&text->pieces, KH_LIT("[CLS]")), *sep = kh_map_find(&text->pieces, KH_LIT("[SEP]"));
    if (!cls || !sep || text->pieces.count != n->vocab)
        return kh_khm_bad(f, "pieces", err);
    n->cls = *cls;
    n->sep = *sep;
    return KH_OK;
}
