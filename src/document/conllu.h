/* conllu.h: CoNLL-U whose words and sentences are kept -> document. */
#ifndef KH_DOCUMENT_CONLLU_H
#define KH_DOCUMENT_CONLLU_H

#include "document/document.h"

/* Fills doc->text, blocks, sentences, tokens (spans, joined, space_after), no day. KH_E_INPUT or KH_E_UTF8, with err->line, for broken
 * columns. */
kh_status kh_conllu_read(kh_view bytes, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
