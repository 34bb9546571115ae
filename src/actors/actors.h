/* actors.h: who is spoken of. Reads tokens, names, places, meta; writes doc->actors. */
#ifndef KH_ACTORS_H
#define KH_ACTORS_H

#include "document/document.h"
#include "lexicon/lexicon.h"

typedef struct kh_actors kh_actors;         /* lexicon/actors/ *.tsv and en/roles.tsv, ready for use */
kh_status kh_actors_open(const kh_lexicon *lexicon, kh_arena *arena, kh_actors **actors, kh_error *err);

kh_status kh_actors_run(const kh_actors *actors, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
