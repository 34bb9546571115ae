/* Stretches counted from the article: last year, this week, the next three months, two days ago, the day before, hours earlier. */
#include "times/table.h"

#include <stdio.h>

static bool is(const kh_teller *t, uint32_t i, const char *z) { return kh_times_is(t, i, z); }

static bool small_unit(const kh_teller *t, uint32_t i, int *unit) { return kh_times_word(t, "small", i, unit); }

/* The week, month, year ... that lies `step` units from the day. */
static void calendar_unit(kh_reading *r, int32_t day, int unit, int step)
{
    int y, m, d;
    kh_day_split(day, &y, &m, &d);
    switch (unit) {
    case 1: kh_read_day(r, day + step); break;
    case 7: kh_read_week(r, day + 7 * step); break;
    case 14: kh_read_week(r, day + 14 * step); break;
    case 2: {
        kh_read_week(r, day + 7 * step);
        r->day = r->last - 1;
        r->precision = 2;
        size_t n = 8;
        snprintf(r->value + n, sizeof r->value - n, "-WE");
        break;
    }
    case 30: kh_read_month(r, y, m + step); break;
    case 91: kh_read_quarter(r, y, (m - 1) / 3 + 1 + step); break;
    case 3652:
        kh_read_year(r, (y / 10 + step) * 10);
        r->last = kh_day_of((y / 10 + step) * 10 + 9, 12, 31);
        snprintf(r->value, sizeof r->value, "%03d", y / 10 + step);
        break;
    case 36525:
        kh_read_year(r, (y / 100 + step) * 100);
        r->last = kh_day_of((y / 100 + step) * 100 + 99, 12, 31);
        snprintf(r->value, sizeof r->value, "%02d", y / 100 + step);
        break;
    default: kh_read_year(r, y + step);
    }
}

static void season_unit(kh_reading *r, int32_t day, int season, int step)
{
    static const char *const names[] = { "SP", "SU", "FA", "WI" };
    int y, m, d;
    kh_day_split(day, &y, &m, &d);
    int32_t from = kh_month_first(y, 3 + 3 * season);
    if (step < 0 && from + 92 > day)
        y--;
    if (step > 0 && from <= day)
        y++;
    kh_read_year(r, y);
    r->day = kh_month_first(y, 3 + 3 * season);
    r->last = kh_month_first(y, 6 + 3 * season) - 1;
    snprintf(r->value, sizeof r->value, "%04d-%s", y, names[season]);
}

static void month_unit(kh_reading *r, int32_t day, int month, int step)
{
    int y, m, d;
    kh_day_split(day, &y, &m, &d);
    if (step < 0 && month >= m)
        y--;
    if (step > 0 && month <= m)
        y++;
    kh_read_month(r, y, month);
}

static int vague_count(int unit) { return unit == 1 ? 7 : unit == 7 ? 4 : unit == 30 ? 5 : 5; }

/* What is counted back or ahead from the article: an interval that ends or begins there. */
static void stretch(const kh_teller *t, kh_reading *r, double n, bool vague, int unit, bool small, int step)
{
    double count = vague ? vague_count(unit) : n;
    int32_t days = small ? (int32_t)(count * unit / 1440) : (int32_t)(count * unit);
    kh_read_period(r, n, vague, unit, small);
    r->day = step < 0 ? t->now - days : t->now;
    r->last = step < 0 ? t->now : t->now + days;
    r->precision = kh_precision_of(days);
    r->until_now = step < 0 && days > 31;
}

/* "last week", "the past three months", "this year", "next summer", "last November", "the latest quarter". */
static bool directed(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int step, unit, month, which = 0;
    if (kh_times_word(t, "early", i, &which) && !is(t, i, "start") && !is(t, i, "end"))
        i++;
    else if (is(t, i, "the") && kh_times_word(t, "early", i + 1, &which) && is(t, i + 2, "of"))
        i += 3;
    bool the = is(t, i, "the") || is(t, i, "these");
    if (the)
        i++;
    if (!kh_times_word(t, "back", i, &step) && !kh_times_word(t, "this", i, &step) && !kh_times_word(t, "ahead", i, &step))
        return false;
    i++;
    double n = 1;
    bool vague = false, small = false;
    uint32_t counted = kh_times_number(t, i, false, &n, &vague);
    if (kh_times_word(t, "season", i, &unit)) {
        r->end = i + 1;
        season_unit(r, t->now, unit, step);
        return true;
    }
    if (kh_times_word(t, "month", i, &month)) {
        r->end = i + 1;
        month_unit(r, t->now, month, step);
        return true;
    }
    if (counted > i && (is(t, counted, "to") || is(t, counted, "or"))) {            /* "two to three months": the longer */
        bool other;
        uint32_t k = kh_times_number(t, counted + 1, false, &n, &other);
        counted = k > counted + 1 ? k : counted;
    }
    if (kh_times_is(t, counted, "-")) {
        if (counted == i)
            return false;                                       /* "last-minute" */
        counted++;
    }
    if (counted == i && is(t, counted + 1, "-") && kh_times_word(t, "small", counted, NULL))
        return false;
    if (!kh_times_word(t, "unit", counted, &unit) && !(small = small_unit(t, counted, &unit)))
        return false;
    bool many = (t->doc->tokens[counted].morph & KH_MORPH_PLUR) != 0 || kh_times_is(t, counted, "days") || kh_times_is(t, counted, "weeks");
    r->end = counted + 1;
    bool past = is(t, i - 1, "past") || is(t, i - 1, "latest") || is(t, i - 1, "preceding");
    if (counted == i && !many && !small && !(past && unit != 91 && unit != 365)) {
        calendar_unit(r, t->now, unit, is(t, i - 1, "latest") && unit != 91 ? 0 : step);
        if (step == 0 && unit >= 7 && unit < 400 && kh_times_tense(t, r->first) <= 0 && !which && r->last > t->now && unit < 30)
            r->last = t->now;
        if (which)
            kh_read_narrow(r, which);
        return true;
    }
    if (step == 0)
        step = -1;
    stretch(t, r, n, vague || (counted == i && many), unit, small, step);
    return true;
}

/* The point n units from the anchor: a year, a month, a week or a day, as fine as the unit. */
static void point(kh_reading *r, int32_t anchor, double n, int unit, int sign)
{
    int y, m, d;
    int32_t half;
    int whole = (int)n;
    switch (unit) {
    case 365: case 3652: case 36525: {
        int years = unit == 365 ? whole : unit == 3652 ? whole * 10 : whole * 100;
        kh_day_split(anchor, &y, &m, &d);
        int32_t near = kh_month_shift(anchor, sign * years * 12);
        kh_read_year(r, y + sign * years);
        half = unit == 365 ? 183 : 1826;
        r->day = near - half;
        r->last = near + half;
        return;
    }
    case 30: case 91: {
        int32_t near = kh_month_shift(anchor, sign * whole * (unit == 91 ? 3 : 1));
        kh_day_split(near, &y, &m, &d);
        kh_read_month(r, y, m);
        r->day = near - 15;
        r->last = near + 15;
        return;
    }
    case 7: case 14:
        kh_read_week(r, anchor + sign * whole * unit);
        r->day = anchor + sign * whole * unit - 3;
        r->last = r->day + 6;
        return;
    default: kh_read_day(r, anchor + sign * whole);
    }
}

/* "two days ago", "a year earlier", "three weeks later", "hours earlier", "several years ago". */
static bool counted(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    double n = 1;
    bool vague = false, small = false;
    int unit;
    if (kh_times_word(t, "about", i, NULL))
        i++;
    else if ((is(t, i, "more") || is(t, i, "less")) && is(t, i + 1, "than"))
        i += 2;
    uint32_t k = kh_times_number(t, i, true, &n, &vague);
    if (is(t, k, "-"))
        k++;
    if (!kh_times_word(t, "unit", k, &unit) && !(small = small_unit(t, k, &unit)))
        return false;
    bool bare = k == i;
    uint32_t end = k + 1;
    if (is(t, end, "-"))
        end++;
    bool ago = kh_times_word(t, "ago", end, NULL), earlier = kh_times_word(t, "earlier", end, NULL), later = kh_times_word(t, "later", end, NULL);
    if (!ago && !earlier && !later)
        return false;
    /* "two days before the vote", "after" it: counted from something else */
    if ((is(t, end, "before") || is(t, end, "after") || is(t, end, "prior")) && end + 1 < t->doc->token_count &&
        t->doc->tokens[end + 1].upos != KH_PUNCT)
        return false;
    if (bare && !small && !(t->doc->tokens[k].morph & KH_MORPH_PLUR) && k == r->first && !is(t, k + 1, "-"))
        return false;
    int32_t anchor = ago ? t->now : t->told;
    r->end = end + 1;
    vague = vague || (bare && !is(t, k + 1, "-"));
    if (small) {
        kh_read_day(r, anchor);
        if (bare || vague)
            kh_read_ref(r, later ? "FUTURE_REF" : "PAST_REF", anchor, anchor, 1);
        return true;
    }
    if (vague) {
        int32_t far = vague_count(unit) * unit;
        kh_read_ref(r, later ? "FUTURE_REF" : "PAST_REF", later ? anchor : anchor - far, later ? anchor + far : anchor - unit, kh_precision_of(far));
        return true;
    }
    point(r, anchor, n, unit, later ? 1 : -1);
    return true;
}

/* "the day before", "the next day", "the following week", "the previous night": from what was told last. */
static bool beside(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int unit, step;
    if (!is(t, i, "the") && !is(t, i, "a"))
        return false;
    i++;
    if ((kh_times_word(t, "unit", i, &unit)) && unit < 3652 && (is(t, i + 1, "before") || is(t, i + 1, "after")) &&
        (i + 2 >= t->doc->token_count || t->doc->tokens[i + 2].upos == KH_PUNCT || t->doc->tokens[i + 2].upos == KH_ADP)) {
        r->end = i + 2;
        calendar_unit(r, t->told, unit, is(t, i + 1, "before") ? -1 : 1);
        return true;
    }
    if ((is(t, i, "following") || is(t, i, "previous") || is(t, i, "preceding") || is(t, i, "next")) &&
        (kh_times_word(t, "ahead", i, &step) || kh_times_word(t, "back", i, &step)) && kh_times_word(t, "unit", i + 1, &unit) && unit <= 365 &&
        !(t->doc->tokens[i + 1].morph & KH_MORPH_PLUR) && (unit == 1 || is(t, i, "following"))) {
        r->end = i + 2;
        calendar_unit(r, t->told, unit, step);
        return true;
    }
    return false;
}

/* "that day", "that year": the one told of last. */
static bool that(const kh_teller *t, kh_reading *r)
{
    int unit;
    if (!is(t, r->first, "that") || !kh_times_word(t, "unit", r->first + 1, &unit) || unit == 2 || (t->doc->tokens[r->first + 1].morph & KH_MORPH_PLUR))
        return false;
    r->end = r->first + 2;
    calendar_unit(r, t->told, unit, 0);
    return true;
}

bool kh_times_shift(const kh_teller *t, kh_reading *r)
{
    if (t->now == KH_NO_DAY)
        return false;
    return that(t, r) || beside(t, r) || directed(t, r) || counted(t, r);
}
