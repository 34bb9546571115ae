/* times.h: time expressions with their intervals. Reads tokens, names, meta; writes doc->times. */
#ifndef KH_TIMES_H
#define KH_TIMES_H

#include "document/document.h"
#include "lexicon/lexicon.h"

typedef struct kh_times kh_times;      /* the tables of en/times*.tsv, ready for use */
kh_status kh_times_open(const kh_lexicon *lexicon, kh_arena *arena, kh_times **times, kh_error *err);

/* Needs tags and trees where there are any (tense decides between last and next Friday), and works without. Also reads datelines and
 * head lines, which are not among the sentences. */
kh_status kh_times_run(const kh_times *times, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
