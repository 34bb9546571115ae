/* split.h: where sentences begin, by a small convolution over tokens; train/khtrain/split.py in C. Internal to language/. */
#ifndef KH_LANGUAGE_SPLIT_H
#define KH_LANGUAGE_SPLIT_H

#include "document/document.h"
#include "language/text.h"

enum { KH_SPLIT_WIDTH = 48, KH_SPLIT_LAYERS = 3, KH_SPLIT_GAPS = 5 };

typedef struct kh_split_rows { const float *scale; const int8_t *q; uint32_t count; } kh_split_rows;

typedef struct kh_splitter {
    const kh_text_tables *text;
    bool ready;                                  /* false: the model has no splitter */
    float threshold;
    kh_split_rows pieces, shapes, cases, gaps;
    struct { const float *bias, *scale; int16_t *w; } layer[KH_SPLIT_LAYERS];   /* w [2 * width][3 places][width] */
    float out_bias;
    kh_split_rows out;
} kh_splitter;

/* A model without the section gives a splitter that is not ready, and KH_OK. */
kh_status kh_splitter_open(const kh_khm *file, const kh_text_tables *text, kh_arena *arena, kh_splitter *splitter, kh_error *err);

/*
 * Writes starts[t], 1 where a sentence begins at doc->tokens[t] (spans and joined are read; token 0 always begins one, a joined
 * token never). `blocks` has the block of each token. The same answer on every machine: whole numbers, and floats in a fixed order.
 */
kh_status kh_splitter_run(const kh_splitter *splitter, const kh_doc *doc, const uint32_t *blocks, uint8_t *starts, kh_arena *scratch,
                          kh_error *err);

#endif
