/* The stage: names, what they stand for, and the places they give; then "the airport" of a named one, and "its territory". */
#include "places/table.h"

#include <string.h>

typedef struct writer { kh_finder *f; size_t capacity; kh_place last_airport; bool airport; } writer;

static kh_status put(writer *w, const kh_place *p)
{
    kh_doc *d = w->f->doc;
    kh_place *grown = kh_arena_grow(d->arena, d->places, &w->capacity, (size_t)d->place_count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(d->arena, w->f->err);
    d->places = grown;
    d->places[d->place_count++] = *p;
    if (kh_view_is(p->kind, "airport")) {
        w->last_airport = *p;
        w->airport = true;
    }
    return KH_OK;
}

/* The country whose ground "its territory" is: the last state or seat that acts before it in the sentence. */
static const kh_place *owner(const kh_doc *d, uint32_t t)
{
    const kh_place *any = NULL;
    for (uint32_t i = d->place_count; i-- > 0 && d->places[i].first < d->token_count && d->tokens[d->places[i].first].sentence == d->tokens[t].sentence;)
        if (d->places[i].use == KH_USE_METONYM && d->places[i].country[0])
            any = &d->places[i];
    return any;
}

static bool reference(writer *w, uint32_t t, kh_place *p)
{
    const kh_doc *d = w->f->doc;
    const kh_token *k = &d->tokens[t];
    if (w->airport && kh_view_is(k->lemma, "airport") && k->upos == KH_NOUN) {
        *p = w->last_airport;
        p->reason = "the airport named before";
    } else if (kh_places_word(w->f->places, "territory", k->lemma, NULL) && kh_doc_child(d, t, KH_NONE) != KH_NONE) {
        uint32_t c = KH_NONE;
        while ((c = kh_doc_child(d, t, c)) != KH_NONE && d->tokens[c].sub != KH_SUB_POSS) {}
        const kh_place *o = c != KH_NONE && d->tokens[c].upos == KH_PRON ? owner(d, t) : NULL;
        const kh_land *land = o ? kh_places_land(w->f->places, o->country) : NULL;
        if (!land)
            return false;
        *p = (kh_place){ .inside = KH_NONE, .resolved = land->located, .lat = land->lat, .lon = land->lon, .precision = 6,
                         .kind = KH_LIT("country"), .reason = "the ground of the state that acts" };
        memcpy(p->country, land->code, 4);
    } else {
        return false;
    }
    p->use = KH_USE_LITERAL;
    p->span = k->span;
    p->first = t;
    p->end = t + 1;
    p->reference = true;
    p->dateline = p->near = p->origin = p->border = false;
    p->inside = KH_NONE;
    return true;
}

static kh_status references(writer *w, uint32_t from, uint32_t to)
{
    kh_place p;
    for (uint32_t t = from; t < to; t++)
        if (reference(w, t, &p)) {
            kh_status s = put(w, &p);
            if (s)
                return s;
        }
    return KH_OK;
}

static kh_status write_places(kh_finder *f, uint32_t *place_of)
{
    writer w = { .f = f };
    kh_doc *d = f->doc;
    uint32_t done = 0, used;
    kh_status s = KH_OK;
    for (size_t i = 0; !s && i < f->count; i += used) {
        kh_place made[2];
        int n = kh_places_make(f, (uint32_t)i, &used, made);
        if (n)
            s = references(&w, done, made[0].first);
        for (int k = 0; !s && k < n; k++) {
            if (d->place_count && (made[k].first < d->places[d->place_count - 1].end || made[k].span.from < d->places[d->place_count - 1].span.to))
                continue;                                   /* a border word that the place before it used already */
            place_of[i] = d->place_count;
            s = put(&w, &made[k]);
            done = made[k].end;
        }
    }
    return s ? s : references(&w, done, d->token_count);
}

/* "Waghaz district, Ghazni province": a name that no source has lies where what contains it lies, no more exactly. */
static void take_container(kh_place *p, const kh_place *out)
{
    if (p->resolved || !out->resolved)
        return;
    p->resolved = true;
    p->lat = out->lat;
    p->lon = out->lon;
    p->admin1 = out->admin1.n || !kh_view_is(out->kind, "province") ? out->admin1 : out->name;
    memcpy(p->country, out->country, sizeof p->country);
    p->precision = out->precision;
    p->kind = (kh_view){ 0 };
    p->reason = "not in the gazetteer; inside the place named behind it";
}

static void write_inside(kh_finder *f, const uint32_t *place_of)
{
    kh_doc *d = f->doc;
    for (size_t i = f->count; i-- > 0;) {                     /* what contains stands behind: the outermost first */
        uint32_t out = f->mentions[i].inside, place = place_of[i];
        if (place == KH_NONE || out == KH_NONE || place_of[out] == KH_NONE)
            continue;
        bool unknown = f->mentions[i].group == KH_NONE;
        if (!unknown && !kh_places_holds(kh_mention_spot(f, &f->mentions[out]), kh_mention_spot(f, &f->mentions[i])))
            continue;
        d->places[place].inside = place_of[out];
        if (unknown)
            take_container(&d->places[place], &d->places[place_of[out]]);
    }
}

static kh_status begin(const kh_places *p, kh_doc *d, kh_arena *scratch, kh_finder *f, kh_error *err)
{
    *f = (kh_finder){ .places = p, .doc = d, .scratch = scratch, .err = err };
    f->words = kh_arena_array(scratch, (size_t)d->token_count + 1, sizeof *f->words);
    if (!f->words || !kh_map_init(&f->by_key, scratch, 64))
        return kh_arena_fail(scratch, err);
    for (uint32_t t = 0; t < d->token_count; t++)
        f->words[t] = (kh_word){ kh_doc_form(d, t), t > 0 && d->tokens[t - 1].space_after };
    return KH_OK;
}

kh_status kh_places_run(const kh_places *p, kh_doc *d, kh_arena *scratch, kh_error *err)
{
    kh_finder f;
    d->place_count = 0;
    kh_status s = begin(p, d, scratch, &f, err);
    if (!s)
        s = kh_places_match(&f, NULL, 0);
    if (s)
        return s;
    kh_places_link(&f);
    s = kh_places_resolve(&f);
    uint32_t *place_of = s ? NULL : kh_arena_array(scratch, f.count + 1, sizeof *place_of);
    if (!s && !place_of)
        s = kh_arena_fail(scratch, err);
    for (size_t i = 0; !s && i < f.count; i++)
        place_of[i] = KH_NONE;
    if (!s)
        s = write_places(&f, place_of);
    if (!s)
        write_inside(&f, place_of);
    return s;
}

/* Given spans are resolved together with every name of the text, so that these are their context. */
kh_status kh_places_judge(const kh_places *p, kh_doc *d, kh_arena *scratch, kh_error *err)
{
    const kh_asked *q = &d->asked;
    kh_finder f;
    d->judged.toponyms = kh_arena_array(d->arena, (size_t)q->toponym_count + 1, sizeof *d->judged.toponyms);
    if (!d->judged.toponyms)
        return kh_arena_fail(d->arena, err);
    kh_status s = q->toponym_count ? begin(p, d, scratch, &f, err) : KH_OK;
    if (s || !q->toponym_count)
        return s;
    s = kh_places_match(&f, q->toponyms, q->toponym_count);
    if (s)
        return s;
    kh_places_link(&f);
    s = kh_places_resolve(&f);
    for (uint32_t i = 0; !s && i < q->toponym_count; i++) {
        kh_place made[2];
        uint32_t used;
        kh_places_make(&f, i, &used, made);
        d->judged.toponyms[i] = made[0];
        d->judged.toponyms[i].span = q->toponyms[i];
    }
    return s;
}
