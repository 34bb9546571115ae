/* link.c: titles and appositions, partitives, antecedents of pronouns and bare descriptions, entities. */
#include "actors/table.h"
#include "actors/weights.h"

#include <string.h>

static void copy_identity(kh_actor *to, const kh_actor *from)
{
    to->id = from->id;
    to->name = from->name;
    to->former = from->former;
    memcpy(to->country, from->country, sizeof to->country);
    memcpy(to->sector, from->sector, sizeof to->sector);
    if (from->kind != KH_KIND_UNKNOWN)
        to->kind = from->kind;
}

/* ------------------------------------------------------------------ titles and appositions */

static bool pairs_up(const kh_token *t)
{
    return t->deprel == KH_APPOS || t->deprel == KH_FLAT || t->deprel == KH_COMPOUND || t->sub == KH_SUB_DESC;
}

/* What one of two names for the same person says of the other. */
static void share(kh_actor *name, kh_actor *title)
{
    if (name->id.n) {
        if (!title->id.n)
            copy_identity(title, name);
        return;
    }
    if (!name->sector[0])
        memcpy(name->sector, title->sector, sizeof name->sector);
    if (!name->country[0][0])
        memcpy(name->country, title->country, sizeof name->country);
    title->id = (kh_view){ NULL, 0 };           /* "Taliban spokesman X" is X and not the Taliban */
    title->name = name->name;
    if (!title->country[0][0])
        memcpy(title->country, name->country, sizeof title->country);
    name->reason = "name with a title";
}

/* A title need not be a mention of its own ("Defence Minister Ali Khan"), so it is resolved here where it is none. */
static void link_titles(work *w)
{
    kh_doc *doc = w->doc;
    uint32_t last_up = KH_NONE, pairs = 0;
    for (uint32_t t = 0; t < doc->token_count; t++) {
        uint32_t up = doc->tokens[t].head;
        if (!pairs_up(&doc->tokens[t]) || up >= doc->token_count)
            continue;
        pairs = up == last_up ? pairs + 1 : 0;          /* a list of a thousand names has no title in common */
        last_up = up;
        if (pairs > 16)
            continue;
        kh_actor spare[2] = { { .head = t }, { .head = up } };
        uint32_t at[2] = { t, up };
        kh_actor *pair[2];
        for (int i = 0; i < 2; i++) {
            uint32_t m = w->actor_at[at[i]];
            pair[i] = m != KH_NONE ? &doc->actors[m] : &spare[i];
            if (m == KH_NONE && w->role_of[at[i]] != KH_NONE)
                resolve_local(w, at[i], &spare[i]);
        }
        bool appos = doc->tokens[t].deprel == KH_APPOS;
        for (int i = 0; i < 2; i++) {
            kh_actor *name = pair[i], *title = pair[!i];
            bool person = name->named && name->kind == KH_KIND_PERSON && w->role_of[at[!i]] != KH_NONE && title->kind == KH_KIND_PERSON;
            bool group = appos && name->named && name->kind == KH_KIND_GROUP && title->kind == KH_KIND_GROUP;
            if ((person || group) && !(title->named && w->role_of[at[!i]] == KH_NONE)) {
                share(name, title);
                break;
            }
        }
    }
}

static void link_partitives(work *w)
{
    kh_doc *doc = w->doc;
    for (uint32_t i = doc->actor_count; i-- > 0;) {     /* backwards, so that "two of dozens of X" gets X */
        kh_actor *a = &doc->actors[i];
        if (a->id.n || a->pronoun || !is_counting(doc, a->head))
            continue;
        uint32_t of = kid_with_case(w, a->head, "of");
        uint32_t m = of == KH_NONE ? KH_NONE : w->actor_at[of];
        if (m == KH_NONE || m == i || (!doc->actors[m].pronoun && !doc->actors[m].country[0][0] && !doc->actors[m].sector[0]))
            continue;
        copy_identity(a, &doc->actors[m]);
        a->via[0] = m;
        a->generic = doc->actors[m].generic;
        a->note = doc->actors[m].note;
        a->reason = "part of a counted group";
    }
}

/* ------------------------------------------------------------------ antecedents */

typedef struct wanted {
    bool plural, singular, person, thing, possessive;
    const char *sector;                 /* "" any */
    bool same_word, group;
    uint32_t head;
} wanted;

static bool bare_definite(const work *w, const kh_actor *a)
{
    static const char *const words[] = { "the", "this", "that", "these", "those", NULL };
    bool definite = false;
    for (uint32_t c = w->first_kid[a->head]; c != KH_NONE; c = w->next_kid[c]) {
        uint8_t r = w->doc->tokens[c].deprel;
        if (r == KH_DETREL)
            definite = definite || any_of(lemma_of(w->doc, c), words);
        else if (r == KH_NUMMOD || r == KH_NMOD || r == KH_ACL || r == KH_COMPOUND || r == KH_APPOS || r == KH_FLAT)
            return false;
    }
    return definite;
}

static bool want_of(const work *w, const kh_actor *a, wanted *q)
{
    const kh_token *t = &w->doc->tokens[a->head];
    *q = (wanted){ .head = a->head, .sector = "" };
    if (a->pronoun) {
        static const char *const he[] = { "he", "she", "him", "her", "his", "hers", "himself", "herself", NULL };
        static const char *const it[] = { "it", "its", "itself", NULL };
        static const char *const they[] = { "they", "them", "their", "theirs", "themselves", NULL };
        char small[16];
        kh_view form = kh_doc_form(w->doc, a->head);
        if (!form.n || form.n > sizeof small || t->deprel == KH_EXPL)
            return false;
        for (size_t i = 0; i < form.n; i++)
            small[i] = (char)(form.p[i] >= 'A' && form.p[i] <= 'Z' ? form.p[i] + 32 : form.p[i]);
        form.p = small;
        q->person = any_of(form, he);
        q->thing = any_of(form, it);
        q->plural = any_of(form, they);
        q->singular = q->person || q->thing;
        q->possessive = t->sub == KH_SUB_POSS;
        return q->singular || q->plural;
    }
    if (!a->generic || a->id.n || a->name.n || a->country[0][0] || a->kind == KH_KIND_OBJECT || !bare_definite(w, a))
        return false;
    q->plural = is_plural(w->doc, a->head);
    q->singular = !q->plural;
    q->group = a->kind == KH_KIND_GROUP;
    q->person = a->kind == KH_KIND_PERSON && !q->plural;
    q->sector = a->sector;
    q->same_word = true;
    return true;
}

static bool fits(const work *w, const wanted *q, const kh_actor *c)
{
    if (c->kind == KH_KIND_OBJECT || c->head == q->head)
        return false;
    bool many = is_plural(w->doc, c->head) && !c->id.n;
    if (c->kind == KH_KIND_UNKNOWN && !c->id.n && !c->pronoun && !c->sector[0])
        return false;
    if (q->person)
        if (many || c->kind != KH_KIND_PERSON)
            return false;
    if (q->thing && (many || c->kind == KH_KIND_PERSON))
        return false;
    if (q->plural && !many && c->kind == KH_KIND_PERSON)
        return false;
    if (q->group && !q->plural && (c->kind != KH_KIND_GROUP || !(c->id.n || c->named)))
        return false;
    if (q->same_word) {
        if (!c->sector[0] || (q->sector[0] && strcmp(q->sector, c->sector)))
            return false;
        if (!q->sector[0] && c->kind == KH_KIND_STATE)
            return false;
    }
    return true;
}

static int score_of(const work *w, const wanted *q, const kh_actor *c)
{
    const kh_token *t = &w->doc->tokens[c->head], *me = &w->doc->tokens[q->head];
    int back = (int)(me->sentence - t->sentence), s = (W_SENTENCES_BACK - back) * W_NEAR;
    if (t->deprel == KH_NSUBJ)
        s += W_SUBJECT;
    if (c->named)
        s += W_NAMED;
    if (t->deprel == KH_AMOD || t->deprel == KH_COMPOUND)
        s += W_MODIFIER;
    if (q->possessive && !back)
        s += W_SAME_SENTENCE_POSS;
    if (q->same_word && kh_view_eq(t->lemma, me->lemma))
        s += W_SAME_WORD;
    return s;
}

static bool is_body(const kh_actor *a, bool known)
{
    return a->kind == KH_KIND_GROUP && a->named && a->head != KH_NONE && (known ? a->id.n > 0 || (a->sector[0] && a->country[0][0]) : a->name.n > 2);
}

/* Whether a quotation of the paragraph is open at the token; looked for so far back only, so that long paragraphs stay linear. */
static bool in_quotation(const kh_doc *doc, uint32_t token)
{
    enum { FAR = 256 };
    uint32_t block = doc->sentences[doc->tokens[token].sentence].block, first = token;
    while (first > 0 && token - first < FAR && doc->sentences[doc->tokens[first - 1].sentence].block == block)
        first--;
    bool open = false;
    for (uint32_t t = first; t < token; t++) {
        kh_view form = kh_doc_form(doc, t);
        if (kh_view_is(form, "\"") || kh_view_is(form, "``") || kh_view_is(form, "''"))
            open = !open;
        else if (kh_view_is(form, "\xe2\x80\x9c") || kh_view_is(form, "\xe2\x80\x9d"))
            open = kh_view_is(form, "\xe2\x80\x9c");
    }
    return open;
}

static uint32_t subject_of(const work *w, uint32_t verb, uint32_t but)
{
    for (uint32_t k = w->first_kid[verb]; k != KH_NONE; k = w->next_kid[k])
        if (w->doc->tokens[k].deprel == KH_NSUBJ && w->actor_at[k] != KH_NONE && w->actor_at[k] != but)
            return w->actor_at[k];
    return KH_NONE;
}

/* Who speaks the clause of a token: "..., he said", "he said that ...", "he claimed it, saying ...". */
static uint32_t speaker_of(const work *w, uint32_t i)
{
    const kh_doc *doc = w->doc;
    uint32_t t = doc->actors[i].head;
    bool open = false;                                  /* below a verb of saying without a subject */
    for (int steps = 0; steps < 12 && t < doc->token_count; steps++) {
        for (uint32_t c = w->first_kid[t]; c != KH_NONE; c = w->next_kid[c])
            if (doc->tokens[c].deprel == KH_PARATAXIS && subject_of(w, c, KH_NONE) != KH_NONE)
                return subject_of(w, c, KH_NONE);
        uint32_t head = doc->tokens[t].head;
        uint8_t rel = doc->tokens[t].deprel;
        if (head < doc->token_count && (rel == KH_CCOMP || (open && (rel == KH_ADVCL || rel == KH_XCOMP)))) {
            uint32_t who = subject_of(w, head, i);
            if (who != KH_NONE)
                return who;
            open = true;
        }
        t = head;
    }
    return KH_NONE;
}

/* "we": who speaks, where the clause is told; else the body that the text is of: the first one named at its head or foot. */
static uint32_t first_person(const work *w, uint32_t i)
{
    const kh_doc *doc = w->doc;
    uint32_t t = doc->actors[i].head, who = speaker_of(w, i);
    if (who != KH_NONE)
        return who;
    kh_view sentence = kh_doc_view(doc, doc->sentences[doc->tokens[t].sentence].span);
    if (memchr(sentence.p, '"', sentence.n) || memmem(sentence.p, sentence.n, "\xe2\x80\x9c", 3) || in_quotation(doc, t))
        return KH_NONE;                                 /* a quotation whose speaker is not in the sentence */
    if (doc->tokens[t].morph & KH_MORPH_SING)
        return KH_NONE;                                 /* "I" outside of quotations is the writer */
    uint32_t own = doc->tokens[t].sentence;
    for (int known = 1; known >= 0; known--) {
        for (uint32_t k = 0; k < doc->actor_count && doc->tokens[doc->actors[k].head].sentence < W_HEAD_SENTENCES; k++)
            if (is_body(&doc->actors[k], known) && doc->tokens[doc->actors[k].head].sentence != own)
                return k;
        for (uint32_t k = doc->actor_count; k-- > 0 && doc->tokens[doc->actors[k].head].sentence + W_FOOT_SENTENCES > doc->sentence_count;)
            if (is_body(&doc->actors[k], known) && doc->tokens[doc->actors[k].head].sentence != own)
                return k;
    }
    return KH_NONE;
}

/* Mentions that are known to be one: same antecedent, id or name. */
static bool same_entity(const kh_actor *a, const kh_actor *b)
{
    return a->entity == b->entity || (a->id.n && kh_view_eq(a->id, b->id)) || (!a->id.n && !b->id.n && a->name.n && kh_view_eq(a->name, b->name));
}

/* The antecedent of mention i, or KH_NONE where there is none or two are equally good. */
static uint32_t antecedent(const work *w, uint32_t i, const wanted *q)
{
    const kh_doc *doc = w->doc;
    const kh_token *me = &doc->tokens[q->head];
    uint32_t best = KH_NONE;
    int best_score = INT32_MIN;
    bool tie = false;
    for (uint32_t j = i, steps = 0; j-- > 0 && steps < W_LOOK_BACK; steps++) {
        const kh_actor *c = &doc->actors[j];
        const kh_token *t = &doc->tokens[c->head];
        if (t->sentence + W_SENTENCES_BACK < me->sentence)
            break;
        if (!fits(w, q, c) || (!q->possessive && t->head == me->head && t->sentence == me->sentence && t->head != KH_NONE) ||
            t->head == q->head || me->head == c->head)
            continue;
        int s = score_of(w, q, c);
        if (best != KH_NONE && s == best_score && !same_entity(c, &doc->actors[best]))
            tie = true;
        if (s > best_score)
            best = j, best_score = s, tie = false;
    }
    return tie ? KH_NONE : best;
}

static void follow(work *w, uint32_t i, uint32_t j, const char *reason)
{
    kh_actor *a = &w->doc->actors[i];
    const kh_actor *c = &w->doc->actors[j];
    copy_identity(a, c);
    a->via[0] = j;
    a->entity = c->entity;
    a->reason = reason;
}

/* "who", "which": the noun that the clause hangs on. */
static uint32_t relative(const work *w, uint32_t token)
{
    const kh_doc *doc = w->doc;
    for (int steps = 0; token != KH_NONE && steps < 8; steps++) {
        uint32_t up = doc->tokens[token].head;
        if (up == KH_NONE)
            return KH_NONE;
        if (doc->tokens[token].deprel == KH_ACL)
            return w->actor_at[up];
        token = up;
    }
    return KH_NONE;
}

/* "their neighbour": the other state that the text before speaks of most; none where two are as good. */
static bool neighbour(work *w, uint32_t i, const char *own)
{
    kh_doc *doc = w->doc;
    kh_actor *a = &doc->actors[i];
    uint32_t best = KH_NONE, most = 0, steps = 0;
    bool tie = false;
    for (uint32_t j = i; j-- > 0 && steps < W_LOOK_BACK; steps++) {
        const kh_actor *c = &doc->actors[j];
        if (c->kind != KH_KIND_STATE || !c->id.n || has_country(c->country, own) || (best != KH_NONE && kh_view_eq(c->id, doc->actors[best].id)))
            continue;
        uint32_t count = 0;
        for (uint32_t k = i, n = 0; k-- > 0 && n < W_LOOK_BACK; n++)
            count += kh_view_eq(doc->actors[k].id, c->id);
        tie = count == most;
        if (count > most)
            most = count, best = j;
    }
    if (best == KH_NONE || tie)
        return false;
    copy_identity(a, &doc->actors[best]);
    a->via[0] = best;
    a->reason = "the neighbour that the text speaks of";
    return true;
}

/* "its fighters", "members of the group": the role takes whom its possessor turned out to be. */
static void inherit(work *w, uint32_t i)
{
    kh_doc *doc = w->doc;
    kh_actor *a = &doc->actors[i];
    if (!a->generic || a->id.n || a->name.n || a->country[0][0] || a->via[0] != KH_NONE || is_against(doc, a->head))
        return;
    uint32_t of = kid_with_case(w, a->head, "of");
    for (uint32_t c = w->first_kid[a->head]; c != KH_NONE; c = w->next_kid[c])
        if (doc->tokens[c].sub == KH_SUB_POSS)
            of = c;
    bool near = kh_view_is(lemma_of(doc, a->head), "neighbour") || kh_view_is(lemma_of(doc, a->head), "neighbor");
    for (uint32_t c = w->first_kid[a->head]; c != KH_NONE && near; c = w->next_kid[c])
        if ((doc->tokens[c].deprel == KH_APPOS || doc->tokens[c].deprel == KH_FLAT) && w->actor_at[c] != KH_NONE) {
            copy_identity(a, &doc->actors[w->actor_at[c]]);
            return;                                     /* "its neighbour Djibouti" */
        }
    uint32_t m = of == KH_NONE ? KH_NONE : w->actor_at[of];
    if (m == KH_NONE || m == i || !doc->actors[m].country[0][0])
        return;
    const kh_actor *c = &doc->actors[m];
    if (near) {
        neighbour(w, i, c->country[0]);
        return;
    }
    memcpy(a->country, c->country, sizeof a->country);
    a->via[0] = m;
    a->reason = "role noun with its possessor";
    if (c->kind == KH_KIND_GROUP && c->id.n) {
        a->id = c->id, a->name = c->name;
        if (a->kind != KH_KIND_OBJECT && c->sector[0] && strcmp(a->sector, "REB"))
            memcpy(a->sector, c->sector, sizeof a->sector);
    } else if (!a->sector[0] && a->kind != KH_KIND_OBJECT) {
        memcpy(a->sector, c->sector, sizeof a->sector);
    }
}

/* Once antecedents are known: "two of them", "members of the group". */
static void link_late(work *w)
{
    kh_doc *doc = w->doc;
    for (uint32_t i = doc->actor_count; i-- > 0;) {
        kh_actor *a = &doc->actors[i];
        uint32_t m = a->via[0];
        if (m != KH_NONE && m > i && !a->id.n && !a->country[0][0] && is_counting(doc, a->head))
            copy_identity(a, &doc->actors[m]);
        else
            inherit(w, i);
    }
}

static void link_antecedents(work *w)
{
    kh_doc *doc = w->doc;
    for (uint32_t i = 0; i < doc->actor_count; i++) {
        kh_actor *a = &doc->actors[i];
        wanted q;
        if (a->via[0] != KH_NONE)
            continue;
        if (a->pronoun && doc->tokens[a->head].morph & KH_MORPH_PRON_REL) {
            uint32_t j = relative(w, a->head);
            if (j != KH_NONE && j < i)
                follow(w, i, j, "relative pronoun");
            continue;
        }
        if (a->pronoun && doc->tokens[a->head].morph & KH_MORPH_1) {
            uint32_t j = first_person(w, i);
            if (j != KH_NONE && j != i)
                follow(w, i, j, "whose words they are");
            continue;
        }
        inherit(w, i);
        if (a->via[0] != KH_NONE || !want_of(w, a, &q))
            continue;
        uint32_t j = antecedent(w, i, &q);
        if (j != KH_NONE)
            follow(w, i, j, a->pronoun ? "pronoun" : "description of one named before");
        else if (a->pronoun)
            a->reason = "pronoun without a clear antecedent";
    }
}

static kh_view last_word(kh_view name)
{
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == ' ')
            return (kh_view){ name.p + i + 1, name.n - i - 1 };
    return name;
}

/* "Omar Gulzai ... Gulzai": a person's later, shorter name. */
static bool link_surnames(work *w)
{
    kh_map full;
    kh_doc *doc = w->doc;
    if (!kh_map_init(&full, w->scratch, doc->actor_count + 1))
        return false;
    for (uint32_t i = 0; i < doc->actor_count; i++) {
        kh_actor *a = &doc->actors[i];
        if (!a->named || !a->name.n || a->via[0] != KH_NONE || (a->kind != KH_KIND_PERSON && a->kind != KH_KIND_UNKNOWN))
            continue;
        kh_view last = last_word(a->name);
        if (last.n == a->name.n) {
            uint32_t *slot = a->id.n ? NULL : kh_map_find(&full, last);
            if (slot) {
                copy_identity(a, &doc->actors[*slot]);
                a->via[0] = *slot;
                a->entity = doc->actors[*slot].entity;
                a->reason = "shorter name of one named before";
            }
            continue;
        }
        if (a->kind != KH_KIND_PERSON)
            continue;
        bool fresh;
        uint32_t *slot = kh_map_make(&full, last, &fresh);
        if (!slot)
            return false;
        *slot = i;                                      /* the one named last */
    }
    return true;
}

/* The first mention with the same id, else the same name. */
static bool number_entities(work *w)
{
    kh_map ids, names;
    kh_doc *doc = w->doc;
    if (!kh_map_init(&ids, w->scratch, doc->actor_count + 1) || !kh_map_init(&names, w->scratch, doc->actor_count + 1))
        return false;
    for (uint32_t i = 0; i < doc->actor_count; i++) {
        kh_actor *a = &doc->actors[i];
        if ((!a->id.n && !a->name.n) || a->via[0] != KH_NONE)
            continue;
        bool fresh;
        uint32_t *slot = kh_map_make(a->id.n ? &ids : &names, a->id.n ? a->id : a->name, &fresh);
        if (!slot)
            return false;
        if (fresh)
            *slot = i;
        a->entity = *slot;
    }
    return true;
}

/* ------------------------------------------------------------------ the country of the story */

/* The country that most of the text's states and places are of, or that of its dateline; NULL where none stands out. */
static const char *story_country(const work *w)
{
    const kh_doc *doc = w->doc;
    const char *best = NULL;
    uint32_t all = 0, most = 0;
    for (uint32_t i = 0; i < doc->place_count; i++)
        if (doc->places[i].dateline && doc->places[i].country[0])
            return doc->places[i].country;
    for (uint32_t i = 0; i < doc->place_count && i < W_STORY_PLACES; i++) {
        const char *c = doc->places[i].country;
        uint32_t n = 0;
        if (!c[0])
            continue;
        all++;
        for (uint32_t k = 0; k < doc->place_count && k < W_STORY_PLACES; k++)
            n += !strcmp(doc->places[k].country, c);
        if (n > most)
            most = n, best = c;
    }
    return most >= 2 && most * 10 >= all * W_STORY_SHARE ? best : NULL;
}

/* "The government", "police" in a story of one country are that country's. */
static void link_story(work *w)
{
    kh_doc *doc = w->doc;
    const char *country = story_country(w);
    for (uint32_t i = 0; country && i < doc->actor_count; i++) {
        kh_actor *a = &doc->actors[i];
        bool state = !strcmp(a->sector, "GOV") || !strcmp(a->sector, "COP") || !strcmp(a->sector, "LEG") || !strcmp(a->sector, "JUD") ||
                     (!strcmp(a->sector, "MIL") && bare_definite(w, a));
        if (!state || a->id.n || a->country[0][0] || a->via[0] != KH_NONE || a->pronoun || (is_plural(doc, a->head) && strcmp(a->sector, "COP")))
            continue;
        memcpy(a->country[0], country, 4);
        a->reason = "role noun in a story of one country";
    }
}

bool link_all(work *w)
{
    for (uint32_t i = 0; i < w->doc->actor_count; i++)
        w->doc->actors[i].entity = i;
    link_titles(w);
    link_partitives(w);
    if (!number_entities(w) || !link_surnames(w))
        return false;
    link_antecedents(w);
    link_story(w);
    link_late(w);
    return true;
}
