/* table.h: what the files of places/ share. */
#ifndef KH_PLACES_TABLE_H
#define KH_PLACES_TABLE_H

#include "places/gazetteer.h"
#include "places/places.h"

/* A place that a name may stand for: a row of our tables, or a record of the gazetteer. */
typedef struct kh_spot {
    kh_view id, name, kind, admin1;
    char country[4], country2[4];
    double lat, lon;
    int64_t people;
    bool located, table;                 /* table: of our own tables */
    bool state;                          /* a country */
    bool adjective;                      /* "Afghan": for borders and as evidence, no place itself */
    bool alternate;                      /* found by another than its first name */
    bool code;                           /* "Ga.", "TX": only behind a comma */
} kh_spot;

typedef struct kh_land {                 /* a country of countries.tsv */
    char code[4], tld[4];
    kh_view capital, neighbours;
    double lat, lon;
    bool located;
} kh_land;

struct kh_places {
    const kh_gazetteer *gazetteer;       /* may be NULL */
    kh_spot *spots;
    size_t count, capacity;
    kh_land *lands;
    size_t land_count, land_capacity;
    kh_phrases *names;
    kh_phrases *groups;                  /* armed groups of several words, whose names may hold a place: "Islamic State of Iraq" */
    kh_map words;                        /* "kind word" of en/places.tsv -> index in values */
    kh_view *values;
    size_t value_count, value_capacity;
};

/* A name with what it may stand for: one sense a text. */
typedef struct kh_group {
    kh_view key;                         /* its folded words and what the text says it is */
    kh_spot *spots;                      /* candidates; the chosen one first once resolved */
    double *scores;
    uint32_t count, mentions;
    uint32_t inside;                     /* group that contains it by "X, Y", KH_NONE */
    kh_view said;                        /* kind that the words around say: "province", "town" ... */
    bool partial;                        /* only some words of a given span have a place */
} kh_group;

/* One place in the text where a name stands. */
typedef struct kh_mention {
    uint32_t first, end;                 /* tokens of the name; first == end: a given span without tokens */
    uint32_t group;                      /* KH_NONE: a name that no table has */
    uint32_t inside;                     /* mention that contains it, KH_NONE */
    kh_span span;
    bool dateline, adjective, given;
    bool part;                           /* "northern Syria" */
    bool group_name;                     /* within the name of an armed group */
    bool facility;                       /* "Mosul University": somewhere in the place */
    const char *reason;                  /* why none, where there is no group */
} kh_mention;

typedef struct kh_finder {
    const kh_places *places;
    kh_doc *doc;
    kh_arena *scratch;
    kh_error *err;
    kh_word *words;
    kh_mention *mentions;
    size_t count, capacity;
    kh_group *groups;
    size_t group_count, group_capacity;
    kh_map by_key;
} kh_finder;

/* Is the word (any case) of that kind in en/places.tsv? `value` (may be NULL) gets its value column. */
bool kh_places_word(const kh_places *p, const char *kind, kh_view word, kh_view *value);
bool kh_places_token(const kh_finder *f, const char *kind, uint32_t token, kh_view *value);
const kh_land *kh_places_land(const kh_places *p, const char country[4]);
bool kh_places_neighbours(const kh_places *p, const char a[4], const char b[4]);

/* candidates.c: the longest name that starts at words[at], no longer than `most` words; *length 0: none. *group gets its group. */
kh_status kh_places_lookup(kh_finder *f, const kh_word *words, size_t count, size_t at, size_t most, bool any_case, kh_view said,
                           size_t *length, uint32_t *group);

/* match.c: every name of the text that may be a place into finder->mentions. Given spans (may be none) are mentions whatever they are. */
kh_status kh_places_match(kh_finder *f, const kh_span *given, uint32_t given_count);
/* dateline.c: the token behind a dateline that starts at `first`, or `first`. */
uint32_t kh_places_dateline(const kh_doc *d, uint32_t first);

/* resolve.c: puts the likeliest candidate of each group first. */
kh_status kh_places_resolve(kh_finder *f);
void kh_places_move(double *lat, double *lon, double km, double bearing);
static inline const kh_spot *kh_mention_spot(const kh_finder *f, const kh_mention *m)
{
    return m->group == KH_NONE || !f->groups[m->group].count ? NULL : &f->groups[m->group].spots[0];
}

/* Does the first place contain the second, by country, province or nearness? NULL contains nothing. */
bool kh_places_holds(const kh_spot *out, const kh_spot *in);
/* inside.c: "X, Y" and the like. */
void kh_places_link(kh_finder *f);

/* use.c */
kh_place_use kh_places_use(const kh_finder *f, const kh_mention *m, const kh_spot *s, const char **reason);
uint32_t kh_places_head(const kh_doc *d, uint32_t first, uint32_t end);
/* The lemma of the preposition before the words; of the first conjunct's where they are the second. */
kh_view kh_places_case(const kh_doc *d, uint32_t head);

/* forms.c: the place that mention i gives; borders may use several mentions (*used). Up to two places come out. */
int kh_places_make(const kh_finder *f, uint32_t i, uint32_t *used, kh_place out[2]);

#endif
