/* run.c: finds events on the trees: sense, roles, status, certainty, tolls, place and time, and what an event is about. */
#include "events/table.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ROLE = 8 };
#define SPEECH "say|tell|report|announce|state|declare|confirm|add|note|explain|insist|write|acknowledge|admit|inform|reveal|disclose"

typedef struct draft {
    kh_event event;
    const kh_sense *sense;
    uint32_t clause;                       /* the verb that a noun leans on, else the token */
    uint32_t actors[MAX_ROLE], recipients[MAX_ROLE];
    uint32_t into;                         /* draft that took this one in, KH_NONE */
    bool dropped;
} draft;

typedef struct run {
    const kh_events *events;
    kh_doc *doc;
    kh_arena *scratch;
    draft *drafts;           size_t count, room;
    kh_statement *says;      size_t say_count, say_room;
    kh_refusal *refusals;    size_t refusal_count, refusal_room;
    bool *consumed;                        /* noun tokens that belong to an idiom of their verb */
} run;

bool kh_events_want(void *ctx, const kh_doc *doc, uint32_t first, uint32_t end)
{
    (void)ctx;
    (void)doc;
    return end >= first && end - first >= 3;
}

static bool is_rel(const kh_doc *doc, uint32_t t, kh_deprel rel) { return doc->tokens[t].deprel == rel; }

/* ------------------------------------------------------------------ roles */

static void add_actor(uint32_t *list, uint32_t *n, uint32_t actor)
{
    for (uint32_t i = 0; i < *n; i++)
        if (list[i] == actor)
            return;
    if (actor != KH_NONE && *n < MAX_ROLE)
        list[(*n)++] = actor;
}

static void add_token(const kh_doc *doc, uint32_t t, uint32_t *list, uint32_t *n, uint32_t depth)
{
    uint32_t a = kh_doc_actor_of(doc, t);
    if (a != KH_NONE)
        add_actor(list, n, a);
    else if (depth < 4)                    /* "dozens of fighters" */
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_NMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NMOD, c))
            if (kh_view_is(kh_doc_case(doc, c), "of") &&
                (doc->tokens[t].upos == KH_NUM || kh_events_lemma_in(doc, t, "dozen|hundred|thousand|score|number|group|member|body|lot|million|couple|pair|majority|handful")))
                add_token(doc, c, list, n, depth + 1);
    if (depth < 4)
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CONJ, c))
            add_token(doc, c, list, n, depth + 1);
}

static void fill(const kh_doc *doc, uint32_t t, kh_view slots, char sep, uint32_t *list, uint32_t *n)
{
    while (slots.n > 0 && *n == 0) {
        kh_view slot = kh_view_trim(kh_view_cut(&slots, sep));
        kh_found f = { .count = 0 };
        if (slot.n > 0 && !kh_view_is(slot, "none"))
            kh_events_slot(doc, t, slot, &f);
        for (uint32_t i = 0; i < f.count; i++)
            add_token(doc, f.tokens[i], list, n, 0);
    }
}

static void roles(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    const kh_sense *s = d->sense;
    fill(doc, e->token, s->actor, '/', d->actors, &e->actor_count);
    fill(doc, e->token, s->recipient, '/', d->recipients, &e->recipient_count);
    if (s->pos == 'n') {
        uint32_t verb = KH_NONE;
        const kh_light *light = kh_events_light(r->events, doc, e->token, &verb);
        if (light) {
            d->clause = verb;
            if (e->actor_count == 0)
                fill(doc, verb, light->actor, '|', d->actors, &e->actor_count);
            if (e->recipient_count == 0)
                fill(doc, verb, light->recipient, '|', d->recipients, &e->recipient_count);
        }
    }
    /* "strikes targeting militants", "a raid aimed at smugglers" */
    for (uint32_t c = kh_doc_child_rel(doc, e->token, KH_ACL, KH_NONE); s->pos == 'n' && e->recipient_count == 0 && c != KH_NONE;
         c = kh_doc_child_rel(doc, e->token, KH_ACL, c))
        if (kh_events_lemma_in(doc, c, "target|hit|aim|kill"))
            fill(doc, c, KH_LIT("obj/obl:at"), '/', d->recipients, &e->recipient_count);
    /* The same mention cannot do it and suffer it, unless it is mutual. */
    if (!s->sym)
        for (uint32_t i = 0; i < e->recipient_count;) {
            bool both = false;
            for (uint32_t k = 0; k < e->actor_count; k++)
                both = both || d->actors[k] == d->recipients[i];
            if (both) {
                memmove(&d->recipients[i], &d->recipients[i + 1], (e->recipient_count - i - 1) * sizeof d->recipients[0]);
                e->recipient_count--;
            } else {
                i++;
            }
        }
    if (s->sym) {
        uint32_t n = e->actor_count;
        for (uint32_t i = 0; i < e->recipient_count; i++)
            add_actor(d->actors, &e->actor_count, d->recipients[i]);
        for (uint32_t i = 0; i < n; i++)
            add_actor(d->recipients, &e->recipient_count, d->actors[i]);
    }
    if (s->weapon.n > 0) {
        kh_found f = { .count = 0 };
        kh_events_slot(doc, e->token, s->weapon, &f);
        if (f.count > 0)
            e->weapon = doc->tokens[f.tokens[0]].span;
    }
}

/* ------------------------------------------------------------------ status and certainty */

static bool negated(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        if ((is_rel(doc, c, KH_ADVMOD) || is_rel(doc, c, KH_CC)) && kh_events_lemma_in(doc, c, "not|n't|n’t|never|no longer"))
            return true;
        if (is_rel(doc, c, KH_DETREL) && kh_events_lemma_in(doc, c, "no|neither"))
            return true;
        if (is_rel(doc, c, KH_NSUBJ) && kh_events_lemma_in(doc, c, "nobody|none|no-one"))
            return true;
    }
    return false;
}

/* What stands on the word itself. */
static kh_event_status local(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    bool no = negated(doc, t), be = false;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        if (is_rel(doc, c, KH_AUXREL)) {
            if (kh_events_lemma_in(doc, c, "may|might|could|would|should|must|can|'d"))
                return KH_HYPOTHETICAL;
            if (kh_events_lemma_in(doc, c, "will|shall|'ll|wo"))
                return no ? KH_NEGATED : KH_FUTURE;
            be = be || (kh_events_lemma_in(doc, c, "be") && (doc->tokens[c].morph & KH_MORPH_PRES));
        }
        if (is_rel(doc, c, KH_MARK) && kh_events_lemma_in(doc, c, "if|unless|whether|lest"))
            return KH_HYPOTHETICAL;
    }
    if (no)
        return KH_NEGATED;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        const kh_governor *g = kh_events_governor(r->events, doc, t, c, true);
        if (g && !is_rel(doc, c, KH_AUXREL) && g->yes != KH_OCCURRED)
            return g->yes;
    }
    if (be && kh_view_is(doc->tokens[t].xpos, "VBG") && kh_events_lemma_in(doc, t, "fight|battle|clash|besiege|shell|bombard|occupy|advance|protest"))
        return KH_ONGOING;
    return KH_OCCURRED;
}

static kh_event_status status_of(const run *r, const draft *d, uint8_t *certainty, uint32_t *governor)
{
    const kh_doc *doc = r->doc;
    uint32_t t = d->event.token;
    kh_event_status s = local(r, t);
    for (uint32_t depth = 0; depth < 12 && s == KH_OCCURRED; depth++) {
        uint32_t head = doc->tokens[t].head;
        if (head == KH_NONE) {
            uint32_t m = kh_doc_child_rel(doc, t, KH_MARK, KH_NONE);
            if (doc->tokens[t].upos == KH_VERB && m != KH_NONE && kh_events_lemma_in(doc, m, "to"))
                s = KH_FUTURE;             /* "Turkey to send troops" */
            break;
        }
        if (is_rel(doc, t, KH_CONJ)) {
            bool own = kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE) != KH_NONE || kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE) != KH_NONE;
            t = head;
            if (!own && doc->tokens[t].upos == KH_VERB && !negated(doc, t))
                s = local(r, t);
            continue;
        }
        const kh_governor *g = kh_events_governor(r->events, doc, head, t, false);
        if (g) {
            if (*certainty == KH_CERTAINTY_COUNT && g->certainty != KH_CERTAINTY_COUNT) {
                *certainty = g->certainty;
                *governor = head;
            }
            s = negated(doc, head) ? g->no : g->yes;
        } else if (t == d->event.token && d->clause == head) {
            s = local(r, head);            /* a light verb carries the noun's status */
            t = head;
            continue;
        } else if (!(is_rel(doc, t, KH_XCOMP) || is_rel(doc, t, KH_CCOMP) ||
                     (is_rel(doc, t, KH_NSUBJ) && kh_events_lemma_in(doc, head, "take|occur|happen|begin|start|be|continue|follow")))) {
            break;
        }
        if (s == KH_OCCURRED && !is_rel(doc, t, KH_CCOMP)) {
            kh_event_status h = local(r, head);
            if (h != KH_NEGATED || !g)
                s = h;
        }
        t = head;
    }
    return s;
}

static uint32_t subject_actor(const kh_doc *doc, uint32_t verb)
{
    uint32_t list[MAX_ROLE], n = 0;
    fill(doc, verb, KH_LIT("subj"), '/', list, &n);
    return n > 0 ? list[0] : KH_NONE;
}

static void certainty_of(const run *r, draft *d, uint8_t certainty, uint32_t governor)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    if (certainty != KH_CERTAINTY_COUNT) {
        e->certainty = (kh_certainty)certainty;
        e->source = subject_actor(doc, governor);
        e->cue = doc->tokens[governor].span;
    }
    for (uint32_t c = kh_doc_child(doc, e->token, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, e->token, c)) {
        if (is_rel(doc, c, KH_ADVMOD) && kh_events_lemma_in(doc, c, "allegedly|reportedly|purportedly"))
            e->certainty = KH_ALLEGED, e->cue = doc->tokens[c].span;
        else if (is_rel(doc, c, KH_AMOD) && kh_events_lemma_in(doc, c, "alleged|suspected|suspect"))
            e->certainty = kh_events_lemma_in(doc, c, "alleged") ? KH_ALLEGED : KH_SUSPECTED, e->cue = doc->tokens[c].span;
        else if ((is_rel(doc, c, KH_PARATAXIS) || is_rel(doc, c, KH_DISCOURSE)) && kh_events_lemma_in(doc, c, SPEECH "|claim") && kh_span_empty(e->cue)) {
            e->source = subject_actor(doc, c);
            e->cue = doc->tokens[c].span;
            if (kh_events_lemma_in(doc, c, "claim"))
                e->certainty = KH_CLAIMED;
        } else if (is_rel(doc, c, KH_ACL) && kh_events_lemma_in(doc, c, "claim")) {
            uint32_t list[MAX_ROLE], n = 0;
            fill(doc, c, KH_LIT("subj"), '/', list, &n);
            if (n > 0) {
                e->certainty = KH_CLAIMED;
                e->source = list[0];
                e->cue = doc->tokens[c].span;
                if (e->actor_count == 0)
                    add_actor(d->actors, &e->actor_count, list[0]);
            }
        }
    }
    uint32_t t = e->token;
    for (uint32_t depth = 0; depth < 8 && kh_span_empty(e->cue); depth++) {
        uint32_t h = doc->tokens[t].head;
        if (h == KH_NONE)
            break;
        bool clause = is_rel(doc, t, KH_CCOMP) || is_rel(doc, t, KH_XCOMP) || is_rel(doc, t, KH_ADVCL) || is_rel(doc, t, KH_PARATAXIS) ||
                      is_rel(doc, t, KH_OBL);
        if (is_rel(doc, t, KH_CCOMP) && kh_events_lemma_in(doc, h, SPEECH)) {
            e->source = subject_actor(doc, h);
            e->cue = doc->tokens[h].span;
        } else if (clause && kh_events_lemma_in(doc, h, "accuse|allege|claim")) {
            e->certainty = kh_events_lemma_in(doc, h, "claim") ? KH_CLAIMED : KH_ALLEGED;
            e->source = subject_actor(doc, h);
            e->cue = doc->tokens[h].span;
        }
        uint32_t o = kh_doc_child_rel(doc, h, KH_OBJ, KH_NONE);
        bool claims = kh_events_lemma_in(doc, h, "claim") && o != KH_NONE && kh_events_lemma_in(doc, o, "responsibility|credit");
        if (claims && kh_view_is(kh_doc_case(doc, t), "for")) {
            e->certainty = KH_CLAIMED;
            e->source = subject_actor(doc, h);
            e->cue = kh_span_join(doc->tokens[h].span, doc->tokens[o].span);
            if (e->actor_count == 0)
                add_actor(d->actors, &e->actor_count, e->source);
        }
        t = h;
    }
    if (e->certainty == KH_FACT)           /* "suspected militants" */
        for (uint32_t i = 0; i < e->actor_count; i++) {
            uint32_t h = doc->actors[d->actors[i]].head;
            for (uint32_t c = kh_doc_child_rel(doc, h, KH_AMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, h, KH_AMOD, c))
                if (kh_events_lemma_in(doc, c, "suspected|alleged|suspect")) {
                    e->certainty = kh_events_lemma_in(doc, c, "alleged") ? KH_ALLEGED : KH_SUSPECTED;
                    e->cue = doc->tokens[c].span;
                }
        }
}

static float factuality(const kh_event *e)
{
    float sure = e->certainty == KH_FACT ? 3.0f : e->certainty == KH_CLAIMED ? 2.0f : e->certainty == KH_DENIED ? 0.0f : 1.0f;
    switch (e->status) {
    case KH_OCCURRED:
    case KH_ONGOING: return sure;
    case KH_NEGATED: return -sure;
    case KH_FUTURE: return 1.0f;
    default: return 0.0f;
    }
}

/* ------------------------------------------------------------------ tolls */

static int64_t number_word(const kh_doc *doc, uint32_t t)
{
    static const char *const words[] = { "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve" };
    char room[64];
    kh_view v = kh_doc_form(doc, t);
    int64_t n = 0;
    size_t digits = 0;
    for (size_t i = 0; i < v.n && n < 100000000; i++) {
        if (v.p[i] >= '0' && v.p[i] <= '9')
            n = n * 10 + (v.p[i] - '0'), digits++;
        else if (v.p[i] != ',' || digits == 0)
            break;
        if (i + 1 == v.n)
            return n;
    }
    if (digits > 0)
        return -1;
    v = kh_events_lemma(doc, t, room);
    for (int64_t i = 1; i <= 12; i++)
        if (kh_view_is(v, words[i]))
            return i;
    return -1;
}

static bool read_toll(const kh_doc *doc, uint32_t t, kh_toll *toll)
{
    uint32_t num = KH_NONE;
    int64_t n = -1, scale = 1;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_NUMMOD, KH_NONE); c != KH_NONE && n < 0; c = kh_doc_child_rel(doc, t, KH_NUMMOD, c)) {
        n = number_word(doc, c);
        num = c;
    }
    if (n < 0 && kh_events_lemma_in(doc, t, "dozen|hundred|thousand|score")) {
        scale = kh_events_lemma_in(doc, t, "dozen") ? 12 : kh_events_lemma_in(doc, t, "hundred") ? 100 : kh_events_lemma_in(doc, t, "score") ? 20 : 1000;
        *toll = (kh_toll){ .low = 2 * scale, .best = 2 * scale, .high = scale == 12 ? 99 : -1, .span = doc->tokens[t].span };
        return true;
    }
    if (n < 0) {
        n = number_word(doc, t);
        num = t;
    }
    if (n < 0)
        return false;
    *toll = (kh_toll){ .low = n, .best = n, .high = n, .span = doc->tokens[num].span };
    uint32_t first = doc->sentences[doc->tokens[t].sentence].first;
    bool two = num >= first + 2;
    if (two && kh_view_is(kh_doc_form(doc, num - 1), "than") && kh_events_lemma_in(doc, num - 2, "more|much|many"))
        *toll = (kh_toll){ .low = n + 1, .best = n + 1, .high = -1, .span = kh_span_join(doc->tokens[num - 2].span, doc->tokens[num].span) };
    else if (two && kh_view_is(kh_doc_form(doc, num - 1), "least"))
        *toll = (kh_toll){ .low = n, .best = n, .high = -1, .span = kh_span_join(doc->tokens[num - 2].span, doc->tokens[num].span) };
    return true;
}

static int harm_of(const kh_doc *doc, uint32_t t)
{
    if (kh_events_lemma_in(doc, t, "kill|die|slay|massacre|murder|behead|execute|assassinate|perish"))
        return KH_KILLED;
    if (kh_events_lemma_in(doc, t, "wound|injure|hurt|maim"))
        return KH_INJURED;
    if (kh_events_lemma_in(doc, t, "arrest|detain|nab|jail|imprison"))
        return KH_ARRESTED;
    if (kh_events_lemma_in(doc, t, "abduct|kidnap"))
        return KH_ABDUCTED;
    if (kh_events_lemma_in(doc, t, "displace"))
        return KH_DISPLACED;
    return -1;
}

static void tolls(const kh_doc *doc, kh_event *e)
{
    int harm = harm_of(doc, e->token);
    if (harm < 0)
        return;
    kh_found f = { .count = 0 };
    kh_events_slot(doc, e->token, kh_events_lemma_in(doc, e->token, "die|perish") ? KH_LIT("subj") : KH_LIT("obj"), &f);
    for (uint32_t i = 0; i < f.count; i++) {
        kh_toll toll;
        if (read_toll(doc, f.tokens[i], &toll)) {
            e->toll[harm] = toll;
            return;
        }
    }
}

/* ------------------------------------------------------------------ place and time */

static uint32_t apart(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

/* Does a time or place belong to another clause than the event: is there a clause border between it and their common ancestor? */
static bool of_other_clause(const kh_doc *doc, uint32_t token, uint32_t event)
{
    for (uint32_t steps = 0; token != KH_NONE && steps < 64; steps++) {
        if (kh_doc_under(doc, event, token))
            return false;
        const kh_token *t = &doc->tokens[token];
        if (t->deprel == KH_ACL || t->deprel == KH_ADVCL || t->deprel == KH_CCOMP || t->deprel == KH_CSUBJ || t->deprel == KH_PARATAXIS ||
            (t->deprel == KH_CONJ && t->upos == KH_VERB))
            return true;
        token = t->head;
    }
    return false;
}

static uint32_t nearest_place(const kh_doc *doc, const draft *d, uint32_t sentence, bool anywhere)
{
    uint32_t best = KH_NONE, top = UINT32_MAX;
    for (uint32_t i = 0; i < doc->place_count; i++) {
        const kh_place *p = &doc->places[i];
        if (p->use != KH_USE_LITERAL || p->dateline || p->first >= p->end || p->end > doc->token_count || doc->tokens[p->first].sentence != sentence)
            continue;
        uint32_t cost = apart(p->first, d->event.token);
        if (!anywhere && !kh_doc_under(doc, p->first, d->event.token))
            cost += kh_doc_under(doc, p->first, d->clause) ? 500 : 1000;
        if (of_other_clause(doc, p->first, d->event.token))
            cost += 2000;
        if (cost < top) {
            top = cost;
            best = i;
        }
    }
    return best;
}

static void place_and_time(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence, top = UINT32_MAX;
    e->place = nearest_place(doc, d, sentence, false);
    if (e->place == KH_NONE && sentence > 0 && kh_view_is(e->type, "ASSAULT") &&
        doc->sentences[sentence - 1].block + 1 >= doc->sentences[sentence].block)
        for (uint32_t i = 0; i < doc->place_count; i++) {
            const kh_place *p = &doc->places[i];
            if (p->use == KH_USE_LITERAL && !p->dateline && p->first < p->end && p->first < doc->token_count &&
                doc->tokens[p->first].sentence == sentence - 1)
                e->place = i;
        }
    for (uint32_t i = 0; i < doc->time_count; i++) {
        const kh_time *t = &doc->times[i];
        if (t->dateline || t->first >= t->end || t->first >= doc->token_count || doc->tokens[t->first].sentence != sentence || t->type == KH_TIME_SET ||
            of_other_clause(doc, t->first, e->token))
            continue;
        if (t->duration_until_now && t->day != KH_NO_DAY && t->last != KH_NO_DAY && t->last - t->day > 31 && kh_doc_under(doc, t->first, d->clause))
            e->background = true;
        if (t->day == KH_NO_DAY)
            continue;
        uint32_t cost = apart(t->first, e->token);
        if (!kh_doc_under(doc, t->first, e->token))
            cost += kh_doc_under(doc, t->first, d->clause) ? 500 : 1000;
        if (cost < top) {
            top = cost;
            e->time = i;
            e->day = t->day;
            e->last = t->last;
            e->date_precision = t->precision;
        }
    }
    if (e->time == KH_NONE && doc->meta.day != KH_NO_DAY && e->status == KH_OCCURRED) {
        e->day = doc->meta.day - 6;
        e->last = doc->meta.day;
        e->date_precision = 3;
    }
    if (e->last != KH_NO_DAY && doc->meta.day != KH_NO_DAY && e->last < doc->meta.day - 183)
        e->background = true;
}

/* ------------------------------------------------------------------ one token */

static void blank(kh_event *e)
{
    *e = (kh_event){ .source = KH_NONE, .time = KH_NONE, .day = KH_NO_DAY, .last = KH_NO_DAY, .place = KH_NONE, .from_place = KH_NONE,
                     .token = KH_NONE, .about = KH_NONE, .incident = KH_NONE, .count = 1 };
    for (int i = 0; i < 4; i++)
        e->places[i] = KH_NONE;
    for (int i = 0; i < KH_HARM_COUNT; i++)
        e->toll[i] = (kh_toll){ .low = -1, .best = -1, .high = -1 };
    e->perpetrators = (kh_toll){ .low = -1, .best = -1, .high = -1 };
}

static kh_status refuse(run *r, uint32_t t, kh_view rule, const char *reason, kh_error *err)
{
    void *grown = kh_arena_grow(r->scratch, r->refusals, &r->refusal_room, r->refusal_count + 1, sizeof *r->refusals);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->refusals = grown;
    r->refusals[r->refusal_count++] = (kh_refusal){ r->doc->tokens[t].span, rule, reason };
    return KH_OK;
}

static kh_status one_token(run *r, uint32_t t, kh_error *err)
{
    kh_doc *doc = r->doc;
    uint32_t score = 0;
    const kh_sense *s = r->consumed[t] ? NULL : kh_events_match(r->events, doc, t, &score);
    if (!s)
        return KH_OK;
    if (kh_view_is(s->type, "-"))
        return refuse(r, t, s->rule, "a sense that is no event", err);
    void *grown = kh_arena_grow(r->scratch, r->drafts, &r->room, r->count + 1, sizeof *r->drafts);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->drafts = grown;
    draft *d = &r->drafts[r->count++];
    memset(d, 0, sizeof *d);
    blank(&d->event);
    d->sense = s;
    d->into = KH_NONE;
    d->clause = t;
    kh_event *e = &d->event;
    e->token = t;
    e->type = s->type;
    e->mode = s->mode;
    e->cameo = s->cameo;
    e->rule = s->rule;
    e->trigger = doc->tokens[t].span;
    e->sentence = doc->sentences[doc->tokens[t].sentence].span;
    if (s->pos == 'n')
        for (uint32_t i = 1; i <= s->near_count && t >= i && doc->tokens[t - i].sentence == doc->tokens[t].sentence; i++)
            e->trigger = kh_span_join(e->trigger, doc->tokens[t - i].span);
    else
        for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
            if (doc->tokens[c].sub == KH_SUB_PRT && c == t + 1)
                e->trigger = kh_span_join(e->trigger, doc->tokens[c].span);
    for (uint32_t k = 0; k < s->fixed_count; k++) {
        kh_found f = { .count = 0 };
        kh_events_slot(doc, t, s->needs[k].slot, &f);
        for (uint32_t i = 0; i < f.count; i++)
            if (kh_events_word_in(r->events, doc, f.tokens[i], s->needs[k].words))
                r->consumed[f.tokens[i]] = true;
    }
    roles(r, d);
    uint8_t certainty = KH_CERTAINTY_COUNT;
    uint32_t governor = KH_NONE;
    e->status = status_of(r, d, &certainty, &governor);
    certainty_of(r, d, certainty, governor);
    tolls(doc, e);
    place_and_time(doc, d);
    float sure = 0.4f + 0.04f * (float)(score < 8 ? score : 8) + (e->actor_count ? 0.15f : 0.0f) + (e->recipient_count ? 0.1f : 0.0f);
    e->confidence = sure > 0.95f ? 0.95f : sure;
    return KH_OK;
}

static kh_status statement(run *r, uint32_t t, kh_error *err)
{
    kh_doc *doc = r->doc;
    if (doc->tokens[t].upos != KH_VERB || !kh_events_lemma_in(doc, t, SPEECH "|claim|allege|warn|deny"))
        return KH_OK;
    uint32_t actor = subject_actor(doc, t), content = kh_doc_child_rel(doc, t, KH_CCOMP, KH_NONE);
    if (content == KH_NONE && is_rel(doc, t, KH_PARATAXIS))
        content = doc->tokens[t].head;
    if (actor == KH_NONE || content == KH_NONE)
        return KH_OK;
    uint32_t first, end;
    kh_doc_subtree(doc, content, &first, &end);
    if (end <= first)
        return KH_OK;
    void *grown = kh_arena_grow(r->scratch, r->says, &r->say_room, r->say_count + 1, sizeof *r->says);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->says = grown;
    r->says[r->say_count++] = (kh_statement){ doc->actors[actor].span, doc->tokens[t].span,
                                              { doc->tokens[first].span.from, doc->tokens[end - 1].span.to }, actor };
    return KH_OK;
}

/* ------------------------------------------------------------------ between events */

static uint32_t draft_at(const run *r, uint32_t token)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->drafts[i].event.token == token && !r->drafts[i].dropped)
            return (uint32_t)i;
    return KH_NONE;
}

/* "The bombing killed 12", "a bombing, killing 12": one act. */
static void fold_harm(run *r, uint32_t i)
{
    kh_doc *doc = r->doc;
    draft *d = &r->drafts[i];
    if (harm_of(doc, d->event.token) < 0 || !kh_view_is(d->event.type, "ASSAULT") || d->sense->pos == 'n')
        return;
    uint32_t into = KH_NONE, head = doc->tokens[d->event.token].head;
    kh_found f = { .count = 0 };
    kh_events_slot(doc, d->event.token, KH_LIT("subj"), &f);
    kh_events_slot(doc, d->event.token, KH_LIT("obl:in"), &f);
    for (uint32_t k = 0; k < f.count && into == KH_NONE; k++)
        if (doc->tokens[f.tokens[k]].upos == KH_NOUN)
            into = draft_at(r, f.tokens[k]);
    if (into == KH_NONE && head != KH_NONE &&
        (is_rel(doc, d->event.token, KH_ADVCL) || (is_rel(doc, d->event.token, KH_CONJ) && harm_of(doc, head) >= 0)))
        into = draft_at(r, head);
    if (into == KH_NONE || into == i || !kh_view_is(r->drafts[into].event.type, "ASSAULT"))
        return;
    if (r->drafts[into].dropped && r->drafts[into].into != KH_NONE)
        into = r->drafts[into].into;
    draft *to = &r->drafts[into];
    if (to->event.status != d->event.status)
        return;
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (to->event.toll[h].best < 0)
            to->event.toll[h] = d->event.toll[h];
    for (uint32_t k = 0; k < d->event.recipient_count; k++)
        add_actor(to->recipients, &to->event.recipient_count, d->recipients[k]);
    if (to->event.actor_count == 0)
        for (uint32_t k = 0; k < d->event.actor_count; k++)
            add_actor(to->actors, &to->event.actor_count, d->actors[k]);
    if (to->event.place == KH_NONE)
        to->event.place = d->event.place;
    if (to->event.time == KH_NONE && d->event.time != KH_NONE) {
        to->event.time = d->event.time;
        to->event.day = d->event.day;
        to->event.last = d->event.last;
        to->event.date_precision = d->event.date_precision;
    }
    to->event.background = to->event.background || d->event.background;
    d->dropped = true;
    d->into = into;
}

static void link_about(run *r, uint32_t i)
{
    kh_doc *doc = r->doc;
    draft *d = &r->drafts[i];
    kh_view all = d->dropped ? (kh_view){ 0 } : d->sense->about;
    while (all.n > 0 && d->event.about == KH_NONE) {
        kh_view part = kh_view_trim(kh_view_cut(&all, '/'));
        const char *colon = part.n ? memrchr(part.p, ':', part.n) : NULL;
        if (!colon)
            continue;
        kh_view slot = { part.p, (size_t)(colon - part.p) }, name = { colon + 1, part.n - slot.n - 1 };
        kh_found f = { .count = 0 };
        kh_events_slot(doc, d->event.token, slot, &f);
        uint32_t best = KH_NONE, top = UINT32_MAX;
        for (uint32_t k = 0; k < f.count; k++)
            for (uint32_t j = 0; j < r->count; j++) {
                uint32_t t = r->drafts[j].event.token, depth = 0;
                if (j == i || r->drafts[j].dropped || !kh_doc_under(doc, t, f.tokens[k]))
                    continue;
                for (uint32_t u = t; u != f.tokens[k] && u != KH_NONE && depth < 64; u = doc->tokens[u].head)
                    depth++;
                if (depth < top) {
                    top = depth;
                    best = j;
                }
            }
        if (best == KH_NONE)
            continue;
        draft *to = &r->drafts[best];
        d->event.about = best;
        for (int s = 0; s < KH_EVENT_STATUS_COUNT; s++)
            if (kh_view_is(name, kh_event_status_name((kh_event_status)s)))
                to->event.status = (kh_event_status)s;
        if (kh_view_is(d->event.type, "ACCUSE") && to->event.certainty == KH_FACT && to->event.status == KH_HYPOTHETICAL) {
            to->event.certainty = KH_ALLEGED;
            to->event.source = d->event.actor_count ? d->actors[0] : KH_NONE;
            to->event.cue = d->event.trigger;
        }
        bool other = kh_view_is(d->event.type, "ACCUSE") || kh_view_is(d->event.type, "REQUEST");
        if (to->event.actor_count == 0)
            for (uint32_t k = 0; k < (other ? d->event.recipient_count : d->event.actor_count); k++)
                add_actor(to->actors, &to->event.actor_count, other ? d->recipients[k] : d->actors[k]);
    }
}

/* ------------------------------------------------------------------ handing over */

static void *kept(kh_arena *arena, const void *from, size_t n, size_t size)
{
    void *p = kh_arena_array(arena, n + 1, size);
    if (p && n > 0)
        memcpy(p, from, n * size);
    return p;
}

static int by_trigger(const void *a, const void *b)
{
    const draft *x = a, *y = b;
    if (x->event.trigger.from != y->event.trigger.from)
        return x->event.trigger.from < y->event.trigger.from ? -1 : 1;
    return x->event.token < y->event.token ? -1 : x->event.token > y->event.token;
}

static kh_status hand_over(run *r, kh_error *err)
{
    kh_doc *doc = r->doc;
    for (size_t i = 0; i < r->count; i++) {       /* `about` and `into` name tokens while rows move */
        draft *d = &r->drafts[i];
        kh_event *e = &d->event;
        bool bare = e->actor_count + e->recipient_count == 0 && e->about == KH_NONE;
        if (bare && !kh_view_is(e->type, "ASSAULT") && !kh_view_is(e->type, "PROTEST") && !d->dropped) {
            kh_status s = refuse(r, e->token, e->rule, "nobody acts or is acted on", err);
            if (s != KH_OK)
                return s;
            d->dropped = true;
        }
    }
    for (size_t i = 0; i < r->count; i++) {
        kh_event *e = &r->drafts[i].event;
        if (e->about != KH_NONE)
            e->about = r->drafts[e->about].dropped ? KH_NONE : r->drafts[e->about].event.token;
    }
    if (r->count > 1)
        qsort(r->drafts, r->count, sizeof *r->drafts, by_trigger);
    doc->events = kh_arena_array(doc->arena, r->count + 1, sizeof *doc->events);
    if (!doc->events)
        return kh_arena_fail(doc->arena, err);
    doc->event_count = 0;
    for (size_t i = 0; i < r->count; i++) {
        draft *d = &r->drafts[i];
        if (d->dropped)
            continue;
        kh_event *e = &d->event;
        e->factuality = factuality(e);
        e->actors = kept(doc->arena, d->actors, e->actor_count, sizeof *e->actors);
        e->recipients = kept(doc->arena, d->recipients, e->recipient_count, sizeof *e->recipients);
        e->mentions = kept(doc->arena, &e->trigger, 1, sizeof *e->mentions);
        e->mention_count = 1;
        if (!e->actors || !e->recipients || !e->mentions)
            return kh_arena_fail(doc->arena, err);
        doc->events[doc->event_count++] = *e;
    }
    for (uint32_t i = 0; i < doc->event_count; i++) {
        uint32_t token = doc->events[i].about;
        doc->events[i].about = KH_NONE;
        for (uint32_t k = 0; k < doc->event_count && token != KH_NONE; k++)
            if (doc->events[k].token == token)
                doc->events[i].about = k;
    }
    doc->statements = kept(doc->arena, r->says, r->say_count, sizeof *r->says);
    doc->statement_count = (uint32_t)r->say_count;
    doc->refusals = kept(doc->arena, r->refusals, r->refusal_count, sizeof *r->refusals);
    doc->refusal_count = (uint32_t)r->refusal_count;
    return doc->statements && doc->refusals ? KH_OK : kh_arena_fail(doc->arena, err);
}

static bool touches(const kh_doc *doc, const uint32_t *list, uint32_t n, kh_span span)
{
    for (uint32_t i = 0; i < n; i++)
        if (kh_span_meets(doc->actors[list[i]].span, span))
            return true;
    return false;
}

static kh_status judge(kh_doc *doc, kh_error *err)
{
    const kh_asked *q = &doc->asked;
    kh_judged *j = &doc->judged;
    j->pairs = kh_arena_array(doc->arena, q->pair_count + 1, sizeof *j->pairs);
    j->triggers = kh_arena_array(doc->arena, q->trigger_count + 1, sizeof *j->triggers);
    j->toponyms = kh_arena_array(doc->arena, q->toponym_count + 1, sizeof *j->toponyms);
    if (!j->pairs || !j->triggers || !j->toponyms)
        return kh_arena_fail(doc->arena, err);
    for (uint32_t i = 0; i < q->pair_count; i++)
        for (uint32_t k = 0; k < doc->event_count; k++) {
            const kh_event *e = &doc->events[k];
            if (e->confidence > j->pairs[i].confidence && touches(doc, e->actors, e->actor_count, q->pairs[i].source) &&
                touches(doc, e->recipients, e->recipient_count, q->pairs[i].target))
                j->pairs[i] = (kh_judged_pair){ e->type, e->mode, e->status, e->confidence };
        }
    for (uint32_t i = 0; i < q->trigger_count; i++) {
        blank(&j->triggers[i]);
        j->triggers[i].trigger = q->triggers[i];
        for (uint32_t k = 0; k < doc->event_count; k++)
            if (kh_span_meets(doc->events[k].trigger, q->triggers[i])) {
                j->triggers[i] = doc->events[k];
                break;
            }
    }
    for (uint32_t i = 0; i < q->toponym_count; i++) {
        j->toponyms[i] = (kh_place){ .span = q->toponyms[i], .inside = KH_NONE };
        for (uint32_t k = 0; k < doc->place_count; k++)
            if (kh_span_meets(doc->places[k].span, q->toponyms[i])) {
                j->toponyms[i] = doc->places[k];
                break;
            }
    }
    return KH_OK;
}

kh_status kh_events_run(const kh_events *events, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    run r = { .events = events, .doc = doc, .scratch = scratch };
    r.consumed = kh_arena_array(scratch, (size_t)doc->token_count + 1, sizeof *r.consumed);
    if (!r.consumed)
        return kh_arena_fail(scratch, err);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        const kh_sentence *s = &doc->sentences[i];
        if (!s->parsed || s->foreign || (s->block < doc->block_count && !kh_role_is_coded(doc->blocks[s->block].role)))
            continue;
        size_t from = r.count;
        for (int verbs = 1; verbs >= 0; verbs--)       /* verbs first: their idioms claim nouns */
            for (uint32_t t = s->first; t < s->end; t++) {
                uint8_t u = doc->tokens[t].upos;
                bool fits = verbs ? u == KH_VERB : u == KH_NOUN || u == KH_PROPN || u == KH_ADJ;
                kh_status st = fits ? one_token(&r, t, err) : KH_OK;
                if (st == KH_OK && verbs)
                    st = statement(&r, t, err);
                if (st != KH_OK)
                    return st;
            }
        for (size_t k = from; k < r.count; k++)
            fold_harm(&r, (uint32_t)k);
        for (size_t k = from; k < r.count; k++)
            link_about(&r, (uint32_t)k);
    }
    kh_status st = hand_over(&r, err);
    return st == KH_OK ? judge(doc, err) : st;
}
