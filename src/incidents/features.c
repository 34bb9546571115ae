/* features.c: what linking looks at of an event, as one line of text that a store keeps, and read again. */
#include "incidents/link.h"

#include <stdlib.h>
#include <string.h>

enum { LIST = 24 };                        /* words kept of a list, so that two are compared in bounded time */

bool kh_link_counts(const kh_event *e)
{
    static const char *const material[] = { "ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "SANCTION" };
    if (e->background || (e->status != KH_OCCURRED && e->status != KH_ONGOING))
        return false;
    if (e->day != KH_NO_DAY && e->last != KH_NO_DAY && e->last - e->day > 31)
        return false;                      /* a year's total is no incident */
    for (size_t i = 0; i < sizeof material / sizeof *material; i++)
        if (kh_view_is(e->type, material[i]))
            return true;
    return false;
}

/* ------------------------------------------------------------------ writing */

typedef struct list { kh_view word[LIST]; uint32_t n; } list;

static void put(list *l, kh_view w)
{
    if (w.n == 0 || memchr(w.p, '|', w.n) || memchr(w.p, '\t', w.n) || memchr(w.p, '\n', w.n))
        return;
    for (uint32_t i = 0; i < l->n; i++)
        if (kh_view_eq(l->word[i], w))
            return;
    if (l->n < LIST)
        l->word[l->n++] = w;
}

static void tab(kh_buffer *out) { kh_buffer_text(out, "\t"); }

static void add_text(kh_buffer *out, kh_view v)
{
    for (size_t i = 0; i < v.n; i++)
        kh_buffer_add(out, strchr("\t\r\n|", v.p[i]) ? " " : v.p + i, 1);
    tab(out);
}

static void add_number(kh_buffer *out, int64_t v)
{
    kh_buffer_printf(out, "%lld\t", (long long)v);
}

static void add_list(kh_buffer *out, const list *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        kh_buffer_text(out, i ? "|" : "");
        kh_buffer_view(out, l->word[i]);
    }
    tab(out);
}

static void add_side(kh_buffer *out, const kh_doc *doc, const uint32_t *who, uint32_t count)
{
    list known = { .n = 0 };
    for (uint32_t i = 0; i < count; i++)
        put(&known, doc->actors[who[i]].id.n ? doc->actors[who[i]].id : doc->actors[who[i]].name);
    add_list(out, &known);
    for (uint32_t i = 0; i < count && i < LIST; i++)
        kh_buffer_printf(out, "%s%s:%s", i ? "|" : "", doc->actors[who[i]].country[0], doc->actors[who[i]].sector);
    tab(out);
}

/* The first token that begins at or after `at`. */
static uint32_t token_at(const kh_doc *doc, uint32_t at)
{
    uint32_t low = 0, high = doc->token_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->tokens[mid].span.from < at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* A noun that tells where or what was hit: "in a market", "a police station was bombed". */
static bool is_spot(const kh_doc *doc, uint32_t t)
{
    const kh_token *k = &doc->tokens[t];
    if (k->upos != KH_NOUN || (k->deprel != KH_OBL && k->deprel != KH_NMOD && k->deprel != KH_OBJ))
        return false;
    if (k->deprel == KH_OBJ)
        return true;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_CASE, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CASE, c)) {
        kh_view l = doc->tokens[c].lemma;
        if (kh_view_is(l, "at") || kh_view_is(l, "outside") || kh_view_is(l, "inside") || kh_view_is(l, "near") || kh_view_is(l, "in") ||
            kh_view_is(l, "on") || kh_view_is(l, "into"))
            return true;
    }
    return false;
}

static void read_sentence(const kh_doc *doc, const kh_event *e, kh_span at, list *spots, list *words)
{
    for (uint32_t t = token_at(doc, at.from); t < doc->token_count && doc->tokens[t].span.to <= at.to; t++) {
        const kh_token *k = &doc->tokens[t];
        if ((k->upos != KH_NOUN && k->upos != KH_PROPN) || k->span.to - k->span.from < 3)
            continue;
        put(words, k->lemma);
        if (t != e->token && is_spot(doc, t))
            put(spots, k->lemma);
    }
}

static void add_words(kh_buffer *out, const kh_doc *doc, const kh_event *e)
{
    list spots = { .n = 0 }, words = { .n = 0 }, names = { .n = 0 };
    read_sentence(doc, e, e->sentence, &spots, &words);
    for (uint32_t i = 0; i < e->mention_count && i < LIST; i++) {
        uint32_t t = token_at(doc, e->mentions[i].from);
        uint32_t s = t < doc->token_count ? doc->tokens[t].sentence : KH_NONE;
        if (s < doc->sentence_count)
            read_sentence(doc, e, doc->sentences[s].span, &spots, &words);
    }
    for (uint32_t i = 0; i < doc->name_count; i++)
        if (doc->names[i].type != KH_NAME_DATE && doc->names[i].type != KH_NAME_MONEY && doc->names[i].type != KH_NAME_NORP)
            put(&names, kh_doc_view(doc, doc->names[i].span));
    add_list(out, &spots);
    add_list(out, &words);
    add_list(out, &names);
}

/* Where an event has no place of its own: the country that all places of its article lie in. */
static const char *only_country(const kh_doc *doc)
{
    const char *only = "";
    for (uint32_t i = 0; i < doc->place_count; i++) {
        const char *c = doc->places[i].country;
        if (!doc->places[i].resolved || !c[0])
            continue;
        if (only[0] && strcmp(only, c) != 0)
            return "";
        only = c;
    }
    return only;
}

static void add_place(kh_buffer *out, const kh_doc *doc, const kh_event *e)
{
    static const kh_place nowhere = { 0 };
    const kh_place *p = e->place == KH_NONE ? &nowhere : &doc->places[e->place];
    add_text(out, p->name);
    add_text(out, p->id);
    add_text(out, p->admin1);
    add_text(out, kh_view_of(e->place == KH_NONE ? only_country(doc) : p->country));
    kh_buffer_printf(out, "%.4f\t%.4f\t%d\t", p->resolved ? p->lat : 0.0, p->resolved ? p->lon : 0.0, p->resolved ? p->precision : 0);
}

kh_view kh_link_write(const kh_doc *doc, const kh_event *e, kh_arena *arena)
{
    kh_buffer out;
    kh_buffer_init(&out, kh_arena_allocator(arena), 0);
    add_text(&out, e->type);
    add_text(&out, e->mode);
    add_text(&out, e->weapon_kind);
    add_text(&out, kh_view_of(kh_certainty_name(e->certainty)));
    add_number(&out, e->day == KH_NO_DAY ? e->last : e->day);
    add_number(&out, e->last == KH_NO_DAY ? e->day : e->last);
    add_number(&out, doc->meta.day);
    add_number(&out, e->date_precision);
    add_place(&out, doc, e);
    for (int h = 0; h < KH_HARM_COUNT; h++) {
        add_number(&out, e->toll[h].best);
        add_number(&out, e->toll[h].low);
        add_number(&out, e->toll[h].high);
    }
    add_side(&out, doc, e->actors, e->actor_count);
    add_side(&out, doc, e->recipients, e->recipient_count);
    add_words(&out, doc, e);
    kh_view line = out.failed ? (kh_view){ NULL, 0 } : kh_arena_copy(arena, (kh_view){ out.p, out.n });
    kh_buffer_release(&out);
    return line;
}

/* ------------------------------------------------------------------ reading */

static bool read_number(kh_view *rest, int64_t *n) { return kh_view_to_int(kh_view_cut(rest, '\t'), n); }

static bool read_day(kh_view *rest, int32_t *day)
{
    int64_t n = 0;
    bool well = read_number(rest, &n) && n >= INT32_MIN && n <= INT32_MAX;
    *day = well ? (int32_t)n : KH_NO_DAY;
    return well;
}

static double read_degree(kh_view *rest)
{
    char z[24] = { 0 };
    kh_view v = kh_view_cut(rest, '\t');
    memcpy(z, v.p ? v.p : "", v.n < sizeof z - 1 ? v.n : sizeof z - 1);
    return strtod(z, NULL);
}

bool kh_link_read(kh_view rest, kh_link *l)
{
    kh_view *const texts[] = { &l->type, &l->mode, &l->weapon, &l->certainty }, *const place[] = { &l->place, &l->place_id, &l->admin1, &l->country };
    *l = (kh_link){ 0 };
    for (int i = 0; i < 4; i++)
        *texts[i] = kh_view_cut(&rest, '\t');
    bool well = read_day(&rest, &l->day) && read_day(&rest, &l->last) && read_day(&rest, &l->published) && read_number(&rest, &l->date_precision);
    for (int i = 0; i < 4; i++)
        *place[i] = kh_view_cut(&rest, '\t');
    l->lat = read_degree(&rest);
    l->lon = read_degree(&rest);
    well = well && read_number(&rest, &l->place_precision);
    for (int h = 0; h < KH_HARM_COUNT; h++)
        well = well && read_number(&rest, &l->best[h]) && read_number(&rest, &l->low[h]) && read_number(&rest, &l->high[h]);
    for (int i = 0; i < 2; i++) {
        l->who[i] = kh_view_cut(&rest, '\t');
        l->codes[i] = kh_view_cut(&rest, '\t');
    }
    l->spots = kh_view_cut(&rest, '\t');
    l->words = kh_view_cut(&rest, '\t');
    l->names = kh_view_cut(&rest, '\t');
    return well && l->type.n;
}
