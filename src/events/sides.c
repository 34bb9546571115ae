/*
 * sides.c: the sides of an act once its sentence is read as a whole. Folding and lending can leave one mention on both sides, and a country
 * that "in" precedes is where it was, not whom it was done to.
 */
#include "events/draft.h"

#include <string.h>

static void take_out(uint32_t *list, uint32_t *n, uint32_t at)
{
    memmove(&list[at], &list[at + 1], (*n - at - 1) * sizeof *list);
    (*n)--;
}

/* "bombings in Turkey" */
static bool is_scene(const kh_doc *doc, uint32_t actor)
{
    const kh_actor *a = &doc->actors[actor];
    kh_view by = kh_doc_case(doc, a->head);
    return a->kind == KH_KIND_STATE && doc->tokens[a->head].upos == KH_PROPN && kh_view_has_word(KH_LIT("in|near|outside|inside|across|throughout"), by);
}

static bool reflexive(const kh_doc *doc, uint32_t actor)
{
    kh_view form = kh_doc_form(doc, doc->actors[actor].head);
    return kh_view_ends(form, KH_LIT("self")) || kh_view_ends(form, KH_LIT("selves"));
}

/* "X was killed fighting for Y": X did not kill himself. In a passive he suffers it, else he does it. */
static void part(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    bool suffers = d->sense->pos == 'v' && kh_events_passive(doc, e->token);
    for (uint32_t i = 0; i < e->actor_count; i++)
        for (uint32_t k = 0; k < e->recipient_count; k++) {
            const kh_actor *a = &doc->actors[d->actors[i]], *b = &doc->actors[d->recipients[k]];
            bool sure = a->pronoun || b->pronoun || (a->named && b->named);      /* two bare roles of one state may be two people */
            bool one = d->actors[i] == d->recipients[k] || (sure && a->entity == b->entity);
            if (!one || reflexive(doc, d->recipients[k]))
                continue;
            if (suffers) {
                take_out(d->actors, &e->actor_count, i--);
                break;
            }
            take_out(d->recipients, &e->recipient_count, k--);
        }
}

static bool has_small(kh_view form)
{
    for (size_t i = 0; i < form.n; i++)
        if (form.p[i] >= 'a' && form.p[i] <= 'z')
            return true;
    return false;
}

/* "BEIRUT A suicide bomber ...", "BEIRUT/MOSCOW Rebels ...": the line of the place, glued to who did it. */
static bool is_dateline(const kh_doc *doc, uint32_t actor)
{
    enum { SHORT = 3, REACH = 4 };         /* "US", "UN" act */
    uint32_t t = doc->actors[actor].head, s = doc->tokens[t].sentence, first = doc->sentences[s].first;
    if (t - first > REACH || kh_doc_form(doc, t).n <= SHORT || kh_doc_place_of(doc, t) == KH_NONE ||
        (s > 0 && doc->sentences[s - 1].block == doc->sentences[s].block))
        return false;
    for (uint32_t u = first; u <= t; u++)
        if (has_small(kh_doc_form(doc, u)))
            return false;
    return true;
}

/* Whether the name runs straight into the subject: "DAKAR A vehicle ..." */
static bool runs_on(const kh_doc *doc, uint32_t actor)
{
    uint32_t next = doc->actors[actor].head + 1;
    if (next >= doc->token_count || doc->tokens[next].sentence != doc->tokens[next - 1].sentence)
        return false;
    kh_view form = kh_doc_form(doc, next);
    uint8_t u = doc->tokens[next].upos;
    return form.n > 0 && form.p[0] >= 'A' && form.p[0] <= 'Z' && (u == KH_DET || u == KH_ADJ || u == KH_NOUN || u == KH_PROPN || u == KH_NUM);
}

/* "military action", "military intervention": an adjective is nobody who is blamed, asked or refused. */
static bool is_adjective(const kh_doc *doc, uint32_t actor)
{
    const kh_actor *a = &doc->actors[actor];
    const kh_token *t = &doc->tokens[a->head];
    return t->upos == KH_ADJ && (t->deprel == KH_AMOD || t->deprel == KH_COMPOUND) && !a->country[0][0] && !a->id.n;
}

void kh_events_sides(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    bool blow = kh_view_is(e->type, "ASSAULT") && e->mode.n > 0;       /* but an "offensive in Gaza" is on it */
    for (uint32_t k = 0; blow && k < e->recipient_count; k++)
        if (is_scene(doc, d->recipients[k]))
            take_out(d->recipients, &e->recipient_count, k--);
    for (uint32_t i = 0; i < e->actor_count; i++)
        if (is_dateline(doc, d->actors[i]) && (e->actor_count > 1 || runs_on(doc, d->actors[i])))
            take_out(d->actors, &e->actor_count, i--);
    bool words = kh_view_has_word(KH_LIT("ACCUSE|REJECT|REQUEST|SUPPORT|AGREE|CONSULT|COOPERATE"), e->type);
    for (uint32_t k = 0; words && k < e->recipient_count; k++)
        if (is_adjective(doc, d->recipients[k]))
            take_out(d->recipients, &e->recipient_count, k--);
    uint32_t shared = 0;                   /* of a mutual act each stands on both sides */
    for (uint32_t i = 0; i < e->actor_count; i++)
        for (uint32_t k = 0; k < e->recipient_count; k++)
            shared += d->actors[i] == d->recipients[k];
    bool mutual = d->sense->sym || shared > 1;
    if (!mutual)
        part(doc, d);
}
