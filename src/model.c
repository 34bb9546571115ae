#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first of the places where models may lie that has a lexicon: the caller's, $KHABAR_HOME, the installed prefix, the build. */
static const char *find_home(const char *given)
{
    if (given)
        return given;
    const char *homes[] = { getenv("KHABAR_HOME"), KH_HOME, KH_SOURCE_HOME };
    if (homes[0] && *homes[0])
        return homes[0];
    for (size_t i = 1; i < sizeof homes / sizeof *homes; i++) {
        char path[1024];
        int n = snprintf(path, sizeof path, "%s/lexicon.khl", homes[i]);
        if (n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0)
            return homes[i];
    }
    return KH_HOME;
}

kh_status kh_model_lexicon(const kh_model_options *o, kh_arena *arena, kh_lexicon **lexicon, kh_error *err)
{
    kh_view path = kh_arena_printf(arena, "%s/lexicon.khl", find_home(o->home));
    return path.p ? kh_lexicon_open(path.p, o->user_lexicon, arena, lexicon, err) : kh_arena_fail(arena, err);
}

static void set_versions(kh_model *m)
{
    char en[33], lex[33], geo[33], pairs[33];
    kh_digest_hex(kh_language_digest(m->language), en);
    kh_digest_hex(kh_lexicon_digest(m->lexicon), lex);
    kh_digest_hex(kh_gazetteer_digest(m->gazetteer), geo);
    kh_digest_hex(kh_language_pairs_digest(m->language), pairs);
    bool learned = kh_language_learned(m->language, &(kh_learned){ 0 });
    snprintf(m->versions, sizeof m->versions, "khabar %s %s %.8s%s%.8s lex %.8s geo %.8s", KH_VERSION, kh_language_code(m->language), en,
             learned ? "+" : "", learned ? pairs : "", lex, geo);
}

static kh_status open_all(kh_model *m, const kh_model_options *o, kh_error *err)
{
    const char *home = find_home(o->home), *isa = o->isa ? o->isa : getenv("KHABAR_ISA");
    kh_view model = kh_arena_printf(m->arena, "%s/models/en.khm", home), pairs = kh_arena_printf(m->arena, "%s/models/en-events.khm", home);
    kh_view places = kh_arena_printf(m->arena, "%s/models/places.khg", home);
    if (!model.p || !pairs.p || !places.p)
        return kh_arena_fail(m->arena, err);
    kh_status s = kh_language_open(model.p, isa, m->arena, &m->language, err);
    if (!s && access(pairs.p, F_OK) == 0)                  /* without it rules judge alone */
        s = kh_language_open_pairs(m->language, pairs.p, m->arena, err);
    if (!s)
        s = kh_model_lexicon(o, m->arena, &m->lexicon, err);
    if (!s)
        s = kh_intake_open(m->lexicon, m->arena, &m->intake, err);
    if (!s)
        s = kh_times_open(m->lexicon, m->arena, &m->times, err);
    if (!s)
        s = kh_gazetteer_open(places.p, m->arena, &m->gazetteer, err);
    if (!s)
        s = kh_places_open(m->gazetteer, m->lexicon, m->arena, &m->places, err);
    if (!s)
        s = kh_actors_open(m->lexicon, m->arena, &m->actors, err);
    if (!s)
        s = kh_events_open(m->lexicon, m->arena, &m->events, err);
    return s;
}

kh_status kh_model_open(const kh_model_options *options, kh_model **model, kh_error *err)
{
    static const kh_model_options none = { 0 };
    if (!options)
        options = &none;
    kh_arena *arena = kh_arena_new(options->alloc, 0);
    kh_model *m = arena ? kh_arena_get(arena, sizeof *m) : NULL;
    if (!m) {
        kh_arena_free(arena);
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    }
    m->arena = arena;
    kh_status s = open_all(m, options, err);
    if (s) {
        kh_model_close(m);
        return s;
    }
    set_versions(m);
    *model = m;
    return KH_OK;
}

void kh_model_close(kh_model *m)
{
    if (!m)
        return;
    kh_language_close(m->language);
    kh_lexicon_close(m->lexicon);
    kh_gazetteer_close(m->gazetteer);
    kh_arena_free(m->arena);
}

const char *kh_model_versions(const kh_model *m) { return m->versions; }
