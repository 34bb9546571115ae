/* link.c: how likely two events tell one incident, with the reason in words. Evidence is weighed by addition of log-odds. */
#include "incidents/link.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "incidents/weights.h"

typedef struct scale { double sum; kh_link_reason *why; } scale;

__attribute__((format(printf, 3, 4))) static void weigh(scale *s, double weight, const char *format, ...)
{
    s->sum += weight;
    kh_link_reason *w = s->why;
    if (!w || w->n + 40 > sizeof w->text)
        return;
    w->n += (size_t)snprintf(w->text + w->n, sizeof w->text - w->n, "%s", w->n ? ", " : "");
    va_list rest;
    va_start(rest, format);
    int n = vsnprintf(w->text + w->n, sizeof w->text - w->n, format, rest);
    va_end(rest);
    size_t left = sizeof w->text - w->n - 1;
    w->n += n < 0 ? 0 : (size_t)n < left ? (size_t)n : left;
}

/* How many words of a stand in b; *count is the number of a's. */
static int common(kh_view a, kh_view b, int *count)
{
    int n = 0;
    *count = 0;
    for (kh_view rest = a; rest.n; ++*count)
        n += kh_view_has_word(b, kh_view_cut(&rest, '|'));
    return n;
}

/* ------------------------------------------------------------------ when */

bool kh_link_window(const kh_link *l, int32_t *from, int32_t *to)
{
    bool dated = l->day != KH_NO_DAY;
    int32_t day = dated ? l->day : l->published, last = dated ? l->last : l->published;
    if (day == KH_NO_DAY || day < INT32_MIN / 2 || last > INT32_MAX / 2)
        return false;
    *from = day - MOST_DAYS;
    *to = last + MOST_DAYS;
    return true;
}

static void weigh_days(scale *s, const kh_link *a, const kh_link *b)
{
    int32_t af, at, bf, bt;
    if (!kh_link_window(a, &af, &at) || !kh_link_window(b, &bf, &bt))
        return;
    int32_t first = af > bf ? af : bf, last = at < bt ? at : bt, gap = first - last + 2 * MOST_DAYS;
    if (a->day == KH_NO_DAY || b->day == KH_NO_DAY)
        weigh(s, gap <= MOST_DAYS ? W_DAY_GUESSED : W_DAY_APART * gap, "a day not told");
    else if (gap <= 0)
        weigh(s, W_SAME_DAY, "same day");
    else
        weigh(s, W_NEXT_DAY + W_DAY_APART * (gap - 1) + (gap > MOST_DAYS ? W_FAR : 0), "%d day%s apart", gap, gap == 1 ? "" : "s");
}

/* ------------------------------------------------------------------ where */

enum { COUNTRY = 6 };                      /* of UCDP's precisions */

static bool exact(const kh_link *l) { return l->place_precision >= 1 && l->place_precision <= 3; }

static void weigh_places(scale *s, const kh_link *a, const kh_link *b)
{
    if (!a->place.n || !b->place.n)
        return;
    if (exact(a) && exact(b)) {
        double km = kh_km(a->lat, a->lon, b->lat, b->lon);
        bool same = (a->place_id.n && kh_view_eq(a->place_id, b->place_id)) || (kh_view_eq(a->place, b->place) && km < REACH_KM);
        if (same)
            weigh(s, W_SAME_PLACE, "same place");
        else
            weigh(s, km <= NEAR_KM ? W_NEAR_PLACE : km <= REACH_KM ? W_IN_REACH : W_FAR, "%.0f km apart", km);
    } else if (a->admin1.n && b->admin1.n && !kh_view_eq(a->admin1, b->admin1)) {
        weigh(s, W_OTHER_PROVINCE, "other provinces");
    } else if (kh_view_eq(a->place, b->place) && a->place_precision != COUNTRY) {
        weigh(s, W_SAME_REGION, "same region");
    } else if (exact(a) != exact(b) || kh_view_eq(a->place, b->place)) {
        weigh(s, W_HOLDS_PLACE, kh_view_eq(a->place, b->place) ? "same country" : "one place in the other");
    }
}

/* ------------------------------------------------------------------ what, who, how many */

static void weigh_word(scale *s, kh_view a, kh_view b, double same, double other, const char *what)
{
    if (!a.n || !b.n)
        return;
    bool eq = kh_view_eq(a, b);
    weigh(s, eq ? same : other, "%s %s", eq ? "same" : "other", what);
}

static void weigh_people(scale *s, const kh_link *a, const kh_link *b, int side)
{
    const char *what = side ? "target" : "actor";
    int n;
    if (a->who[side].n && b->who[side].n) {
        bool same = common(a->who[side], b->who[side], &n) > 0;
        weigh(s, same ? W_SAME_PEOPLE : W_OTHER_PEOPLE, "%s %s", same ? "same" : "other", what);
    } else if (a->codes[side].n > 1 && b->codes[side].n > 1) {
        bool like = common(a->codes[side], b->codes[side], &n) > 0;
        weigh(s, like ? W_LIKE_PEOPLE : W_UNLIKE_PEOPLE, "%s side of %s", like ? "same" : "other", what);
    }
}

static void weigh_toll(scale *s, const kh_link *a, const kh_link *b, int harm)
{
    int64_t x = a->best[harm], y = b->best[harm];
    if (x < 0 || y < 0)
        return;
    double low = (double)(x < y ? x : y), high = (double)(x < y ? y : x), ratio = (high + 1) / (low + 1);
    bool grows = a->published == KH_NO_DAY || b->published == KH_NO_DAY || (x < y) == (a->published <= b->published);
    const char *name = kh_harm_name((kh_harm)harm);
    double w = x == y ? W_SAME_TOLL + fmin(1, log2(high + 1) / 6) : ratio <= 2 ? (grows ? W_TOLL_GROWS : W_TOLL_FALLS)
               : ratio <= 4 ? W_TOLL_FAR : W_TOLL_OTHER;
    if (x == y)
        weigh(s, w, "%lld %s in both", (long long)x, name);
    else
        weigh(s, w, "%lld and %lld %s", (long long)x, (long long)y, name);
}

static void weigh_words(scale *s, const kh_link *a, const kh_link *b)
{
    int na, nb, n;
    if (a->spots.n && b->spots.n) {
        bool same = common(a->spots, b->spots, &na) > 0;
        weigh(s, same ? W_SAME_SPOT : W_OTHER_SPOT, "%s words of place or target", same ? "same" : "other");
    }
    if (a->article && a->article == b->article)
        return;                                /* one text shares its words with itself */
    n = common(a->words, b->words, &na);
    common(b->words, a->words, &nb);
    int least = na < nb ? na : nb;
    if (least >= LEAST_WORDS)
        weigh(s, W_WORDS * ((double)n / least - WORDS_BY_CHANCE), "%d of %d words shared", n, least);
    n = common(a->names, b->names, &na);
    common(b->names, a->names, &nb);
    least = na < nb ? na : nb;
    if (least >= LEAST_WORDS)
        weigh(s, W_NAMES * ((double)n / least - NAMES_BY_CHANCE), "%d of %d names shared", n, least);
}

double kh_link_judge(const kh_link *a, const kh_link *b, kh_link_reason *why)
{
    scale s = { W_BEGIN, why };
    if (why)
        *why = (kh_link_reason){ .n = 0 };
    if (!kh_view_eq(a->type, b->type))
        return 0;
    if (a->family && a->family == b->family && a->article != b->article)
        weigh(&s, W_COPY, "copies of one text");
    weigh_days(&s, a, b);
    weigh_places(&s, a, b);
    weigh_word(&s, a->mode, b->mode, W_SAME_MODE, W_OTHER_MODE, "mode");
    weigh_word(&s, a->weapon, b->weapon, W_SAME_WEAPON, W_OTHER_WEAPON, "weapon");
    weigh_people(&s, a, b, 0);
    weigh_people(&s, a, b, 1);
    for (int h = 0; h < KH_HARM_COUNT; h++)
        weigh_toll(&s, a, b, h);
    weigh_words(&s, a, b);
    if (a->article && a->article == b->article)
        weigh(&s, W_SAME_ARTICLE, "told apart in one article");
    return 1 / (1 + exp(-s.sum));
}
