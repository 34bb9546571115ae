/* net.c: sentences into batches, windows over long ones, the order of the parts of the network. */
#include "language/runner.h"
#include "language/slips.h"

#include <string.h>

enum {
    PIECES = 480,                              /* activations of a batch stay in the second-level cache */
    OVERLAP = 40                               /* words that two windows of a long sentence share */
};

/* ------------------------------------------------------------------ batches */

static void add_piece(kh_batch *b, uint32_t piece, uint32_t kind)
{
    b->piece[b->pieces] = piece;
    b->case_of[b->pieces++] = kind;
}

kh_status kh_add_part(kh_runner *r, kh_batch *b, kh_part part)
{
    kh_part *p = &b->parts[b->count++];
    *p = part;
    p->word = b->words;
    p->piece = b->pieces;
    b->first[b->words] = b->last[b->words] = b->pieces;
    memset(b->rows + (size_t)b->words * KH_AFFIXES, 0, KH_AFFIXES * sizeof *b->rows);
    b->words++;
    add_piece(b, r->n->cls, 0);
    for (uint32_t t = p->first; t < p->end; t++) {
        kh_mark mark = kh_arena_mark(r->scratch);
        kh_view form = kh_doc_form(r->doc, t), normal = kh_text_normal(r->n->text, form, r->scratch);
        if (!normal.p)
            return kh_arena_fail(r->scratch, r->err);
        uint32_t ids[KH_WORD_PIECES];
        size_t count = kh_text_pieces(r->n->text, normal, ids);
        if (b->pieces - p->piece + count + 1 + (p->end - t) > KH_POSITIONS)
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

kh_status kh_new_batch(kh_runner *r, kh_batch *b)
{
    size_t most = PIECES + KH_POSITIONS + 8;
    *b = (kh_batch){ .parts = kh_arena_array(r->scratch, most, sizeof(kh_part)) };
    b->piece = kh_arena_array(r->scratch, most, 4);
    b->case_of = kh_arena_array(r->scratch, most, 4);
    b->first = kh_arena_array(r->scratch, most, 4);
    b->last = kh_arena_array(r->scratch, most, 4);
    b->rows = kh_arena_array(r->scratch, most * KH_AFFIXES, 4);
    return b->parts && b->piece && b->case_of && b->first && b->last && b->rows ? KH_OK : kh_arena_fail(r->scratch, r->err);
}

/* Takes back the part that was added last: it begins the next batch. */
static void drop_part(kh_batch *b)
{
    const kh_part *p = &b->parts[--b->count];
    b->words = p->word;
    b->pieces = p->piece;
}

/* The next window of sentence s at token `from`: KH_MAX_WORDS words, of which the outer halves of the overlaps are its neighbours'. */
static kh_part window(const kh_sentence *s, uint32_t from)
{
    uint32_t end = s->end - from > KH_MAX_WORDS ? from + KH_MAX_WORDS : s->end;
    return (kh_part){ .first = from, .end = end, .own = from > s->first ? from + OVERLAP / 2 : from,
                      .own_end = end < s->end ? end - OVERLAP / 2 : end };
}

typedef struct cursor { const uint32_t *wanted; uint32_t count, i, from; } cursor;   /* next sentence; how far into it, 0 at its begin */

/* Fills b with whole parts up to PIECES; at least one. */
static kh_status fill_batch(kh_runner *r, kh_batch *b, cursor *c)
{
    while (c->i < c->count) {
        const kh_sentence *x = &r->doc->sentences[c->wanted[c->i]];
        kh_part p = window(x, c->from ? c->from : x->first);
        kh_status s = kh_add_part(r, b, p);
        if (s)
            return s;
        if (b->pieces > PIECES && b->count > 1) {
            drop_part(b);
            return KH_OK;
        }
        c->from = p.end < x->end ? p.end - OVERLAP : 0;
        c->i += p.end == x->end;
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ the run */

static size_t largest(size_t a, size_t b) { return a > b ? a : b; }

/* Room for batches of `rows` pieces, which are never fewer than the words. */
kh_status kh_make_room(kh_runner *r, size_t rows)
{
    const kh_net *n = r->n;
    kh_room *m = &r->room;
    size_t narrow = largest(largest(KH_DIM, n->width), n->arc), in = KH_DIM + 6 * n->affix + 16;
    size_t wide = largest(largest(3 * KH_DIM, 3 * n->width), largest(in, n->arcs.n));
    size_t widest = largest(largest(n->ff, 2 * n->width), largest(n->tags.n, n->name_head.n));
    size_t padded = (rows + 15) / 16 * 16, labels = (KH_MAX_WORDS + 1) * (size_t)n->lu.n;
    m->rows = rows;
    m->x = kh_arena_array(r->scratch, rows * narrow, sizeof(float));
    m->z = kh_arena_array(r->scratch, rows * narrow, sizeof(float));
    m->mix = kh_arena_array(r->scratch, rows * narrow, sizeof(float));
    m->wide = kh_arena_array(r->scratch, rows * wide, sizeof(float));
    m->widest = kh_arena_array(r->scratch, largest(rows * widest, rows > KH_MAX_WORDS ? labels : rows * n->lu.n), sizeof(float));
    m->keys = kh_arena_array(r->scratch, padded * KH_HEAD, sizeof(float));
    m->weights = kh_arena_array(r->scratch, padded * 4, sizeof(float));
    m->q.q = kh_arena_get(r->scratch, rows * (largest(wide, widest) + 4));
    m->q.scale = kh_arena_array(r->scratch, rows, sizeof(float));
    m->q.zero = kh_arena_array(r->scratch, rows, sizeof(int32_t));
    return m->x && m->z && m->mix && m->wide && m->widest && m->keys && m->weights && m->q.q && m->q.scale && m->q.zero
               ? KH_OK
               : kh_arena_fail(r->scratch, r->err);
}

static kh_status run_batch(kh_runner *r, const kh_batch *b)
{
    kh_encode(r, b);
    kh_convolve(r, b, &r->n->conv);
    kh_status s = kh_set_tags(r, b);
    if (!s)
        s = kh_set_trees(r, b);
    if (s)
        return s;
    kh_convolve(r, b, &r->n->name_conv);
    return kh_set_names(r, b);
}

static void hang(kh_doc *doc, uint32_t t, uint32_t root)
{
    doc->tokens[t].head = root;
    doc->tokens[t].rel = KH_LIT("parataxis");
    doc->tokens[t].deprel = KH_PARATAXIS;
    doc->tokens[t].sub = KH_SUB_NONE;
}

/*
 * Windows decide apart, so a long sentence may come out with several roots, or with none and a cycle across a border. The first root
 * stays, the others hang under it; where the way up from a word meets itself, that word hangs under the root. `seen` has room for the
 * words of the sentence.
 */
static void mend_tree(kh_doc *doc, const kh_sentence *s, uint32_t *seen)
{
    uint32_t root = KH_NONE;
    for (uint32_t t = s->first; t < s->end; t++) {
        if (doc->tokens[t].head != KH_NONE)
            continue;
        if (root == KH_NONE)
            root = t;
        else
            hang(doc, t, root);
    }
    if (root == KH_NONE) {
        root = s->first;
        doc->tokens[root].head = KH_NONE;
        doc->tokens[root].rel = KH_LIT("root");
        doc->tokens[root].deprel = KH_ROOT;
        doc->tokens[root].sub = KH_SUB_NONE;
    }
    memset(seen, 0, (s->end - s->first) * sizeof *seen);
    for (uint32_t t = s->first; t < s->end; t++) {
        uint32_t mark = t - s->first + 1, up = t;
        while (up != root && !seen[up - s->first]) {
            seen[up - s->first] = mark;
            up = doc->tokens[up].head;
        }
        if (up != root && seen[up - s->first] == mark)
            hang(doc, up, root);
    }
}

static kh_status mend_trees(kh_runner *r, const uint32_t *wanted, uint32_t count)
{
    kh_doc *doc = r->doc;
    for (uint32_t i = 0; i < count; i++) {
        const kh_sentence *s = &doc->sentences[wanted[i]];
        doc->sentences[wanted[i]].parsed = true;
        if (s->end - s->first > KH_MAX_WORDS) {
            kh_mark mark = kh_arena_mark(r->scratch);
            uint32_t *seen = kh_arena_array(r->scratch, s->end - s->first, sizeof *seen);
            if (!seen)
                return kh_arena_fail(r->scratch, r->err);
            mend_tree(doc, s, seen);
            kh_arena_rewind(r->scratch, mark);
        }
        kh_mend_slips(doc, s);
    }
    return KH_OK;
}

kh_status kh_net_run(const kh_net *net, kh_doc *doc, const uint32_t *wanted, uint32_t count, kh_arena *scratch, kh_error *err)
{
    kh_runner r = { .n = net, .doc = doc, .scratch = scratch, .err = err, .name_room = doc->name_count, .mention_room = doc->mention_count };
    cursor c = { wanted, count, 0, 0 };
    kh_mark mark = kh_arena_mark(scratch);
    kh_status s = KH_OK;
    while (!s && c.i < count) {
        kh_mark inner = kh_arena_mark(scratch);
        kh_batch b;
        s = kh_new_batch(&r, &b);
        if (!s)
            s = fill_batch(&r, &b, &c);
        if (!s && !r.room.rows) {              /* the first batch of several stands for all: PIECES, or one part of KH_POSITIONS */
            s = kh_make_room(&r, c.i < count ? KH_POSITIONS : b.pieces);
            if (!s)
                s = run_batch(&r, &b);
            continue;
        }
        if (!s)
            s = run_batch(&r, &b);
        kh_arena_rewind(scratch, inner);
    }
    if (!s)
        s = mend_trees(&r, wanted, count);
    kh_arena_rewind(scratch, mark);
    return s;
}
