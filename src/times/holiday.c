/* Days that have a name: Christmas, Thanksgiving, New Year's Eve; the nearest one, or last and next year's. */
#include "times/table.h"

static bool is(const kh_teller *t, uint32_t i, const char *z) { return kh_times_is(t, i, z); }

/* Month and day of 1225; 11-4: the fourth Thursday of November is 1104 with `floating`. */
static int32_t day_in(int year, int value)
{
    if (value != 1104)
        return kh_day_of(year, value / 100, value % 100);
    int32_t first = kh_day_of(year, 11, 1);
    return first + (3 - kh_day_week(first) + 7) % 7 + 21;
}

static int32_t nearest(const kh_teller *t, int value, int step)
{
    int y, m, d;
    kh_day_split(t->now, &y, &m, &d);
    int32_t best = day_in(y, value);
    for (int k = y - 1; k <= y + 1; k++) {
        int32_t day = day_in(k, value), off = day - t->now, have = best - t->now;
        bool fits = step == 0 || (step < 0 ? off < 0 : off > 0), had = step == 0 || (step < 0 ? have < 0 : have > 0);
        if (fits && (!had || (off < 0 ? -off : off) < (have < 0 ? -have : have)))
            best = day;
    }
    return best;
}

bool kh_times_holiday(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int step = 0, value;
    if (t->now == KH_NO_DAY)
        return false;
    if ((is(t, i, "last") || is(t, i, "next")) && (kh_times_word(t, "back", i, &step) || kh_times_word(t, "ahead", i, &step)))
        i++;
    if (is(t, i, "new") && is(t, i + 1, "year") && (is(t, i + 2, "'s") || is(t, i + 2, "’s")) && (is(t, i + 3, "day") || is(t, i + 3, "eve"))) {
        r->end = i + 4;
        kh_read_day(r, nearest(t, 101, step) - (is(t, i + 3, "eve") ? 1 : 0));
        return true;
    }
    kh_view w = kh_doc_form(t->doc, i);
    if (i >= t->doc->token_count || !w.n || w.p[0] < 'A' || w.p[0] > 'Z' || !kh_times_word(t, "holiday", i, &value))
        return false;
    bool eve = is(t, i + 1, "eve");
    r->end = eve || is(t, i + 1, "day") ? i + 2 : i + 1;
    kh_read_day(r, nearest(t, value, step) - eve);
    return true;
}
