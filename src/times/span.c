/* What is long or often and has no place in the calendar: durations, sets, "now", "recently", "the future". */
#include "times/table.h"

#include <stdio.h>

static bool is(const kh_teller *t, uint32_t i, const char *z) { return kh_times_is(t, i, z); }

/* "three days", "nearly forty years", "two-week", "an hour", "up to 180 days", "the nine months", "years". */
static bool duration(const kh_teller *t, kh_reading *r)
{
    const kh_doc *d = t->doc;
    uint32_t i = r->first;
    bool vague = false, small = false, the = false;
    double n = 0;
    int unit;
    if (is(t, i, "the")) {
        i++;
        the = true;
        if (is(t, i, "first") || is(t, i, "final") || is(t, i, "full") || is(t, i, "entire") || is(t, i, "whole"))
            i++;
    } else if (kh_times_word(t, "about", i, NULL)) {
        i++;
    } else if ((is(t, i, "more") || is(t, i, "less") || is(t, i, "fewer")) && is(t, i + 1, "than")) {
        i += 2;
    } else if ((is(t, i, "at") && (is(t, i + 1, "least") || is(t, i + 1, "most"))) || (is(t, i, "up") && is(t, i + 1, "to"))) {
        i += 2;
    }
    uint32_t k = kh_times_number(t, i, true, &n, &vague);
    if (k == i && i != r->first && !the)
        return false;
    bool bare = k == i;
    if (!bare && (is(t, k, "to") || is(t, k, "or"))) {                     /* "two to three months": the longer */
        bool other;
        uint32_t more = kh_times_number(t, k + 1, false, &n, &other);
        k = more > k + 1 ? more : k;
    }
    /* "four flights a week": how often, and no time */
    if (!bare && i == r->first && i > 0 && (is(t, i, "a") || is(t, i, "an")) && k == i + 1 &&
        (d->tokens[i - 1].upos == KH_NOUN || d->tokens[i - 1].upos == KH_NUM || d->tokens[i - 1].upos == KH_SYM))
        return false;
    if (is(t, k, "more") || is(t, k, "additional") || is(t, k, "full") || is(t, k, "straight") || is(t, k, "consecutive"))
        k++;
    bool joined = is(t, k, "-") && !bare;
    if (joined)
        k++;
    if (!kh_times_word(t, "unit", k, &unit) && !(small = kh_times_word(t, "small", k, &unit)))
        return false;
    bool many = (d->tokens[k].morph & KH_MORPH_PLUR) != 0;
    if (bare && (!many || small || the))
        return false;
    if ((unit == 2 || unit == 91) && (bare || joined))
        return false;
    if (is(t, k + 1, "old"))
        return false;
    if (the && bare)
        return false;
    r->end = k + 1;
    if (joined && (the || is(t, r->first, "a") || is(t, r->first, "an")) && i == r->first + 1)
        r->first = i;
    if (is(t, k + 1, "-") && is(t, k + 2, "old") && d->tokens[k].morph)
        r->end = k + 3;
    kh_read_period(r, n, vague || bare, unit, small);
    return true;
}

/* "daily", "every day", "each Thursday", "Tuesdays", "twice a week" by its unit. */
static bool set(const kh_teller *t, kh_reading *r)
{
    int v;
    uint32_t i = r->first;
    static const struct { int unit; const char *value; } often[] = { { 1, "P1D" }, { 7, "P1W" }, { 30, "P1M" }, { 91, "P1Q" }, { 365, "P1Y" }, { 0, "PT1H" } };
    const char *value = NULL;
    char text[KH_VALUE];
    if (kh_times_word(t, "often", i, &v)) {
        r->end = i + 1;
    } else if (kh_times_word(t, "each", i, NULL) && kh_times_word(t, "unit", i + 1, &v)) {
        r->end = i + 2;
    } else if (kh_times_word(t, "each", i, NULL) && kh_times_word(t, "weekday", i + 1, &v)) {
        r->end = i + 2;
        snprintf(text, sizeof text, "XXXX-WXX-%d", v + 1);
        value = text;
    } else if (kh_times_word(t, "each", i, NULL) && kh_times_word(t, "month", i + 1, &v)) {
        r->end = i + 2;
        snprintf(text, sizeof text, "XXXX-%02d", v);
        value = text;
    } else if (kh_times_word(t, "weekday", i, &v) && kh_times_word(t, "dayparts", i + 1, &(int){ 0 })) {
        static const char *const parts[] = { "TMO", "TAF", "TEV", "TNI" };
        int part = 0;
        kh_times_word(t, "dayparts", i + 1, &part);
        r->end = i + 2;
        snprintf(text, sizeof text, "XXXX-WXX-%d%s", v + 1, parts[part & 3]);
        value = text;
    } else if (kh_times_word(t, "weekdays", i, &v)) {
        r->end = i + 1;
        snprintf(text, sizeof text, "XXXX-WXX-%d", v + 1);
        value = text;
    } else {
        return false;
    }
    for (size_t k = 0; !value && k < sizeof often / sizeof *often; k++)
        if (often[k].unit == v)
            value = often[k].value;
    if (!value)
        return false;
    kh_read_ref(r, value, KH_NO_DAY, KH_NO_DAY, 0);
    r->type = KH_TIME_SET;
    return true;
}

/* "now", "recently", "in recent weeks", "the past", "the future", "soon". */
static bool reference(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int v, back, unit;
    bool the = is(t, i, "the");
    if (the)
        i++;
    if (the && is(t, i, "near"))
        i++;
    if ((the && is(t, i, "past") && t->doc->tokens[i].upos == KH_NOUN)) {
        r->end = i + 1;
        kh_read_ref(r, "PAST_REF", KH_NO_DAY, KH_NO_DAY, 0);
        return true;
    }
    if (is(t, i, "future") && t->doc->tokens[i].upos == KH_NOUN) {
        r->end = i + 1;
        kh_read_ref(r, "FUTURE_REF", KH_NO_DAY, KH_NO_DAY, 0);
        return true;
    }
    if (!kh_times_word(t, "ref", r->first, &v))
        return false;
    i = r->first;
    r->end = i + 1;
    if (kh_times_word(t, "recent", i, &back)) {
        bool known = t->now != KH_NO_DAY;
        if (kh_times_word(t, "unit", i + 1, &unit)) {
            r->end = i + 2;
            int32_t days = unit == 1 ? 7 : unit == 7 ? 42 : unit == 30 ? 180 : 1826;
            kh_read_period(r, 0, true, unit, false);
            r->day = known ? t->now - days : KH_NO_DAY;
            r->last = t->now;
            r->precision = known ? kh_precision_of(days) : 0;
            r->type = KH_TIME_DATE;
            r->until_now = days > 180;
            return true;
        }
        kh_read_ref(r, "PAST_REF", known ? t->now - back : KH_NO_DAY, t->now, known ? 4 : 0);
        return true;
    }
    if (v > 0 && (is(t, i + 1, "after") || (i > 0 && is(t, i - 1, "as"))))
        return false;
    if (v == 0 && is(t, i, "now") && (is(t, i + 1, "that") || is(t, i + 1, "-")))
        return false;
    kh_read_ref(r, v == 0 ? "PRESENT_REF" : v < 0 ? "PAST_REF" : "FUTURE_REF", KH_NO_DAY, KH_NO_DAY, 0);
    return true;
}

/* "the year", "the week", "the quarter": the one that the text is in. */
static bool current_unit(const kh_teller *t, kh_reading *r)
{
    int unit;
    if (!is(t, r->first, "the") || !kh_times_word(t, "unit", r->first + 1, &unit) || t->now == KH_NO_DAY ||
        (t->doc->tokens[r->first + 1].morph & KH_MORPH_PLUR))
        return false;
    int y, m, d;
    kh_day_split(t->now, &y, &m, &d);
    r->end = r->first + 2;
    if (unit == 91) {
        kh_read_quarter(r, y, (m - 1) / 3);
        return true;
    }
    if (unit == 2) {
        kh_read_week(r, t->now - kh_day_week(t->now) - 1);
        r->day = r->last - 1;
        r->precision = 2;
        snprintf(r->value + 8, sizeof r->value - 8, "-WE");
        return true;
    }
    if (unit == 365 && !is(t, r->end, "of")) {
        kh_read_period(r, 1, false, unit, false);
        return true;
    }
    return false;
}

bool kh_times_span(const kh_teller *t, kh_reading *r) { return set(t, r) || duration(t, r) || reference(t, r) || current_unit(t, r); }
