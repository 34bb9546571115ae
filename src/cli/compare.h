/* compare.h: two sets of rows of one layout, for `khabar compare`. */
#ifndef KH_CLI_COMPARE_H
#define KH_CLI_COMPARE_H

#include "cli.h"

enum { CLI_NO_DAY = INT32_MIN };

/* What of a row is compared. Texts belong to the record. */
typedef struct cli_record {
    char *id, *country, *country_name, *place, *type, *actors;
    uint32_t line;               /* in the file, 0 ours */
    int32_t day;                 /* as it stands there, days since 1970; CLI_NO_DAY unknown */
    int32_t from, to;            /* the days that it may be */
    bool located, exact;         /* a point; of a town or nearer */
    double lat, lon;
    long long dead;              /* -1 unknown */
    /* set by cli_match */
    size_t match;                /* of ours: index of theirs; CLI_NONE */
    size_t matches;              /* of theirs: how many of ours */
    size_t near;                 /* where there is no match: the other side's nearest, CLI_NONE */
    double days, km;             /* to match or near; km -1 unknown */
    char why[160];               /* why the nearest is no match */
} cli_record;
#define CLI_NONE SIZE_MAX

typedef struct cli_records { cli_record *all; size_t count, capacity; } cli_records;
bool cli_records_add(cli_records *r, const cli_record *record);    /* takes its texts; false: no memory */
void cli_records_free(cli_records *r);
void cli_record_free(cli_record *record);

/* ------------------------------------------------------------------ layouts that can be compared */

/* Which column says what; NULL: none. */
typedef struct cli_roles {
    const char *layout, *id, *day, *last, *lat, *lon, *country, *country_name, *place, *type, *dead;
    const char *actors[4];
    const char *day_scale, *place_scale;     /* columns of precision */
    int exact[8];                            /* values of place_scale that are a town or nearer, ended by -1 */
    const char *days[4];                     /* by value of day_scale 1-3: how many days it may be off */
    const char *kinds;                       /* what a type looks like: "digits" or "words" */
    const char *classes[4];                  /* types that are one kind: joined by '|' */
} cli_roles;
const cli_roles *cli_roles_of(const char *layout);          /* NULL: none */

/* A row's cells by name; "" where there is none. */
typedef struct cli_row { const char *(*cell)(const void *row, const char *name); const void *row; } cli_row;
/* Reads a row; false with a reason where it cannot be one of the layout. False with an empty reason: no memory. */
bool cli_record_read(const cli_roles *roles, cli_row row, cli_record *record, char why[160]);

/* ------------------------------------------------------------------ the file */

/*
 * Walks over the rows of a CSV or TSV file. Columns are found by the names in the heading, in any order, or where there is none by their
 * number. Rows that cannot be read are told on standard error, ten at most, and counted.
 */
int cli_rows_read(const char *path, const cli_roles *roles, const char *heading, cli_records *records, size_t *bad);

/* ------------------------------------------------------------------ matching */

/* Each of ours gets the best of theirs that is near enough, each that has none the nearest of the other side. */
bool cli_match(const cli_roles *roles, cli_records *ours, cli_records *theirs, double days, double km);

/* ------------------------------------------------------------------ what comes out */

typedef struct cli_comparison {
    const cli_options *options;
    const cli_roles *roles;
    const cli_records *ours, *theirs;
    size_t outside, bad;
} cli_comparison;
/* Tables on a terminal, else JSON Lines or CSV: docs/formats.md. */
int cli_comparison_print(const cli_comparison *all);

/* Days since 1970 of the date forms that such files have; CLI_NO_DAY. */
int32_t cli_day_of(const char *text);
void cli_day_text(int32_t day, char out[16]);               /* YYYY-MM-DD */
void cli_week_text(int32_t day, char out[16]);              /* 2014-W18 */

#endif
