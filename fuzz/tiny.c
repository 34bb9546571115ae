/*
 * tiny MODEL.khm LEXICON_FOLDER PLACES.khg OUT_FOLDER: a home for tests that open models by the thousand. OUT_FOLDER/models/en.khm is a model of the
 * real format and the real tables of characters and labels, with few pieces, one narrow layer and weights by a fixed generator: its
 * trees mean nothing, so that the stages behind it meet trees which no real text gives. OUT_FOLDER/lexicon.khl has the first rows of
 * each table; OUT_FOLDER/models/places.khg is PLACES.khg.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "language/net.h"
#include "language/split.h"
#include "lexicon/table.h"

enum { LAYERS = 1, NARROW = 16, AFFIX = 1, WORDS = 300, LEMMAS = 300, ROWS = 40, MAX_SECTIONS = 16 };

typedef struct section { char name[5]; kh_buffer bytes; } section;
typedef struct maker { kh_khm from; section sections[MAX_SECTIONS]; size_t count; uint64_t seed; } maker;

static _Noreturn void stop(const char *what, const kh_error *err)
{
    fprintf(stderr, "tiny: %s: %s\n", what, err ? err->message : strerror(errno));
    exit(3);
}

/* ------------------------------------------------------------------ numbers */

static uint32_t next(maker *m)                            /* xorshift64* */
{
    m->seed ^= m->seed >> 12;
    m->seed ^= m->seed << 25;
    m->seed ^= m->seed >> 27;
    return (uint32_t)(m->seed * 0x2545F4914F6CDD1Dull >> 32);
}

static void pad(kh_buffer *b)
{
    static const char zeros[64] = { 0 };
    kh_buffer_add(b, zeros, (64 - b->n % 64) % 64);
}

static void numbers(kh_buffer *b, const uint32_t *v, size_t n)
{
    kh_buffer_add(b, (const char *)v, n * sizeof *v);
}

static void floats(maker *m, kh_buffer *b, size_t n, float middle, float spread)
{
    for (size_t i = 0; i < n; i++) {
        float f = middle + spread * ((float)(next(m) >> 8) / (float)(1 << 23) - 1);
        kh_buffer_add(b, (const char *)&f, sizeof f);
    }
    pad(b);
}

static void bytes(maker *m, kh_buffer *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = (char)((int)(next(m) >> 24) % 255 - 127);
        kh_buffer_add(b, &c, 1);
    }
    pad(b);
}

/* ------------------------------------------------------------------ weights, in the order of src/language/weights.c */

static void rows(maker *m, kh_buffer *b, uint32_t n, uint32_t k)
{
    numbers(b, (uint32_t[]){ n, k }, 2);
    pad(b);
    floats(m, b, n, 0.005f, 0.004f);
    bytes(m, b, (size_t)n * k);
}

static void matrix(maker *m, kh_buffer *b, uint32_t n, uint32_t k)
{
    uint32_t wide = (n + 63) / 64 * 64, deep = (k + 3) / 4 * 4;
    numbers(b, (uint32_t[]){ n, k, wide, deep }, 4);
    pad(b);
    floats(m, b, wide, 0.004f, 0.002f);
    floats(m, b, wide, 0, 0.1f);
    kh_buffer packed;
    kh_buffer_init(&packed, NULL, 0);
    bytes(m, &packed, (size_t)wide * deep);
    int32_t *sums = calloc(wide, sizeof *sums);
    if (!sums || packed.failed)
        stop("weights", NULL);
    for (size_t i = 0; i < (size_t)wide * deep; i++)     /* blocks of 16 outputs; in a block groups of 16 x 4 */
        sums[i / (16 * deep) * 16 + i % (16 * deep) % 64 / 4] += (int8_t)packed.p[i];
    kh_buffer_add(b, (const char *)sums, wide * sizeof *sums);
    pad(b);
    kh_buffer_view(b, (kh_view){ packed.p, packed.n });
    pad(b);
    free(sums);
    kh_buffer_release(&packed);
}

static void norm(maker *m, kh_buffer *b, uint32_t n)
{
    floats(m, b, n, 1, 0.2f);
    floats(m, b, n, 0, 0.2f);
}

static void convolution(maker *m, kh_buffer *b)
{
    norm(m, b, NARROW);
    matrix(m, b, 2 * NARROW, 3 * NARROW);
    norm(m, b, NARROW);
}

static void weights(maker *m, kh_buffer *b, uint32_t vocab, const uint32_t labels[6])
{
    rows(m, b, vocab, KH_DIM);
    rows(m, b, KH_POSITIONS, KH_DIM);
    rows(m, b, 8, KH_DIM);
    norm(m, b, KH_DIM);
    floats(m, b, LAYERS + 1, 0.5f, 0.1f);
    for (int i = 0; i < LAYERS; i++) {
        matrix(m, b, 3 * KH_DIM, KH_DIM);
        matrix(m, b, KH_DIM, KH_DIM);
        norm(m, b, KH_DIM);
        matrix(m, b, NARROW, KH_DIM);
        matrix(m, b, KH_DIM, NARROW);
        norm(m, b, KH_DIM);
    }
    rows(m, b, KH_AFFIX_ROWS, AFFIX);
    rows(m, b, KH_SHAPE_ROWS, 16);
    matrix(m, b, NARROW, KH_DIM + 6 * AFFIX + 16);
    convolution(m, b);
    convolution(m, b);
    matrix(m, b, labels[0] + labels[1] + labels[2] + labels[4], NARROW);
    matrix(m, b, 4 * NARROW, NARROW);
    matrix(m, b, NARROW, NARROW);
    floats(m, b, NARROW, 0, 1);
    floats(m, b, 1, 0, 1);
    floats(m, b, 65, 0, 2);
    matrix(m, b, labels[3] * NARROW, NARROW);
    matrix(m, b, labels[3], 2 * NARROW);
    matrix(m, b, labels[5], NARROW);
}

static void split_rows(maker *m, kh_buffer *b, uint32_t n, uint32_t k)
{
    floats(m, b, n, 0.01f, 0.005f);
    bytes(m, b, (size_t)n * k);
}

static void splitter(maker *m, kh_buffer *b, uint32_t vocab)
{
    const float threshold = 40;
    numbers(b, (uint32_t[]){ 1, KH_SPLIT_WIDTH, KH_SPLIT_LAYERS, vocab, KH_SHAPE_ROWS, 8, KH_SPLIT_GAPS }, 7);
    kh_buffer_add(b, (const char *)&threshold, sizeof threshold);
    pad(b);
    split_rows(m, b, vocab, KH_SPLIT_WIDTH);
    split_rows(m, b, KH_SHAPE_ROWS, KH_SPLIT_WIDTH);
    split_rows(m, b, 8, KH_SPLIT_WIDTH);
    split_rows(m, b, KH_SPLIT_GAPS, KH_SPLIT_WIDTH);
    for (int i = 0; i < KH_SPLIT_LAYERS; i++) {
        floats(m, b, 2 * KH_SPLIT_WIDTH, 0, 0.5f);
        split_rows(m, b, 2 * KH_SPLIT_WIDTH, 3 * KH_SPLIT_WIDTH);
    }
    floats(m, b, 1, 0, 0.1f);
    split_rows(m, b, 1, KH_SPLIT_WIDTH);
}

/* ------------------------------------------------------------------ sections */

static kh_buffer *section_of(maker *m, const char *name)
{
    section *s = &m->sections[m->count++];
    memcpy(s->name, name, 5);
    kh_buffer_init(&s->bytes, NULL, 0);
    return &s->bytes;
}

static kh_view source(maker *m, const char *name)
{
    kh_view v;
    kh_error err;
    if (kh_khm_section(&m->from, name, &v, &err))
        stop(name, &err);
    return v;
}

static uint32_t copy_lines(maker *m, const char *name, uint32_t most)
{
    kh_view rest = source(m, name);
    kh_buffer *b = section_of(m, name);
    uint32_t n = 0;
    for (; rest.n && n < most; n++) {
        kh_buffer_view(b, kh_view_cut(&rest, '\n'));
        kh_buffer_text(b, "\n");
    }
    return n;
}

/* Labels of our own choice, few, so that the stages behind meet what they act on. */
static uint32_t own_lines(maker *m, const char *name, const char *lines)
{
    kh_buffer *b = section_of(m, name);
    uint32_t n = 0;
    for (const char *c = lines; *c; c++)
        n += *c == '\n';
    kh_buffer_text(b, lines);
    return n;
}

/* The named pieces, single characters, and a few hundred words. */
static uint32_t copy_pieces(maker *m)
{
    kh_view rest = source(m, "PIEC");
    kh_buffer *b = section_of(m, "PIEC");
    uint32_t n = 0, words = 0;
    while (rest.n) {
        kh_view piece = kh_view_cut(&rest, '\n');
        bool named = piece.n > 2 && piece.p[0] == '[' && piece.n < 7, one = piece.n == 1 || (piece.n == 3 && piece.p[0] == '#');
        if (!named && !one && (piece.n < 2 || piece.p[0] == '[' || words++ >= WORDS))
            continue;
        kh_buffer_view(b, piece);
        kh_buffer_text(b, "\n");
        n++;
    }
    return n;
}

static void write_model(maker *m, const char *path)
{
    kh_buffer out;
    kh_buffer_init(&out, NULL, 0);
    uint64_t at = (32 + 24 * m->count + 63) / 64 * 64;
    const uint32_t head[8] = { 0, 1, (uint32_t)m->count };
    kh_buffer_add(&out, (const char *)head, sizeof head);
    for (size_t i = 0; i < m->count; i++) {
        const uint64_t place[2] = { at, m->sections[i].bytes.n };
        kh_buffer_add(&out, m->sections[i].name, 4);
        kh_buffer_add(&out, "\0\0\0", 4);
        kh_buffer_add(&out, (const char *)place, sizeof place);
        at += (place[1] + 63) / 64 * 64;
    }
    pad(&out);
    for (size_t i = 0; i < m->count; i++) {
        kh_buffer_view(&out, (kh_view){ m->sections[i].bytes.p, m->sections[i].bytes.n });
        pad(&out);
    }
    if (out.failed)
        stop("memory", NULL);
    kh_digest d = kh_digest_of((kh_view){ out.p + 32, out.n - 32 });
    memcpy(out.p, "KHM1", 4);
    memcpy(out.p + 16, &d.hi, 8);
    memcpy(out.p + 24, &d.lo, 8);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0)
        stop(path, NULL);
    kh_buffer_release(&out);
}

static void make_model(const char *from, const char *to)
{
    maker m = { .seed = 0x6B6861626172 };
    kh_error err = { 0 };
    if (kh_khm_open(from, &m.from, &err))
        stop(from, &err);
    static const char *const own[6] = {
        "NOUN\nVERB\nPROPN\nADJ\nPRON\nADP\nNUM\n", NULL, NULL,
        "nsubj\nobj\nobl\nnmod\nconj\nroot\ncase\ndet\namod\ncompound\nacl:relcl\nnsubj:pass\naux\nccomp\nxcomp\nadvcl\nmark\nappos\n"
        "flat\nnummod\nparataxis\nobl:agent\nnmod:poss\nadvmod\n",
        "k|0|\nl|0|\nk|1|\n", NULL };
    static const char *const labels[6] = { "UPOS", "XPOS", "FEAT", "RELS", "RULE", "NAME" }, *const same[] = { "LANG", "TOKX", "CHRC", "NORM" };
    uint32_t counts[6], vocab = copy_pieces(&m);
    for (int i = 0; i < 6; i++)
        counts[i] = own[i] ? own_lines(&m, labels[i], own[i]) : copy_lines(&m, labels[i], 60);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        kh_buffer_view(section_of(&m, same[i]), source(&m, same[i]));
    copy_lines(&m, "LEMX", LEMMAS);
    numbers(section_of(&m, "CONF"), (uint32_t[]){ LAYERS, NARROW, NARROW, NARROW, NARROW, AFFIX, counts[0], counts[1], counts[2], counts[3],
                                                  counts[4], counts[5], vocab }, 13);
    weights(&m, section_of(&m, "WGHT"), vocab, counts);
    splitter(&m, section_of(&m, "SPLT"), vocab);
    write_model(&m, to);
    for (size_t i = 0; i < m.count; i++)
        kh_buffer_release(&m.sections[i].bytes);
    kh_khm_close(&m.from);
}

static void make_lexicon(const char *from, const char *to)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_lexicon *x;
    kh_error err = { 0 };
    if (!arena || kh_lexicon_read(from, NULL, NULL, arena, &x, &err))
        stop(from, &err);
    for (size_t i = 0; i < x->count; i++)
        x->tables[i]->rows = x->tables[i]->rows < ROWS ? x->tables[i]->rows : ROWS;
    if (kh_lexicon_write(x, to, &err))
        stop(to, &err);
    kh_arena_free(arena);
}

static void copy(const char *from, const char *to)
{
    kh_mapped m;
    kh_error err = { 0 };
    if (kh_mapped_open(from, &m, &err))
        stop(from, &err);
    FILE *f = fopen(to, "wb");
    if (!f || fwrite(m.bytes.p, 1, m.bytes.n, f) != m.bytes.n || fclose(f) != 0)
        stop(to, NULL);
    kh_mapped_close(&m);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: tiny MODEL.khm LEXICON_FOLDER PLACES.khg OUT_FOLDER\n");
        return 2;
    }
    char path[1024];
    snprintf(path, sizeof path, "%s/models", argv[4]);
    if (mkdir(path, 0777) && errno != EEXIST)
        stop(path, NULL);
    snprintf(path, sizeof path, "%s/models/en.khm", argv[4]);
    make_model(argv[1], path);
    snprintf(path, sizeof path, "%s/lexicon.khl", argv[4]);
    make_lexicon(argv[2], path);
    snprintf(path, sizeof path, "%s/models/places.khg", argv[4]);
    copy(argv[3], path);
    return 0;
}
