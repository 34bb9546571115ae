/* "X, Y", "X in Y", "Y's X": which name of a place contains which, before any of them is resolved. */
#include "places/table.h"

static bool may_hold(const kh_group *g)
{
    for (uint32_t i = 0; i < g->count; i++)
        if (g->spots[i].state || kh_view_is(g->spots[i].kind, "province") || kh_view_is(g->spots[i].kind, "district") ||
            kh_view_is(g->spots[i].kind, "region") || kh_view_is(g->spots[i].kind, "island") || kh_view_is(g->spots[i].kind, "tribal-area"))
            return true;
    return false;
}

static bool may_be_state(const kh_group *g)
{
    for (uint32_t i = 0; i < g->count; i++)
        if (g->spots[i].state && !g->spots[i].adjective)
            return true;
    return false;
}

static bool may_be_province(const kh_finder *f, const kh_mention *m)
{
    const kh_group *g = m->group == KH_NONE ? NULL : &f->groups[m->group];
    for (uint32_t i = 0; g && i < g->count; i++)
        if (g->spots[i].table && kh_view_is(g->spots[i].kind, "province"))
            return true;
    return false;
}

static bool is(const kh_doc *d, uint32_t t, const char *z) { return t < d->token_count && kh_view_is(kh_doc_form(d, t), z); }

/* Words that may stand between a place and the "," or "in" that leads to what contains it: "Bajaur district of", "the city of X in". */
static uint32_t skip_said(const kh_finder *f, uint32_t t, uint32_t end)
{
    while (t < end && (kh_places_token(f, "said", t, NULL) || kh_places_token(f, "facility", t, NULL)))
        t++;
    return t;
}

/* What stands between the two names leads from inside to outside. */
static bool leads_out(const kh_finder *f, uint32_t from, uint32_t to)
{
    const kh_doc *d = f->doc;
    uint32_t t = skip_said(f, from, to);
    if (t < to && is(d, t, ","))
        t++;
    else if (t == to)
        return false;
    if (t < to && (is(d, t, "in") || (t > from && is(d, t, "of") && t != from)))
        t++;
    if (t < to && is(d, t, "the"))
        t++;
    while (t < to && (kh_places_token(f, "part", t, NULL) || kh_places_token(f, "bearing", t, NULL) || is(d, t, "neighbouring") ||
                      is(d, t, "neighboring") || kh_places_token(f, "said-before", t, NULL) || is(d, t, "of")))
        t++;
    return t == to;
}

static bool possessive(const kh_doc *d, uint32_t from, uint32_t to)
{
    return from + 1 == to && (is(d, from, "'s") || is(d, from, "’s"));
}

/* Does a comma alone stand between mention i and the one behind it? */
static bool comma_behind(const kh_finder *f, size_t i)
{
    return i + 1 < f->count && f->mentions[i + 1].first == f->mentions[i].end + 1 && is(f->doc, f->mentions[i].end, ",");
}

static void link(kh_finder *f, size_t in, size_t out)
{
    kh_mention *a = &f->mentions[in], *b = &f->mentions[out];
    while (b->group == KH_NONE && a->given && out + 1 < f->count && comma_behind(f, out))
        b = &f->mentions[++out];                             /* "X, unknown district, Y": in Y all the same */
    if (a->group == KH_NONE && b->group != KH_NONE && may_hold(&f->groups[b->group])) {
        a->inside = (uint32_t)out;                           /* a village that no source has, in a province that is known */
        return;
    }
    if (a->group == KH_NONE || b->group == KH_NONE || a->group == b->group || !may_hold(&f->groups[b->group]))
        return;
    if (may_be_state(&f->groups[a->group]) && may_be_state(&f->groups[b->group]))
        return;                                              /* a list of countries */
    a->inside = (uint32_t)out;
    if (f->groups[a->group].inside == KH_NONE)
        f->groups[a->group].inside = b->group;
}

/* "Alaska, Alabama, Arizona": three provinces in a row contain nothing. */
static bool in_list(const kh_finder *f, size_t i)
{
    if (!comma_behind(f, i) || !may_be_province(f, &f->mentions[i]) || !may_be_province(f, &f->mentions[i + 1]))
        return false;
    return (comma_behind(f, i + 1) && may_be_province(f, &f->mentions[i + 2])) ||
           (i > 0 && comma_behind(f, i - 1) && may_be_province(f, &f->mentions[i - 1]));
}

void kh_places_link(kh_finder *f)
{
    const kh_doc *d = f->doc;
    for (size_t i = 0; i + 1 < f->count; i++) {
        const kh_mention *a = &f->mentions[i], *b = &f->mentions[i + 1];
        if (a->first >= a->end || b->first >= b->end || b->first < a->end || b->first - a->end > 6 || a->adjective ||
            d->tokens[a->first].sentence != d->tokens[b->first].sentence)
            continue;
        if (in_list(f, i))
            continue;
        if (leads_out(f, a->end, b->first))
            link(f, i, i + 1);
        else if (possessive(d, a->end, b->first))
            link(f, i + 1, i);
    }
}
