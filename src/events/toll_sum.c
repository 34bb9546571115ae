/* toll_sum.c: the tolls that several words tell of one act, and what is left of them once all is told. */
#include "events/draft.h"

enum { OWN = KH_HARM_COUNT };

bool kh_toll_stated(const kh_toll *t) { return t->best >= 0 || t->low >= 0 || t->high >= 0; }

static int64_t plus(int64_t a, int64_t b) { return a < 0 || b < 0 ? -1 : a + b; }

void kh_toll_add(kh_toll *to, const kh_toll *more)
{
    if (more->best < 0 && more->low < 0 && more->high < 0)
        return;
    if (to->best < 0 && to->low < 0 && to->high < 0) {
        *to = *more;
        return;
    }
    to->low = plus(to->low, more->low);
    to->high = plus(to->high, more->high);
    to->best = to->best < 0 ? more->best : more->best < 0 ? to->best : to->best + more->best;
    to->span = kh_span_join(to->span, more->span);
}

void kh_events_add_part(draft *d, int harm, uint32_t actor, int64_t best, kh_span span)
{
    if (d->part_count == KH_MAX_ROLE)
        return;
    d->parts[d->part_count].part = (kh_toll_part){ actor, best, span };
    d->parts[d->part_count++].harm = harm;
}

void kh_events_pour_tolls(const draft *d, draft *to)
{
    for (int h = 0; h < KH_HARM_COUNT; h++) {
        const kh_toll *from = &d->event.toll[h];
        kh_toll *have = &to->event.toll[h];
        if (!kh_toll_stated(from))
            continue;
        bool same = d->counted[h] == to->counted[h] || (from->best == have->best && !d->more[h]);
        if (kh_toll_stated(have) && same)
            continue;
        if (!kh_toll_stated(have) || d->total[h] || (to->weak[h] && !d->weak[h])) {
            *have = *from;
            to->counted[h] = d->counted[h];
            to->weak[h] = d->weak[h];
            to->total[h] = d->total[h];
        } else if (d->more[h] && !to->total[h]) {
            kh_toll_add(have, from);
        } else {
            continue;
        }
        for (uint32_t i = 0; i < d->part_count; i++)
            if (d->parts[i].harm == h)
                kh_events_add_part(to, h, d->parts[i].part.actor, d->parts[i].part.best, d->parts[i].part.span);
    }
    if (!(d->suicide && to->suicide))      /* "blew himself up, killing himself" */
        kh_toll_add(&to->event.perpetrators, &d->event.perpetrators);
    to->suicide = to->suicide || d->suicide;
}

static bool same_people(const kh_doc *doc, uint32_t a, uint32_t b)
{
    if (a == b || a == KH_NONE || b == KH_NONE)
        return a == b && a != KH_NONE;
    uint32_t x = kh_doc_actor_of(doc, a), y = kh_doc_actor_of(doc, b);
    return x != KH_NONE && y != KH_NONE && doc->actors[x].entity == doc->actors[y].entity;
}

/* "shot three people, killing two": what a word without a death counts holds those that died as well. */
static void without_dead(const kh_doc *doc, const draft *d, kh_event *e)
{
    kh_toll *injured = &e->toll[KH_INJURED];
    const kh_toll *killed = &e->toll[KH_KILLED];
    if (!d->weak[KH_INJURED] || !kh_toll_stated(injured) || !kh_toll_stated(killed) || d->weak[KH_KILLED])
        return;
    int64_t left = same_people(doc, d->counted[KH_INJURED], d->counted[KH_KILLED]) ? 0 : injured->best - killed->best;
    if (left > 0)
        injured->low = injured->best = injured->high = left;
    else
        *injured = (kh_toll){ .low = -1, .best = -1, .high = -1 };
}

/* Whoever is held by an arrest is arrested, whatever the word ("captured two suspects"). */
void kh_events_arrested(draft *d)
{
    kh_event *e = &d->event;
    if (!kh_view_is(e->mode, "arrest") || e->toll[KH_ABDUCTED].best < 0 || e->toll[KH_ARRESTED].best >= 0)
        return;
    e->toll[KH_ARRESTED] = e->toll[KH_ABDUCTED];
    d->counted[KH_ARRESTED] = d->counted[KH_ABDUCTED];
    d->more[KH_ARRESTED] = d->more[KH_ABDUCTED];
    d->weak[KH_ARRESTED] = d->weak[KH_ABDUCTED];
    e->toll[KH_ABDUCTED] = (kh_toll){ .low = -1, .best = -1, .high = -1 };
    d->counted[KH_ABDUCTED] = KH_NONE;
}

kh_status kh_events_keep_tolls(kh_doc *doc, const draft *d, kh_event *e, kh_error *err)
{
    static const kh_toll none = { .low = -1, .best = -1, .high = -1 };
    bool happened = e->status == KH_OCCURRED || e->status == KH_ONGOING;
    for (int h = 0; h < KH_HARM_COUNT && !happened; h++)
        e->toll[h] = none;
    if (!happened)
        e->perpetrators = none;
    without_dead(doc, d, e);
    bool kills = d->sense->pos == 'v' && d->mention_count == 0 && !d->suicide && !kh_toll_stated(&e->toll[KH_INJURED]);
    if (kills && kh_toll_stated(&e->perpetrators) && !kh_toll_stated(&e->toll[KH_KILLED])) {       /* nobody but attackers died: it was done to them */
        e->toll[KH_KILLED] = e->perpetrators;
        e->perpetrators = none;
    }
    for (int h = 0; h <= KH_HARM_COUNT; h++) {
        kh_toll *t = h == OWN ? &e->perpetrators : &e->toll[h];
        uint32_t n = 0;
        for (uint32_t i = 0; i < d->part_count; i++)
            n += d->parts[i].harm == h;
        if (n == 0 || !kh_toll_stated(t))
            continue;
        t->parts = kh_arena_array(doc->arena, n, sizeof *t->parts);
        if (!t->parts)
            return kh_arena_fail(doc->arena, err);
        for (uint32_t i = 0; i < d->part_count; i++)
            if (d->parts[i].harm == h)
                t->parts[t->part_count++] = d->parts[i].part;
    }
    return KH_OK;
}
