/* Which rows of two sets tell of one event: by day, place, kind and who. */
#include "compare.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far beyond the window a nearest miss is looked for, days; what counts as far from everything; how many of theirs that fit are
 * weighed for each of ours. */
enum { LOOK = 31, FAR = 2000, FITS = 8 };
static const double EARTH = 6371, DEGREES = 57.29577951308232;

typedef struct sides { const cli_roles *roles; double days, km; } sides;

/* How two records stand to each other. */
typedef struct apart {
    int32_t days;
    double km;                   /* -1 unknown */
    bool country, kind, same_kind, who, shared;  /* country, kind, who: nothing speaks against it */
    int wrong;                   /* of day, place, kind, who: how many speak against it */
    double cost;                 /* for the choice among those that fit */
} apart;

/* ------------------------------------------------------------------ who */

static bool generic(const char *word, size_t n)
{
    static const char *const words[] = { "forces", "force", "military", "police", "government", "group", "groups", "armed", "unidentified", "civilians",
                                         "civilian", "people", "protesters", "rioters", "army", "soldiers", "militants", "gunmen", "rebels", "troops",
                                         "state", "states", "united", "national", "officials", "security", "movement", "party", "front", "other", "from",
                                         "with", "that", "fighters", "insurgents", "attackers", "suspected", "several", "residents", "militia" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && strncasecmp(words[i], word, n) == 0)
            return true;
    return false;
}

/* The next word of at least four letters that is part of a name and says who; false at the end. */
static bool next_word(const char **at, const char *country, const char **word, size_t *n)
{
    while (**at) {
        const char *z = *at;
        size_t k = 0;
        while (isalpha((unsigned char)z[k]) || (unsigned char)z[k] >= 0x80)
            k++;
        *at = z + (k ? k : 1);
        char copy[64];
        snprintf(copy, sizeof copy, "%.*s", k < 63 ? (int)k : 63, z);
        if (k >= 4 && !islower((unsigned char)*z) && !generic(z, k) && !strcasestr(country, copy)) {
            *word = z;
            *n = k;
            return true;
        }
    }
    return false;
}

/* Words are one where they begin alike: Taliban, Talibans; Afghan, Afghanistan. */
static bool shares_word(const char *text, const char *country, const char *word, size_t n)
{
    const char *at = text, *other;
    size_t m;
    while (next_word(&at, country, &other, &m)) {
        size_t k = n < m ? n : m;
        if (strncasecmp(word, other, k < 5 ? k : 5) == 0)
            return true;
    }
    return false;
}

/* Whether both name somebody, and whether one of them is the same. */
static void compare_who(const cli_record *a, const cli_record *b, apart *d)
{
    const char *at = a->actors, *word, *any = b->actors;
    size_t n;
    bool named = false, other = next_word(&any, b->country_name, &word, &n);
    while (!d->shared && next_word(&at, a->country_name, &word, &n)) {
        named = true;
        d->shared = shares_word(b->actors, b->country_name, word, n);
    }
    d->who = d->shared || !named || !other;
}

/* ------------------------------------------------------------------ kinds, days, places */

static bool in_class(const char *class, const char *type)
{
    size_t n = strlen(type);
    for (const char *at = class; n && (at = strstr(at, type)); at += n)
        if ((at == class || at[-1] == '|') && (at[n] == 0 || at[n] == '|'))
            return true;
    return false;
}

static void compare_kind(const cli_roles *roles, const char *a, const char *b, apart *d)
{
    d->same_kind = strcmp(a, b) == 0;
    d->kind = d->same_kind || !*a || !*b;
    for (int i = 0; i < 4 && roles->classes[i] && !d->kind; i++)
        d->kind = in_class(roles->classes[i], a) && in_class(roles->classes[i], b);
}

static double distance(const cli_record *a, const cli_record *b)
{
    double y = (b->lat - a->lat) / DEGREES, x = (b->lon - a->lon) / DEGREES;
    double h = pow(sin(y / 2), 2) + cos(a->lat / DEGREES) * cos(b->lat / DEGREES) * pow(sin(x / 2), 2);
    return 2 * EARTH * asin(sqrt(h < 1 ? h : 1));
}

static int32_t days_apart(const cli_record *a, const cli_record *b)
{
    return a->from > b->to ? a->from - b->to : b->from > a->to ? b->from - a->to : 0;
}

/* Two towns are near or not; where one is no more than a region, its country has to do. */
static bool near_enough(const sides *s, const cli_record *a, const cli_record *b, const apart *d)
{
    if (a->exact && b->exact)
        return d->km <= s->km;
    if ((!*a->country && !a->located) || (!*b->country && !b->located))
        return d->shared;                    /* without a place, who they are has to do */
    return d->country || (!*a->country && !*b->country && *a->place && strcasecmp(a->place, b->place) == 0);
}

static apart compare(const sides *s, const cli_record *a, const cli_record *b)
{
    apart d = { .days = days_apart(a, b), .km = -1 };
    d.country = *a->country && strcmp(a->country, b->country) == 0;
    if (a->located && b->located)
        d.km = distance(a, b);
    compare_kind(s->roles, a->type, b->type, &d);
    compare_who(a, b, &d);
    bool place = near_enough(s, a, b, &d);
    d.wrong = (d.days > s->days) + !place + !d.kind + !d.who;
    d.cost = d.days / (s->days + 1) + (d.km < 0 ? 1 : d.km / (s->km + 1)) * (a->exact && b->exact ? 1 : 0.1) + !d.same_kind - d.shared;
    if (a->dead >= 0 && b->dead >= 0)
        d.cost += fabs((double)(a->dead - b->dead)) / (double)(a->dead + b->dead + 1);
    return d;
}

static void tell(const sides *s, const cli_record *a, const cli_record *b, const apart *d, char *why, size_t size)
{
    size_t n = 0;
    why[0] = 0;
    if (d->days > s->days)
        n += (size_t)snprintf(why + n, size - n, "%d days off", d->days);
    if (!near_enough(s, a, b, d) && n < size)
        n += (size_t)(a->exact && b->exact ? snprintf(why + n, size - n, "%s%.0f km off", n ? ", " : "", d->km)
                                           : snprintf(why + n, size - n, "%s%s", n ? ", " : "", *a->country && *b->country ? "another country" : "no country to go by"));
    if (!d->kind && n < size)
        n += (size_t)snprintf(why + n, size - n, "%s%.40s, not %.40s", n ? ", " : "", b->type, a->type);
    if (!d->who && n < size)
        snprintf(why + n, size - n, "%sother actors", n ? ", " : "");
}

/* ------------------------------------------------------------------ both sides */

static int by_day(const void *a, const void *b)
{
    const cli_record *x = *(cli_record *const *)a, *y = *(cli_record *const *)b;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : x < y ? -1 : x > y;
}

/* A side in the order of its days, and the longest span of one of them, so that few need to be looked at. */
typedef struct order { cli_record **all; size_t count; int32_t longest; cli_record *first; } order;

static bool sort(cli_records *r, order *o)
{
    *o = (order){ .all = malloc((r->count + 1) * sizeof *o->all), .first = r->all };
    for (size_t i = 0; o->all && i < r->count; i++) {
        cli_record *x = &r->all[i];
        if (x->from == CLI_NO_DAY)
            continue;
        o->all[o->count++] = x;
        o->longest = x->to - x->from > o->longest ? x->to - x->from : o->longest;
    }
    if (o->all)
        qsort(o->all, o->count, sizeof *o->all, by_day);
    return o->all != NULL;
}

static size_t first_from(const order *o, int32_t day)
{
    size_t low = 0, high = o->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (o->all[middle]->from < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Walks over those of the other side that may be near; NULL at the end. */
typedef struct walk { const order *other; size_t i; int32_t window; } walk;

static walk walk_from(const cli_record *a, const order *other, int32_t window)
{
    return (walk){ other, a->from == CLI_NO_DAY ? other->count : first_from(other, a->from - window - other->longest), window };
}

static cli_record *step(walk *w, const cli_record *a)
{
    while (w->i < w->other->count && w->other->all[w->i]->from <= a->to + w->window) {
        cli_record *b = w->other->all[w->i++];
        bool far = a->located && b->located && *a->country && strcmp(a->country, b->country) != 0 && fabs(a->lat - b->lat) > FAR / 111.0;
        if (days_apart(a, b) <= w->window && !far)
            return b;
    }
    return NULL;
}

typedef struct fit { size_t ours, theirs; double cost; } fit;

static int by_cost(const void *a, const void *b)
{
    const fit *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    if (x->ours != y->ours)
        return x->ours < y->ours ? -1 : 1;
    return x->theirs != y->theirs ? (x->theirs < y->theirs ? -1 : 1) : 0;
}

/* The best few of theirs that fit one of ours, best first; gives how many. */
static size_t best_fits(const sides *s, const cli_record *a, size_t number, const order *theirs, fit best[FITS])
{
    size_t n = 0;
    walk w = walk_from(a, theirs, (int32_t)s->days);
    for (cli_record *b; (b = step(&w, a));) {
        apart d = compare(s, a, b);
        fit f = { number, (size_t)(b - theirs->first), d.cost };
        if (d.wrong || (n == FITS && by_cost(&f, &best[n - 1]) >= 0))
            continue;
        size_t at = n < FITS ? n++ : n - 1;
        for (; at > 0 && by_cost(&f, &best[at - 1]) < 0; at--)
            best[at] = best[at - 1];
        best[at] = f;
    }
    return n;
}

static void join(const sides *s, cli_records *ours, const order *theirs, const fit *f)
{
    cli_record *a = &ours->all[f->ours], *b = &theirs->first[f->theirs];
    apart d = compare(s, a, b);
    a->match = f->theirs;
    a->days = d.days;
    a->km = d.km;
    b->matches++;
}

/* First one of ours to one of theirs, nearest first; then those of ours that are left go to the best, as further reports of it. */
static bool match_ours(const sides *s, cli_records *ours, const order *theirs)
{
    fit *all = malloc((ours->count + 1) * FITS * sizeof *all);
    size_t n = 0;
    for (size_t i = 0; all && i < ours->count; i++)
        n += best_fits(s, &ours->all[i], i, theirs, all + n);
    if (all)
        qsort(all, n, sizeof *all, by_cost);
    for (int pass = 0; all && pass < 2; pass++)
        for (size_t i = 0; i < n; i++)
            if (ours->all[all[i].ours].match == CLI_NONE && (pass || !theirs->first[all[i].theirs].matches))
                join(s, ours, theirs, &all[i]);
    free(all);
    return all != NULL;
}

/* The nearest of the other side: what has least against it. */
static cli_record *nearest(const sides *s, const cli_record *a, const order *other, apart *best)
{
    cli_record *found = NULL;
    walk w = walk_from(a, other, LOOK);
    for (cli_record *b; (b = step(&w, a));) {
        apart d = compare(s, a, b);
        bool better = !found || d.wrong < best->wrong || (d.wrong == best->wrong && d.cost < best->cost);
        if (!better || (d.km > FAR && !d.country))
            continue;
        found = b;
        *best = d;
    }
    return found;
}

/* Theirs may be left without a match because ours are nearer to others of theirs. */
static void find_near(const sides *s, cli_records *side, const order *other, const cli_records *theirs)
{
    for (size_t i = 0; i < side->count; i++) {
        cli_record *a = &side->all[i];
        apart d = { 0 };
        if (a->match != CLI_NONE || a->matches)
            continue;
        cli_record *b = nearest(s, a, other, &d);
        if (!b) {
            snprintf(a->why, sizeof a->why, "%s", a->from == CLI_NO_DAY ? "no date" : "nothing near");
            continue;
        }
        a->near = (size_t)(b - other->first);
        a->days = d.days;
        a->km = d.km;
        tell(s, a, b, &d, a->why, sizeof a->why);
        if (!*a->why && b->match != CLI_NONE)
            snprintf(a->why, sizeof a->why, "nearer to %.60s", theirs->all[b->match].id);
    }
}

bool cli_match(const cli_roles *roles, cli_records *ours, cli_records *theirs, double days, double km)
{
    sides s = { roles, floor(days), km };
    order mine = { 0 }, other = { 0 };
    bool good = sort(ours, &mine) && sort(theirs, &other);
    good = good && match_ours(&s, ours, &other);
    if (good) {
        find_near(&s, ours, &other, theirs);
        find_near(&s, theirs, &mine, theirs);
    }
    free(mine.all);
    free(other.all);
    return good;
}
