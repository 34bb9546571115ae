/* gazetteer.h: models/places.khg, mapped. Byte layout in docs/formats.md. */
#ifndef KH_PLACES_GAZETTEER_H
#define KH_PLACES_GAZETTEER_H

#include "places/places.h"

typedef enum kh_gaz_kind {
    KH_GAZ_TOWN = 0, KH_GAZ_CAPITAL, KH_GAZ_SEAT, KH_GAZ_PART, KH_GAZ_PROVINCE, KH_GAZ_DISTRICT, KH_GAZ_AIRPORT, KH_GAZ_KIND_COUNT
} kh_gaz_kind;
const char *kh_gaz_kind_name(kh_gaz_kind kind);

typedef struct kh_gaz_record {
    uint32_t id;                 /* GeoNames' number, 0 none */
    double lat, lon;
    uint32_t people;
    kh_view name, admin1;
    char country[4];
    kh_gaz_kind kind;
    bool alternate;              /* found by another than its first name */
} kh_gaz_record;

/* The look-up key: words folded, cut at hyphens, apostrophes and slashes, joined by one blank; "st", "mt", "ft" written out. */
typedef struct kh_gaz_key { char p[96]; size_t n; } kh_gaz_key;
/* false: the key would be too long (there is no such name), or no memory for folding. */
bool kh_gaz_key_add(kh_gaz_key *key, kh_arena *scratch, kh_view word);

/* Walk over the places of a name: begin with kh_gaz_find, which gives how many there are, biggest first. */
typedef struct kh_gaz_hits { const unsigned char *at; uint32_t count; } kh_gaz_hits;
uint32_t kh_gaz_find(const kh_gazetteer *g, kh_view key, kh_gaz_hits *hits);
/* The i-th hit; false where the file does not hold what it promises. */
bool kh_gaz_get(const kh_gazetteer *g, const kh_gaz_hits *hits, uint32_t i, kh_gaz_record *record);

#endif
