/* table.h: what the files of times/ share. */
#ifndef KH_TIMES_TABLE_H
#define KH_TIMES_TABLE_H

#include "times/times.h"

struct kh_times { kh_map words; };             /* "weekday monday" etc. -> value + 1000 */

enum { KH_VALUE = 40 };                        /* bytes of a TimeML value */

/* A reading of some tokens, before it becomes a kh_time. */
typedef struct kh_reading {
    uint32_t first, end;
    kh_time_type type;
    char value[KH_VALUE];
    int32_t day, last;
    int16_t minute;
    uint8_t precision;
    bool until_now;
} kh_reading;

typedef struct kh_teller {
    const kh_times *times;
    kh_doc *doc;
    int32_t now;                               /* the article's day, KH_NO_DAY */
    int32_t told;                              /* the last day told of, for "two days later"; else now */
    size_t capacity;
    kh_error *err;
} kh_teller;

/* words.c */
bool kh_times_word(const kh_teller *t, const char *kind, uint32_t token, int *value);
bool kh_times_is(const kh_teller *t, uint32_t token, const char *word);            /* any case */
/* A number in figures or words, "a" where `one`; the token behind it, or `at`. vague: "few", then *value is 0. */
uint32_t kh_times_number(const kh_teller *t, uint32_t at, bool one, double *value, bool *vague);
bool kh_times_figure(const kh_teller *t, uint32_t token, int low, int high, int *value);
bool kh_times_ordinal(const kh_teller *t, uint32_t token, int *value);             /* "third", "3rd" */
bool kh_times_year(const kh_teller *t, uint32_t token, int *value);
/* Is what the words say to come? 1 future, -1 past, 0 unknown: by the verbs above. */
int kh_times_tense(const kh_teller *t, uint32_t token);

/* calendar.c */
int32_t kh_month_first(int year, int month);   /* month may run over */
int kh_month_days(int year, int month);
int32_t kh_month_shift(int32_t day, int months);
void kh_week_of(int32_t day, int *year, int *week);
bool kh_day_real(int year, int month, int day);

/* Each reads what starts at r->first; false if nothing of its kind does. */
bool kh_times_date(const kh_teller *t, kh_reading *r);       /* date.c: dates by the calendar, months, years */
bool kh_times_weekday(const kh_teller *t, kh_reading *r);    /* near.c: weekdays, today, tonight, this morning */
bool kh_times_shift(const kh_teller *t, kh_reading *r);      /* shift.c: last year, the next three weeks, two days ago */
bool kh_times_span(const kh_teller *t, kh_reading *r);       /* span.c: durations, sets, "now" */
bool kh_times_holiday(const kh_teller *t, kh_reading *r);    /* holiday.c */
bool kh_times_clock(const kh_teller *t, kh_reading *r);      /* clock.c: 10 p.m., noon, with their day */

/* dateline.c: the day of a dateline block, and where it stands. */
bool kh_times_dateline(const kh_doc *d, kh_span block, kh_span *span, int32_t *day);

/* value.c: fills day, last, value, precision. */
void kh_read_day(kh_reading *r, int32_t day);
void kh_read_month(kh_reading *r, int year, int month);
void kh_read_year(kh_reading *r, int year);
void kh_read_week(kh_reading *r, int32_t day);
void kh_read_quarter(kh_reading *r, int year, int quarter);
void kh_read_ref(kh_reading *r, const char *value, int32_t day, int32_t last, int precision);
void kh_read_part(kh_reading *r, int daypart);               /* of the day it has: "TMO" */
/* P3D, PXW, PT2H of `n` units (days or, where small, minutes). */
void kh_read_period(kh_reading *r, double n, bool vague, int unit, bool small);
uint8_t kh_precision_of(int32_t days);
/* Narrows a month, year, week to its start (1), middle (2) or end (3). */
void kh_read_narrow(kh_reading *r, int which);

#endif
