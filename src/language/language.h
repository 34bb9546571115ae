/*
 * language.h: text -> sentences, tokens, tags, lemmas, trees, names, by one small trained network.
 *
 * Nothing here hangs on a language: pieces, character classes, normal form, token tables, tags and weights are in the model file
 * (docs/formats.md). Inference is int8 (kernels/); the same bytes come out on every instruction set.
 */
#ifndef KH_LANGUAGE_H
#define KH_LANGUAGE_H

#include "document/document.h"

typedef struct kh_language kh_language;

/* Maps and validates models/xx.khm. `isa`: scalar, avx2, avx512vnni, neon, or NULL for the best that runs here (KH_E_USAGE for one
 * that does not). Memory from `arena`, which must outlive it. */
kh_status kh_language_open(const char *path, const char *isa, kh_arena *arena, kh_language **language, kh_error *err);
void kh_language_close(kh_language *language);
kh_digest kh_language_digest(const kh_language *language);
const char *kh_language_code(const kh_language *language);       /* "en" */
const char *kh_language_isa(const kh_language *language);

/*
 * Writes doc->sentences, tokens and names over the coded blocks of doc->text (kh_role_is_coded), over all with KH_READ_ALL. A sentence may run over a block border.
 * `want` says, for the tokens [first, end) of a cut sentence whose tags are not known yet, whether it is worth parsing; NULL parses all.
 * Tokens have the lemma that the model's table has for the form, as a verb if it has that, else the form itself. Where `want` says no they
 * keep it, with head KH_NONE and upos KH_X, and names are not looked for.
 */
typedef bool (*kh_language_want)(void *ctx, const kh_doc *doc, uint32_t first, uint32_t end);
kh_status kh_language_run(const kh_language *language, kh_doc *doc, kh_language_want want, void *ctx, kh_arena *scratch, kh_error *err);

/* Tags, trees and names for sentences and tokens that doc already has (spans, sentences, joined, space_after). */
kh_status kh_language_run_tokens(const kh_language *language, kh_doc *doc, kh_arena *scratch, kh_error *err);

/* The second file of a language, models/xx-events.khm: what is learned of pairs. Mapped and validated as the first one is. */
kh_status kh_language_open_pairs(kh_language *language, const char *path, kh_arena *arena, kh_error *err);
/* Answers of that file; false where none is open. */
bool kh_language_learned(const kh_language *language, kh_learned *learned);
kh_digest kh_language_pairs_digest(const kh_language *language);

/* Sentence and token cutting alone (no network beyond the splitter). */
kh_status kh_language_cut(const kh_language *language, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
