/*
 * where.c: place of an act. That of its own clause comes first; a material act without a place takes that of its sentence, of
 * the sentence before, or of the dateline, as a reader does.
 */
#include "events/draft.h"

static uint32_t head_of(const kh_doc *doc, const kh_place *p) { return kh_events_head_of(doc, p->first, p->end); }

/* "from Afghanistan", "from across the border in Afghanistan": where it came from. This side of the border is no origin. */
static bool is_origin(const kh_doc *doc, const kh_place *p)
{
    if (p->origin || p->border)
        return p->origin;
    uint32_t t = head_of(doc, p);
    for (int steps = 0; t != KH_NONE && steps < 3; steps++) {
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_CASE, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CASE, c))
            if (kh_events_lemma_in(doc, c, "from"))
                return true;
        if (!kh_events_is(doc, t, KH_NMOD))
            return false;
        t = doc->tokens[t].head;
    }
    return false;
}

static bool usable(const kh_doc *doc, const kh_place *p, uint32_t sentence)
{
    return p->use == KH_USE_LITERAL && !p->dateline && p->first < p->end && p->end <= doc->token_count &&
           doc->tokens[p->first].sentence == sentence;
}

/* `own`: only places of the act's clause. */
static void place_of(const kh_doc *doc, draft *d, bool own)
{
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence, top = UINT32_MAX;
    bool material = kh_events_is_material(e), leaves = kh_view_is(e->type, "RETREAT");
    for (uint32_t i = 0; i < doc->place_count; i++) {
        const kh_place *p = &doc->places[i];
        if (!usable(doc, p, sentence))
            continue;
        uint32_t cost = kh_events_far(doc, d, p->first);
        if (cost >= KH_OTHER_CLAUSE && (!material || own))
            continue;
        if (!leaves && is_origin(doc, p)) {
            if (cost < KH_OTHER_CLAUSE && kh_doc_under(doc, p->first, d->clause))
                e->from_place = i;
            continue;
        }
        if (cost < top) {
            top = cost;
            e->place = i;
        }
    }
}

/* The country of whom it befell, where civilians or a state's ground are hit, or it came from elsewhere; told by the nearest name of it. */
static void place_of_victims(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    const char *country = NULL;
    for (uint32_t i = 0; i < e->recipient_count; i++) {
        const kh_actor *a = &doc->actors[d->recipients[i]];
        bool local = a->kind == KH_KIND_OBJECT || kh_view_is(kh_view_of(a->sector), "CVL") || e->from_place != KH_NONE;
        if (!local || !a->country[0][0] || a->country[1][0])
            continue;
        if (country && !kh_view_is(kh_view_of(country), a->country[0]))
            return;
        country = a->country[0];
    }
    uint32_t near = UINT32_MAX;
    for (uint32_t i = 0; i < doc->place_count && country; i++) {
        const kh_place *p = &doc->places[i];
        if (kh_view_is(kh_view_of(country), p->country) && kh_view_is(p->kind, "country") && kh_events_apart(p->first, e->token) < near) {
            near = kh_events_apart(p->first, e->token);
            e->place = i;
        }
    }
}

/* A place from before the act's sentence. */
static void place_from_before(const run *r, kh_event *e)
{
    enum { FAR = 4 };
    const kh_doc *doc = r->doc;
    uint32_t sentence = doc->tokens[e->token].sentence;
    if (sentence > 0 && doc->sentences[sentence - 1].block + 1 >= doc->sentences[sentence].block)
        for (uint32_t i = 0; i < doc->place_count; i++)
            if (usable(doc, &doc->places[i], sentence - 1) && !is_origin(doc, &doc->places[i]))
                e->place = i;
    for (size_t k = r->from; k-- > 0 && e->place == KH_NONE;) {            /* where the story was last */
        const kh_event *b = &r->drafts[k].event;
        if (sentence - doc->tokens[b->token].sentence > FAR)
            break;
        if (kh_events_is_material(b) && !b->background)
            e->place = b->place;
    }
    for (uint32_t i = 0; i < doc->place_count && e->place == KH_NONE; i++)
        if (doc->places[i].dateline)
            e->place = i;
}

void kh_events_where(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    place_of(doc, d, true);
    if (e->place == KH_NONE && kh_view_is(e->type, "ASSAULT"))
        place_of_victims(doc, d);
    if (e->place == KH_NONE)
        place_of(doc, d, false);
    if (e->place == KH_NONE && kh_events_is_material(e))
        place_from_before(r, e);
}
