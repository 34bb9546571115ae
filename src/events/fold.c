/*
 * fold.c: what belongs together in a sentence: a toll and its act, an act told twice, a saying and what it is about, the parts of a
 * counted act ("two strikes, one in A and one in B").
 */
#include "events/draft.h"

#include <string.h>

enum { FAR_BACK = 5 };                     /* sentences in which "the strikes" finds the strikes */

/* The draft of a token, or of a noun that it carries ("set an ambush"), or the one that took it in. */
uint32_t kh_events_at(const run *r, uint32_t token)
{
    for (int carried = 0; carried < 2; carried++)
        for (size_t i = r->from; i < r->count; i++)
            if ((carried ? r->drafts[i].clause : r->drafts[i].event.token) == token)
                return !r->drafts[i].dropped ? (uint32_t)i : r->drafts[i].into;
    return KH_NONE;
}

static void take_roles(uint32_t *to, uint32_t *n, const uint32_t *from, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++)
        kh_events_add_actor(to, n, from[k]);
}

static bool definite(const kh_doc *doc, uint32_t t) { return kh_events_child_in(doc, t, KH_DETREL, "the|this|that|these|those"); }

static bool shares(const kh_doc *doc, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t k = 0; k < bn; k++)
            if (a[i] == b[k] || doc->actors[a[i]].entity == doc->actors[b[k]].entity)
                return true;
    return false;
}

/* Whom "the attack on the club" is on, an attack that was only feared, or one on somebody else, does not tell who did it. */
static bool may_be_meant(const kh_doc *doc, const draft *d, const draft *b)
{
    if (d->event.recipient_count == 0)
        return true;
    bool done = b->event.status == KH_OCCURRED || b->event.status == KH_ONGOING;
    return done && (b->event.recipient_count == 0 || shares(doc, d->recipients, d->event.recipient_count, b->recipients, b->event.recipient_count));
}

/* "the strikes": the act of the same word a few sentences back lends its roles. */
void kh_events_recall(run *r, uint32_t i)
{
    const kh_doc *doc = r->doc;
    draft *d = &r->drafts[i];
    uint32_t t = d->event.token;
    if (d->sense->pos != 'n' || d->event.actor_count > 0 || !definite(doc, t))
        return;
    for (uint32_t k = i; k-- > 0;) {
        const draft *b = &r->drafts[k];
        if (doc->tokens[t].sentence - doc->tokens[b->event.token].sentence > FAR_BACK)
            return;
        if (b->event.actor_count == 0 || !kh_view_eq(doc->tokens[b->event.token].lemma, doc->tokens[t].lemma) || !may_be_meant(doc, d, b))
            continue;
        d->recalled = d->event.recipient_count == 0 ? k : KH_NONE;
        take_roles(d->actors, &d->event.actor_count, b->actors, b->event.actor_count);
        if (d->event.recipient_count == 0)
            take_roles(d->recipients, &d->event.recipient_count, b->recipients, b->event.recipient_count);
        return;
    }
}

/* ------------------------------------------------------------------ tolls */

/* The act of the clause with "when" below a verb. */
static uint32_t act_beside(const run *r, uint32_t verb)
{
    const kh_doc *doc = r->doc;
    uint32_t into = KH_NONE;
    for (uint32_t c = kh_doc_child_rel(doc, verb, KH_ADVCL, KH_NONE); c != KH_NONE && into == KH_NONE;
         c = kh_doc_child_rel(doc, verb, KH_ADVCL, c)) {
        uint32_t mark = kh_doc_child_rel(doc, c, KH_MARK, KH_NONE), when = kh_doc_child_rel(doc, c, KH_ADVMOD, KH_NONE);
        if ((mark != KH_NONE && kh_events_lemma_in(doc, mark, "as|when|after")) || (when != KH_NONE && kh_events_lemma_in(doc, when, "when")))
            into = kh_events_at(r, c);
    }
    return into;
}

/* Is the subject whom it befell: "were killed", "others were wounded" read as a state, "died"? */
static bool victim_is_subject(const run *r, uint32_t v)
{
    const kh_doc *doc = r->doc;
    if (kh_events_passive(doc, v))
        return true;
    const kh_carrier *c = kh_events_carrier(r->events, doc, v);
    return c && (kh_view_is(c->slots, "subj") || (kh_events_past_form(doc, v) && kh_doc_child_rel(doc, v, KH_COP, KH_NONE) != KH_NONE));
}

/* The act that a verb of harm tells the toll of: its subject, what it happened in, the clause it closes. */
uint32_t kh_events_act_of_harm(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    uint32_t into = KH_NONE, head = doc->tokens[t].head;
    kh_found f = { .count = 0 };
    kh_events_slot(doc, t, KH_LIT("subj"), &f);
    kh_events_slot(doc, t, KH_LIT("obl:in|during"), &f);
    if (kh_events_passive(doc, t))
        kh_events_slot(doc, t, KH_LIT("obl:by|from"), &f);                  /* "were killed by an air strike" */
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); c != KH_NONE && kh_events_passive(doc, t); c = kh_doc_child_rel(doc, t, KH_CONJ, c))
        kh_events_slot(doc, c, KH_LIT("obl:in|during"), &f);       /* "two killed and three wounded in an ambush" */
    for (uint32_t k = 0; k < f.count && into == KH_NONE; k++)
        if (doc->tokens[f.tokens[k]].upos == KH_NOUN)
            into = kh_events_at(r, f.tokens[k]);
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE && into == KH_NONE; c = kh_doc_child(doc, t, c))
        if (kh_events_is(doc, c, KH_CSUBJ) || kh_events_by_gerund(doc, c)) /* "fighting near the border killed two", "killed by shelling" */
            into = kh_events_at(r, c);
    for (uint32_t k = 0; k < f.count && into == KH_NONE; k++)              /* "a bomb planted by rebels killed two" */
        for (uint32_t c = kh_doc_child_rel(doc, f.tokens[k], KH_ACL, KH_NONE); c != KH_NONE && into == KH_NONE;
             c = kh_doc_child_rel(doc, f.tokens[k], KH_ACL, c))
            if (doc->tokens[c].sub != KH_SUB_RELCL && kh_events_weapon_row(r->events, doc, f.tokens[k]))
                into = kh_events_at(r, c);
    for (uint32_t v = t; v != KH_NONE && into == KH_NONE; v = kh_doc_child_rel(doc, t, KH_CONJ, v == t ? KH_NONE : v))
        into = victim_is_subject(r, v) ? act_beside(r, v) : KH_NONE;    /* "three killed and six hurt as gunmen raid village" */
    for (uint32_t v = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); v != KH_NONE && into == KH_NONE && kh_events_passive(doc, t);
         v = kh_doc_child_rel(doc, t, KH_CONJ, v)) {                       /* "three were killed and six wounded in an attack" */
        kh_found in = { .count = 0 };
        kh_events_slot(doc, v, KH_LIT("obl:in"), &in);
        for (uint32_t k = 0; k < in.count && into == KH_NONE && kh_events_past_form(doc, v); k++)
            if (doc->tokens[in.tokens[k]].upos == KH_NOUN)
                into = kh_events_at(r, in.tokens[k]);
    }
    bool own = kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE) != KH_NONE;
    bool closes = head != KH_NONE && !own && (kh_events_is(doc, t, KH_ADVCL) || kh_events_is(doc, t, KH_CONJ) || kh_events_is(doc, t, KH_ACL));
    return into == KH_NONE && closes ? kh_events_at(r, head) : into;
}

void kh_events_pour(const draft *d, draft *to)
{
    kh_event *e = &to->event;
    kh_events_pour_tolls(d, to);
    take_roles(to->recipients, &e->recipient_count, d->recipients, d->event.recipient_count);
    if (e->actor_count == 0)
        take_roles(to->actors, &e->actor_count, d->actors, d->event.actor_count);
    if (e->place == KH_NONE)
        e->place = d->event.place;
    if (e->time == KH_NONE && d->event.time != KH_NONE) {
        e->time = d->event.time;
        e->day = d->event.day;
        e->last = d->event.last;
        e->date_precision = d->event.date_precision;
    }
    e->background = e->background || d->event.background;
    if (e->mode.n == 0) {
        e->mode = d->event.mode;
        e->cameo = d->event.mode.n ? d->event.cameo : e->cameo;
    }
    kh_events_mention(to, d->event.trigger);
}

/* "stormed the school, then, an hour later, the market": an act with a time or place of its own stays one. */
static bool stands_alone(const run *r, const draft *d, const draft *to)
{
    bool time = d->event.time != KH_NONE && to->event.time != KH_NONE && d->event.time != to->event.time;
    bool place = d->event.place != KH_NONE && to->event.place != KH_NONE && d->event.place != to->event.place;
    return (time || place) && kh_events_is(r->doc, d->event.token, KH_CONJ);
}

/* "The bombing killed 12", "a bombing, killing 12", "stormed the school and shot ten": one act. */
void kh_events_fold(run *r, uint32_t i)
{
    draft *d = &r->drafts[i];
    if (!kh_view_is(d->event.type, "ASSAULT") || d->sense->pos == 'n')
        return;
    uint32_t into = kh_events_act_of_harm(r, d->event.token);
    if (into == KH_NONE || into == i || !kh_view_is(r->drafts[into].event.type, "ASSAULT"))
        return;
    if (r->drafts[into].event.status != d->event.status || stands_alone(r, d, &r->drafts[into]))
        return;
    kh_events_pour(d, &r->drafts[into]);
    d->dropped = true;
    d->into = into;
}

/* ------------------------------------------------------------------ sayings */

/* The topmost draft at or below one of the tokens. */
static uint32_t draft_below(const run *r, const kh_found *f, uint32_t but)
{
    const kh_doc *doc = r->doc;
    uint32_t best = KH_NONE, top = UINT32_MAX;
    for (uint32_t k = 0; k < f->count; k++)
        for (uint32_t j = (uint32_t)r->from; j < r->count; j++) {
            uint32_t t = r->drafts[j].event.token, depth = 0;
            if (j == but || r->drafts[j].dropped || !kh_doc_under(doc, t, f->tokens[k]))
                continue;
            for (uint32_t u = t; u != f->tokens[k] && u != KH_NONE && depth < 64; u = doc->tokens[u].head)
                depth++;
            if (depth < top) {
                top = depth;
                best = j;
            }
        }
    return best;
}

static bool is_type(const draft *d, const char *types) { return kh_view_has_word(kh_view_of(types), d->event.type); }

/* What a saying and its act lend each other: who acts, who is meant, whose word it is. */
static bool shares_mention(const kh_doc *doc, const draft *a, const draft *b)
{
    for (uint32_t i = 0; i < a->event.actor_count; i++)
        for (uint32_t k = 0; k < b->event.actor_count; k++)
            if (a->actors[i] == b->actors[k] || doc->actors[a->actors[i]].entity == doc->actors[b->actors[k]].entity)
                return true;
    return false;
}

static void lend(const kh_doc *doc, draft *d, draft *to, bool close)
{
    bool other = is_type(d, "ACCUSE|REQUEST");
    if (is_type(d, "ACCUSE") && to->event.certainty == KH_FACT && to->event.status == KH_HYPOTHETICAL) {
        to->event.certainty = KH_ALLEGED;
        to->event.source = d->event.actor_count ? d->actors[0] : KH_NONE;
        to->event.cue = d->event.trigger;
    }
    bool theirs = is_type(d, "SUPPORT") && to->sense->pos == 'n';          /* who backs the airstrikes does not fly them */
    if (close && to->event.actor_count == 0 && !theirs && !(other && d->event.recipient_count == 0 && is_type(to, "ASSAULT")))
        take_roles(to->actors, &to->event.actor_count, other ? d->recipients : d->actors,
                   other ? d->event.recipient_count : d->event.actor_count);
    if (d->event.recipient_count == 0 && is_type(d, "ACCUSE|REJECT|REQUEST|SUPPORT")) {      /* who is blamed, asked or praised for it did it */
        take_roles(d->recipients, &d->event.recipient_count, to->actors, to->event.actor_count);
        for (uint32_t k = 0; k < d->event.recipient_count; k++)
            for (uint32_t m = 0; m < d->event.actor_count; m++)
                if (d->recipients[k] == d->actors[m])
                    d->event.recipient_count = 0;
    }
    if (is_type(d, "THREATEN") && close && is_type(to, "ASSAULT|COERCE") && to->event.actor_count > 0 && d->event.recipient_count == 0 &&
        !shares_mention(doc, to, d)) {
        d->dropped = true;                                              /* who warns of others' deeds threatens nobody */
        return;
    }
    if (close && is_type(d, "AGREE") && is_type(to, "ASSAULT|COERCE|THREATEN|SANCTION") && to->event.status != KH_NEGATED) {
        d->event.type = KH_LIT("THREATEN");                             /* to promise somebody harm */
        d->event.mode = (kh_view){ NULL, 0 };
        if (d->event.recipient_count == 0)
            take_roles(d->recipients, &d->event.recipient_count, to->recipients, to->event.recipient_count);
    }
}

/* "denies the charge": towards who made it. */
static void answer(run *r, uint32_t i)
{
    const kh_doc *doc = r->doc;
    draft *d = &r->drafts[i];
    kh_found f = { .count = 0 };
    kh_events_slot(doc, d->event.token, KH_LIT("obj"), &f);
    bool charge = false;
    for (uint32_t k = 0; k < f.count; k++)
        charge = charge || kh_events_lemma_in(doc, f.tokens[k], "charge|accusation|allegation|claim|it|this|demand|request|proposal|offer");
    for (uint32_t k = i; charge && k-- > 0;) {
        const draft *b = &r->drafts[k];
        if (doc->tokens[d->event.token].sentence - doc->tokens[b->event.token].sentence > FAR_BACK)
            return;
        for (uint32_t m = 0; is_type(b, "ACCUSE|REQUEST") && m < b->event.recipient_count; m++)
            for (uint32_t n = 0; n < d->event.actor_count; n++)
                if (doc->actors[b->recipients[m]].entity == doc->actors[d->actors[n]].entity) {
                    take_roles(d->recipients, &d->event.recipient_count, b->actors, b->event.actor_count);
                    return;
                }
    }
}

static kh_event_status status_named(kh_view name, kh_event_status otherwise)
{
    for (int s = 0; s < KH_EVENT_STATUS_COUNT; s++)
        if (kh_view_is(name, kh_event_status_name((kh_event_status)s)))
            return (kh_event_status)s;
    return otherwise;
}

void kh_events_link(run *r, uint32_t i)
{
    draft *d = &r->drafts[i];
    kh_view all = d->dropped ? (kh_view){ NULL, 0 } : d->sense->about;
    if (!d->dropped && all.n == 0 && is_type(d, "ACCUSE|REJECT|REQUEST|THREATEN|AGREE|SUPPORT|CONCEDE"))
        all = d->sense->pos == 'n' ? KH_LIT("acl:/nmod:of|for|to|over|about|against:") : KH_LIT("obj:/ccomp:/xcomp:/obl:for|over|of|to|about|at|against:");
    while (all.n > 0 && d->event.about == KH_NONE) {
        kh_view part = kh_view_trim(kh_view_cut(&all, '/'));
        const char *colon = part.n ? memrchr(part.p, ':', part.n) : NULL;
        if (!colon)
            continue;
        kh_view slot = { part.p, (size_t)(colon - part.p) }, name = { colon + 1, part.n - slot.n - 1 };
        kh_found f = { .count = 0 };
        kh_events_slot(r->doc, d->event.token, slot, &f);
        uint32_t best = draft_below(r, &f, i);
        if (best == KH_NONE)
            continue;
        draft *to = &r->drafts[best];
        d->event.about = best;
        bool close = false;
        for (uint32_t k = 0; k < f.count; k++)
            close = close || to->event.token == f.tokens[k] || to->clause == f.tokens[k];
        if (close && to->event.status == KH_OCCURRED && d->event.status != KH_NEGATED)      /* "failed to prevent" */
            to->event.status = status_named(name, to->event.status);
        lend(r->doc, d, to, close);
    }
    if (!d->dropped && is_type(d, "REJECT") && d->event.recipient_count == 0)
        answer(r, i);
}

/* ------------------------------------------------------------------ parts of a count */

static uint32_t place_below(const kh_doc *doc, uint32_t t)
{
    for (uint32_t i = 0; i < doc->place_count; i++)
        if (doc->places[i].first < doc->token_count && doc->places[i].use == KH_USE_LITERAL && kh_doc_under(doc, doc->places[i].first, t))
            return i;
    return KH_NONE;
}

/* "two strikes, including one in A and one near B": an act for each place. */
kh_status kh_events_parts(run *r, uint32_t i, kh_error *err)
{
    const kh_doc *doc = r->doc;
    uint32_t t = r->drafts[i].event.token, parts[4], n = 0;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE && n == 0; c = kh_doc_child(doc, t, c))
        if ((kh_events_is(doc, c, KH_NMOD) || kh_events_is(doc, c, KH_APPOS) || kh_events_is(doc, c, KH_OBL)) && c > t &&
            kh_events_lemma_in(doc, c, "one|another"))
            for (uint32_t k = c; k != KH_NONE && n < 4; k = kh_doc_child_rel(doc, c, KH_CONJ, k == c ? KH_NONE : k))
                if (kh_events_lemma_in(doc, k, "one|another|other"))
                    parts[n++] = k;
    if (n < 2 || r->drafts[i].sense->pos != 'n')
        return KH_OK;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t place = place_below(doc, parts[k]);
        if (k == 0) {
            r->drafts[i].event.place = place;
            continue;
        }
        void *grown = kh_arena_grow(r->scratch, r->drafts, &r->room, r->count + 1, sizeof *r->drafts);
        if (!grown)
            return kh_arena_fail(r->scratch, err);
        r->drafts = grown;
        draft *d = &r->drafts[r->count++];
        *d = r->drafts[i];
        d->event.token = parts[k];
        d->event.trigger = doc->tokens[parts[k]].span;
        d->event.place = place;
        d->event.about = KH_NONE;
    }
    return KH_OK;
}
