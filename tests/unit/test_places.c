/* test_places.c: names, namesakes, use, borders and distances over sentences with trees by hand; the gazetteer file whole and damaged. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "places/gazetteer.h"
#include "places/table.h"

#ifndef KH_TEST_LEXICON
#define KH_TEST_LEXICON "lexicon"
#endif
#ifndef KH_TEST_PLACES
#define KH_TEST_PLACES "models/places.khg"
#endif

typedef struct world { kh_arena *arena, *scratch; kh_gazetteer *gazetteer; kh_lexicon *lexicon; kh_places *places; } world;

static int set_up(void **state)
{
    world *w = calloc(1, sizeof *w);
    kh_error err = { 0 };
    *state = w;
    w->arena = kh_arena_new(NULL, 0);
    w->scratch = kh_arena_new(NULL, 0);
    return !w->arena || !w->scratch || kh_gazetteer_open(KH_TEST_PLACES, w->arena, &w->gazetteer, &err) ||
           kh_lexicon_read(KH_TEST_LEXICON, NULL, NULL, w->arena, &w->lexicon, &err) ||
           kh_places_open(w->gazetteer, w->lexicon, w->arena, &w->places, &err);
}

static int tear_down(void **state)
{
    world *w = *state;
    kh_gazetteer_close(w->gazetteer);
    kh_arena_free(w->scratch);
    kh_arena_free(w->arena);
    free(w);
    return 0;
}

/* Words "form/lemma/UPOS/head/relation", heads from 1; `names`: "2-4 PER;6 LOC" in words from 1.
 * `want`: "words=use COUNTRY kind precision" and flags near, border, origin, in (contained); a name that is no place is left out. */
typedef struct row { const char *words, *names, *want; } row;

static const row rows[] = {
    /* countries and use */
    { "Islamabad/Islamabad/PROPN/2/nsubj denied/deny/VERB/0/root it/it/PRON/2/obj", "1 LOC", "Islamabad=metonym PAK capital 1" },
    { "Troops/troops/NOUN/2/nsubj left/leave/VERB/0/root Islamabad/Islamabad/PROPN/2/obj", "3 LOC", "Islamabad=literal PAK capital 1" },
    { "Rebels/rebel/NOUN/2/nsubj captured/capture/VERB/0/root Kabul/Kabul/PROPN/2/obj", "3 LOC", "Kabul=literal AFG capital 1" },
    { "They/they/PRON/2/nsubj accused/accuse/VERB/0/root Pakistan/Pakistan/PROPN/2/obj", "3 LOC", "Pakistan=metonym PAK country 6" },
    { "Kabul/Kabul/PROPN/3/nsubj:pass was/be/AUX/3/aux:pass shelled/shell/VERB/0/root", "1 LOC", "Kabul=literal AFG capital 1" },
    { "It/it/PRON/2/nsubj happened/happen/VERB/0/root in/in/ADP/4/case Syria/Syria/PROPN/2/obl", "4 LOC", "Syria=literal SYR country 6" },
    { "Talks/talk/NOUN/0/root between/between/ADP/3/case Iran/Iran/PROPN/1/nmod and/and/CCONJ/5/cc Iraq/Iraq/PROPN/3/conj", "3 LOC;5 LOC",
      "Iran=metonym IRN country 6; Iraq=metonym IRQ country 6" },
    { "Afghan/Afghan/ADJ/2/amod troops/troops/NOUN/3/nsubj left/leave/VERB/0/root", "1 NORP", "" },
    /* persons and common words */
    { "Michael/Michael/PROPN/3/nsubj Jordan/Jordan/PROPN/1/flat spoke/speak/VERB/0/root", "1-2 PER", "" },
    { "Police/police/NOUN/2/nsubj went/go/VERB/0/root Reading/reading/NOUN/2/obj", "", "" },
    { "He/he/PRON/2/nsubj spoke/speak/VERB/0/root on/on/ADP/4/case Main/Main/PROPN/2/obl Street/Street/PROPN/4/flat", "4-5 FAC", "Main Street=literal - - 0" },
    /* namesakes by what stands behind the comma */
    { "It/it/PRON/2/nsubj happened/happen/VERB/0/root in/in/ADP/4/case Paris/Paris/PROPN/2/obl ,/,/PUNCT/6/punct Texas/Texas/PROPN/4/nmod", "4 LOC;6 LOC",
      "Paris=literal USA town 1 in; Texas=literal USA province 4" },
    { "It/it/PRON/2/nsubj happened/happen/VERB/0/root in/in/ADP/4/case Paris/Paris/PROPN/2/obl", "4 LOC", "Paris=literal FRA capital 1" },
    { "It/it/PRON/2/nsubj happened/happen/VERB/0/root in/in/ADP/4/case Kandahar/Kandahar/PROPN/5/compound province/province/NOUN/2/obl", "4-5 LOC",
      "Kandahar=literal AFG province 4" },
    /* borders */
    { "near/near/ADP/3/case the/the/DET/3/det border/border/NOUN/0/root with/with/ADP/5/case Pakistan/Pakistan/PROPN/3/nmod of/of/ADP/7/case Afghanistan/Afghanistan/PROPN/3/nmod",
      "5 LOC;7 LOC", "border with Pakistan=literal AFG border 5 border; Afghanistan=literal AFG country 6" },
    { "the/the/DET/5/det Afghan/Afghan/ADJ/5/amod -/-/PUNCT/2/punct Pakistan/Pakistan/PROPN/5/compound border/border/NOUN/0/root", "2 NORP;4 LOC",
      "Afghan - Pakistan border=literal AFG border 5 border" },
    { "fire/fire/NOUN/10/nsubj from/from/ADP/5/case across/across/ADP/5/case the/the/DET/5/det border/border/NOUN/1/nmod in/in/ADP/7/case Afghanistan/Afghanistan/PROPN/5/nmod "
      "hit/hit/VERB/0/root Pakistani/Pakistani/ADJ/10/amod posts/post/NOUN/8/obj", "7 LOC;9 NORP",
      "border=literal PAK border 5 border; Afghanistan=literal AFG country 6 border origin" },
    { "Turkish/Turkish/ADJ/3/amod border/border/NOUN/3/compound guards/guard/NOUN/4/nsubj fired/fire/VERB/0/root", "1 NORP", "" },
    /* what belongs to a name */
    { "It/it/PRON/2/nsubj fell/fall/VERB/0/root in/in/ADP/4/case Kurram/Kurram/PROPN/2/obl District/District/PROPN/4/flat", "4-5 LOC",
      "Kurram District=literal PAK tribal-area 3" },
    { "It/it/PRON/2/nsubj fell/fall/VERB/0/root in/in/ADP/5/case northern/northern/ADJ/5/amod Syria/Syria/PROPN/2/obl", "5 LOC", "Syria=literal SYR country 5" },
    /* distance */
    { "It/it/PRON/2/nsubj fell/fall/VERB/0/root 20/20/NUM/4/nummod km/km/NOUN/2/obl south/south/ADV/2/advmod of/of/ADP/7/case Kabul/Kabul/PROPN/5/obl", "7 LOC",
      "Kabul=literal AFG capital 2 near" },
    { "It/it/PRON/2/nsubj fell/fall/VERB/0/root near/near/ADP/4/case Mosul/Mosul/PROPN/2/obl", "4 LOC", "Mosul=literal IRQ seat 2 near" },
    { "Rockets/rocket/NOUN/2/nsubj came/come/VERB/0/root from/from/ADP/4/case Gaza/Gaza/PROPN/2/obl", "4 LOC", "Gaza=literal PSE * * origin" },
    /* what no table has */
    { "It/it/PRON/2/nsubj happened/happen/VERB/0/root in/in/ADP/4/case Zzyrkva/Zzyrkva/PROPN/2/obl", "4 LOC", "Zzyrkva=literal - - 0" },
};

static void tokens_of(kh_doc *d, const char *words)
{
    char *text = kh_arena_get(d->arena, strlen(words) + 1);
    size_t n = 0;
    d->tokens = kh_arena_array(d->arena, 64, sizeof *d->tokens);
    d->sentences = kh_arena_array(d->arena, 2, sizeof *d->sentences);
    for (const char *p = words; *p;) {
        char form[64], lemma[64], upos[16], rel[32];
        int head, used;
        assert_int_equal(sscanf(p, "%63[^/]/%63[^/]/%15[^/]/%d/%31[^ ] %n", form, lemma, upos, &head, rel, &used), 5);
        kh_token *t = &d->tokens[d->token_count++];
        *t = (kh_token){ .span = { (uint32_t)n, (uint32_t)(n + strlen(form)) }, .head = head ? (uint32_t)head - 1 : KH_NONE, .space_after = true,
                         .lemma = kh_arena_copy(d->arena, kh_view_of(lemma)), .upos = (uint8_t)kh_upos_of(kh_view_of(upos)),
                         .deprel = (uint8_t)kh_deprel_of(kh_view_of(rel)), .sub = (uint8_t)kh_subrel_of(kh_view_of(rel)) };
        memcpy(text + n, form, strlen(form));
        n += strlen(form);
        text[n++] = ' ';
        p += used;
    }
    d->text = (kh_view){ text, n };
    d->sentences[0] = (kh_sentence){ .span = { 0, (uint32_t)n }, .end = d->token_count, .parsed = true };
    d->sentence_count = 1;
}

static void names_of(kh_doc *d, const char *names)
{
    d->names = kh_arena_array(d->arena, 8, sizeof *d->names);
    kh_view rest = kh_view_of(names);
    while (rest.n) {
        kh_view one = kh_view_cut(&rest, ';'), range = kh_view_cut(&one, ' '), first = kh_view_cut(&range, '-');
        int64_t a, b;
        assert_true(kh_view_to_int(first, &a));
        if (!range.n || !kh_view_to_int(range, &b))
            b = a;
        d->names[d->name_count++] = (kh_name){ .first = (uint32_t)a - 1, .end = (uint32_t)b, .type = kh_name_type_of(one),
            .span = { d->tokens[a - 1].span.from, d->tokens[b - 1].span.to } };
    }
}

static void write_down(const kh_doc *d, const char *want, char *out, size_t room)
{
    size_t n = 0;
    bool any = strchr(want, '*') != NULL;              /* "*": whatever the tables say */
    out[0] = 0;
    for (uint32_t i = 0; i < d->place_count && n < room; i++) {
        const kh_place *p = &d->places[i];
        kh_view words = kh_doc_view(d, p->span);
        char precision[8];
        snprintf(precision, sizeof precision, "%u", p->precision);
        n += (size_t)snprintf(out + n, room - n, "%s%.*s=%s %s %.*s %s%s%s%s%s", i ? "; " : "", (int)words.n, words.p, kh_place_use_name(p->use),
                              p->country[0] ? p->country : "-", any ? 1 : p->kind.n ? (int)p->kind.n : 1, any ? "*" : p->kind.n ? p->kind.p : "-",
                              any ? "*" : precision, p->near ? " near" : "", p->border ? " border" : "", p->origin ? " origin" : "",
                              p->inside != KH_NONE ? " in" : "");
    }
}

static void sentences(void **state)
{
    world *w = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[512];
        kh_error err = { 0 };
        kh_doc d = { .arena = w->arena, .meta.day = KH_NO_DAY };
        tokens_of(&d, rows[i].words);
        names_of(&d, rows[i].names);
        kh_arena_reset(w->scratch);
        assert_int_equal(kh_places_run(w->places, &d, w->scratch, &err), KH_OK);
        write_down(&d, rows[i].want, got, sizeof got);
        if (strcmp(got, rows[i].want) != 0) {
            print_message("# %.*s\n#   got  %s\n#   want %s\n", (int)d.text.n, d.text.p, got, rows[i].want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void moved(void **state)
{
    (void)state;
    double lat = 34.5, lon = 69.2;
    kh_places_move(&lat, &lon, 100, 180);
    assert_true(fabs(kh_km(34.5, 69.2, lat, lon) - 100) < 0.5 && lat < 34 && fabs(lon - 69.2) < 0.01);
    lat = 0;
    lon = 179.9;
    kh_places_move(&lat, &lon, 50, 90);
    assert_true(lon < -179 && lon > -180);
    assert_true(fabs(kh_km(48.85, 2.35, 51.51, -0.13) - 344) < 3);
}

/* Given spans: a code, a longer name, a demonym, a name that is none. */
static void given(void **state)
{
    world *w = *state;
    static const char words[] = "officials/official/NOUN/2/nsubj met/meet/VERB/0/root in/in/ADP/4/case Dayton/Dayton/PROPN/2/obl ,/,/PUNCT/6/punct Ohio/Ohio/PROPN/4/nmod "
                                "with/with/ADP/8/case Syrians/Syrian/PROPN/2/obl and/and/CCONJ/10/cc Qwxyz/Qwxyz/PROPN/8/conj";
    kh_doc d = { .arena = w->arena, .meta.day = KH_NO_DAY };
    kh_error err = { 0 };
    tokens_of(&d, words);
    kh_span spans[4] = { d.tokens[3].span, d.tokens[5].span, d.tokens[7].span, d.tokens[9].span };
    d.asked.toponyms = spans;
    d.asked.toponym_count = 4;
    kh_arena_reset(w->scratch);
    assert_int_equal(kh_places_judge(w->places, &d, w->scratch, &err), KH_OK);
    const kh_place *p = d.judged.toponyms;
    assert_true(p[0].resolved && kh_km(p[0].lat, p[0].lon, 39.76, -84.19) < 20);
    assert_true(p[1].resolved && kh_view_is(p[1].kind, "province"));
    assert_string_equal(p[2].country, "SYR");
    assert_false(p[3].resolved);
    assert_string_equal(p[3].reason, "not in the gazetteer");
}

/* ------------------------------------------------------------------ the file */

static void look_up(void **state)
{
    world *w = *state;
    kh_gaz_key key = { .n = 0 };
    kh_gaz_hits hits;
    kh_gaz_record r;
    assert_true(kh_gaz_key_add(&key, w->scratch, KH_LIT("St.")) && kh_gaz_key_add(&key, w->scratch, KH_LIT("Pölten")));
    assert_int_equal(key.n, strlen("saint polten"));
    assert_memory_equal(key.p, "saint polten", key.n);
    assert_true(kh_gaz_find(w->gazetteer, (kh_view){ key.p, key.n }, &hits) > 0);
    assert_true(kh_gaz_get(w->gazetteer, &hits, 0, &r));
    assert_string_equal(r.country, "AUT");
    assert_false(kh_gaz_get(w->gazetteer, &hits, hits.count, &r));
    assert_int_equal(kh_gaz_find(w->gazetteer, KH_LIT("no such place at all"), &hits), 0);
    assert_int_equal(kh_gaz_find(w->gazetteer, KH_LIT(""), &hits), 0);
    assert_true(kh_gaz_find(w->gazetteer, KH_LIT("kabul"), &hits) > 1 && kh_gaz_get(w->gazetteer, &hits, 0, &r));
    assert_string_equal(r.country, "AFG");
}

static bool write_all(int fd, const char *p, size_t n)
{
    for (ssize_t done = 0; n; p += done, n -= (size_t)done)
        if ((done = write(fd, p, n)) <= 0)
            return false;
    return true;
}

static kh_status open_bytes(const char *p, size_t n, kh_error *err)
{
    char name[64];
    int fd = memfd_create("places", MFD_CLOEXEC);
    assert_true(fd >= 0 && write_all(fd, p, n));
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_gazetteer *g = NULL;
    *err = (kh_error){ 0 };
    kh_status s = kh_gazetteer_open(name, arena, &g, err);
    if (!s)
        kh_gazetteer_close(g);
    kh_arena_free(arena);
    close(fd);
    return s;
}

/* A small file of the real layout whose hash fits whatever we write into it. */
static void seal(char *p, size_t n)
{
    kh_digest d = kh_digest_of((kh_view){ p + 32, n - 32 });
    memcpy(p + 16, &d.hi, 8);
    memcpy(p + 24, &d.lo, 8);
}

static void put32(char *p, uint32_t v) { memcpy(p, &v, 4); }
static void put64(char *p, uint64_t v) { memcpy(p, &v, 8); }

enum { AT = 32 + 6 * 24, CTRY = AT, ADM1 = CTRY + 4, PLAC = ADM1 + 4, STRS = PLAC + 28, BUCK = STRS + 8, ENTR = BUCK + 12, END = ENTR + 12 };

static void small_file(char f[END])
{
    static const struct { const char *name; uint64_t at, n; } parts[6] = { { "CTRY", CTRY, 4 }, { "ADM1", ADM1, 4 }, { "PLAC", PLAC, 28 },
                                                                          { "STRS", STRS, 5 }, { "BUCK", BUCK, 12 }, { "ENTR", ENTR, 9 } };
    memset(f, 0, END);
    memcpy(f, "KHG1", 4);
    put32(f + 4, 1);
    put32(f + 8, 6);
    for (int i = 0; i < 6; i++) {
        memcpy(f + 32 + 24 * i, parts[i].name, 4);
        put64(f + 32 + 24 * i + 8, parts[i].at);
        put64(f + 32 + 24 * i + 16, parts[i].n);
    }
    memcpy(f + CTRY, "MLI", 3);
    put32(f + PLAC + 4, 1627169);
    put32(f + PLAC + 12, 87000);
    f[STRS] = 3;
    memcpy(f + STRS + 1, "Gao", 3);
    put32(f + BUCK + 4, 8);                  /* both buckets: the entry in the first, whichever the hash picks is tried below */
    put32(f + BUCK + 8, 8);
    f[ENTR] = 3;
    memcpy(f + ENTR + 1, "gao", 3);
    f[ENTR + 4] = 1;
    if (kh_hash(KH_LIT("gao"), 0) & 1)
        put32(f + BUCK + 4, 0);
    seal(f, END);
}

static void damaged(void **state)
{
    (void)state;
    char good[END], f[END];
    kh_error err;
    small_file(good);
    assert_int_equal(open_bytes(good, END, &err), KH_OK);
    for (size_t n = 0; n < END; n++)
        assert_int_equal(open_bytes(good, n, &err), KH_E_MODEL);
    for (size_t i = 0; i < END; i++) {
        memcpy(f, good, END);
        f[i] ^= 0x41;
        if (i < 12 || i >= 16)                /* a zero that nobody reads may be anything */
            assert_int_equal(open_bytes(f, END, &err), KH_E_MODEL);
    }
    /* sealed again: the hash fits, the sense does not */
    static const struct { size_t at; uint32_t value; } wrongs[] = {
        { 4, 2 },                             /* version */
        { 8, 5 },                             /* sections */
        { 32 + 8, 3 },                        /* a section in the header */
        { 32 + 8, END },                      /* behind the end */
        { 32 + 16, 4096 },                    /* longer than the file */
        { PLAC + 4, 9000001 },                /* north of the pole */
        { PLAC + 8, 18000001 },
        { PLAC + 16, 100 },                   /* a name outside */
        { PLAC + 20, 7 },                     /* a province that is none */
        { PLAC + 20, 0xFFFF | 9u << 16 },     /* a country that is none */
        { ADM1, 99 },
        { BUCK + 8, 100 },                    /* an index outside */
        { BUCK, 9 },                          /* an index that goes backwards */
    };
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        memcpy(f, good, END);
        put32(f + wrongs[i].at, wrongs[i].value);
        seal(f, END);
        assert_int_equal(open_bytes(f, END, &err), KH_E_MODEL);
        assert_true(err.message[0] && err.file[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sentences), cmocka_unit_test(moved),   cmocka_unit_test(given),
                                        cmocka_unit_test(look_up),   cmocka_unit_test(damaged) };
    return cmocka_run_group_tests_name("places", tests, set_up, tear_down);
}
