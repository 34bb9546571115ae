/* match.c: the tree turned round, noun phrases, and the lexicon's phrases in the text; all linear. */
#include "actors/table.h"

static uint32_t *new_index(kh_arena *arena, uint32_t n)
{
    uint32_t *p = kh_arena_array(arena, (size_t)n + 1, sizeof *p);
    for (uint32_t i = 0; p && i <= n; i++)
        p[i] = KH_NONE;
    return p;
}

static void build_tree(work *w)
{
    const kh_doc *doc = w->doc;
    for (uint32_t t = doc->token_count; t-- > 0;) {
        uint32_t h = doc->tokens[t].head;
        if (h >= doc->token_count || h == t)
            continue;
        w->next_kid[t] = w->first_kid[h];
        w->first_kid[h] = t;
    }
    uint32_t n = 0;
    for (uint32_t t = 0; t < doc->token_count; t++)
        if (doc->tokens[t].head >= doc->token_count)
            w->order[n++] = t;
    for (uint32_t i = 0; i < n; i++)                    /* tokens on a ring are never reached, and stay alone */
        for (uint32_t c = w->first_kid[w->order[i]]; c != KH_NONE; c = w->next_kid[c])
            w->order[n++] = c;
    w->order[doc->token_count] = n;
}

/* Whether a child belongs to its head's noun phrase: no clauses, appositions, conjuncts, prepositional phrases. */
static bool in_phrase(const kh_doc *doc, uint32_t c)
{
    const kh_token *t = &doc->tokens[c];
    switch (t->deprel) {
    case KH_DETREL: case KH_AMOD: case KH_COMPOUND: case KH_NUMMOD: case KH_FLAT: case KH_FIXED: case KH_GOESWITH: return true;
    case KH_NMOD: return t->sub == KH_SUB_POSS || t->sub == KH_SUB_DESC || (c > t->head && is_counting(doc, t->head));
    case KH_ADVMOD: return c < t->head && doc->tokens[t->head].upos != KH_VERB;
    default: return false;
    }
}

static void build_phrases(work *w)
{
    const kh_doc *doc = w->doc;
    for (uint32_t t = 0; t < doc->token_count; t++)
        w->left[t] = w->right[t] = t;
    for (uint32_t i = w->order[doc->token_count]; i-- > 0;) {
        uint32_t t = w->order[i], h = doc->tokens[t].head;
        if (h >= doc->token_count || !in_phrase(doc, t))
            continue;
        if (doc->tokens[t].deprel == KH_NMOD && doc->tokens[t].sub == KH_SUB_NONE) {
            bool of = false;
            for (uint32_t c = w->first_kid[t]; c != KH_NONE && !of; c = w->next_kid[c])
                of = doc->tokens[c].deprel == KH_CASE && kh_view_is(lemma_of(doc, c), "of");
            if (!of)
                continue;
        }
        if (w->left[t] < w->left[h])
            w->left[h] = w->left[t];
        if (w->right[t] > w->right[h])
            w->right[h] = w->right[t];
    }
}

/* The token of [first, end) whose head lies outside it; the last one of a sentence without a tree. */
static uint32_t head_of(const kh_doc *doc, uint32_t first, uint32_t end)
{
    if (!doc->sentences[doc->tokens[first].sentence].parsed)
        return end - 1;
    for (uint32_t t = end; t-- > first;)
        if (doc->tokens[t].deprel != KH_CASE && doc->tokens[t].deprel != KH_PUNCTREL &&
            (doc->tokens[t].head < first || doc->tokens[t].head >= end))
            return t;
    return end - 1;
}

static bool has_capital(const kh_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        kh_view f = kh_doc_form(doc, t);
        unsigned char c = f.n ? (unsigned char)f.p[0] : 0;
        if ((c >= 'A' && c <= 'Z') || c >= 0x80)
            return true;
    }
    return false;
}

static bool may_start(const kh_token *t)
{
    return t->upos == KH_PROPN || t->upos == KH_NOUN || t->upos == KH_ADJ || t->upos == KH_X;
}

static bool all_capitals(const kh_doc *doc, const kh_sentence *s)
{
    kh_view text = kh_doc_view(doc, s->span);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'a' && text.p[i] <= 'z')
            return false;
    return true;
}

/* "CAR", "US", "WHO" in a text of capitals are words, unless they are read as names. */
static bool is_word(const kh_doc *doc, uint32_t t, size_t length)
{
    return length == 1 && doc->tokens[t].upos != KH_PROPN && kh_doc_form(doc, t).n <= 4;
}

static kh_status find_names(work *w, const kh_sentence *s, kh_error *err)
{
    kh_doc *doc = w->doc;
    bool capitals = all_capitals(doc, s);
    for (uint32_t t = s->first; t < s->end;) {
        size_t length = 0, count = 0;
        const uint32_t *values = NULL;
        uint32_t name = w->name_of[t];
        if (may_start(&doc->tokens[t]) || name != KH_NONE) {
            kh_mark mark = kh_arena_mark(w->scratch);
            kh_status st = kh_phrases_find(w->actors->names, w->words + s->first, s->end - s->first, t - s->first, false, w->scratch,
                                           &length, &values, &count, err);
            kh_arena_rewind(w->scratch, mark);
            if (st)
                return st;
        }
        if (!length || length > s->end - t || !has_capital(doc, t, t + (uint32_t)length) || (capitals && is_word(doc, t, length))) {
            t++;
            continue;
        }
        uint32_t end = t + (uint32_t)length;
        w->hits[w->hit_count] = (hit){ t, end, head_of(doc, t, end), values, (uint32_t)count };
        for (uint32_t k = t; k < end; k++)
            w->hit_of[k] = w->hit_count;
        w->hit_count++;
        t = end;
    }
    return KH_OK;
}

bool modifies_act(const work *w, uint32_t t)
{
    const kh_token *k = &w->doc->tokens[t];
    if ((k->deprel != KH_COMPOUND && k->deprel != KH_AMOD) || k->head >= w->doc->token_count)
        return false;
    uint8_t u = w->doc->tokens[k->head].upos;
    bool act = u == KH_NOUN || (u == KH_VERB && kh_view_ends(kh_doc_form(w->doc, k->head), KH_LIT("ing")));     /* "in police firing" */
    return act && w->role_of[k->head] == KH_NONE && w->hit_of[k->head] == KH_NONE &&
           w->name_head[k->head] == KH_NONE && w->place_of[k->head] == KH_NONE;
}

static kh_status find_roles(work *w, const kh_sentence *s, kh_error *err)
{
    kh_doc *doc = w->doc;
    for (uint32_t t = s->first; t < s->end;) {
        size_t length = 0, count = 0;
        const uint32_t *values = NULL;
        if (may_start(&doc->tokens[t])) {
            kh_mark mark = kh_arena_mark(w->scratch);
            kh_status st = kh_phrases_find(w->actors->role_words, w->words + s->first, s->end - s->first, t - s->first, false,
                                           w->scratch, &length, &values, &count, err);
            kh_arena_rewind(w->scratch, mark);
            if (st)
                return st;
        }
        if (!length || length > s->end - t) {
            t++;
            continue;
        }
        uint32_t head = head_of(doc, t, t + (uint32_t)length);
        uint8_t u = doc->tokens[head].upos;
        if (u == KH_NOUN || u == KH_PROPN || u == KH_X || u == KH_ADJ)
            w->role_of[head] = values[0];
        t += (uint32_t)length;
    }
    for (uint32_t t = s->first; t < s->end; t++)
        if (w->role_of[t] != KH_NONE && doc->tokens[t].upos == KH_ADJ && doc->tokens[t].deprel == KH_AMOD && !modifies_act(w, t))
            w->role_of[t] = KH_NONE;                    /* "militant fighters", but "militant gunfire" */
    return KH_OK;
}

static void cover(const kh_doc *doc, uint32_t *of, uint32_t first, uint32_t end, uint32_t value)
{
    for (uint32_t t = first; t < end && t < doc->token_count; t++)
        of[t] = value;
}

kh_status work_prepare(work *w, kh_error *err)
{
    kh_doc *doc = w->doc;
    uint32_t n = doc->token_count;
    uint32_t **fields[] = { &w->first_kid, &w->next_kid, &w->left, &w->right, &w->order, &w->hit_of, &w->name_of, &w->place_of,
                            &w->role_of, &w->name_head, &w->actor_at };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!(*fields[i] = new_index(w->scratch, n)))
            return kh_arena_fail(w->scratch, err);
    w->words = kh_arena_array(w->scratch, (size_t)n + 1, sizeof *w->words);
    w->hits = kh_arena_array(w->scratch, (size_t)n + 1, sizeof *w->hits);
    if (!w->words || !w->hits)
        return kh_arena_fail(w->scratch, err);
    for (uint32_t t = 0; t < n; t++)
        w->words[t] = (kh_word){ kh_doc_form(doc, t), t == 0 || doc->tokens[t - 1].space_after };
    build_tree(w);
    build_phrases(w);
    for (uint32_t i = 0; i < doc->name_count; i++) {
        const kh_name *m = &doc->names[i];
        if (m->first >= m->end || m->end > n || m->type < KH_NAME_PER || m->type > KH_NAME_NORP)
            continue;
        cover(doc, w->name_of, m->first, m->end, i);
        w->name_head[head_of(doc, m->first, m->end)] = i;
    }
    for (uint32_t i = 0; i < doc->place_count; i++)
        cover(doc, w->place_of, doc->places[i].first, doc->places[i].end, i);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        kh_status st = find_names(w, &doc->sentences[i], err);
        if (!st)
            st = find_roles(w, &doc->sentences[i], err);
        if (st)
            return st;
    }
    return KH_OK;
}
