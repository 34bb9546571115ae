#include "events/site.h"

#include "events/site_weights.h"

enum { MAX_PATH = 48, MOST = 48, CLOSE = 3, MIDDLE = 8, WIDE = 16 };

/* How the words of the act lead up to what both hang on. */
typedef enum up { UP_SELF = 0, UP_CONJ, UP_XCOMP, UP_ADVCL, UP_ACL, UP_CLAUSE, UP_NOUN, UP_FAR, UPS } up;

/* How the place hangs below it. */
typedef enum down {
    DOWN_ABOVE = 0,                        /* the act hangs on the place's words */
    DOWN_OBL, DOWN_OBJ, DOWN_SUBJ, DOWN_SUBJ_PASS, DOWN_NMOD, DOWN_POSS, DOWN_COMPOUND, DOWN_OTHER,
    DOWN_IN_OBL, DOWN_IN_OBJ, DOWN_IN_SUBJ, DOWN_IN_SUBJ_PASS, DOWN_IN_NMOD, DOWN_IN_OTHER,      /* inside such a phrase */
    DOWN_ADVCL, DOWN_ACL, DOWN_CLAUSE, DOWN_CONJ, DOWN_FAR, DOWNS
} down;

typedef enum prep {
    PREP_NONE = 0, PREP_IN, PREP_AT, PREP_ON, PREP_NEAR, PREP_FROM, PREP_TO, PREP_OF, PREP_PARTY, PREP_WAY, PREP_OTHER, PREPS
} prep;

/* The noun that a place inside a phrase qualifies. */
typedef enum owner { OWNER_NONE = 0, OWNER_PERSON, OWNER_GROUP, OWNER_STATE, OWNER_OBJECT, OWNER_PLACE, OWNER_ACT, OWNER_OTHER, OWNERS } owner;

enum {
    F_ANY = 0,
    F_UP = F_ANY + 1,
    F_DOWN = F_UP + UPS,
    F_UP_DOWN = F_DOWN + DOWNS,
    F_PREP = F_UP_DOWN + UPS * DOWNS,
    F_DOWN_PREP = F_PREP + PREPS,
    F_OWNER = F_DOWN_PREP + DOWNS * PREPS,
    F_OWNER_PREP = F_OWNER + OWNERS,
    F_USE = F_OWNER_PREP + OWNERS * PREPS,
    F_LEVEL = F_USE + 2 * KH_USE_COUNT,
    F_SAID = F_LEVEL + 8,
    F_NEAR = F_SAID + 1, F_BORDER, F_ORIGIN, F_REFERENCE, F_UNRESOLVED,
    F_CONTAINS, F_CONTAINED, F_FIRST, F_OPENS, F_BEFORE,
    F_DISTANCE, F_DISTANCE_END = F_DISTANCE + 7,
    F_BETWEEN, F_BETWEEN_END = F_BETWEEN + 3,
    F_NEAREST, F_NEAREST_BEHIND, F_ONLY, F_RIVAL, F_FINER, F_COARSER,
    F_COUNTRY_UP, F_COUNTRY_UP_END = F_COUNTRY_UP + UPS,
    F_PASSIVE, F_INFINITIVE, F_PARTICIPLE, F_HAS, F_MODAL, F_NOUN_ACT, F_OBJECT, F_HEADLINE,
    F_COUNT
};
_Static_assert((int)F_COUNT <= (int)KH_SITE_FEATURES, "more features than weights");

static void put(kh_site *s, uint32_t feature)
{
    if (s->count < KH_SITE_ACTIVE)
        s->on[s->count++] = (uint16_t)feature;
}

static uint32_t head_of(const kh_doc *doc, const kh_place *p)
{
    for (uint32_t t = p->first; t < p->end; t++)
        if (doc->tokens[t].head == KH_NONE || doc->tokens[t].head < p->first || doc->tokens[t].head >= p->end)
            return t;
    return p->first;
}

static uint32_t path_up(const kh_doc *doc, uint32_t t, uint32_t path[MAX_PATH])
{
    uint32_t n = 0;
    for (; t != KH_NONE && n < MAX_PATH; t = doc->tokens[t].head)
        path[n++] = t;
    return n;
}

static bool is(const kh_doc *doc, uint32_t t, kh_deprel rel) { return doc->tokens[t].deprel == rel; }

/* A word that begins another clause. */
static bool clause(const kh_doc *doc, uint32_t t)
{
    const kh_token *k = &doc->tokens[t];
    return k->deprel == KH_ADVCL || k->deprel == KH_ACL || k->deprel == KH_CCOMP || k->deprel == KH_CSUBJ || k->deprel == KH_PARATAXIS ||
           k->deprel == KH_XCOMP || (k->deprel == KH_CONJ && (k->upos == KH_VERB || k->upos == KH_AUX));
}

static up up_of(const kh_doc *doc, const uint32_t *path, uint32_t n)
{
    uint32_t borders = 0;
    up u = UP_SELF;
    for (uint32_t i = 0; i < n; i++) {
        const kh_token *k = &doc->tokens[path[i]];
        if (!clause(doc, path[i])) {
            u = u == UP_SELF ? UP_NOUN : u;
            continue;
        }
        borders++;
        u = k->deprel == KH_CONJ ? UP_CONJ : k->deprel == KH_XCOMP ? UP_XCOMP : k->deprel == KH_ADVCL ? UP_ADVCL : k->deprel == KH_ACL ? UP_ACL : UP_CLAUSE;
    }
    return borders > 1 ? UP_FAR : u;
}

/* `top`: below what both hang on. `steps`: words from there down to the place's own, one of an apposition or joined name counting none. */
static down down_of(const kh_doc *doc, const uint32_t *path, uint32_t n)
{
    if (!n)
        return DOWN_ABOVE;
    uint32_t borders = 0, border = KH_NONE, inner = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (clause(doc, path[i])) {
            borders++;
            border = path[i];
        } else if (i + 1 < n && !is(doc, path[i], KH_CONJ) && !is(doc, path[i], KH_APPOS) && !is(doc, path[i], KH_FLAT)) {
            inner++;
        }
    }
    if (borders > 1)
        return DOWN_FAR;
    if (borders)
        return is(doc, border, KH_ADVCL) ? DOWN_ADVCL : is(doc, border, KH_ACL) ? DOWN_ACL : is(doc, border, KH_CONJ) ? DOWN_CONJ : DOWN_CLAUSE;
    const kh_token *top = &doc->tokens[path[n - 1]];
    switch (top->deprel) {
    case KH_OBL: return inner ? DOWN_IN_OBL : DOWN_OBL;
    case KH_OBJ: case KH_IOBJ: return inner ? DOWN_IN_OBJ : DOWN_OBJ;
    case KH_NSUBJ: return top->sub == KH_SUB_PASS ? (inner ? DOWN_IN_SUBJ_PASS : DOWN_SUBJ_PASS) : inner ? DOWN_IN_SUBJ : DOWN_SUBJ;
    case KH_NMOD: return top->sub == KH_SUB_POSS ? DOWN_POSS : inner ? DOWN_IN_NMOD : DOWN_NMOD;
    case KH_COMPOUND: case KH_AMOD: return DOWN_COMPOUND;
    default: return inner ? DOWN_IN_OTHER : DOWN_OTHER;
    }
}

/* The noun or verb that the place's words hang on, past conjuncts and appositions. */
static uint32_t base_of(const kh_doc *doc, uint32_t t)
{
    for (int steps = 0; steps < 8; steps++) {
        const kh_token *k = &doc->tokens[t];
        if ((k->deprel != KH_CONJ && k->deprel != KH_APPOS && k->deprel != KH_FLAT) || k->head == KH_NONE || doc->tokens[k->head].upos == KH_VERB)
            break;
        t = k->head;
    }
    return t;
}

static prep prep_of(const kh_doc *doc, uint32_t t)
{
    static const struct { const char *words; prep as; } table[] = {
        { "in|inside|within", PREP_IN }, { "at", PREP_AT }, { "on|upon", PREP_ON }, { "near|outside|around|close|beside|beyond|behind|off", PREP_NEAR },
        { "from", PREP_FROM }, { "to|into|toward|towards|onto", PREP_TO }, { "of", PREP_OF }, { "for|with|by|against|about|as|than|like", PREP_PARTY },
        { "through|across|along|over|between|throughout|via|past|during", PREP_WAY } };
    uint32_t c = kh_doc_child_rel(doc, t, KH_CASE, KH_NONE);
    if (c == KH_NONE)
        return PREP_NONE;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (kh_events_lemma_in(doc, c, table[i].words))
            return table[i].as;
    return PREP_OTHER;
}

static owner owner_of(const kh_events *events, const kh_doc *doc, uint32_t t)
{
    uint32_t h = doc->tokens[t].head;
    if (h == KH_NONE || (doc->tokens[h].upos != KH_NOUN && doc->tokens[h].upos != KH_PROPN))
        return OWNER_NONE;
    if (kh_doc_place_of(doc, h) != KH_NONE || kh_events_word_in(events, doc, h, KH_LIT("@place|@building|@territory|@infrastructure|@border")))
        return OWNER_PLACE;
    if (kh_events_is_act(events, doc, h))
        return OWNER_ACT;
    uint32_t a = kh_doc_actor_of(doc, h);
    if (a == KH_NONE)
        return OWNER_OTHER;
    switch (doc->actors[a].kind) {
    case KH_KIND_PERSON: return OWNER_PERSON;
    case KH_KIND_GROUP: return OWNER_GROUP;
    case KH_KIND_STATE: return OWNER_STATE;
    case KH_KIND_OBJECT: return OWNER_OBJECT;
    default: return OWNER_OTHER;
    }
}

/* 0 a point, 1 a district, 2 a region, 3 a province, 4 a country, 5 a sea or a part of the world, 6 unknown */
static uint32_t level_of(const kh_place *p)
{
    static const uint32_t by_precision[] = { 6, 0, 0, 1, 3, 2, 4, 5 };
    return p->resolved && p->precision < 8 ? by_precision[p->precision] : 6;
}

bool kh_site_may_be(const kh_doc *doc, uint32_t place, uint32_t sentence)
{
    const kh_place *p = &doc->places[place];
    return !p->dateline && p->first < p->end && p->end <= doc->token_count && doc->tokens[p->first].sentence == sentence &&
           !(p->reason && kh_view_is(kh_view_of(p->reason), "part of another name"));
}

void kh_site_range(const kh_doc *doc, uint32_t sentence, uint32_t *from, uint32_t *to)
{
    uint32_t lo = 0, hi = doc->place_count, first = doc->sentences[sentence].first, end = doc->sentences[sentence].end;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->places[mid].first < first)
            lo = mid + 1;
        else
            hi = mid;
    }
    *from = lo;
    for (hi = lo; hi < doc->place_count && hi - lo < MOST && doc->places[hi].first < end; hi++) {}
    *to = hi;
}

/* What the other places of the sentence are. */
static void rivals(const kh_doc *doc, uint32_t token, uint32_t place, kh_site *s)
{
    const kh_place *p = &doc->places[place];
    uint32_t sentence = doc->tokens[token].sentence, others = 0, between = 0, level = level_of(p);
    bool nearest = true, behind = p->first > token, contains = false, first = true, finer = false, coarser = false, rival = false;
    uint32_t gap = behind ? p->first - token : token - p->first;
    uint32_t from, to;
    kh_site_range(doc, sentence, &from, &to);
    for (uint32_t i = from; i < to; i++) {
        if (i == place || !kh_site_may_be(doc, i, sentence))
            continue;
        const kh_place *q = &doc->places[i];
        uint32_t far = q->first > token ? q->first - token : token - q->first;
        others++;
        first = first && i > place;
        between += (q->first > token) == behind && far < gap;
        nearest = nearest && far >= gap;
        contains = contains || q->inside == place;
        bool literal = q->use == KH_USE_LITERAL;
        finer = finer || (literal && level < 6 && level_of(q) < level);
        coarser = coarser || (literal && level_of(q) > level);
        rival = rival || (literal && base_of(doc, head_of(doc, q)) < doc->token_count && doc->tokens[base_of(doc, head_of(doc, q))].head == token &&
                          is(doc, base_of(doc, head_of(doc, q)), KH_OBL));
    }
    put(s, F_BETWEEN + (between > 2 ? 2 : between));
    if (contains) put(s, F_CONTAINS);
    if (p->inside != KH_NONE) put(s, F_CONTAINED);
    if (nearest) put(s, F_NEAREST);
    if (nearest && behind) put(s, F_NEAREST_BEHIND);
    if (first && others) put(s, F_FIRST);
    if (!others) put(s, F_ONLY);
    if (finer) put(s, F_FINER);
    if (coarser) put(s, F_COARSER);
    if (rival) put(s, F_RIVAL);
}

static void act_itself(const kh_doc *doc, uint32_t token, kh_site *s)
{
    const kh_token *k = &doc->tokens[token];
    if (k->upos != KH_VERB) {
        put(s, F_NOUN_ACT);
        return;
    }
    bool helped = false;
    for (uint32_t c = kh_doc_child_rel(doc, token, KH_AUXREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, token, KH_AUXREL, c)) {
        helped = true;
        if (kh_events_lemma_in(doc, c, "have"))
            put(s, F_HAS);
        else if (!kh_events_lemma_in(doc, c, "be|do"))
            put(s, F_MODAL);
    }
    if (kh_events_passive(doc, token))
        put(s, F_PASSIVE);
    if (k->morph & KH_MORPH_INF)
        put(s, F_INFINITIVE);
    if (!helped && (k->morph & (KH_MORPH_PART | KH_MORPH_GER)))
        put(s, F_PARTICIPLE);
    if (kh_doc_child_rel(doc, token, KH_OBJ, KH_NONE) != KH_NONE)
        put(s, F_OBJECT);
}

static void place_itself(const kh_doc *doc, const kh_place *p, uint32_t token, kh_site *s)
{
    bool state = p->resolved && kh_view_is(p->kind, "country");
    put(s, F_USE + 2 * (uint32_t)p->use + state);
    put(s, F_LEVEL + level_of(p));
    if (p->near) put(s, F_NEAR);
    if (p->border) put(s, F_BORDER);
    if (p->origin) put(s, F_ORIGIN);
    if (p->reference) put(s, F_REFERENCE);
    if (!p->resolved) put(s, F_UNRESOLVED);
    if (p->first < doc->sentences[doc->tokens[token].sentence].first + 5) put(s, F_OPENS);
    bool before = p->first < token;
    uint32_t gap = before ? token - p->first : p->first - token;
    if (before) put(s, F_BEFORE);
    put(s, F_DISTANCE + (gap <= CLOSE ? 0u : gap <= MIDDLE ? 1u : gap <= WIDE ? 2u : 3u) + (before && gap > CLOSE ? 3u : 0u));
}

void kh_site_features(const kh_events *events, const kh_doc *doc, uint32_t token, uint32_t place, kh_site *s)
{
    uint32_t act[MAX_PATH], own[MAX_PATH];
    const kh_place *p = &doc->places[place];
    uint32_t head = head_of(doc, p), n = path_up(doc, token, act), m = path_up(doc, head, own), a = n, b = m;
    while (a > 0 && b > 0 && act[a - 1] == own[b - 1]) {
        a--;
        b--;
    }
    uint32_t base = base_of(doc, head);
    up u = up_of(doc, act, a);
    down d = down_of(doc, own, b);
    prep c = prep_of(doc, base);
    owner o = owner_of(events, doc, base);
    s->count = 0;
    put(s, F_ANY);
    put(s, F_UP + (uint32_t)u);
    put(s, F_DOWN + (uint32_t)d);
    put(s, F_UP_DOWN + (uint32_t)u * DOWNS + (uint32_t)d);
    put(s, F_PREP + (uint32_t)c);
    put(s, F_DOWN_PREP + (uint32_t)d * PREPS + (uint32_t)c);
    put(s, F_OWNER + (uint32_t)o);
    put(s, F_OWNER_PREP + (uint32_t)o * PREPS + (uint32_t)c);
    if (p->resolved && kh_view_is(p->kind, "country"))
        put(s, F_COUNTRY_UP + (uint32_t)u);
    place_itself(doc, p, token, s);
    rivals(doc, token, place, s);
    act_itself(doc, token, s);
}

float kh_site_score(const kh_site *s)
{
    float sum = 0;
    for (uint32_t i = 0; i < s->count; i++)
        sum += kh_site_weights[s->on[i]];
    return sum;
}
