/* toll.h: numbers of people: the tables en/numbers.tsv and en/toll.tsv, and what a noun phrase counts. Inside src/events only. */
#ifndef KH_EVENTS_TOLL_H
#define KH_EVENTS_TOLL_H

#include "events/table.h"

typedef enum kh_number_kind { KH_EXACT = 0, KH_QUANTITY, KH_HEDGE, KH_COLLECTIVE } kh_number_kind;

/* A row of numbers.tsv. Bounds of a hedge are "N", "+1", "-1" or empty; of others figures, -1 unknown. */
typedef struct kh_number {
    kh_number_kind kind;
    kh_view low_of, best_of, high_of;
    int64_t low, best, high;
    int64_t mult;                          /* "hundred", "dozen": times what stands before */
    int64_t share;                         /* "half" 2: of the figure that follows */
    bool more, after, part;                /* adds to what was told before; stands after the number; begins parts of a total */
} kh_number;

/* A row of toll.tsv: the word that tells a harm, and where those stand whom it counts. */
typedef struct kh_carrier {
    kh_view near;                          /* particle of a verb */
    kh_need need;                          /* fixed dependent, slot empty: none */
    kh_view slots;                         /* joined by '|', steps by '>' */
    int8_t harm;                           /* kh_harm, -1: none ("unhurt") */
    char pos;                              /* v n a; p, m: see kh_events_side_word */
    bool perpetrator, passive;
    bool weak;                             /* no death said: another harm of the same people outdoes it */
    bool people;                           /* counts words for people only */
    bool quiet;                            /* tells no toll of an act told by another word */
    uint32_t next;
} kh_carrier;

struct kh_counts {
    kh_number *numbers;   size_t number_count, number_room;
    kh_carrier *carriers; size_t carrier_count, carrier_room;
    kh_map number_of;                            /* words joined by one blank, small -> index + 1 */
    kh_map carrier_of;                           /* head -> index + 1 of the last row */
};

/* What words count: -1 unknown. `more`: beyond those told before. */
typedef struct kh_figure {
    int64_t low, best, high;
    uint32_t first, end;                   /* tokens */
    bool more;
} kh_figure;

/* open_toll.c */
kh_status kh_events_open_counts(const kh_lexicon *lexicon, kh_arena *arena, kh_counts **counts, kh_error *err);

/* number.c: the figure in the noun phrase of `head`, at or before it. */
bool kh_events_figure(const kh_events *events, const kh_doc *doc, uint32_t head, kh_figure *figure);
/* The row of the words from `token` on, the longest first; *length gets the tokens it covers. NULL: none. */
const kh_number *kh_events_number(const kh_counts *counts, const kh_doc *doc, uint32_t token, uint32_t *length);

/* carrier.c: the row for a word, NULL; whom it counts. */
const kh_carrier *kh_events_carrier(const kh_events *events, const kh_doc *doc, uint32_t token);
/* Nouns for those who do it ('p'), words that take a toll away ('m', "attempted"). */
bool kh_events_side_word(const kh_events *events, const kh_doc *doc, uint32_t token, char pos);
/* Whether the word by itself tells a harm; for the gate, before words are tagged. */
bool kh_events_tells_harm(const kh_counts *counts, kh_view lemma);
/* Takes the first slot off *slots. */
void kh_events_counted(const kh_doc *doc, kh_view *slots, uint32_t token, kh_found *found);

#endif
