/* lemma.h: form and tag -> lemma: a table of the treebanks' words first, else the network's rule. Internal to language/. */
#ifndef KH_LANGUAGE_LEMMA_H
#define KH_LANGUAGE_LEMMA_H

#include "language/text.h"

typedef struct kh_lemmas { kh_map known; const kh_view *rows; const kh_view *rules; uint32_t rule_count; } kh_lemmas;

/* Reads section LEMX (a model may lack it): lines "normal form, tab, UPOS, tab, lemma". */
kh_status kh_lemmas_open(const kh_khm *file, kh_arena *arena, const kh_view *rules, uint32_t rule_count, kh_lemmas *lemmas, kh_error *err);

/* The lemma, in `arena` or in the model; p NULL: no memory. scores: of the rules. */
kh_view kh_lemma_of(const kh_lemmas *lemmas, const kh_text_tables *text, kh_view form, kh_view upos, const float *scores, kh_arena *arena,
                    kh_arena *scratch);

/* What the table has for a word (normal form) as a verb, else as a noun; p NULL: nothing. */
kh_view kh_lemmas_guess(const kh_lemmas *lemmas, kh_view normal);

/* Does the table have the word (normal form) under any tag? Without a table it has none. */
bool kh_lemmas_know(const kh_lemmas *lemmas, kh_view normal);

#endif
