/* resolve.c: who a noun phrase names, from its own words: head, role noun, and the nationality, group or place inside it. */
#include "actors/table.h"

#include <string.h>

/* ------------------------------------------------------------------ small words */

bool any_of(kh_view word, const char *const *list)
{
    for (; *list; list++)
        if (kh_view_is(word, *list))
            return true;
    return false;
}

kh_view lemma_of(const kh_doc *doc, uint32_t token)
{
    return doc->tokens[token].lemma.n ? doc->tokens[token].lemma : kh_doc_form(doc, token);
}

/* "dozens of X": words that count and hand on the identity of what they count. */
bool is_counting(const kh_doc *doc, uint32_t token)
{
    static const char *const words[] = { "dozen", "hundred", "thousand", "million", "number", "group", "majority", "score", "handful",
                                         "pair", "couple", "rest", "half", "part", "remainder", "crowd", "band", "minority", "most",
                                         "some", "many", "all", "none", "several", "both", "few", "one", "each", "more", "other", NULL };
    return doc->tokens[token].upos == KH_NUM || any_of(lemma_of(doc, token), words);
}

/* "enemies of the group" are not of it. */
bool is_against(const kh_doc *doc, uint32_t token)
{
    static const char *const words[] = { "enemy", "foe", "opponent", "rival", "critic", "victim", "target", "adversary", NULL };
    return any_of(lemma_of(doc, token), words);
}

static bool is_offshoot(kh_view lemma)
{
    static const char *const words[] = { "offshoot", "branch", "affiliate", "wing", "faction", "arm", "chapter", "franchise", NULL };
    return any_of(lemma, words);
}

bool is_plural(const kh_doc *doc, uint32_t token)
{
    return doc->tokens[token].morph & KH_MORPH_PLUR || kh_view_is(doc->tokens[token].xpos, "NNS") ||
           kh_view_is(doc->tokens[token].xpos, "NNPS");
}

bool is_country(const entity *e) { return e->source == FROM_STATES; }

bool has_country(const char (*list)[4], const char *code)
{
    for (int i = 0; i < KH_COUNTRIES && list[i][0]; i++)
        if (!strcmp(list[i], code))
            return true;
    return false;
}

uint32_t kid_with_case(const work *w, uint32_t token, const char *adposition)
{
    for (uint32_t k = w->first_kid[token]; k != KH_NONE; k = w->next_kid[k]) {
        if (w->doc->tokens[k].deprel != KH_NMOD && w->doc->tokens[k].deprel != KH_OBL)
            continue;
        for (uint32_t c = w->first_kid[k]; c != KH_NONE; c = w->next_kid[c])
            if (w->doc->tokens[c].deprel == KH_CASE && kh_view_is(lemma_of(w->doc, c), adposition))
                return k;
    }
    return KH_NONE;
}

/* ------------------------------------------------------------------ rows by date */

/* 2: the row holds on that day; 1: it does not, but it is over (or the day is unknown and it is over); 0: it has not begun. */
static int holds(const entity *e, int32_t day)
{
    if (day == KH_NO_DAY)
        return e->until == KH_NO_DAY ? 2 : 1;
    if (e->from != KH_NO_DAY && day < e->from)
        return 0;
    return e->until == KH_NO_DAY || day <= e->until ? 2 : 1;
}

static bool long_past(const entity *e, int32_t day)
{
    enum { HALF_A_YEAR = 183 };
    return day != KH_NO_DAY && e->until != KH_NO_DAY && e->until < day - HALF_A_YEAR;
}

const entity *choose(const work *w, const hit *h, const char *want, matched *by)
{
    const entity *best = NULL;
    int best_score = -1;
    bool tie = false;
    for (uint32_t i = 0; i < h->count && i < 64; i++) {
        const entity *e = &w->actors->entities[h->values[i] >> MATCHED_BITS];
        matched how = (matched)(h->values[i] & ((1u << MATCHED_BITS) - 1));
        int score = holds(e, w->doc->meta.day) * 8 + (want[0] && has_country(e->country, want) ? 32 : 0) +
                    (e->source == FROM_STATES ? 4 : e->source == FROM_GROUPS ? 2 : 0);
        if (best && score == best_score && !kh_view_eq(e->id, best->id))
            tie = tie || !has_country(best->country, e->country[0]) || best->source == FROM_LEADERS;
        if (best && score == best_score && kh_view_eq(e->id, best->id) && best->until != KH_NO_DAY &&
            (e->until == KH_NO_DAY || e->until > best->until))
            best = e;                                   /* the later term in office */
        if (score <= best_score)
            continue;
        best = e, best_score = score, tie = false, *by = how;
    }
    return tie ? NULL : best;
}

static void take(kh_actor *a, const entity *e)
{
    a->id = e->id;
    a->name = e->name;
    memcpy(a->country, e->country, sizeof a->country);
    memcpy(a->sector, e->sector, sizeof a->sector);
    a->note = e->rule;
    a->kind = e->source == FROM_LEADERS ? KH_KIND_PERSON : e->source == FROM_STATES ? KH_KIND_STATE : KH_KIND_GROUP;
    a->named = true;
}

/* ------------------------------------------------------------------ what stands in the phrase */

typedef struct around {
    const entity *state, *group, *person;
    const entity *second;               /* "U.S. and British troops" */
    char country[4];                    /* of a place where no state is named */
    int state_rank;
} around;

enum { RANK_INSIDE = 4, RANK_OF = 3, RANK_FROM = 2, RANK_IN = 1 };

static void look_at(const work *w, uint32_t t, int rank, around *r)
{
    uint32_t h = w->hit_of[t];
    if (h != KH_NONE) {
        matched by = BY_NAME;
        const entity *e = choose(w, &w->hits[h], "", &by);
        if (e && is_country(e) && rank > r->state_rank) {
            r->state = e;
            r->state_rank = rank;
        } else if (e && e->source == FROM_LEADERS && !r->person && rank >= RANK_OF) {
            r->person = e;
        } else if (e && !is_country(e) && e->source != FROM_LEADERS && !r->group && rank >= RANK_FROM) {
            r->group = e;
        }
        if (e)
            return;
    }
    uint32_t p = w->place_of[t];
    if (p != KH_NONE && w->doc->places[p].resolved && !r->country[0] && rank > RANK_IN)
        memcpy(r->country, w->doc->places[p].country, 4);
}

static int rank_of(const work *w, uint32_t c)
{
    const kh_token *t = &w->doc->tokens[c];
    if (t->deprel == KH_AMOD || t->deprel == KH_COMPOUND || t->deprel == KH_FLAT || t->sub == KH_SUB_POSS || t->sub == KH_SUB_DESC)
        return RANK_INSIDE;
    if (t->deprel != KH_NMOD)
        return 0;
    for (uint32_t k = w->first_kid[c]; k != KH_NONE; k = w->next_kid[k]) {
        if (w->doc->tokens[k].deprel != KH_CASE)
            continue;
        kh_view l = lemma_of(w->doc, k);
        return kh_view_is(l, "of") ? RANK_OF : kh_view_is(l, "from") ? RANK_FROM : kh_view_is(l, "in") ? RANK_IN : 0;
    }
    return 0;
}

static const entity *state_at(const work *w, uint32_t t)
{
    matched by = BY_NAME;
    const entity *e = w->hit_of[t] == KH_NONE ? NULL : choose(w, &w->hits[w->hit_of[t]], "", &by);
    return e && is_country(e) ? e : NULL;
}

/* Two levels: "officials of the Afghan army". Each token is looked at from its head and its head's head only. */
static around look_around(const work *w, uint32_t token)
{
    around r = { 0 };
    for (uint32_t c = w->first_kid[token]; c != KH_NONE; c = w->next_kid[c]) {
        int rank = rank_of(w, c);
        if (!rank)
            continue;
        look_at(w, c, rank, &r);
        for (uint32_t k = w->first_kid[c]; k != KH_NONE; k = w->next_kid[k])
            if (rank_of(w, k) == RANK_INSIDE)
                look_at(w, k, rank, &r);
            else if (rank >= RANK_OF && w->doc->tokens[k].deprel == KH_CONJ && !r.second)
                r.second = state_at(w, k);
    }
    return r;
}

/* ------------------------------------------------------------------ kinds of heads */

static void set_country(kh_actor *a, const char *code)
{
    memset(a->country, 0, sizeof a->country);
    memcpy(a->country[0], code, 3);
}

static bool resolve_offshoot(const work *w, uint32_t token, const around *r, kh_actor *a)
{
    if (!r->group || !is_offshoot(lemma_of(w->doc, token)))
        return false;
    take(a, r->group);
    a->offshoot = true;
    a->reason = "part of a named group";
    if (!r->state)
        return true;
    const char *code = r->state->country[0];
    uint32_t *first = kh_map_find(&w->actors->ids, r->group->id);
    const entity *fit = NULL;
    for (uint32_t k = first ? w->actors->entities[*first].first_kid : KH_NONE; k != KH_NONE; k = w->actors->entities[k].next_kid) {
        const entity *e = &w->actors->entities[k];
        if (!has_country(e->country, code))
            continue;
        bool first_named = !strcmp(e->country[0], code), fit_named = fit && !strcmp(fit->country[0], code);
        if (!fit || holds(e, w->doc->meta.day) > holds(fit, w->doc->meta.day) ||
            (holds(e, w->doc->meta.day) == holds(fit, w->doc->meta.day) && first_named && !fit_named))
            fit = e;
    }
    if (fit) {
        take(a, fit);
        a->reason = "offshoot of a group, by country";
    } else {
        a->id = a->name = (kh_view){ NULL, 0 };
        set_country(a, code);
        a->reason = "offshoot that is not in the lexicon";
    }
    return true;
}

static void resolve_role(const work *w, uint32_t token, const role *ro, const around *r, kh_actor *a)
{
    a->kind = (kh_actor_kind)ro->kind;
    a->generic = true;
    a->note = ro->rule;
    memcpy(a->sector, ro->sector, sizeof a->sector);
    a->reason = "role noun";
    if (ro->kind == KH_KIND_OBJECT)
        a->sector[0] = 0;
    if (r->group && !is_against(w->doc, token)) {
        a->id = r->group->id, a->name = r->group->name;
        memcpy(a->country, r->group->country, sizeof a->country);
        if (ro->kind != KH_KIND_OBJECT && r->group->sector[0] && strcmp(ro->sector, "REB"))
            memcpy(a->sector, r->group->sector, sizeof a->sector);
        a->generic = false;
        a->reason = "role noun with its group";
    } else if (r->state) {
        memcpy(a->country, r->state->country, sizeof a->country);
        if (r->second && !a->country[1][0] && !has_country(a->country, r->second->country[0]))
            memcpy(a->country[1], r->second->country[0], 4);
        if (ro->kind != KH_KIND_OBJECT && !ro->sector[0])
            memcpy(a->sector, r->state->sector, sizeof a->sector);
        if (kh_view_is(lemma_of(w->doc, token), "government"))
            a->id = r->state->id, a->name = r->state->name;
        a->reason = "role noun with nationality";
        if (r->state_rank == RANK_IN && !strcmp(a->sector, "MIL"))
            memset(a->country, 0, sizeof a->country);   /* troops in a country need not be its own */
    } else if (r->country[0]) {
        set_country(a, r->country);
        a->reason = "role noun with place";
    }
}

static void resolve_hit(const work *w, uint32_t token, const entity *e, matched by, kh_actor *a)
{
    const kh_token *t = &w->doc->tokens[token];
    bool modifies = t->deprel == KH_AMOD || t->deprel == KH_COMPOUND;
    take(a, e);
    a->reason = "name in the lexicon";
    if (by == BY_SEAT) {
        a->reason = "metonymy";
    } else if (by == BY_ADJECTIVE || by == BY_DEMONYM) {
        a->reason = "nationality";
        if (modifies)
            return;
        a->id = a->name = (kh_view){ NULL, 0 };
        a->named = false;
        memcpy(a->sector, "CVL", 4);
        a->kind = is_plural(w->doc, token) ? KH_KIND_GROUP : KH_KIND_PERSON;
    } else if (e->source == FROM_LEADERS) {
        a->reason = "leader on that day";
        if (holds(e, w->doc->meta.day) == 1) {
            memcpy(a->sector, "ELI", 4), a->former = long_past(e, w->doc->meta.day);
            a->reason = "leader after the term of office";
        } else if (holds(e, w->doc->meta.day) == 0) {
            a->sector[0] = 0;
            a->reason = "leader before the term of office";
        }
    }
}

/* A name that is not in the lexicon, or holds a shorter one that is. */
static void resolve_name(const work *w, uint32_t n, kh_actor *a)
{
    const kh_name *m = &w->doc->names[n];
    a->name = kh_doc_view(w->doc, m->span);
    a->named = true;
    a->kind = m->type == KH_NAME_PER ? KH_KIND_PERSON : m->type == KH_NAME_ORG || m->type == KH_NAME_NORP ? KH_KIND_GROUP :
              m->type == KH_NAME_FAC ? KH_KIND_OBJECT : KH_KIND_UNKNOWN;
    a->reason = "name that is not in the lexicon";
    uint32_t p = w->place_of[m->first];
    if (m->type >= KH_NAME_LOC && p != KH_NONE && w->doc->places[p].resolved && (m->type == KH_NAME_LOC || m->type == KH_NAME_FAC)) {
        set_country(a, w->doc->places[p].country);
        a->reason = "place";
    }
}

void resolve_local(const work *w, uint32_t token, kh_actor *a)
{
    around r = look_around(w, token);
    uint32_t h = w->hit_of[token], n = w->name_head[token], ro = w->role_of[token];
    const entity *e = NULL;
    matched by = BY_NAME;
    if (h != KH_NONE && w->hits[h].head == token)
        e = choose(w, &w->hits[h], r.state ? r.state->country[0] : "", &by);
    /* "Paris Hilton": a person's longer name is not the city */
    if (e && n != KH_NONE && w->doc->names[n].type == KH_NAME_PER && e->source != FROM_LEADERS &&
        (w->hits[h].first > w->doc->names[n].first || w->hits[h].end < w->doc->names[n].end))
        e = NULL;
    if (e) {
        resolve_hit(w, token, e, by, a);
        return;
    }
    if (resolve_offshoot(w, token, &r, a))
        return;
    if (ro != KH_NONE)
        resolve_role(w, token, &w->actors->roles[ro], &r, a);
    if (ro == KH_NONE && n == KH_NONE && r.state && r.state_rank >= RANK_INSIDE) {   /* "Turkish jets" */
        memcpy(a->country, r.state->country, sizeof a->country);
        a->note = r.state->rule;
        a->reason = "noun phrase with nationality";
    } else if (ro == KH_NONE && n == KH_NONE && r.group) {
        memcpy(a->country, r.group->country, sizeof a->country);
        memcpy(a->sector, r.group->sector, sizeof a->sector);
        a->id = r.group->id, a->name = r.group->name;
        a->note = r.group->rule;
        a->reason = "noun phrase with its group";
    }
    if (n == KH_NONE && h != KH_NONE && w->hits[h].head == token && ro == KH_NONE) {
        kh_span span = { w->doc->tokens[w->hits[h].first].span.from, w->doc->tokens[w->hits[h].end - 1].span.to };
        a->name = kh_doc_view(w->doc, span);
        a->named = true;
        a->reason = "several rows of the lexicon fit";
    }
    if (n == KH_NONE)
        return;
    kh_actor known = *a;
    resolve_name(w, n, a);
    if (known.country[0][0] || known.sector[0]) {       /* "the Afghan Education Ministry": the words say more than the name */
        memcpy(a->sector, known.sector, sizeof a->sector);
        if (known.country[0][0])
            memcpy(a->country, known.country, sizeof a->country);
        a->kind = known.kind;
        a->note = known.note;
        a->reason = "name with a role noun";
    } else if (r.state && a->kind != KH_KIND_PERSON && !a->country[0][0]) {
        memcpy(a->country, r.state->country, sizeof a->country);
    }
}
