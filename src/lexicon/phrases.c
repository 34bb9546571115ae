/*
 * A trie over folded words. Children of a node are found through one hash table for the whole trie, keyed by node and word, so that
 * adding is cheap and a look-up costs one probe a word.
 */
#include "lexicon/lexicon.h"

#include <string.h>
#include <utf8proc.h>

/* ------------------------------------------------------------------ folding */

static bool is_ascii_lower(kh_view w)
{
    for (size_t i = 0; i < w.n; i++) {
        unsigned char c = (unsigned char)w.p[i];
        if (c >= 0x80 || (c >= 'A' && c <= 'Z') || c == '.' || c == '`')
            return false;
    }
    return true;
}

/* Writes the fold of one code point; quotes and hyphens become plain, marks vanish. */
static size_t fold_char(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp == '`' ? '\'' : cp);
        return 1;
    }
    switch (cp) {
    case 0x2018: case 0x2019: case 0x02BC: case 0x02BB: case 0x00B4: out[0] = '\''; return 1;
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: out[0] = '-'; return 1;
    case 0x0131: out[0] = 'i'; return 1;
    case 0x00DF: out[0] = 's'; out[1] = 's'; return 2;
    case 0x00E6: case 0x00C6: out[0] = 'a'; out[1] = 'e'; return 2;
    case 0x00F8: case 0x00D8: out[0] = 'o'; return 1;
    case 0x0142: case 0x0141: out[0] = 'l'; return 1;
    case 0x0111: case 0x0110: out[0] = 'd'; return 1;
    default: break;
    }
    utf8proc_int32_t parts[8];
    int bound = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &bound);
    size_t w = 0;
    for (utf8proc_ssize_t i = 0; i < n && i < 4; i++)
        w += kh_utf8_put((uint32_t)parts[i], out + w);
    return w;
}

kh_view kh_fold(kh_arena *arena, kh_view word)
{
    if (is_ascii_lower(word))
        return word;
    char *out = kh_arena_get(arena, word.n * 4 + 4);
    if (!out)
        return (kh_view){ NULL, 0 };
    size_t n = 0;
    for (size_t at = 0; at < word.n;)
        n += fold_char(kh_utf8_next(word, &at), out + n);
    /* stops of an acronym: "u.s." -> "us"; a single final stop goes too ("gen." -> "gen") unless it is all there is */
    size_t letters = 0, stops = 0;
    for (size_t i = 0; i < n; i++) {
        letters += out[i] != '.';
        stops += out[i] == '.';
    }
    if (stops && letters) {
        size_t k = 0;
        for (size_t i = 0; i < n; i++)
            if (out[i] != '.')
                out[k++] = out[i];
        n = k;
    }
    return (kh_view){ out, n };
}

/* ------------------------------------------------------------------ words */

static bool is_link(char c) { return c == '-' || c == '\'' || c == '/'; }

/* Takes the next word off a folded chunk: a run without links; links are skipped. */
static kh_view next_part(kh_view *rest)
{
    while (rest->n && is_link(rest->p[0]))
        *rest = (kh_view){ rest->p + 1, rest->n - 1 };
    size_t n = 0;
    while (n < rest->n && !is_link(rest->p[n]))
        n++;
    kh_view part = { rest->p, n };
    *rest = (kh_view){ rest->p + n, rest->n - n };
    return part;
}

/* Capitals only (with digits, stops, hyphens), at least two letters: matched with its case. */
static bool is_acronym(kh_view w)
{
    size_t caps = 0;
    for (size_t i = 0; i < w.n; i++) {
        unsigned char c = (unsigned char)w.p[i];
        if (c >= 'A' && c <= 'Z')
            caps++;
        else if (!(c >= '0' && c <= '9') && c != '.' && c != '-')
            return false;
    }
    return caps >= 2;
}

/* The acronym of a text word: its letters and digits as they are, stops and hyphens left out. */
static kh_view acronym(kh_view w, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < w.n && n < room; i++)
        if (w.p[i] != '.' && !is_link(w.p[i]))
            out[n++] = w.p[i];
    return (kh_view){ out, n };
}

/* ------------------------------------------------------------------ the trie */

typedef struct value_list { uint32_t *values; size_t count, capacity; } value_list;
typedef struct edge { uint32_t parent, node; kh_view word; } edge;

struct kh_phrases {
    kh_arena *arena;
    uint32_t *table;          /* hash -> edge number + 1 */
    edge *edges;
    size_t edge_count, edge_capacity, table_size;
    value_list *nodes;        /* node 0 is the root; node e + 1 is where edge e leads */
    size_t node_capacity;
    kh_map exact;             /* acronyms -> index in exacts */
    value_list *exacts;
    size_t exact_count, exact_capacity;
    kh_map loose;             /* acronyms, folded, for capitals-only text -> index in exacts */
};

kh_phrases *kh_phrases_new(kh_arena *arena)
{
    kh_phrases *p = kh_arena_get(arena, sizeof *p);
    if (!p)
        return NULL;
    p->arena = arena;
    p->table_size = 1024;
    p->table = kh_arena_array(arena, p->table_size, sizeof *p->table);
    p->nodes = kh_arena_grow(arena, NULL, &p->node_capacity, 1, sizeof *p->nodes);
    if (!p->table || !p->nodes || !kh_map_init(&p->exact, arena, 256) || !kh_map_init(&p->loose, arena, 256))
        return NULL;
    return p;
}

static size_t slot_of(const kh_phrases *p, uint32_t parent, kh_view word)
{
    size_t mask = p->table_size - 1, i = kh_hash(word, parent + 1) & mask;
    while (p->table[i]) {
        const edge *e = &p->edges[p->table[i] - 1];
        if (e->parent == parent && kh_view_eq(e->word, word))
            break;
        i = (i + 1) & mask;
    }
    return i;
}

static bool grow_table(kh_phrases *p)
{
    size_t size = p->table_size * 2;
    uint32_t *table = kh_arena_array(p->arena, size, sizeof *table);
    if (!table)
        return false;
    p->table = table;
    p->table_size = size;
    for (size_t e = 0; e < p->edge_count; e++)
        p->table[slot_of(p, p->edges[e].parent, p->edges[e].word)] = (uint32_t)e + 1;
    return true;
}

static uint32_t child(const kh_phrases *p, uint32_t node, kh_view word)
{
    uint32_t e = p->table[slot_of(p, node, word)];
    return e ? p->edges[e - 1].node : 0;
}

/* 0: no memory (the root is never a child). */
static uint32_t make_child(kh_phrases *p, uint32_t node, kh_view word)
{
    uint32_t have = child(p, node, word);
    if (have)
        return have;
    if ((p->edge_count + 1) * 2 > p->table_size && !grow_table(p))
        return 0;
    edge *edges = kh_arena_grow(p->arena, p->edges, &p->edge_capacity, p->edge_count + 1, sizeof *edges);
    value_list *nodes = kh_arena_grow(p->arena, p->nodes, &p->node_capacity, p->edge_count + 2, sizeof *nodes);
    if (edges)
        p->edges = edges;
    if (nodes)
        p->nodes = nodes;
    kh_view copy = kh_arena_copy(p->arena, word);
    if (!edges || !nodes || !copy.p)
        return 0;
    uint32_t fresh = (uint32_t)p->edge_count + 1;
    p->edges[p->edge_count++] = (edge){ node, fresh, copy };
    p->table[slot_of(p, node, word)] = fresh;
    return fresh;
}

static bool push(kh_arena *arena, value_list *list, uint32_t value)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->values[i] == value)
            return true;
    uint32_t *values = kh_arena_grow(arena, list->values, &list->capacity, list->count + 1, sizeof *values);
    if (!values)
        return false;
    list->values = values;
    list->values[list->count++] = value;
    return true;
}

static bool push_exact(kh_phrases *p, kh_map *map, kh_view key, uint32_t value)
{
    bool fresh;
    kh_view copy = kh_arena_copy(p->arena, key);
    uint32_t *at = copy.p ? kh_map_make(map, copy, &fresh) : NULL;
    if (!at)
        return false;
    if (fresh) {
        value_list *grown = kh_arena_grow(p->arena, p->exacts, &p->exact_capacity, p->exact_count + 1, sizeof *grown);
        if (!grown)
            return false;
        p->exacts = grown;
        p->exacts[p->exact_count] = (value_list){ 0 };
        *at = (uint32_t)p->exact_count++;
    }
    return push(p->arena, &p->exacts[*at], value);
}

bool kh_phrases_add(kh_phrases *p, kh_view phrase, uint32_t value, bool exact)
{
    phrase = kh_view_trim(phrase);
    if (!phrase.n)
        return true;
    if (exact || is_acronym(phrase)) {
        char letters[128];
        kh_view key = acronym(phrase, letters, sizeof letters);
        kh_view low = kh_fold(p->arena, key);
        return low.p && push_exact(p, &p->exact, key, value) && push_exact(p, &p->loose, low, value);
    }
    uint32_t node = 0;
    bool any = false;
    while (phrase.n) {
        kh_view chunk = kh_view_cut(&phrase, ' ');
        kh_view folded = kh_fold(p->arena, chunk);
        if (chunk.n && !folded.p)
            return false;
        while (folded.n) {
            kh_view part = next_part(&folded);
            if (!part.n)
                continue;
            node = make_child(p, node, part);
            if (!node)
                return false;
            any = true;
        }
    }
    return !any || push(p->arena, &p->nodes[node], value);
}

/* Walks over the parts of one text word. false: the trie ends inside it. */
static bool walk(const kh_phrases *p, uint32_t *node, kh_view folded)
{
    bool any = false;
    while (folded.n) {
        kh_view part = next_part(&folded);
        if (!part.n)
            continue;
        *node = child(p, *node, part);
        if (!*node)
            return false;
        any = true;
    }
    return any;
}

static bool only_links(kh_view w)
{
    for (size_t i = 0; i < w.n; i++)
        if (!is_link(w.p[i]))
            return false;
    return true;
}

enum { LONGEST = 16 };           /* text words of one match */

kh_status kh_phrases_find(const kh_phrases *p, const kh_word *words, size_t count, size_t at, bool any_case, kh_arena *scratch,
                          size_t *length, const uint32_t **values, size_t *value_count, kh_error *err)
{
    *length = *value_count = 0;
    *values = NULL;
    uint32_t node = 0;
    for (size_t i = at; i < count && i - at < LONGEST; i++) {
        kh_view folded = kh_fold(scratch, words[i].text);
        if (words[i].text.n && !folded.p)
            return kh_arena_fail(scratch, err);
        if (only_links(folded) && i > at)
            continue;
        if (!walk(p, &node, folded))
            break;
        if (p->nodes[node].count) {
            *length = i - at + 1;
            *values = p->nodes[node].values;
            *value_count = p->nodes[node].count;
        }
    }
    /* an acronym may stand in one word ("ISIS-K") or in several ("ISIS", "-", "K") */
    char letters[64];
    size_t n = 0;
    for (size_t i = at; i < count && i - at < 4 && n < sizeof letters; i++) {
        kh_view w = words[i].text;
        bool link = only_links(w);
        if (i > at && (words[i].space_before || (!link && !only_links(words[i - 1].text))))
            break;
        n += acronym(w, letters + n, sizeof letters - n).n;
        if (link || i - at + 1 <= *length)
            continue;
        kh_view key = { letters, n };
        uint32_t *hit = kh_map_find(&p->exact, key);
        if (!hit && any_case) {
            kh_view low = kh_fold(scratch, key);
            hit = low.p ? kh_map_find(&p->loose, low) : NULL;
        }
        if (hit) {
            *length = i - at + 1;
            *values = p->exacts[*hit].values;
            *value_count = p->exacts[*hit].count;
        }
    }
    return KH_OK;
}
