/*
 * intake.h: bytes -> article. Character set, page structure, head lines, what is text and what is furniture.
 * Writes doc->text, meta, blocks, asked.
 */
#ifndef KH_INTAKE_H
#define KH_INTAKE_H

#include "document/document.h"
#include "lexicon/lexicon.h"

typedef struct kh_intake kh_intake;      /* lexicon/pages and en/furniture, en/labels, ready for use */
kh_status kh_intake_open(const kh_lexicon *lexicon, kh_arena *arena, kh_intake **intake, kh_error *err);

/* Reads one article. max_bytes: a larger input is KH_E_LIMIT. For KH_FORMAT_TEXT and a JSON article's "text" that are valid UTF-8,
 * doc->text is those bytes unchanged, so that spans point into what the caller has. The text of a page or feed item is made here:
 * its title, then its blocks in order, a blank line between two. */
kh_status kh_intake_run(const kh_intake *intake, const kh_input *input, size_t max_bytes, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
