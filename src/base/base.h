/* base.h: what every part uses and no part owns: spans, views, errors, arena, buffer, hash, mapped files. Knows no stage. */
#ifndef KH_BASE_H
#define KH_BASE_H

#include "khabar.h"

/* ------------------------------------------------------------------ spans and views */

/* A stretch of a document's text, bytes, half open. */
typedef struct kh_span {
    uint32_t from, to;
} kh_span;

static inline bool kh_span_empty(kh_span s) { return s.to <= s.from; }
static inline bool kh_span_meets(kh_span a, kh_span b) { return a.from < b.to && b.from < a.to; }
static inline bool kh_span_holds(kh_span out, kh_span in) { return out.from <= in.from && in.to <= out.to; }
static inline kh_span kh_span_join(kh_span a, kh_span b)
{
    return (kh_span){ a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to };
}

#define KH_LIT(s) ((kh_view){ (s), sizeof(s) - 1 })      /* a string literal as a view */
kh_view kh_view_of(const char *z);                       /* of a C string; NULL gives the empty view */
bool kh_view_eq(kh_view a, kh_view b);
bool kh_view_is(kh_view a, const char *z);
int kh_view_compare(kh_view a, kh_view b);               /* by bytes, shorter first on a tie; for sorting output */
bool kh_view_starts(kh_view a, kh_view prefix);
bool kh_view_ends(kh_view a, kh_view suffix);
kh_view kh_view_trim(kh_view a);                         /* ASCII white space off both ends */
kh_view kh_view_cut(kh_view *rest, char sep);            /* takes the part before sep off *rest; rest becomes empty at the end */
bool kh_view_has_word(kh_view list, kh_view word);       /* list is words joined by '|' */
/* Digits with commas between them and at most one point: "1,200", "3.5"; all of the view, up to 23 bytes. */
bool kh_view_to_decimal(kh_view a, double *value);
bool kh_view_to_int(kh_view a, int64_t *value);          /* an optional sign and digits, all of the view */

/* ------------------------------------------------------------------ errors */

/* Fills *err (if not NULL) and returns code. The message is a printf format of ours, never text from outside. */
kh_status kh_fail(kh_error *err, kh_status code, uint64_t at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void kh_error_file(kh_error *err, const char *path);     /* names the file at fault; the end of the path is kept */

/* ------------------------------------------------------------------ memory */

/* malloc and free as a kh_allocator; NULL stands for it everywhere. This is the only place that calls malloc. */
const kh_allocator *kh_allocator_or_default(const kh_allocator *alloc);
void *kh_resize(const kh_allocator *alloc, void *p, size_t old, size_t n);

/*
 * An arena gives memory that lives until the arena is reset or released; nothing is freed singly. Blocks are kept over a reset, so
 * a worker that codes many articles stops allocating once it is warm.
 */
typedef struct kh_arena kh_arena;
kh_arena *kh_arena_new(const kh_allocator *alloc, size_t ceiling);   /* NULL: no memory. ceiling 0: none */
void kh_arena_free(kh_arena *arena);
void kh_arena_reset(kh_arena *arena);
size_t kh_arena_used(const kh_arena *arena);
const kh_allocator *kh_arena_allocator(const kh_arena *arena);   /* the one it was made with; for buffers beside it */
bool kh_arena_at_ceiling(const kh_arena *arena);         /* the last failure was the ceiling, not the allocator */

/* n bytes, aligned to 16, zeroed. NULL: no memory or ceiling reached. n 0 gives a valid pointer. */
void *kh_arena_get(kh_arena *arena, size_t n);
/* An array of count elements of size each; checks the product. */
void *kh_arena_array(kh_arena *arena, size_t count, size_t size);
/* Grows an array: if *capacity < needed, gives a larger copy and updates *capacity. NULL: no memory, nothing changed. */
void *kh_arena_grow(kh_arena *arena, void *old, size_t *capacity, size_t needed, size_t size);
kh_view kh_arena_copy(kh_arena *arena, kh_view text);    /* with a NUL after it; p NULL: no memory */
kh_view kh_arena_printf(kh_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The error that a failed arena call amounts to. */
kh_status kh_arena_fail(const kh_arena *arena, kh_error *err);

/* A mark inside a scratch arena: memory taken after kh_arena_mark is given back by kh_arena_rewind. */
typedef struct kh_mark { void *block; size_t used; size_t total; } kh_mark;
kh_mark kh_arena_mark(kh_arena *arena);
void kh_arena_rewind(kh_arena *arena, kh_mark mark);

/* ------------------------------------------------------------------ growing bytes */

/* A buffer with a hard limit. After the first failure it stays failed, so that writers check once at the end. */
typedef struct kh_buffer {
    const kh_allocator *alloc;
    char *p;
    size_t n, capacity, limit;
    kh_status failed;
} kh_buffer;
void kh_buffer_init(kh_buffer *b, const kh_allocator *alloc, size_t limit);   /* limit 0: none */
void kh_buffer_release(kh_buffer *b);
void kh_buffer_clear(kh_buffer *b);                      /* empties it, keeps memory and forgets failures */
void kh_buffer_add(kh_buffer *b, const char *p, size_t n);
void kh_buffer_view(kh_buffer *b, kh_view v);
void kh_buffer_text(kh_buffer *b, const char *z);
void kh_buffer_printf(kh_buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ------------------------------------------------------------------ UTF-8 */

/* Offset of the first byte that is no valid UTF-8 (surrogates and NUL are invalid here), or n. */
size_t kh_utf8_bad(kh_view text);
/* The code point at *at, which must lie inside valid text; *at moves behind it. Invalid bytes give U+FFFD, one at a time. */
uint32_t kh_utf8_next(kh_view text, size_t *at);
size_t kh_utf8_put(uint32_t cp, char out[4]);
size_t kh_utf8_length(kh_view text);                     /* code points */
bool kh_utf8_border(kh_view text, size_t at);            /* at is 0, n, or the first byte of a code point */

/* ------------------------------------------------------------------ hashes and maps */

uint64_t kh_hash(kh_view text, uint64_t seed);           /* XXH3, for tables */
uint32_t kh_fnv(const char *p, size_t n, uint32_t h);    /* FNV-1a, start with KH_FNV; part of the model format */
#define KH_FNV 0x811C9DC5u
typedef struct kh_digest { uint64_t hi, lo; } kh_digest; /* 128 bits, for ids and file hashes */
kh_digest kh_digest_of(kh_view text);
void kh_digest_hex(kh_digest d, char out[33]);

/*
 * Text -> uint32. Open addressing in an arena; keys are views that must outlive the map. Never iterated, so that no order of hashing
 * can reach the output.
 */
typedef struct kh_map {
    kh_arena *arena;
    struct kh_map_slot *slots;
    uint32_t capacity, count;
} kh_map;
bool kh_map_init(kh_map *map, kh_arena *arena, uint32_t expected);            /* false: no memory */
/* The value of key; if absent and `make`, inserts with value 0. NULL: absent, or no memory when making. */
uint32_t *kh_map_find(const kh_map *map, kh_view key);
uint32_t *kh_map_make(kh_map *map, kh_view key, bool *fresh);

/* ------------------------------------------------------------------ files */

/* A file mapped read-only. An empty file gives n 0. */
typedef struct kh_mapped { kh_view bytes; void *base; size_t size; } kh_mapped;
kh_status kh_mapped_open(const char *path, kh_mapped *file, kh_error *err);
/* Lets go of pages that were read; those that are needed come back by themselves. */
void kh_mapped_release(const kh_mapped *file);
void kh_mapped_close(kh_mapped *file);

/* ------------------------------------------------------------------ the globe */

#define KH_EARTH_KM 6371.0                               /* mean radius */
#define KH_RADIANS 0.017453292519943295                  /* of one degree */
/* Great-circle distance in kilometres of two points in degrees. */
double kh_km(double lat, double lon, double lat2, double lon2);

/* ------------------------------------------------------------------ days */

/* Days since 1970-01-01 in the proleptic Gregorian calendar; KH_NO_DAY is "unknown". */
#define KH_NO_DAY INT32_MIN
int32_t kh_day_of(int year, int month, int day);
void kh_day_split(int32_t days, int *year, int *month, int *day);
int kh_day_week(int32_t days);                           /* 0 Monday ... 6 Sunday */
/* Reads YYYY-MM-DD at the start of text (what follows the day is ignored if it begins with T or a blank). */
bool kh_day_read(kh_view text, int32_t *days);
void kh_day_write(int32_t days, char out[16]);           /* YYYY-MM-DD */

#endif
