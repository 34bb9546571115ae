/* Dates by the calendar: "3 May 2014", "May 3-5", "In May", "the 1990s", "fiscal 1989", "2021-08-29". A day that no calendar has is none. */
#include "times/table.h"

#include <stdio.h>
#include <string.h>

static bool is(const kh_teller *t, uint32_t i, const char *z) { return kh_times_is(t, i, z); }

static bool capital(const kh_teller *t, uint32_t i)
{
    kh_view w = i < t->doc->token_count ? kh_doc_form(t->doc, i) : (kh_view){ NULL, 0 };
    return w.n && w.p[0] >= 'A' && w.p[0] <= 'Z';
}

static bool month_at(const kh_teller *t, uint32_t i, int *month) { return capital(t, i) && kh_times_word(t, "month", i, month); }

/* The year of a date without one: the nearest to the article, on the side that the tense says. */
static int year_of(const kh_teller *t, uint32_t at, int month, int day)
{
    int y, m, d;
    kh_day_split(t->now, &y, &m, &d);
    int tense = kh_times_tense(t, at), best = y;
    int32_t distance = INT32_MAX;
    for (int k = y - 1; k <= y + 1; k++) {
        int32_t from = day ? kh_day_of(k, month, day) : kh_month_first(k, month), to = day ? from : kh_month_first(k, month + 1) - 1;
        int32_t off = from > t->now ? from - t->now : to < t->now ? t->now - to : 0;
        if ((tense < 0 || (tense == 0 && !day)) && from > t->now)
            off += 150;
        if (tense > 0 && to < t->now)
            off += 150;
        if (off < distance) {
            distance = off;
            best = k;
        }
    }
    return best;
}

static bool day_at(const kh_teller *t, uint32_t i, int *day)
{
    return (kh_times_figure(t, i, 1, 31, day) && kh_doc_form(t->doc, i).n <= 2) || kh_times_ordinal(t, i, day);
}

/* The year behind a date, after a comma or without; the token behind it. */
static uint32_t year_behind(const kh_teller *t, uint32_t i, int *year)
{
    uint32_t k = is(t, i, ",") || is(t, i, "of") ? i + 1 : i;
    return kh_times_year(t, k, year) ? k + 1 : i;
}

static bool range(const kh_teller *t, uint32_t i) { return is(t, i, "-") || is(t, i, "–") || is(t, i, "to") || is(t, i, "and") || is(t, i, "through"); }

static bool put_days(const kh_teller *t, kh_reading *r, int year, int month, int day, int last, uint32_t end)
{
    if (!year && t->now == KH_NO_DAY)
        return false;
    if (!year)
        year = year_of(t, r->first, month, day);
    if (!kh_day_real(year, month, day) || (last && !kh_day_real(year, month, last)))
        return false;
    r->end = end;
    kh_read_day(r, kh_day_of(year, month, day));
    if (last > day) {
        r->last = kh_day_of(year, month, last);
        r->precision = kh_precision_of(r->last - r->day + 1);
    }
    return true;
}

/* "3 May 2014", "the 3rd of May", "3-5 May", "3 and 5 May" behind "between". */
static bool day_first(const kh_teller *t, kh_reading *r)
{
    uint32_t i = is(t, r->first, "the") ? r->first + 1 : r->first;
    int day, last = 0, month, year = 0;
    if (!day_at(t, i, &day))
        return false;
    if (i != r->first && !kh_times_ordinal(t, i, &day))
        return false;
    i++;
    if (range(t, i) && day_at(t, i + 1, &last) && (!is(t, i, "and") || (r->first > 0 && is(t, r->first - 1, "between"))))
        i += 2;
    else
        last = 0;
    if (is(t, i, "of"))
        i++;
    if (!month_at(t, i, &month))
        return false;
    i = year_behind(t, i + 1, &year);
    return put_days(t, r, year, month, day, last, i);
}

/* "May 3, 2014", "May 3-5", "March eighth". */
static bool month_first_form(const kh_teller *t, kh_reading *r)
{
    int month, day, last = 0, year = 0;
    uint32_t i = r->first + 1;
    if (!month_at(t, r->first, &month))
        return false;
    if (is(t, i, "the"))
        i++;
    if (!day_at(t, i, &day) || is(t, i + 1, "%"))
        return false;
    i++;
    if (range(t, i) && !is(t, i, "and") && day_at(t, i + 1, &last) && last > day)
        i += 2;
    else
        last = 0;
    i = year_behind(t, i, &year);
    return put_days(t, r, year, month, day, last, i);
}

/* "May 2014", "In May", "late November". "May" and "March" are months only where something says so. */
static bool month_alone(const kh_teller *t, kh_reading *r)
{
    const kh_doc *d = t->doc;
    int month, year = 0, before;
    if (!month_at(t, r->first, &month))
        return false;
    uint32_t i = year_behind(t, r->first + 1, &year);
    if (year) {
        r->end = i;
        kh_read_month(r, year, month);
        return true;
    }
    if (t->now == KH_NO_DAY)
        return false;
    bool led = r->first > 0 && (kh_times_word(t, "before", r->first - 1, &before) || kh_times_word(t, "early", r->first - 1, &before) ||
                                kh_times_word(t, "back", r->first - 1, &before) || is(t, r->first - 1, "-"));
    bool sure = !(month == 3 || month == 5) || kh_doc_form(d, r->first).n == 0;
    if (!led && (!sure || d->tokens[r->first].upos != KH_PROPN || kh_doc_form(d, r->first).n < 4))
        return false;
    if (d->tokens[r->first].upos == KH_VERB || d->tokens[r->first].upos == KH_AUX)
        return false;
    uint32_t name = kh_doc_name_of(d, r->first);
    if (name != KH_NONE && d->names[name].type == KH_NAME_PER)
        return false;
    r->end = r->first + 1;
    kh_read_month(r, year_of(t, r->first, month, 0), month);
    return true;
}

/* "mid-November" in one word. */
static bool middle_of_month(const kh_teller *t, kh_reading *r)
{
    kh_view w = kh_doc_form(t->doc, r->first);
    int month;
    if (w.n < 7 || w.p[3] != '-' || t->now == KH_NO_DAY)
        return false;
    bool mid = kh_view_starts(w, KH_LIT("mid-")) || kh_view_starts(w, KH_LIT("Mid-"));
    for (month = 1; mid && month <= 12; month++) {
        static const char *const names[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                                             "November", "December" };
        if (!kh_view_is((kh_view){ w.p + 4, w.n - 4 }, names[month - 1]))
            continue;
        int year = 0;
        r->end = year_behind(t, r->first + 1, &year);
        kh_read_month(r, year ? year : year_of(t, r->first, month, 0), month);
        kh_read_narrow(r, 2);
        return true;
    }
    return false;
}

static bool iso(const kh_teller *t, kh_reading *r)
{
    const kh_doc *d = t->doc;
    kh_span s = d->tokens[r->first].span;
    int32_t day;
    if (d->text.n - s.from < 10 || d->text.p[s.from] < '0' || d->text.p[s.from] > '9')
        return false;
    kh_view text = { d->text.p + s.from, 10 };
    if (!kh_day_read(text, &day))
        return false;
    uint32_t i = r->first;
    while (i < d->token_count && d->tokens[i].span.to < s.from + 10)
        i++;
    if (i >= d->token_count || d->tokens[i].span.to != s.from + 10)
        return false;
    r->end = i + 1;
    kh_read_day(r, day);
    return true;
}

/* ------------------------------------------------------------------ years */

/* "1990s", "'90s", "mid-1990s" in one word or several. */
static bool decade(const kh_teller *t, kh_reading *r)
{
    uint32_t i = is(t, r->first, "the") ? r->first + 1 : r->first;
    int which = 0;
    if (kh_times_word(t, "early", i, &which)) {
        i++;
        if (is(t, i, "-"))
            i++;
    }
    kh_view w = i < t->doc->token_count ? kh_doc_form(t->doc, i) : (kh_view){ NULL, 0 };
    if (w.n > 4 && kh_view_starts(w, KH_LIT("mid-"))) {
        which = 2;
        w = (kh_view){ w.p + 4, w.n - 4 };
    }
    int64_t y;
    bool brief = w.n == 4 && w.p[0] == '\'' && w.p[3] == 's';
    if (brief && kh_view_to_int((kh_view){ w.p + 1, 2 }, &y) && y % 10 == 0)
        y += 1900;
    else if (!(w.n == 5 && w.p[4] == 's' && kh_view_to_int((kh_view){ w.p, 4 }, &y)) || y < 1700 || y > 2090 || y % 10)
        return false;
    r->end = i + 1;
    kh_read_year(r, (int)y);
    r->last = kh_day_of((int)y + 9, 12, 31);
    if (which) {
        r->day = kh_day_of((int)y + (which == 1 ? 0 : which == 2 ? 3 : 6), 1, 1);
        r->last = kh_day_of((int)y + (which == 1 ? 3 : which == 2 ? 7 : 9), 12, 31);
    }
    snprintf(r->value, sizeof r->value, "%03d", (int)y / 10);
    return true;
}

static bool century(const kh_teller *t, kh_reading *r)
{
    uint32_t i = is(t, r->first, "the") ? r->first + 1 : r->first;
    int n;
    if (!kh_times_ordinal(t, i, &n) || n < 10 || n > 22)
        return false;
    i++;
    if (is(t, i, "-"))
        i++;
    if (!is(t, i, "century"))
        return false;
    r->end = i + 1;
    kh_read_year(r, n * 100 - 100);
    r->last = kh_day_of(n * 100 - 1, 12, 31);
    snprintf(r->value, sizeof r->value, "%02d", n - 1);
    return true;
}

/* "1996" where a preposition, a comma or the tree says that it is a year; "fiscal 1989", "the year 2000". */
static bool year_alone(const kh_teller *t, kh_reading *r)
{
    const kh_doc *d = t->doc;
    uint32_t i = r->first;
    int y;
    bool led = false;
    if (is(t, i, "the") && is(t, i + 1, "year"))
        i++;
    if (is(t, i, "fiscal") || is(t, i, "year")) {
        i++;
        led = true;
        if (is(t, i, "year"))
            i++;
    }
    if (!kh_times_year(t, i, &y) || y < 1800 || is(t, i + 1, "%"))
        return false;
    const kh_token *k = &d->tokens[i];
    if (!led && i > 0) {
        led = kh_times_word(t, "before", i - 1, NULL) || is(t, i - 1, ",") || is(t, i - 1, "(") || is(t, i - 1, "-") || is(t, i - 1, "–");
        led = led || k->sub == KH_SUB_TMOD || k->sub == KH_SUB_UNMARKED || is(t, i - 1, "both") ||
              (y >= 1900 && (k->deprel == KH_OBL || k->deprel == KH_NMOD) && kh_doc_child_rel(d, i, KH_CASE, KH_NONE) != KH_NONE);
        if (k->deprel == KH_NUMMOD && k->head != KH_NONE && k->head > i && (d->tokens[k->head].morph & KH_MORPH_PLUR))
            led = false;                                       /* "2000 soldiers" */
        else if ((k->deprel == KH_COMPOUND || k->deprel == KH_NUMMOD) && k->head > i && y >= 1900)
            led = true;                                        /* "the 2014 war" */
    } else if (!led) {
        led = kh_times_is(t, i + 1, ",");
    }
    if (led && y < 1900 && !(i > 0 && (is(t, i - 1, "in") || is(t, i - 1, "since"))))
        led = false;
    if (!led)
        return false;
    r->end = i + 1;
    kh_read_year(r, y);
    return true;
}

/* ------------------------------------------------------------------ seasons, quarters */

static bool season(const kh_teller *t, kh_reading *r)
{
    static const char *const names[] = { "SP", "SU", "FA", "WI" };
    uint32_t i = is(t, r->first, "the") ? r->first + 1 : r->first;
    int s, y;
    if (!kh_times_word(t, "season", i, &s))
        return false;
    uint32_t k = is(t, i + 1, "of") || is(t, i + 1, ",") ? i + 2 : i + 1;
    if (kh_times_year(t, k, &y)) {
        r->end = k + 1;
    } else {
        int m, d;
        bool led = i != r->first && r->first > 0 && kh_times_word(t, "before", r->first - 1, NULL) && (i + 1 >= t->doc->token_count || t->doc->tokens[i + 1].upos != KH_NOUN);
        if (!led || t->now == KH_NO_DAY)
            return false;
        kh_day_split(t->now, &y, &m, &d);
        if (kh_month_first(y, 3 + 3 * s) > t->now && kh_times_tense(t, i) <= 0)
            y--;
        r->end = i + 1;
    }
    kh_read_year(r, y);
    r->day = kh_month_first(y, 3 + 3 * s);
    r->last = kh_month_first(y, 6 + 3 * s) - 1;
    snprintf(r->value, sizeof r->value, "%04d-%s", y, names[s]);
    return true;
}

/* "the third quarter", "third-quarter", "the first half of 1989", "this year's third quarter". */
static bool quarter(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    int n, y = 0, m, d, step = 0;
    if (is(t, i, "the"))
        i++;
    if (kh_times_year(t, i, &y))
        i++;
    else if ((kh_times_word(t, "this", i, &step) || kh_times_word(t, "back", i, &step) || kh_times_word(t, "ahead", i, &step)) &&
             is(t, i + 1, "year") && (is(t, i + 2, "'s") || is(t, i + 2, "’s")))
        i += 3;
    else
        step = 9;
    if (kh_times_word(t, "fiscal", i, NULL))
        i++;
    if (!kh_times_word(t, "ordinal", i, &n) || n > 4)
        return false;
    i++;
    bool joined = is(t, i, "-");
    if (joined)
        i++;
    bool half = is(t, i, "half");
    if (!is(t, i, "quarter") && !(half && n <= 2 && (is(t, i + 1, "of"))))
        return false;
    i++;
    uint32_t k = is(t, i, "of") ? (is(t, i + 1, "fiscal") ? i + 2 : i + 1) : i;
    if (!y && kh_times_year(t, k, &y))
        i = k + 1;
    if (!y && t->now == KH_NO_DAY)
        return false;
    if (!y) {
        kh_day_split(t->now, &y, &m, &d);
        if (step != 9)
            y += step;
        else if (n > (m - 1) / 3 + 1 && kh_times_tense(t, r->first) <= 0)
            y--;
    }
    if (half && k == i)
        return false;
    r->end = i;
    if (joined && is(t, r->first, "the"))
        r->first++;
    kh_read_quarter(r, y, half ? n * 2 - 1 : n);
    if (half) {
        r->last = kh_month_first(y, n * 6 + 1) - 1;
        snprintf(r->value, sizeof r->value, "%04d-H%d", y, n);
    }
    return true;
}

/* "the year-ago quarter", "year-earlier", "year-end". */
static bool year_ago(const kh_teller *t, kh_reading *r)
{
    uint32_t i = is(t, r->first, "the") || is(t, r->first, "a") ? r->first + 1 : r->first;
    int y, m, d, n = 0;
    if (!is(t, i, "year") || t->now == KH_NO_DAY)
        return false;
    kh_day_split(t->now, &y, &m, &d);
    uint32_t k = is(t, i + 1, "-") ? i + 2 : i + 1;
    if (k == i + 2 && is(t, k, "end")) {
        r->end = k + 1;
        kh_read_day(r, kh_day_of(y, 12, 31));
        return true;
    }
    if (k != i + 2 || !(is(t, k, "ago") || is(t, k, "earlier")))
        return false;
    k++;
    bool first = kh_times_word(t, "ordinal", k, &n) && n <= 4;
    if (first)
        k++;
    if (is(t, k, "quarter")) {
        r->end = k + 1;
        kh_read_quarter(r, y - 1, first ? n : (m - 1) / 3);
        return true;
    }
    r->end = is(t, k, "period") ? k + 1 : first ? k - 1 : k;
    if (r->end == i + 3 && i != r->first)
        r->first = i;
    kh_read_year(r, y - 1);
    return true;
}

/* ------------------------------------------------------------------ all */

static bool plain(const kh_teller *t, kh_reading *r)
{
    return iso(t, r) || year_ago(t, r) || day_first(t, r) || month_first_form(t, r) || month_alone(t, r) || middle_of_month(t, r) || decade(t, r) || century(t, r) || quarter(t, r) ||
           season(t, r) || year_alone(t, r);
}

/* "early 2014", "late November", "mid-November", "the end of May". */
bool kh_times_date(const kh_teller *t, kh_reading *r)
{
    uint32_t first = r->first, i = first;
    int which = 0;
    if (plain(t, r))
        return true;
    if (is(t, i, "the"))
        i++;
    if (!kh_times_word(t, "early", i, &which))
        return false;
    i++;
    if (is(t, i, "-") || is(t, i, "of") || is(t, i, "in"))
        i++;
    r->first = i;
    bool found = plain(t, r) && r->last > r->day;
    r->first = first;
    if (found)
        kh_read_narrow(r, which);
    return found;
}
