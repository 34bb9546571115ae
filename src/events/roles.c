/* roles.c: who does it and whom it is done to: the slots of a sense, filled with mentions. */
#include "events/draft.h"

#include <string.h>

void kh_events_add_actor(uint32_t *list, uint32_t *n, uint32_t actor)
{
    for (uint32_t i = 0; i < *n; i++)
        if (list[i] == actor)
            return;
    if (actor != KH_NONE && *n < KH_MAX_ROLE)
        list[(*n)++] = actor;
}

static bool counts(const kh_doc *doc, uint32_t t)
{
    return doc->tokens[t].upos == KH_NUM ||
           kh_events_lemma_in(doc, t, "ten|dozen|hundred|thousand|score|number|group|member|body|lot|million|couple|pair|majority|handful");
}

/* Planes, drones, ships, guns: whoever owns them does it. */
static bool is_carrier(const run *r, uint32_t t)
{
    return kh_events_weapon_row(r->events, r->doc, t) || kh_events_word_in(r->events, r->doc, t, KH_LIT("@aircraft|@drone|@warship"));
}

/* Nouns of acts are told as acts; things are no actors and are not spoken to. */
static bool may_fill(const run *r, uint32_t actor, filler who)
{
    const kh_doc *doc = r->doc;
    const kh_actor *a = &doc->actors[actor];
    if (who == KH_SOMEBODY && a->kind == KH_KIND_OBJECT && !a->id.n)       /* "Syrian planes", but not "the border" */
        return a->country[0][0] && is_carrier(r, a->head);
    if (a->named || a->pronoun || a->country[0][0] || a->sector[0] || a->kind == KH_KIND_PERSON || a->kind == KH_KIND_GROUP)
        return true;
    if (who == KH_ANYTHING && a->kind == KH_KIND_OBJECT)
        return true;
    if (kh_events_is_act(r->events, doc, a->head))
        return false;
    return who == KH_ANYTHING || kh_events_word_in(r->events, doc, a->head, KH_LIT("@people|@force|@official|@civilian|@group"));
}

/* Who takes part in an act that is told as a thing: who does it, else who it is of. */
static void add_doers(const run *r, uint32_t t, uint32_t *list, uint32_t *n)
{
    enum { COMPOUND = 2 };
    static const char *const slots[] = { "nmod:by|from", "poss", "comp", "nmod:of" };
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        kh_found f = { .count = 0 };
        uint32_t before = *n;
        kh_events_slot(r->doc, t, kh_view_of(slots[i]), &f);
        for (uint32_t k = 0; k < f.count; k++) {
            uint32_t a = kh_doc_actor_of(r->doc, f.tokens[k]);
            uint32_t place = kh_doc_place_of(r->doc, f.tokens[k]);       /* "condemned the Brussels attack" */
            bool scene = i == COMPOUND && place != KH_NONE && r->doc->places[place].use != KH_USE_METONYM &&
                         !kh_view_is(r->doc->places[place].kind, "country");
            if (a != KH_NONE && !scene && may_fill(r, a, KH_SOMEBODY))
                kh_events_add_actor(list, n, a);
        }
        if (*n > before)
            return;
    }
}

static void add_token(const run *r, uint32_t t, filler who, uint32_t *list, uint32_t *n, uint32_t depth)
{
    const kh_doc *doc = r->doc;
    uint32_t a = kh_doc_actor_of(doc, t);
    if (a != KH_NONE && may_fill(r, a, who))
        kh_events_add_actor(list, n, a);
    else if (depth < 4 && (kh_events_is_act(r->events, doc, t) || (who == KH_SOMEBODY && a != KH_NONE && is_carrier(r, t))))
        add_doers(r, t, list, n);          /* "broke up a rally of the opposition", "bombed by government planes" */
    else if (depth < 4)                    /* "dozens of fighters" */
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_NMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NMOD, c))
            if (kh_view_is(kh_doc_case(doc, c), "of") && counts(doc, t))
                add_token(r, c, who, list, n, depth + 1);
    if (depth < 4)
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CONJ, c))
            if (!kh_events_negated(doc, c))        /* "Peru and Ecuador, but not Colombia" */
                add_token(r, c, who, list, n, depth + 1);
}

static void add_found(const run *r, const kh_found *f, filler who, uint32_t *list, uint32_t *n)
{
    for (uint32_t i = 0; i < f->count; i++)
        add_token(r, f->tokens[i], who, list, n, 0);
}

/* A phrase hangs where the parser put it: "a raid on rebels by troops" has its "by" on the rebels, "gave weapons to them" its "to" on
 * the weapons. One step further down, and for a noun up to its verb, the same preposition is tried again. */
static void further(const run *r, uint32_t t, kh_view slot, filler who, uint32_t *list, uint32_t *n)
{
    const kh_doc *doc = r->doc;
    kh_view preps = slot, name = kh_view_cut(&preps, ':');
    bool noun = kh_view_is(name, "nmod");
    bool of = kh_view_has_word(preps, KH_LIT("of"));
    if (preps.n == 0 || !(noun || kh_view_is(name, "obl")) || kh_view_has_word(KH_LIT("in|as|about|into"), preps))
        return;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE && *n == 0; c = kh_doc_child(doc, t, c)) {
        uint8_t rel = doc->tokens[c].deprel;
        if (rel != KH_OBJ && rel != KH_OBL && rel != KH_NMOD && rel != KH_IOBJ && !(rel == KH_XCOMP && !noun))
            continue;
        if (of && !kh_view_is(kh_doc_case(doc, c), "by"))         /* "the killing by gunmen of two nuns" */
            continue;
        kh_found f = { .count = 0 };
        kh_events_prepositional(doc, c, preps, &f);
        add_found(r, &f, who, list, n);
    }
    uint32_t head = doc->tokens[t].head;
    bool by = kh_view_has_word(preps, KH_LIT("by")) && kh_events_is(doc, t, KH_OBL);      /* "died in an ambush by rebels" */
    if (noun && !of && *n == 0 && head != KH_NONE && doc->tokens[head].upos == KH_VERB &&
        (kh_events_is(doc, t, KH_OBJ) || kh_events_is(doc, t, KH_NSUBJ) || by)) {
        kh_found f = { .count = 0 };
        kh_events_prepositional(doc, head, by ? KH_LIT("by") : preps, &f);
        add_found(r, &f, who, list, n);
    }
}

void kh_events_fill(const run *r, uint32_t t, kh_view slots, char sep, filler who, uint32_t *list, uint32_t *n)
{
    for (int pass = 0; pass < 2 && *n == 0; pass++) {
        kh_view rest = slots;
        while (rest.n > 0 && *n == 0) {
            kh_view slot = kh_view_trim(kh_view_cut(&rest, sep));
            if (slot.n == 0 || kh_view_is(slot, "none"))
                continue;
            kh_found f = { .count = 0 };
            if (pass == 0)
                kh_events_slot(r->doc, t, slot, &f);
            else
                further(r, t, slot, who, list, n);
            add_found(r, &f, who, list, n);
        }
    }
}

/* The verb that carries a noun's act lends it what it lacks. */
static void from_light_verb(const run *r, draft *d, filler target)
{
    kh_event *e = &d->event;
    uint32_t verb = KH_NONE;
    const kh_light *light = kh_events_light(r->events, r->doc, e->token, &verb);
    if (!light || (kh_view_is(d->sense->type, "ASSAULT") && kh_events_lemma_in(r->doc, verb, "call")))       /* "called the attack a crime" */
        return;
    d->clause = verb;
    if (e->actor_count == 0)
        kh_events_fill(r, verb, light->actor, '|', KH_SOMEBODY, d->actors, &e->actor_count);
    if (e->recipient_count == 0)
        kh_events_fill(r, verb, light->recipient, '|', target, d->recipients, &e->recipient_count);
}

static bool reflexive(const kh_doc *doc, uint32_t actor)
{
    kh_view form = kh_doc_form(doc, doc->actors[actor].head);
    return kh_view_ends(form, KH_LIT("self")) || kh_view_ends(form, KH_LIT("selves"));
}

/* The same mention, or a pronoun for it, cannot do it and suffer it: "the court ordered their release". */
static bool is_same(const kh_doc *doc, uint32_t actor, uint32_t recipient)
{
    const kh_actor *a = &doc->actors[actor], *b = &doc->actors[recipient];
    return actor == recipient || (b->pronoun && !a->pronoun && b->entity == a->entity && !reflexive(doc, recipient));
}

static void part_sides(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    for (uint32_t i = 0; i < e->recipient_count;) {
        bool both = false;
        for (uint32_t k = 0; k < e->actor_count; k++)
            both = both || is_same(doc, d->actors[k], d->recipients[i]);
        if (!both) {
            i++;
            continue;
        }
        memmove(&d->recipients[i], &d->recipients[i + 1], (e->recipient_count - i - 1) * sizeof d->recipients[0]);
        e->recipient_count--;
    }
}

/* One noun for those that do it to each other: "the two sides", "rival clans", "Lebanese and Israeli soldiers". */
static bool is_several(const run *r, uint32_t actor)
{
    const kh_doc *doc = r->doc;
    uint32_t head = doc->actors[actor].head;
    if (doc->actors[actor].country[1][0])
        return true;
    if (!(doc->tokens[head].morph & KH_MORPH_PLUR))
        return false;
    for (uint32_t c = kh_doc_child(doc, head, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, head, c))
        if (c < head && kh_events_lemma_in(doc, c, "two|three|both|rival|warring|opposing|feuding|competing|several"))
            return true;
    return kh_events_word_in(r->events, doc, head, KH_LIT("@side"));
}

/* Both do it to each other; one alone does it with somebody unsaid. */
static void join_sides(const run *r, draft *d)
{
    kh_event *e = &d->event;
    uint32_t n = e->actor_count;
    if (n + e->recipient_count < 2 && !(n == 1 && is_several(r, d->actors[0])))
        return;
    for (uint32_t i = 0; i < e->recipient_count; i++)
        kh_events_add_actor(d->actors, &e->actor_count, d->recipients[i]);
    for (uint32_t i = 0; i < n; i++)
        kh_events_add_actor(d->recipients, &e->recipient_count, d->actors[i]);
}

/* "accused each other", "fired at one another" */
static bool each_other(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((kh_events_is(doc, c, KH_OBJ) || kh_events_is(doc, c, KH_OBL) || kh_events_is(doc, c, KH_IOBJ)) && kh_events_each_other(doc, c))
            return true;
    return false;
}

/* "killed in an Afghanistan attack": a whole name of a country before the noun, by or on nobody named. */
static bool is_scene_of(const kh_doc *doc, const draft *d, uint32_t t)
{
    enum { SHORT = 4 };                    /* "US strikes", "UK raid" */
    bool blow = kh_events_lemma_in(doc, d->event.token, "attack|massacre|bombing|shooting|killing|blast|siege|explosion");
    return doc->tokens[t].upos == KH_PROPN && kh_doc_form(doc, t).n > SHORT && (blow || kh_view_is(kh_doc_case(doc, d->event.token), "in")) &&
           kh_doc_child_rel(doc, d->event.token, KH_NMOD, KH_NONE) == KH_NONE;
}

/* "civilian deaths", "a mosque attack": people who do not fight, before the noun of a violent act, are whom it befell. */
static void turn_civilians(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->event.actor_count; i++) {
        const kh_actor *a = &doc->actors[d->actors[i]];
        bool before = doc->tokens[a->head].head == d->event.token && (kh_events_is(doc, a->head, KH_COMPOUND) || kh_events_is(doc, a->head, KH_AMOD));
        bool civil = a->kind == KH_KIND_OBJECT || (kh_view_has_word(KH_LIT("CVL|REF|MED|EDU|AGR"), kh_view_of(a->sector)) && !a->country[0][0]);
        if (!before || !civil)
            d->actors[kept++] = d->actors[i];
        else
            kh_events_add_actor(d->recipients, &d->event.recipient_count, d->actors[i]);
    }
    d->event.actor_count = kept;
}

/* "the Paris attacks", "a Kabul blast": a town before the noun is where it was. Countries, and seats that speak, stay who did it. */
static void drop_scenes(const kh_doc *doc, draft *d)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->event.actor_count; i++) {
        uint32_t t = doc->actors[d->actors[i]].head, p = kh_doc_place_of(doc, t);
        bool country = p != KH_NONE && kh_view_is(doc->places[p].kind, "country");
        bool town = p != KH_NONE && doc->places[p].resolved && ((!country && doc->places[p].use != KH_USE_METONYM) || (country && is_scene_of(doc, d, t)));
        if (!town || doc->tokens[t].head != d->event.token || !(kh_events_is(doc, t, KH_COMPOUND) || kh_events_is(doc, t, KH_AMOD)))
            d->actors[kept++] = d->actors[i];
    }
    d->event.actor_count = kept;
}

/* "refused the Red Cross access", "promised Ukraine nineteen jets", read as one noun phrase: who is named first in it gets the rest. */
static void dative_inside(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t t = d->event.token, o = kh_doc_child_rel(doc, t, KH_OBJ, KH_NONE), thing = o == KH_NONE ? KH_NONE : kh_doc_actor_of(doc, o);
    if (d->sense->recipient.n == 0 || !memmem(d->sense->recipient.p, d->sense->recipient.n, "iobj", 4) || kh_doc_child_rel(doc, t, KH_IOBJ, KH_NONE) != KH_NONE ||
        o == KH_NONE || o < t || doc->tokens[o].upos != KH_NOUN || kh_events_passive(doc, t))
        return;
    for (uint32_t c = kh_doc_child(doc, o, KH_NONE); c != KH_NONE && c < o; c = kh_doc_child(doc, o, c)) {
        uint32_t a = kh_doc_actor_of(doc, c), after = kh_doc_child(doc, o, c);
        if (kh_events_is(doc, c, KH_NMOD) && kh_doc_child_rel(doc, c, KH_CASE, KH_NONE) != KH_NONE)       /* "Ukraine's jets" */
            continue;
        bool name = doc->tokens[c].upos == KH_PROPN && (kh_events_is(doc, c, KH_COMPOUND) || kh_events_is(doc, c, KH_NMOD));
        bool parted = after != KH_NONE && (kh_events_is(doc, after, KH_NUMMOD) || kh_events_is(doc, after, KH_DETREL));
        if (a == KH_NONE || !(name || kh_events_is(doc, c, KH_NSUBJ)) || !may_fill(r, a, KH_SOMEBODY))
            continue;
        kh_actor_kind kind = thing == KH_NONE ? KH_KIND_UNKNOWN : doc->actors[thing].kind;
        if (parted || kind == KH_KIND_UNKNOWN || kind == KH_KIND_OBJECT)
            kh_events_add_actor(d->recipients, &d->event.recipient_count, a);
        return;
    }
}

/* "Sniper fire hit a bus", "a military operation by the army": words of the act are nobody who does it. */
static void drop_words_of_act(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t kept = 0, before = d->event.actor_count;
    for (uint32_t i = 0; i < before; i++) {
        kh_span head = doc->tokens[doc->actors[d->actors[i]].head].span;
        if (d->sense->pos != 'n' || head.from < d->event.trigger.from || head.to > d->event.trigger.to)
            d->actors[kept++] = d->actors[i];
    }
    d->event.actor_count = kept;
    for (kh_view rest = d->sense->actor; rest.n > 0 && before > 0 && d->event.actor_count == 0;) {
        kh_view slot = kh_view_cut(&rest, '/');
        if (!kh_view_is(slot, "comp"))
            kh_events_fill(r, d->event.token, slot, '/', KH_SOMEBODY, d->actors, &d->event.actor_count);
    }
}

/* Words of harm know where their victims stand: "died" has them as its subject, "the dead" are they. Whom it befalls does not do it. */
static void victims_of_harm(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    const kh_carrier *k = kh_events_carrier(r->events, doc, e->token);
    if (!k || k->harm < 0 || e->recipient_count > 0 || !(kh_view_is(e->type, "ASSAULT") || e->type.n == 0))
        return;
    for (kh_view slots = k->slots; slots.n > 0 && e->recipient_count == 0;) {
        kh_found f = { .count = 0 };
        kh_events_counted(doc, &slots, e->token, &f);
        add_found(r, &f, KH_ANYTHING, d->recipients, &e->recipient_count);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < e->actor_count; i++) {
        bool suffers = false;
        for (uint32_t n = 0; n < e->recipient_count; n++)
            suffers = suffers || d->actors[i] == d->recipients[n];
        if (!suffers)
            d->actors[kept++] = d->actors[i];
    }
    e->actor_count = kept;
}

/* "A deal between Mercosur and the Union was signed", "fighting between the army and rebels": the sides stand with the noun. */
static void from_between(const run *r, draft *d)
{
    static const char *const slots = "nmod:between|among/obl:between|among/obj.nmod:between|among/subj.nmod:between|among";
    kh_event *e = &d->event;
    uint32_t n = 0, both[KH_MAX_ROLE];
    kh_events_fill(r, e->token, kh_view_of(slots), '/', KH_SOMEBODY, both, &n);
    for (uint32_t i = 0; n > 1 && i < n; i++) {
        kh_events_add_actor(d->actors, &e->actor_count, both[i]);
        kh_events_add_actor(d->recipients, &e->recipient_count, both[i]);
    }
}

/* "the Russian campaign of airstrikes", "is leading its own wave of strikes" */
static void from_series(const run *r, draft *d)
{
    kh_event *e = &d->event;
    uint32_t t = e->token, head = r->doc->tokens[t].head;
    if (head == KH_NONE || !kh_events_is(r->doc, t, KH_NMOD) || !kh_view_is(kh_doc_case(r->doc, t), "of") ||
        !kh_events_word_in(r->events, r->doc, head, KH_LIT("@series")))
        return;
    kh_events_fill(r, head, KH_LIT("poss/comp/nmod:by"), '/', KH_SOMEBODY, d->actors, &e->actor_count);
}

/* "his arrest" is done to him. */
static bool suffers_as_possessor(const kh_doc *doc, const draft *d)
{
    for (uint32_t i = 0; i < d->event.recipient_count; i++)
        if (doc->tokens[doc->actors[d->recipients[i]].head].sub == KH_SUB_POSS)
            return true;
    return false;
}

void kh_events_roles(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    const kh_sense *s = d->sense;
    filler target = kh_view_has_word(KH_LIT("ASSAULT|COERCE|RETREAT|MOBILIZE|AID"), s->type) || s->type.n == 0 ? KH_ANYTHING : KH_SOMEBODY;
    kh_events_fill(r, e->token, s->actor, '/', KH_SOMEBODY, d->actors, &e->actor_count);
    if (s->pos == 'v')
        dative_inside(r, d);
    kh_events_fill(r, e->token, s->recipient, '/', target, d->recipients, &e->recipient_count);
    if (s->pos == 'n' && kh_view_has_word(KH_LIT("ASSAULT|PROTEST"), s->type))
        drop_scenes(doc, d);
    if (s->pos == 'n' && kh_view_is(s->type, "ASSAULT") && e->recipient_count == 0)
        turn_civilians(r, d);
    drop_words_of_act(r, d);
    if (s->pos == 'n')
        from_light_verb(r, d, target);
    if (s->pos == 'n' && e->actor_count == 0 && kh_view_is(s->type, "ASSAULT"))
        from_series(r, d);
    if (s->pos == 'n' && e->actor_count == 0 && e->recipient_count > 0 && !kh_view_is(s->actor, "none") && !suffers_as_possessor(doc, d))
        kh_events_fill(r, e->token, KH_LIT("poss"), '/', KH_SOMEBODY, d->actors, &e->actor_count);     /* "Iran's seizure of a tanker" */
    /* "strikes targeting militants", "a raid aimed at smugglers" */
    for (uint32_t c = kh_doc_child_rel(doc, e->token, KH_ACL, KH_NONE); s->pos == 'n' && e->recipient_count == 0 && c != KH_NONE;
         c = kh_doc_child_rel(doc, e->token, KH_ACL, c))
        if (kh_events_lemma_in(doc, c, "target|hit|aim|kill"))
            kh_events_fill(r, c, KH_LIT("obj/obl:at"), '/', target, d->recipients, &e->recipient_count);
    /* "gave Kyiv tanks": the addressee has no preposition */
    if (s->pos == 'v' && e->recipient_count == 0 && !kh_view_is(s->recipient, "none"))
        kh_events_fill(r, e->token, KH_LIT("iobj"), '/', target, d->recipients, &e->recipient_count);
    victims_of_harm(r, d);
    bool mutual = s->sym || (s->pos == 'v' && each_other(doc, e->token));
    if (e->actor_count == 0 && (mutual || kh_view_has_word(KH_LIT("AGREE|COOPERATE|CONSULT|SUPPORT"), s->type)))
        from_between(r, d);
    if (mutual)
        join_sides(r, d);
    else
        part_sides(doc, d);
    if (s->weapon.n > 0) {
        kh_found f = { .count = 0 };
        kh_events_slot(doc, e->token, s->weapon, &f);
        if (f.count > 0)
            e->weapon = doc->tokens[f.tokens[0]].span;
    }
}
