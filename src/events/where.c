/*
 * where.c: place of an act. That of its own clause comes first; a material act without a place takes that of its sentence, of
 * the sentence before, or of the dateline, as a reader does.
 */
#include "events/draft.h"
#include "events/site.h"
#include "events/weights.h"

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

/* "The White House urged": who acts is no place, whatever the name is. */
static bool is_actor(const kh_doc *doc, const draft *d, const kh_place *p)
{
    for (uint32_t i = 0; i < d->event.actor_count; i++) {
        uint32_t head = doc->actors[d->actors[i]].head;
        if (head >= p->first && head < p->end)
            return true;
    }
    return false;
}

/* The likeliest place of the sentence by site.c, if it is likelier than `least`; where it came from apart. */
static void place_of(const run *r, draft *d, float least)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence;
    bool leaves = kh_view_is(e->type, "RETREAT");
    float top = least;
    uint32_t from, to;
    kh_site_range(doc, sentence, &from, &to);
    for (uint32_t i = from; i < to; i++) {
        const kh_place *p = &doc->places[i];
        bool acts = p->use == KH_USE_METONYM || (p->use == KH_USE_MODIFIER && kh_view_is(p->kind, "country"));
        if (acts || !kh_site_may_be(doc, i, sentence) || is_actor(doc, d, p))      /* a seat or state that acts is no place, "U.S. forces" not in America */
            continue;
        if (!kh_events_is_material(e) && kh_events_far(doc, d, p->first) >= KH_OTHER_CLAUSE)
            continue;                                       /* words are spoken where their own clause says */
        if (!leaves && p->use == KH_USE_LITERAL && is_origin(doc, p)) {
            if (kh_events_far(doc, d, p->first) < KH_OTHER_CLAUSE && kh_doc_under(doc, p->first, d->clause))
                e->from_place = i;
            continue;
        }
        kh_site site;
        kh_site_features(r->events, doc, d->clause, i, &site);
        float score = kh_site_score(&site);
        if (kh_events_of_earlier(doc, p->first, d->clause))
            score -= W_SITE_EARLIER;
        if (p->border && kh_doc_under(doc, p->first, d->clause))
            score += W_SITE_BORDER;
        if (score > top) {
            top = score;
            e->place = i;
        }
    }
}

/* Places joined to the act's own: "in Samarra, Balad and Ishaki". */
static void places_joined(const kh_doc *doc, kh_event *e)
{
    uint32_t n = 0, from, to;
    if (e->place == KH_NONE)
        return;
    uint32_t first = head_of(doc, &doc->places[e->place]), sentence = doc->tokens[first].sentence;
    kh_site_range(doc, sentence, &from, &to);
    for (uint32_t i = from; i < to && n < sizeof e->places / sizeof *e->places; i++) {
        const kh_place *p = &doc->places[i];
        if (i == e->place || !kh_site_may_be(doc, i, sentence))
            continue;
        uint32_t t = head_of(doc, p);
        bool joined = kh_events_is(doc, t, KH_CONJ) && (doc->tokens[t].head == first || doc->tokens[t].head == doc->tokens[first].head);
        if (joined && (doc->tokens[t].head == first || kh_events_is(doc, first, KH_CONJ)))
            e->places[n++] = i;
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
    place_of(r, d, 0);
    places_joined(doc, e);
    if (e->place == KH_NONE && kh_view_is(e->type, "ASSAULT"))
        place_of_victims(doc, d);
    if (e->place == KH_NONE && kh_events_is_material(e))
        place_of(r, d, W_SITE_WEAK);
    if (e->place == KH_NONE && kh_events_is_material(e))
        place_from_before(r, e);
}
