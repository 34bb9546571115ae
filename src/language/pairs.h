/* pairs.h: what one marked side of a text does to another: models/xx-events.khm, the network of train/khtrain/judge.py. Internal to language/. */
#ifndef KH_LANGUAGE_PAIRS_H
#define KH_LANGUAGE_PAIRS_H

#include "language/runner.h"

typedef struct kh_pairs {
    kh_khm file;
    const kh_net *net;                         /* of the language: its pieces and their vectors are these layers' input */
    uint32_t layers, ff, types;
    kh_view *type_names;                       /* the last: nothing */
    kh_layer layer[KH_MAX_LAYERS];
    const float *none, *bias;                 /* [2][KH_DIM], [2][KH_HEADS][KH_PAIR_PLACES] */
    kh_matrix ask, keys, hidden, out;
} kh_pairs;

/* Where a word stands: before, between (ends included) or behind the sides, off or on the path between them in the tree; of the sides. */
enum { KH_BEFORE, KH_BETWEEN, KH_BEHIND, KH_ON_PATH = 3, KH_IN_SOURCE = 10, KH_IN_TARGET, KH_PAIR_PLACES };

kh_status kh_pairs_open(const char *path, const kh_net *net, kh_arena *arena, kh_pairs *pairs, kh_error *err);

/* shares[i * types + k]: of type k for pair i, summing up to 1. A side with an empty span is unknown. */
kh_status kh_pairs_judge(const kh_pairs *pairs, const kh_doc *doc, const kh_ask_pair *pair, uint32_t count, float *shares, kh_arena *scratch,
                         kh_error *err);

#endif
