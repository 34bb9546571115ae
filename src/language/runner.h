/* runner.h: what the parts of the network share while a document runs: batches of sentences and the room they work in. Internal to language/. */
#ifndef KH_LANGUAGE_RUNNER_H
#define KH_LANGUAGE_RUNNER_H

#include "language/net.h"

/*
 * A sentence, or a window of a long one: tokens [first, end), of which it answers for [own, own_end); its neighbours answer for the
 * rest, which it reads as context. `word`, `piece`: where its rows begin in the batch; word 0 of each part is its root ([CLS]).
 */
typedef struct kh_part { uint32_t first, end, own, own_end, word, piece, pieces; } kh_part;

typedef struct kh_batch {
    kh_part *parts;
    uint32_t count, words, pieces;
    uint32_t *piece, *case_of;                 /* of each piece */
    uint32_t *first, *last;                    /* pieces of each word */
    uint32_t *rows;                            /* KH_AFFIXES a word */
} kh_batch;

/* Activations; made once a document for its largest batch. */
typedef struct kh_room {
    size_t rows;
    float *x, *z, *mix;                        /* rows of the trunk's width or KH_DIM */
    float *wide, *widest;                      /* rows of what the widest product reads and writes */
    float *keys, *weights;                     /* attention of one head */
    kh_quantised q;
} kh_room;

typedef struct kh_runner {
    const kh_net *n;
    kh_doc *doc;
    kh_arena *scratch;
    kh_error *err;
    kh_room room;
    size_t name_room, mention_room;            /* of the document's arrays */
} kh_runner;

static inline uint32_t kh_part_words(const kh_part *p) { return p->end - p->first + 1; }

/* Quantises rows of w->k floats and multiplies; out rows have `stride` floats. */
void kh_multiply(kh_runner *r, const kh_matrix *w, const float *x, size_t rows, size_t x_stride, float *out, size_t stride);

/* net.c: an empty batch with room for one part more than fits; room to work on `rows` pieces. */
kh_status kh_new_batch(kh_runner *r, kh_batch *b);
kh_status kh_add_part(kh_runner *r, kh_batch *b, kh_part part);
kh_status kh_make_room(kh_runner *r, size_t rows);

/* encode.c: room.x = vectors of all pieces before the first layer; behind one layer more. */
void kh_embed(kh_runner *r, const kh_batch *b);
void kh_run_layer(kh_runner *r, const kh_batch *b, const kh_layer *layer);

/* encode.c: room.x = vectors of all words; then x += GLU(W [x-1, x, x+1]) inside each part, its norm in room.z. */
void kh_encode(kh_runner *r, const kh_batch *b);
void kh_convolve(kh_runner *r, const kh_batch *b, const kh_conv *c);

/* heads.c: what stands in room.z, read as tags and lemmas, as trees, as names. */
kh_status kh_set_tags(kh_runner *r, const kh_batch *b);
kh_status kh_set_trees(kh_runner *r, const kh_batch *b);
kh_status kh_set_names(kh_runner *r, const kh_batch *b);

#endif
