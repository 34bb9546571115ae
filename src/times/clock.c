/* Times of the day: "10 p.m. Wednesday", "7:15 a.m.", "noon Thursday", "at 14:30", "around midnight". */
#include "times/table.h"

#include <stdio.h>
#include <string.h>

static bool is(const kh_teller *t, uint32_t i, const char *z) { return kh_times_is(t, i, z); }

/* "7:15", "7", "14:30" -> minutes; false if it is none. */
static bool hour_at(const kh_teller *t, uint32_t i, int *minutes, bool *colon)
{
    kh_view w = i < t->doc->token_count ? kh_doc_form(t->doc, i) : (kh_view){ NULL, 0 };
    size_t k = 0;
    int h = 0, m = 0;
    for (; k < w.n && w.p[k] >= '0' && w.p[k] <= '9' && k < 2; k++)
        h = h * 10 + w.p[k] - '0';
    *colon = k && k < w.n && (w.p[k] == ':' || w.p[k] == '.');
    if (!k || h > 24 || (k < w.n && !*colon))
        return false;
    if (*colon) {
        if (w.n != k + 3 || w.p[k + 1] < '0' || w.p[k + 1] > '5' || w.p[k + 2] < '0' || w.p[k + 2] > '9')
            return false;
        m = (w.p[k + 1] - '0') * 10 + w.p[k + 2] - '0';
    }
    *minutes = h * 60 + m;
    *colon = *colon && w.p[k] == ':';                            /* "2.46" needs its "p.m." */
    return true;
}

/* "a.m.", "pm" in one word or as "p.m" and its stop. 0 none, 1 morning, 2 afternoon. */
static int half_at(const kh_teller *t, uint32_t i)
{
    return is(t, i, "a.m") || is(t, i, "am") ? 1 : is(t, i, "p.m") || is(t, i, "pm") ? 2 : 0;
}

static void with_day(const kh_teller *t, kh_reading *r, uint32_t i, int minutes)
{
    kh_reading day = { .first = is(t, i, "on") || is(t, i, ",") ? i + 1 : i };
    char text[16];
    int32_t d = t->now;
    if ((kh_times_weekday(t, &day) || kh_times_date(t, &day)) && day.day == day.last && day.day != KH_NO_DAY) {
        d = day.day;
        i = day.end;
    }
    r->end = i;
    r->type = KH_TIME_TIME;
    r->day = r->last = d;
    r->precision = d == KH_NO_DAY ? 0 : 1;
    r->minute = (int16_t)(minutes < 1440 ? minutes : 1439);
    if (d != KH_NO_DAY)
        kh_day_write(d, text);
    else
        strcpy(text, "XXXX-XX-XX");
    snprintf(r->value, sizeof r->value, "%sT%02d:%02d", text, minutes / 60, minutes % 60);
}

bool kh_times_clock(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int minutes;
    bool colon;
    if (is(t, i, "noon") || is(t, i, "midday") || is(t, i, "midnight")) {
        with_day(t, r, i + 1, is(t, i, "midnight") ? 1440 : 720);
        return true;
    }
    if (!hour_at(t, i, &minutes, &colon))
        return false;
    i++;
    int half = half_at(t, i);
    if (half) {
        i++;
        if (minutes >= 720 && minutes < 780)
            minutes -= 720;
        if (half == 2)
            minutes += 720;
        if (minutes >= 1440)
            return false;
    } else if (!colon || !(r->first > 0 && (is(t, r->first - 1, "at") || is(t, r->first - 1, "around") || is(t, r->first - 1, "about") ||
                                            is(t, r->first - 1, "by") || is(t, r->first - 1, "before") || is(t, r->first - 1, "after") ||
                                            is(t, r->first - 1, "since") || is(t, r->first - 1, "until"))) || minutes >= 1440) {
        return false;
    }
    if (kh_times_word(t, "zone", i, NULL))
        i++;
    with_day(t, r, i, minutes);
    return true;
}
