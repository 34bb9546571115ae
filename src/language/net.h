/* net.h: the network of train/khtrain/model.py. Internal to language/. */
#ifndef KH_LANGUAGE_NET_H
#define KH_LANGUAGE_NET_H

#include "document/document.h"
#include "kernels/kernels.h"
#include "language/lemma.h"
#include "language/text.h"

typedef struct kh_rows { uint32_t n, k; const float *scale; const int8_t *q; } kh_rows;     /* an embedding table */
typedef struct kh_norm { const float *gain, *bias; } kh_norm;
typedef struct kh_layer { kh_matrix qkv, o, up, down; kh_norm ln1, ln2; } kh_layer;
typedef struct kh_conv { kh_norm in, out; kh_matrix lin; } kh_conv;                         /* out: the norm behind it */

enum { KH_DIM = 384, KH_HEADS = 12, KH_MAX_LAYERS = 12, KH_POSITIONS = 512, KH_MAX_WORDS = 160 };

typedef struct kh_net {
    const kh_kernels *kernels;
    const kh_text_tables *text;
    uint32_t layers, ff, width, arc, label, affix, upos, xpos, feats, rels, rules, names, vocab;
    uint32_t name_sets;                        /* of labels on the names head: names, and mentions where the model has them */
    kh_view *upos_names, *xpos_names, *feats_names, *rel_names, *rule_names, *name_labels;
    kh_rows piece, position, cases, affixes, shapes;
    kh_norm ln;
    const float *mix, *ab, *dist;
    float ab_bias;
    kh_layer layer[KH_MAX_LAYERS];
    kh_matrix inp, tags, arcs, au, lu, lb, name_head;
    kh_conv conv, name_conv;
    kh_lemmas lemmas;
    uint32_t cls, sep;
} kh_net;

kh_status kh_net_open(const kh_khm *file, const kh_text_tables *text, const kh_kernels *kernels, kh_arena *arena, kh_net *net, kh_error *err);

/* Tags, lemmas and a tree for the tokens of sentences wanted[i] (numbers of doc->sentences, ascending), and names added to doc->names and mentions. */
kh_status kh_net_run(const kh_net *net, kh_doc *doc, const uint32_t *wanted, uint32_t count, kh_arena *scratch, kh_error *err);

#endif
