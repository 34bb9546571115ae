/*
 * layout.h: events as rows of a table, ours or one that others use. Internal to export/.
 *
 * lexicon/layouts/NAME.tsv has a layout's columns in order, codes/layouts.tsv how events become its rows, codes/ *.tsv how other data
 * sets write countries, sectors and kinds of events. A column's value is an event's JSON field (docs/formats.md, "Layouts"):
 *
 *     place.name/text                 the first of these that is there
 *     actors[].country > countries.cow/gw    of all, joined; each looked up in codes/countries: that column, else the next
 *     actor.name                      of the row's own actor, where each pair of actor and recipient is a row
 *     @day %Y%m%d date.start          a function of value.c, acled.c, gdelt.c or ged.c with its words
 *     =1                              this
 */
#ifndef KH_EXPORT_LAYOUT_H
#define KH_EXPORT_LAYOUT_H

#include <jansson.h>

#include "base/base.h"
#include "lexicon/lexicon.h"

typedef enum kh_cell_type { KH_CELL_TEXT = 0, KH_CELL_DATE, KH_CELL_INTEGER, KH_CELL_REAL, KH_CELL_BOOLEAN } kh_cell_type;
typedef enum kh_keeps { KH_KEEPS_ALL = 0, KH_KEEPS_REAL, KH_KEEPS_ACLED, KH_KEEPS_DEADLY } kh_keeps;

struct kh_row;
typedef void (*kh_value)(const struct kh_row *row, kh_view words, kh_buffer *out);

/* A table of codes by its first column; a later row with the same key wins. */
typedef struct kh_codes { kh_map keys; struct kh_code_row { const kh_table *table; size_t row; } *rows; } kh_codes;
enum { KH_COUNTRIES_TABLE = 0, KH_SECTORS_TABLE, KH_CAMEO_TABLE, KH_CODE_TABLES };

typedef struct kh_column {
    kh_view name;
    kh_cell_type type;
    kh_value value;              /* NULL: always empty */
    kh_view words;               /* what the value goes by */
    const kh_codes *codes;       /* each part is looked up there, in the first of these columns that has something */
    kh_view code, or_code;
} kh_column;

typedef struct kh_layout {
    kh_view name;
    kh_column *columns;
    uint32_t count;
    bool pairs;                  /* one row for each actor with each recipient */
    kh_keeps keeps;
    kh_view form;                /* csv, tsv: what its users expect */
    char between[3], within[3];  /* several people, several values of one */
    kh_codes codes[KH_CODE_TABLES];
    const kh_lexicon *lexicon;
} kh_layout;

/* What a row is made from. */
typedef struct kh_row {
    const kh_layout *layout;
    const kh_column *column;             /* being written */
    const json_t *event, *actor, *recipient;     /* the two: of this row where rows are pairs, else NULL */
    uint32_t number;                     /* of the event's rows, from 0 */
    kh_view text;                        /* the article's, may be empty */
    bool chars;                          /* offsets are code points */
} kh_row;

/* KH_E_USAGE where there is no layout of that name; KH_E_MODEL with file and line for a table that cannot be read. */
kh_status kh_layout_open(const kh_lexicon *lexicon, kh_view name, kh_arena *arena, kh_layout **layout, kh_error *err);
/* Whether an event has a place in the layout. */
bool kh_layout_keeps(const kh_row *row);
void kh_layout_cell(kh_row *row, const kh_column *column, kh_buffer *out);

/* ------------------------------------------------------------------ for the functions */

kh_value kh_value_named(kh_view name);   /* NULL: none */

const json_t *kh_at(const json_t *o, const char *path);           /* "place.name"; NULL missing or null */
kh_view kh_at_text(const json_t *o, const char *path);
int64_t kh_at_number(const json_t *o, const char *path);          /* -1 missing */
bool kh_at_point(const json_t *event, double *lat, double *lon);   /* of the place; false where it has none on earth */
kh_view kh_list_text(const json_t *list, size_t i);
/* The cell of a key's row, empty where there is none. */
kh_view kh_code(const kh_codes *codes, kh_view key, const char *column);
int64_t kh_row_number(const kh_row *row);                         /* unique, from 0 to 2^63 - 1, the same every time */
kh_view kh_row_sentence(const kh_row *row);

/* What force somebody is: the sector's, or that of its body. */
typedef enum kh_force { KH_FORCE_UNKNOWN = 0, KH_FORCE_STATE, KH_FORCE_GOVERNMENT, KH_FORCE_ARMED, KH_FORCE_NONE } kh_force;
kh_force kh_force_of(const kh_row *row, const json_t *actor);
/* Of the recipients: the first with arms, else the first that is no thing, else the first. */
const json_t *kh_victim(const kh_row *row);
bool kh_is_thing(const json_t *actor);
kh_view kh_country_of(const json_t *actor);                       /* the first one, empty unknown */
int64_t kh_toll_best(const json_t *event, const char *harm);      /* best, else low, else high; -1 unknown */

void kh_value_acled(const kh_row *row, kh_view words, kh_buffer *out);
void kh_value_gdelt(const kh_row *row, kh_view words, kh_buffer *out);
void kh_value_ged(const kh_row *row, kh_view words, kh_buffer *out);
void kh_value_gdelt_actor(const kh_row *row, kh_view words, kh_buffer *out);
void kh_value_gdelt_recipient(const kh_row *row, kh_view words, kh_buffer *out);
bool kh_acled_has(const kh_row *row);

#endif
