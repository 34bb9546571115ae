/* slips.h: slips of a tree that no reading of English has. Inside src/language only. */
#ifndef KH_LANGUAGE_SLIPS_H
#define KH_LANGUAGE_SLIPS_H

#include "document/document.h"

/* Labels and heads are chosen apart from each other; where they contradict the words, the words win. */
void kh_mend_slips(kh_doc *doc, const kh_sentence *s);

#endif
