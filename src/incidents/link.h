/*
 * link.h: which events of different articles tell one incident. Knows no database: it makes of an event what linking looks at, writes
 * and reads that as one line of text, and judges two of them.
 */
#ifndef KH_INCIDENTS_LINK_H
#define KH_INCIDENTS_LINK_H

#include "document/document.h"

/* What linking looks at. Lists are words joined by '|'; empty is unknown. */
typedef struct kh_link {
    kh_view type, mode, weapon, certainty;
    int32_t day, last, published;          /* KH_NO_DAY unknown */
    int64_t date_precision;
    kh_view place, place_id, admin1, country;
    double lat, lon;
    int64_t place_precision;               /* UCDP's, 0: no point */
    int64_t best[KH_HARM_COUNT], low[KH_HARM_COUNT], high[KH_HARM_COUNT];   /* -1 unknown */
    kh_view who[2], codes[2];              /* actors and recipients: ids and names; country:sector */
    kh_view spots, words, names;           /* what was hit and where by words; nouns of its sentences; names of the article */
    int64_t article, family;               /* rows of the store; wire copies share a family */
} kh_link;

/* Whether an event is told as an act of its own that may be counted: of a material type, occurred or going on, not background. */
bool kh_link_counts(const kh_event *event);
/* The line of an event, in `arena`; p NULL: no memory. */
kh_view kh_link_write(const kh_doc *doc, const kh_event *event, kh_arena *arena);
/* The views point into `line`. False: not such a line. */
bool kh_link_read(kh_view line, kh_link *link);

typedef struct kh_link_reason { char text[240]; size_t n; } kh_link_reason;
/* How likely both tell one incident, from 0 to 1, and why. */
double kh_link_judge(const kh_link *a, const kh_link *b, kh_link_reason *why);
/* The days in which an incident that it joins may have begun; false: it has no date at all. */
bool kh_link_window(const kh_link *link, int32_t *from, int32_t *to);
#define KH_LINK_JOIN 0.5                   /* as likely as not */

/* ------------------------------------------------------------------ near-duplicates */

enum { KH_SHINGLE_HASHES = 64, KH_SHINGLE_BANDS = 16 };
typedef struct kh_shingles { uint32_t hash[KH_SHINGLE_HASHES]; bool enough; } kh_shingles;
/* MinHash over runs of words of the text; not `enough` where it is too short to tell. */
void kh_shingles_of(kh_view text, kh_shingles *s);
uint64_t kh_shingles_band(const kh_shingles *s, int band);
double kh_shingles_alike(const uint32_t *a, const uint32_t *b);    /* estimated share of runs in common */
#define KH_SHINGLES_COPY 0.6               /* from here on one text is a copy of the other */

#endif
