/* Dates as pages, feeds and head lines write them. Words of the text are looked up among the months of en/times.tsv. */
#include "intake/parts.h"

#include <string.h>

typedef struct reader { const kh_intake *in; kh_view text; size_t at; } reader;

static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80; }
static char here(const reader *r) { return r->at < r->text.n ? r->text.p[r->at] : 0; }

/* A run of digits; its length, 0 if none. */
static size_t number(reader *r, int *value)
{
    size_t from = r->at;
    *value = 0;
    while (kh_is_digit(here(r)) && r->at - from < 9)
        *value = *value * 10 + (r->text.p[r->at++] - '0');
    return r->at - from;
}

static kh_view word(reader *r)
{
    size_t from = r->at;
    while (is_alpha(here(r)))
        r->at++;
    return (kh_view){ r->text.p + from, r->at - from };
}

static void gap(reader *r)
{
    while (here(r) && strchr(" \t\r\n,.-|/", here(r)))
        r->at++;
}

static bool set_day(kh_stamp *s, int year, int month, int day)
{
    int y, m, d;
    if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    s->day = kh_day_of(year, month, day);
    kh_day_split(s->day, &y, &m, &d);
    return m == month && d == day;
}

/* 2014-05-03, 2014/5/3, 2014.05.03; 3.5.2014 (a day, where points are used); 25/12/2014 where only one order is possible. */
static bool numeric_day(reader *r, kh_stamp *s)
{
    int a, b, c;
    size_t start = r->at, n = number(r, &a);
    char sep = here(r);
    if (!sep || !strchr("-/.", sep) || (n != 4 && n > 2))
        return false;
    r->at++;
    size_t nb = number(r, &b);
    if (!nb || nb > 2 || here(r) != sep)
        return false;
    r->at++;
    size_t nc = number(r, &c);
    bool goes_on = here(r) == sep && r->at + 1 < r->text.n && kh_is_digit(r->text.p[r->at + 1]);      /* a version, an address */
    if (kh_is_digit(here(r)) || goes_on || (start > 0 && kh_is_digit(r->text.p[start - 1])))
        return false;
    if (n == 4)
        return nc && nc <= 2 && set_day(s, a, b, c);
    if (nc != 4)
        return false;
    if (sep == '.' || a > 12 || a == b)
        return set_day(s, c, b, a);
    return b > 12 && set_day(s, c, a, b);
}

/* 2014 年 5 月 3 日 */
static bool east_day(reader *r, kh_stamp *s)
{
    static const char *const signs[] = { "\xE5\xB9\xB4", "\xE6\x9C\x88", "\xE6\x97\xA5" };
    int v[3];
    for (int i = 0; i < 3; i++) {
        while (here(r) == ' ')
            r->at++;
        size_t n = number(r, &v[i]);
        while (here(r) == ' ')
            r->at++;
        if (!n || n > 4 || !kh_view_starts((kh_view){ r->text.p + r->at, r->text.n - r->at }, kh_view_of(signs[i])))
            return false;
        r->at += 3;
    }
    return set_day(s, v[0], v[1], v[2]);
}

/* 20140503 and nothing but digits of a time behind it. */
static bool packed_day(reader *r, kh_stamp *s)
{
    int v;
    size_t n = number(r, &v);
    return n == 8 && set_day(s, v / 10000, v / 100 % 100, v % 100);
}

static void ordinal(reader *r)
{
    static const char *const ends[] = { "st", "nd", "rd", "th" };
    for (size_t i = 0; i < 4; i++)
        if (kh_view_starts((kh_view){ r->text.p + r->at, r->text.n - r->at }, kh_view_of(ends[i])))
            r->at += 2;
}

/* Four digits; two, as in old RFC 822, only where a time follows. */
static bool year_at(reader *r, int *year)
{
    gap(r);
    size_t n = number(r, year);
    if (n == 2 && r->at + 3 < r->text.n && r->text.p[r->at] == ' ' && kh_is_digit(r->text.p[r->at + 1]) && r->text.p[r->at + 3] == ':') {
        *year += *year < 70 ? 2000 : 1900;
        return true;
    }
    return n == 4 && *year >= 1900 && *year <= 2200;
}

/* 3 May 2014, 3rd of May, 2014, 03-May-2014 */
static bool day_month_year(reader *r, kh_stamp *s)
{
    int day, year;
    size_t n = number(r, &day);
    if (!n || n > 2)
        return false;
    ordinal(r);
    gap(r);
    kh_view w = word(r);
    if (w.n == 2 && (w.p[0] | 32) == 'o' && (w.p[1] | 32) == 'f') {
        gap(r);
        w = word(r);
    }
    int month = kh_intake_month(r->in, w);
    return month && year_at(r, &year) && set_day(s, year, month, day);
}

/* May 3, 2014 */
static bool month_day_year(reader *r, kh_stamp *s)
{
    int day, year, month = kh_intake_month(r->in, word(r));
    if (!month)
        return false;
    gap(r);
    size_t n = number(r, &day);
    if (!n || n > 2)
        return false;
    ordinal(r);
    gap(r);
    return year_at(r, &year) && set_day(s, year, month, day);
}

/* ------------------------------------------------------------------ time of day */

static const struct { const char *name; int minutes; } zones[] = {
    { "Z", 0 },      { "GMT", 0 },    { "UTC", 0 },    { "UT", 0 },     { "EST", -300 }, { "EDT", -240 }, { "CST", -360 },
    { "CDT", -300 }, { "MST", -420 }, { "MDT", -360 }, { "PST", -480 }, { "PDT", -420 }, { "BST", 60 },   { "CET", 60 },
    { "CEST", 120 }, { "MSK", 180 },
};

static void read_zone(reader *r, kh_stamp *s)
{
    size_t at = r->at;
    while (here(r) == ' ' || here(r) == '(')
        r->at++;
    if (here(r) == '+' || here(r) == '-') {
        int sign = here(r) == '-' ? -1 : 1, h, m = 0;
        r->at++;
        size_t n = number(r, &h);
        if (n == 4) {
            m = h % 100;
            h /= 100;
        } else if (n == 2 && here(r) == ':') {
            r->at++;
            n = number(r, &m) == 2 ? 2 : 0;
        }
        if ((n == 4 || n == 2) && h <= 14 && m < 60) {
            s->zone = sign * (h * 60 + m);
            return;
        }
    } else {
        kh_view w = word(r);
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
            if (kh_view_is(w, zones[i].name)) {
                s->zone = zones[i].minutes;
                return;
            }
    }
    r->at = at;
}

/* am, PM, a.m. -> 'a', 'p', or 0. */
static char half_of_day(reader *r)
{
    size_t at = r->at;
    while (here(r) == ' ')
        r->at++;
    char c = (char)(here(r) | 32);
    if (c == 'a' || c == 'p') {
        r->at++;
        r->at += here(r) == '.';
        if ((here(r) | 32) == 'm') {
            r->at++;
            r->at += here(r) == '.';
            return c;
        }
    }
    r->at = at;
    return 0;
}

/* 10:15, 10:15:30.250, 5:13 p.m.; with what zone follows. */
static bool clock_at(reader *r, kh_stamp *s)
{
    int h, m, ignored;
    if (!number(r, &h) || h > 24 || here(r) != ':')
        return false;
    r->at++;
    if (number(r, &m) != 2 || m > 59)
        return false;
    if (here(r) == ':') {
        r->at++;
        number(r, &ignored);
        if (here(r) == '.' || here(r) == ',') {
            r->at++;
            number(r, &ignored);
        }
    }
    char half = half_of_day(r);
    if (half && (h < 1 || h > 12))
        return false;
    if (half)
        h = h % 12 + (half == 'p' ? 12 : 0);
    if (h > 23)
        return false;
    s->minute = h * 60 + m;
    read_zone(r, s);
    return true;
}

enum { NEAR = 24 };                  /* bytes between a day and its time: "T", " at ", "(Saturday) " */

static void read_time(reader *r, kh_stamp *s)
{
    size_t until = r->at + NEAR < r->text.n ? r->at + NEAR : r->text.n;
    for (size_t at = r->at; at < until; at++) {
        if (!kh_is_digit(r->text.p[at]) || (at > 0 && kh_is_digit(r->text.p[at - 1])))
            continue;
        reader t = { r->in, r->text, at };
        if (clock_at(&t, s))
            r->at = t.at;
        return;                                  /* the first number decides: further on stands something else */
    }
}

/* "14:05 GMT, Saturday, 3 May 2014": a time that stands before its day. */
static void read_time_before(reader *r, size_t day_at, kh_stamp *s)
{
    for (size_t at = 0; at < day_at; at++) {
        reader t = { r->in, { r->text.p, day_at }, at };
        if (kh_is_digit(r->text.p[at]) && (at == 0 || !kh_is_digit(r->text.p[at - 1])) && clock_at(&t, s))
            return;
    }
}

bool kh_intake_date(const kh_intake *in, kh_view text, kh_stamp *stamp)
{
    static bool (*const forms[])(reader *, kh_stamp *) = { numeric_day, day_month_year, month_day_year, packed_day, east_day };
    enum { LONGEST = 160 };                      /* a date stands at the beginning of what is called one */
    if (text.n > LONGEST)
        text.n = LONGEST;
    for (size_t at = 0; at < text.n; at++) {
        bool begins = kh_is_digit(text.p[at]) || is_alpha(text.p[at]);
        if (!begins || (at > 0 && (kh_is_digit(text.p[at - 1]) || is_alpha(text.p[at - 1]))))
            continue;
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
            reader r = { in, text, at };
            kh_stamp s = { KH_NO_DAY, -1, KH_NO_ZONE, at, 0 };
            if (!forms[f](&r, &s))
                continue;
            s.to = r.at;
            read_time(&r, &s);
            if (s.minute < 0)
                read_time_before(&r, at, &s);
            *stamp = s;
            return true;
        }
    }
    return false;
}

kh_view kh_intake_date_text(const kh_stamp *s, kh_arena *arena)
{
    char day[16], zone[16] = "";
    kh_day_write(s->day, day);
    if (s->minute < 0)
        return kh_arena_copy(arena, kh_view_of(day));
    if (s->zone == 0)
        memcpy(zone, "Z", 2);
    kh_view made = kh_arena_printf(arena, "%sT%02d:%02d%s", day, s->minute / 60, s->minute % 60, zone);
    if (s->zone == 0 || s->zone == KH_NO_ZONE || !made.p)
        return made;
    int z = s->zone < 0 ? -s->zone : s->zone;
    return kh_arena_printf(arena, "%sT%02d:%02d%c%02d:%02d", day, s->minute / 60, s->minute % 60, s->zone < 0 ? '-' : '+', z / 60, z % 60);
}
