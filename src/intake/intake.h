/*
 * intake.h: bytes -> article. Character set, page structure, head lines, what is text and what is furniture.
 * Writes doc->text, meta, blocks, asked.
 */
#ifndef KH_INTAKE_H
#define KH_INTAKE_H

#include "document/document.h"

/* Reads one article. max_bytes: a larger input is KH_E_LIMIT. For KH_FORMAT_TEXT and a JSON article's "text" that are valid UTF-8,
 * doc->text is those bytes unchanged, so that spans point into what the caller has. */
kh_status kh_intake_run(const kh_input *input, size_t max_bytes, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
