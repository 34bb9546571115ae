/* weapon.c: what it was done with (en/weapons.tsv), the mode that it tells, and who used it where the weapon is told as the doer. */
#include "events/draft.h"

static const kh_weapon *weapon_at(const run *r, uint32_t t) { return kh_events_weapon_row(r->events, r->doc, t); }

/* The first of the tokens, or of what modifies them, that is a weapon. */
static const kh_weapon *among(const run *r, const kh_found *f, uint32_t *token)
{
    const kh_doc *doc = r->doc;
    for (uint32_t i = 0; i < f->count; i++) {
        const kh_weapon *w = weapon_at(r, f->tokens[i]);
        *token = f->tokens[i];
        for (uint32_t c = kh_doc_child(doc, f->tokens[i], KH_NONE); c != KH_NONE && !w; c = kh_doc_child(doc, f->tokens[i], c)) {
            bool kind = kh_events_is(doc, c, KH_COMPOUND) || (kh_events_is(doc, c, KH_NMOD) && kh_view_is(kh_doc_case(doc, c), "of"));
            w = kind ? weapon_at(r, c) : NULL;
            *token = w ? c : *token;
        }
        if (w)
            return w;
    }
    return NULL;
}

/* "a bomb planted by rebels", "Israeli shells": whose weapon it was. */
static void user_of(const run *r, draft *d, uint32_t weapon)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    e->actor_count = 0;
    for (uint32_t c = kh_doc_child_rel(doc, weapon, KH_ACL, KH_NONE); c != KH_NONE && e->actor_count == 0;
         c = kh_doc_child_rel(doc, weapon, KH_ACL, c))
        kh_events_fill(r, c, KH_LIT("obl:by"), '/', KH_SOMEBODY, d->actors, &e->actor_count);
    kh_events_fill(r, weapon, KH_LIT("nmod:by/poss/comp"), '/', KH_SOMEBODY, d->actors, &e->actor_count);
    uint32_t own = kh_doc_actor_of(doc, weapon);
    if (e->actor_count == 0 && own != KH_NONE && doc->actors[own].country[0][0])
        kh_events_add_actor(d->actors, &e->actor_count, own);
}

void kh_events_weapon(const run *r, draft *d)
{
    static const char *const slots[] = { "subj", "obl:with|by|from|using", "obj", "comp", "nmod:with|by" };
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    if (!kh_view_is(e->type, "ASSAULT"))
        return;
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        bool verb = d->sense->pos == 'v';
        if (verb ? i >= 3 : i < 3)
            continue;
        if (i == 2 && !kh_events_lemma_in(doc, e->token, "fire|launch|throw|hurl|detonate|drop|lob|explode|plant|use|hurtle|rain|unleash"))
            continue;
        kh_found f = { .count = 0 };
        uint32_t token = KH_NONE;
        kh_events_slot(doc, e->token, kh_view_of(slots[i]), &f);
        const kh_weapon *w = among(r, &f, &token);
        if (!w)
            continue;
        e->weapon = doc->tokens[token].span;
        e->weapon_kind = w->kind;
        bool tells = i == 0 && kh_view_is(e->mode, "destroy") && w->mode.n > 0;      /* "missiles destroyed": with what says more */
        if (e->mode.n == 0 || tells)
            e->mode = w->mode;
        uint32_t own = i == 0 && f.count > 0 && token == f.tokens[0] ? kh_doc_actor_of(doc, token) : KH_NONE;
        if (own != KH_NONE && doc->actors[own].kind != KH_KIND_PERSON && doc->actors[own].kind != KH_KIND_GROUP)
            user_of(r, d, token);
        return;
    }
}
