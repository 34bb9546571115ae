/* cut.h: text -> sentences and tokens; the Tokenizer of train/khtrain/text.py in C. Internal to language/. */
#ifndef KH_LANGUAGE_CUT_H
#define KH_LANGUAGE_CUT_H

#include "language/split.h"

typedef struct kh_cutter {
    const kh_text_tables *text;
    kh_map exceptions, joined;                 /* plain chunk or token -> index in cuts + 1 */
    kh_view *cuts;                             /* "3,3": lengths in characters */
    kh_map abbreviations, glue, units;
    kh_view *clitics;
    uint32_t clitic_count;
    kh_splitter split;                         /* not ready: sentences are cut by rules */
} kh_cutter;

kh_status kh_cutter_open(const kh_khm *file, const kh_text_tables *text, kh_arena *arena, kh_cutter *cutter, kh_error *err);

/* Writes doc->tokens (spans, joined, space_after, head KH_NONE) and doc->sentences over the coded blocks. */
kh_status kh_cutter_run(const kh_cutter *cutter, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
