/* Days near the article: weekdays by tense, today, last night, this morning, overnight, Monday into Tuesday. */
#include "times/table.h"

static bool is(const kh_teller *t, uint32_t i, const char *z) { return kh_times_is(t, i, z); }

static bool named_weekday(const kh_teller *t, uint32_t i, int *day)
{
    kh_view w = i < t->doc->token_count ? kh_doc_form(t->doc, i) : (kh_view){ NULL, 0 };
    if (!w.n || w.p[0] < 'A' || w.p[0] > 'Z' || !kh_times_word(t, "weekday", i, day))
        return false;
    if (w.n > 5 || w.p[w.n - 1] == '.')
        return true;
    uint32_t next = is(t, i + 1, ",") ? i + 2 : i + 1;           /* "Sun" is a firm, "Sun, May 3" a day */
    int v;
    return kh_times_word(t, "month", next, NULL) || kh_times_figure(t, next, 1, 31, &v);
}

/* A part of the day behind a day: "Sunday night", "Sunday, late evening". */
static void part_behind(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->end;
    int part;
    if (is(t, i, "early") || is(t, i, "late") || is(t, i, "mid"))
        i++;
    if (!kh_times_word(t, "daypart", i, &part))
        return;
    r->end = i + 1;
    kh_read_part(r, part);
}

static int32_t weekday_near(const kh_teller *t, uint32_t at, int day, int step)
{
    int32_t back = (kh_day_week(t->now) - day + 7) % 7, ahead = (7 - back) % 7;
    if (step < 0)
        return t->now - (back ? back : 7);
    if (step > 0)
        return t->now + (ahead ? ahead : 7);
    return kh_times_tense(t, at) > 0 ? t->now + ahead : t->now - back;
}

/* "Monday", "last Friday", "next Tuesday", "this coming Sunday", "early Monday", "Monday into Tuesday", "Sunday, May 3". */
static bool weekday(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int day, other, step = 0, which;
    if (kh_times_word(t, "early", i, &which) && !is(t, i, "start") && !is(t, i, "end"))
        i++;
    if (kh_times_word(t, "back", i, &step) || kh_times_word(t, "ahead", i, &step))
        i++;
    else if (is(t, i, "this")) {
        i++;
        step = 0;
        if (is(t, i, "coming") || is(t, i, "past")) {
            step = is(t, i, "past") ? -1 : 1;
            i++;
        }
    }
    if (!named_weekday(t, i, &day) || t->now == KH_NO_DAY)
        return false;
    kh_reading dated = { .first = i + 1 };
    if (is(t, i + 1, ","))
        dated.first++;
    int part;
    if (kh_times_word(t, "daypart", dated.first, &part))
        dated.first++;
    if (is(t, dated.first, ","))
        dated.first++;
    kh_reading full = dated;
    if (kh_times_date(t, &full) && full.last == full.day && kh_day_week(full.day) == day) {
        uint32_t first = r->first;
        *r = full;
        r->first = first;
        return true;
    }
    kh_read_day(r, weekday_near(t, i, day, step));
    r->end = i + 1;
    if ((is(t, i + 1, "into") || is(t, i + 1, "and") || is(t, i + 1, "to")) && named_weekday(t, i + 2, &other) && other == (day + 1) % 7 && is(t, i + 1, "into")) {
        r->end = i + 3;
        r->last = r->day + 1;
        r->precision = 2;
        return true;
    }
    part_behind(t, r);
    return true;
}

/* "today", "yesterday morning", "this evening", "last night", "overnight", "later today". */
static bool today(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int v, part;
    if (t->now == KH_NO_DAY)
        return false;
    if ((kh_times_word(t, "early", i, &v) || is(t, i, "later") || is(t, i, "earlier")) && kh_times_word(t, "near", i + 1, &v))
        i++;
    if (kh_times_word(t, "near", i, &v)) {
        kh_read_day(r, t->now + v);
        r->end = i + 1;
        if (is(t, i, "tonight"))
            kh_read_part(r, 3);
        else
            part_behind(t, r);
        return true;
    }
    if (kh_times_word(t, "early", i, &v) && (is(t, i + 1, "this")))
        i++;
    bool last = is(t, i, "last");
    if ((last || is(t, i, "this")) && kh_times_word(t, "daypart", i + 1, &part) && part < 4) {
        kh_read_day(r, t->now - last);
        r->end = i + 2;
        kh_read_part(r, part);
        return true;
    }
    if (is(t, i, "overnight")) {
        kh_read_day(r, t->now);
        kh_read_part(r, 3);
        r->day = t->now - 1;
        r->precision = 2;
        r->end = i + 1;
        return true;
    }
    return false;
}

bool kh_times_weekday(const kh_teller *t, kh_reading *r) { return weekday(t, r) || today(t, r); }
