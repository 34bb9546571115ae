/* topic.c: counts the words of en/topics.tsv and en/contexts.tsv in a text, its title and its address. */
#include "events/topic.h"

#include <stdio.h>
#include <string.h>

#include "events/weights.h"

enum { LONGEST = 7, KEY = 160 };

static const char *const topic_names[KH_TOPIC_COUNT] = { "sport", "arts", "game", "market", "weather", "science", "technology", "living",
                                                         "crime", "opinion", "media", "drill", "fiction", "past", "state", "conflict" };

/* ------------------------------------------------------------------ tables */

/* The words of a phrase with one blank between them, as the text is cut: at blanks and hyphens. Gives their number. */
static uint32_t phrase_key(kh_view phrase, char where, char key[KEY], size_t *n, kh_view *first)
{
    uint32_t words = 0;
    key[0] = where;
    *n = 1;
    for (size_t i = 0; i < phrase.n;) {
        size_t from = i;
        while (i < phrase.n && phrase.p[i] != ' ' && phrase.p[i] != '-')
            i++;
        if (i > from) {
            if (*n + 1 + (i - from) > KEY)
                return 0;
            key[(*n)++] = ' ';
            memcpy(key + *n, phrase.p + from, i - from);
            *n += i - from;
            if (words++ == 0)
                *first = (kh_view){ phrase.p + from, i - from };
        }
        i++;
    }
    return words;
}

static kh_status add_phrase(kh_topics *t, kh_view phrase, char where, uint8_t subject, float weight, kh_arena *arena, kh_error *err)
{
    char key[KEY];
    size_t n;
    kh_view first = { 0 };
    uint32_t words = phrase_key(phrase, where, key, &n, &first);
    if (words == 0 || words > LONGEST)
        return KH_OK;
    kh_view kept = kh_arena_copy(arena, (kh_view){ key, n });
    bool fresh = false;
    uint32_t *at = kept.p ? kh_map_make(&t->phrases, kept, &fresh) : NULL;
    void *grown = at ? kh_arena_grow(arena, t->cues, &t->room, t->count + 1, sizeof *t->cues) : NULL;
    uint32_t *longest = grown && where == 't' ? kh_map_make(&t->openers, first, &fresh) : NULL;
    if (!grown || (where == 't' && !longest))
        return kh_arena_fail(arena, err);
    t->cues = grown;
    t->cues[t->count++] = (kh_cue){ *at, subject, weight };
    *at = (uint32_t)t->count;
    if (longest && words > *longest)
        *longest = words;
    return KH_OK;
}

static kh_status add_row(kh_topics *t, const kh_table *table, size_t row, char where, uint8_t subject, kh_arena *arena, kh_error *err)
{
    int64_t weight = 1;
    if (!kh_view_to_int(kh_table_cell(table, row, kh_table_column(table, "weight")), &weight) || weight < 1 || weight > 3)
        return KH_OK;
    kh_view rest = kh_table_cell(table, row, kh_table_column(table, "words"));
    kh_status s = KH_OK;
    while (rest.n > 0 && s == KH_OK)
        s = add_phrase(t, kh_view_trim(kh_view_cut(&rest, '|')), where, subject, (float)weight, arena, err);
    return s;
}

static uint32_t topic_of(kh_view name)
{
    uint32_t k = 0;
    while (k < KH_TOPIC_COUNT && !kh_view_is(name, topic_names[k]))
        k++;
    return k;
}

static uint32_t context_of(kh_topics *t, kh_view name)
{
    uint32_t k = KH_TOPIC_COUNT;
    while (k < t->subjects && !kh_view_eq(t->contexts[k], name))
        k++;
    if (k == t->subjects && k < KH_SUBJECTS)
        t->contexts[t->subjects++] = name;
    return k;
}

kh_status kh_topics_open(const kh_lexicon *lexicon, kh_arena *arena, kh_topics *t, kh_error *err)
{
    memset(t, 0, sizeof *t);
    t->subjects = KH_TOPIC_COUNT;
    if (!kh_map_init(&t->phrases, arena, 8192) || !kh_map_init(&t->openers, arena, 4096))
        return kh_arena_fail(arena, err);
    size_t i = 0;
    kh_status s = KH_OK;
    for (const kh_table *table; s == KH_OK && (table = kh_lexicon_next(lexicon, "en/topics", &i)) != NULL;)
        for (size_t r = 0; s == KH_OK && r < kh_table_rows(table); r++) {
            kh_view where = kh_table_cell(table, r, kh_table_column(table, "where"));
            uint32_t k = topic_of(kh_table_cell(table, r, kh_table_column(table, "topic")));
            if (k < KH_TOPIC_COUNT && where.n > 0)
                s = add_row(t, table, r, where.p[0], (uint8_t)k, arena, err);
        }
    i = 0;
    for (const kh_table *table; s == KH_OK && (table = kh_lexicon_next(lexicon, "en/contexts", &i)) != NULL;)
        for (size_t r = 0; s == KH_OK && r < kh_table_rows(table); r++) {
            kh_view name = kh_table_cell(table, r, kh_table_column(table, "context"));
            uint32_t k = name.n ? context_of(t, name) : KH_SUBJECTS;
            if (k < KH_SUBJECTS)
                s = add_row(t, table, r, 't', (uint8_t)k, arena, err);
        }
    return s;
}

bool kh_topics_over(const kh_topics *t, kh_view lemma, kh_topic topic)
{
    char key[KEY];
    int n = snprintf(key, sizeof key, "o %.*s", (int)lemma.n, lemma.p);
    const uint32_t *at = n > 0 && (size_t)n < sizeof key ? kh_map_find(&t->phrases, (kh_view){ key, (size_t)n }) : NULL;
    for (uint32_t c = at ? *at : 0; c > 0; c = t->cues[c - 1].next)
        if (t->cues[c - 1].subject == topic)
            return true;
    return false;
}

/* ------------------------------------------------------------------ words of a text */

typedef struct word { char text[48], lemma[48]; uint8_t n, lemma_n; bool small; } word;   /* small: a pronoun, a preposition */

typedef struct counting {
    const kh_topics *topics;
    float *into;                           /* of the sentence at hand */
    float *article;
    uint8_t *seen;                         /* by cue */
    float times;                           /* 2 in a title */
    bool quoted;
} counting;

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static uint8_t small_copy(char *to, size_t room, kh_view v)
{
    size_t n = v.n < room ? v.n : room;
    for (size_t i = 0; i < n; i++)
        to[i] = lower(v.p[i]);
    return (uint8_t)n;
}

static bool is_small(uint8_t upos)
{
    return upos == KH_PRON || upos == KH_ADP || upos == KH_DET || upos == KH_AUX || upos == KH_SCONJ || upos == KH_CCONJ || upos == KH_PART;
}

/* `done`: subjects that the words have spoken for already, as they stand or as lemmas. */
static void score(counting *c, uint32_t cue, uint32_t words, bool small, uint64_t *done)
{
    enum { AT_MOST = 3 };
    for (; cue > 0; cue = c->topics->cues[cue - 1].next) {
        const kh_cue *q = &c->topics->cues[cue - 1];
        if ((small && words == 1 && q->subject != KH_TOPIC_OPINION) || (c->quoted && q->subject == KH_TOPIC_OPINION))
            continue;
        uint64_t bit = UINT64_C(1) << q->subject;
        if (*done & bit)
            continue;
        *done |= bit;
        c->into[q->subject] += q->weight;
        if (c->seen[cue - 1] < AT_MOST) {
            c->seen[cue - 1]++;
            c->article[q->subject] += q->weight * c->times;
        }
    }
}

/* The cues of `length` words from w on, the last as it stands or (`lemma`) as its lemma; 0 none. */
static uint32_t find(const kh_topics *t, const word *w, uint32_t length, bool lemma)
{
    char key[KEY];
    size_t n = 1;
    key[0] = 't';
    for (uint32_t i = 0; i < length; i++) {
        if (n + 1 + sizeof w[i].text > KEY)
            return 0;
        key[n++] = ' ';
        memcpy(key + n, w[i].text, w[i].n);
        n += w[i].n;
    }
    const word *last = &w[length - 1];
    if (lemma) {
        if (last->n == last->lemma_n && memcmp(last->text, last->lemma, last->n) == 0)
            return 0;
        n -= last->n;
        memcpy(key + n, last->lemma, last->lemma_n);
        n += last->lemma_n;
    }
    const uint32_t *at = kh_map_find(&t->phrases, (kh_view){ key, n });
    return at ? *at : 0;
}

/* Counts the phrase at w, the longest; gives the number of words to go on. */
static uint32_t count_at(counting *c, const word *w, uint32_t left)
{
    const uint32_t *as_form = kh_map_find(&c->topics->openers, (kh_view){ w->text, w->n });
    const uint32_t *as_lemma = kh_map_find(&c->topics->openers, (kh_view){ w->lemma, w->lemma_n });
    uint32_t longest = as_form ? *as_form : as_lemma ? 1 : 0;
    for (uint32_t n = longest < left ? longest : left; n > 0; n--) {
        uint32_t form = find(c->topics, w, n, false), lemma = find(c->topics, w, n, true);
        uint64_t done = 0;
        score(c, form, n, w->small, &done);
        score(c, lemma, n, w->small, &done);
        if (form || lemma)
            return n;
    }
    return 1;
}

static bool is_quote(kh_view v) { return kh_view_is(v, "\"") || kh_view_is(v, "“") || kh_view_is(v, "”") || kh_view_is(v, "``") || kh_view_is(v, "''"); }

/* A window of words slides over the sentence; hyphens are no words. */
static void count_sentence(counting *c, const kh_doc *doc, const kh_sentence *s)
{
    word w[LONGEST];
    uint32_t have = 0, t = s->first;
    while (t < s->end || have > 0) {
        for (; t < s->end && have < LONGEST; t++) {
            kh_view form = kh_doc_form(doc, t);
            if (is_quote(form))
                c->quoted = kh_view_is(form, "“") ? true : kh_view_is(form, "”") ? false : !c->quoted;
            if (kh_view_is(form, "-") || is_quote(form))
                continue;
            word *to = &w[have++];
            to->n = small_copy(to->text, sizeof to->text, form);
            to->lemma_n = small_copy(to->lemma, sizeof to->lemma, doc->tokens[t].lemma.n ? doc->tokens[t].lemma : form);
            to->small = is_small(doc->tokens[t].upos);
        }
        if (have == 0)
            return;
        uint32_t gone = count_at(c, w, have);
        memmove(w, w + gone, (have - gone) * sizeof *w);
        have -= gone;
    }
}

/* ------------------------------------------------------------------ addresses */

/* Words of an address or outlet, at anything that is no letter or digit; "us-news" is looked up whole as well. */
static void count_address(const kh_topics *t, kh_view text, bool *section)
{
    char key[KEY] = "u ";
    size_t n = 2;
    for (size_t i = 0; i <= text.n && i < 512; i++) {
        char ch = i < text.n ? lower(text.p[i]) : '/';
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
        if (letter && n < KEY) {
            key[n++] = ch;
            continue;
        }
        const uint32_t *at = n > 2 ? kh_map_find(&t->phrases, (kh_view){ key, n }) : NULL;
        for (uint32_t c = at ? *at : 0; c > 0; c = t->cues[c - 1].next)
            if (t->cues[c - 1].subject < KH_TOPIC_COUNT)
                section[t->cues[c - 1].subject] = true;
        n = 2;
    }
}

/* The last part of an address is the headline, no section. */
static kh_view without_slug(kh_view url)
{
    while (url.n > 0 && url.p[url.n - 1] == '/')
        url.n--;
    const char *slash = url.n ? memrchr(url.p, '/', url.n) : NULL;
    return slash ? (kh_view){ url.p, (size_t)(slash - url.p) } : url;
}

/* ------------------------------------------------------------------ counting */

kh_status kh_topics_count(const kh_topics *t, const kh_doc *doc, kh_arena *scratch, kh_about *about, kh_error *err)
{
    memset(about, 0, sizeof *about);
    about->topics = t;
    about->sentences = kh_arena_array(scratch, ((size_t)doc->sentence_count + 1) * KH_SUBJECTS, sizeof *about->sentences);
    about->paragraphs = kh_arena_array(scratch, ((size_t)doc->sentence_count + 1) * KH_SUBJECTS, sizeof *about->paragraphs);
    about->paragraph_of = kh_arena_array(scratch, (size_t)doc->sentence_count + 1, sizeof *about->paragraph_of);
    counting c = { .topics = t, .article = about->article, .seen = kh_arena_array(scratch, t->count + 1, 1) };
    if (!about->sentences || !about->paragraphs || !about->paragraph_of || !c.seen)
        return kh_arena_fail(scratch, err);
    uint32_t block = KH_NONE, words = 0, paragraph = 0;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        const kh_sentence *s = &doc->sentences[i];
        kh_role role = s->block < doc->block_count ? doc->blocks[s->block].role : KH_ROLE_BODY;
        if (!kh_role_is_coded(role))
            continue;
        if (s->block != block) {
            c.quoted = false;
            paragraph = i;                 /* a paragraph has the row of its first sentence, so that blocks without any cost nothing */
        }
        block = s->block;
        about->paragraph_of[i] = paragraph;
        c.times = role == KH_ROLE_TITLE ? W_TITLE : 1;
        c.into = about->sentences + (size_t)i * KH_SUBJECTS;
        count_sentence(&c, doc, s);
        words += s->end - s->first;
        for (uint32_t k = 0; k < t->subjects && block < doc->block_count; k++)
            about->paragraphs[(size_t)paragraph * KH_SUBJECTS + k] += c.into[k];
    }
    for (uint32_t k = 0; k < t->subjects; k++) {
        float more = k < KH_TOPIC_STATE ? about->article[k] - W_ONE_WORD : about->article[k];
        about->article[k] = more > 0 ? more * 100.0f / ((float)words + W_SHORT_TEXT) : 0;
    }
    about->words = words;
    count_address(t, without_slug(doc->meta.url), about->section);
    return KH_OK;
}

float kh_about_sentence(const kh_about *about, uint32_t sentence, uint32_t subject)
{
    return about->sentences[(size_t)sentence * KH_SUBJECTS + subject];
}

float kh_about_paragraph(const kh_about *about, const kh_doc *doc, uint32_t sentence, uint32_t subject)
{
    if (doc->sentences[sentence].block >= doc->block_count)
        return 0;
    float rest = about->paragraphs[(size_t)about->paragraph_of[sentence] * KH_SUBJECTS + subject] - kh_about_sentence(about, sentence, subject);
    return rest > 0 ? rest : 0;
}
