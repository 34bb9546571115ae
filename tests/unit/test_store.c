/* test_store.c: what a store keeps, gives, refuses and survives. Articles are made by hand; no model is needed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "export/export.h"
#include "store/store.h"

/* ------------------------------------------------------------------ articles made by hand */

/* Nobody, or one of these on a side. */
enum { TALIBAN, SOLDIERS, OFFICIALS, NOBODY };
enum { KABUL, BORDER, NOWHERE };

typedef struct act {
    const char *type, *mode;
    kh_event_status status;
    const char *day, *last;      /* NULL: unknown */
    uint32_t actor, recipient, place;
    float confidence;
} act;

typedef struct story { const char *id, *title, *text, *made_by; act acts[4]; } story;

static const story convoy = {
    "convoy", "Blast on the Kabul road", "A bomb hit a convoy. Café owners fled the cease-fire line.", "khabar 1 lex 1",
    { { "ASSAULT", "bombing", KH_OCCURRED, "2021-08-20", "2021-08-29", TALIBAN, SOLDIERS, KABUL, 0.9f },
      { "ACCUSE", NULL, KH_OCCURRED, "2021-08-30", NULL, OFFICIALS, TALIBAN, NOWHERE, 0.7f },
      { "ASSAULT", "bombing", KH_HYPOTHETICAL, NULL, NULL, TALIBAN, OFFICIALS, BORDER, 0.4f } },
};
static const story talks = {
    "talks", "Talks in the capital", "Officials met a delegation at the border.", "khabar 1 lex 1",
    { { "CONSULT", "visit", KH_FUTURE, "2021-09-02", "2021-09-02", OFFICIALS, SOLDIERS, BORDER, 0.55f } },
};

static void make_layers(kh_doc *doc)
{
    static kh_actor actors[3];
    static kh_place places[2];
    memset(actors, 0, sizeof actors);
    for (int i = 0; i < 3; i++)
        memset(actors[i].via, 0xFF, sizeof actors[i].via);
    actors[TALIBAN].id = KH_LIT("taliban");
    actors[TALIBAN].name = KH_LIT("Afghan Taliban");
    strcpy(actors[TALIBAN].country[0], "AFG");
    strcpy(actors[TALIBAN].sector, "REB");
    strcpy(actors[SOLDIERS].country[0], "PAK");
    strcpy(actors[SOLDIERS].sector, "MIL");
    strcpy(actors[OFFICIALS].country[0], "USA");
    strcpy(actors[OFFICIALS].country[1], "GBR");
    strcpy(actors[OFFICIALS].sector, "GOV");
    places[KABUL] = (kh_place){ .resolved = true, .lat = 34.5, .lon = 69.2, .name = KH_LIT("Kabul"), .country = "AFG", .precision = 1 };
    places[BORDER] = (kh_place){ .name = KH_LIT("the border"), .country = "PAK" };
    doc->actors = actors;
    doc->actor_count = 3;
    doc->places = places;
    doc->place_count = 2;
}

static int32_t day_of(const char *z)
{
    int32_t days = KH_NO_DAY;
    if (z)
        assert_true(kh_day_read(kh_view_of(z), &days));
    return days;
}

static void make_event(const story *x, uint32_t i, kh_arena *arena, kh_event *e)
{
    const act *a = &x->acts[i];
    *e = (kh_event){ .type = kh_view_of(a->type), .mode = kh_view_of(a->mode), .status = a->status, .confidence = a->confidence,
                     .source = KH_NONE, .time = KH_NONE, .day = day_of(a->day), .last = day_of(a->last), .from_place = KH_NONE,
                     .place = a->place == NOWHERE ? KH_NONE : a->place, .about = KH_NONE, .incident = i, .trigger = { i, i + 1 } };
    memset(e->places, 0xFF, sizeof e->places);
    uint32_t *sides = kh_arena_array(arena, 2, sizeof *sides);
    sides[0] = a->actor;
    sides[1] = a->recipient;
    e->actors = sides;
    e->actor_count = a->actor != NOBODY;
    e->recipients = sides + 1;
    e->recipient_count = a->recipient != NOBODY;
    for (int h = 0; h < KH_HARM_COUNT; h++)
        e->toll[h] = (kh_toll){ .low = -1, .best = -1, .high = -1 };
    e->perpetrators = e->toll[0];
    e->id = kh_arena_printf(arena, "e:%s-%u", x->id, i);
}

/* Adds a story; its events' bytes, one a line, go to `bytes` too where that is given. */
static kh_status add(kh_store *store, const story *x, kh_buffer *bytes, kh_error *err)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_doc doc = { .arena = arena, .text = kh_view_of(x->text), .made_by = x->made_by };
    doc.meta.id = kh_view_of(x->id);
    doc.meta.title = kh_view_of(x->title);
    make_layers(&doc);
    doc.events = kh_arena_array(arena, 4, sizeof *doc.events);
    kh_event_bytes events[4];
    for (; doc.event_count < 4 && x->acts[doc.event_count].type; doc.event_count++) {
        kh_event *e = &doc.events[doc.event_count];
        make_event(x, doc.event_count, arena, e);
        kh_buffer out;
        kh_buffer_init(&out, NULL, 0);
        assert_int_equal(kh_export_event(&doc, e, false, &out), KH_OK);
        events[doc.event_count] = (kh_event_bytes){ e, kh_arena_copy(arena, (kh_view){ out.p, out.n }) };
        kh_buffer_release(&out);
        if (bytes) {
            kh_buffer_view(bytes, events[doc.event_count].json);
            kh_buffer_text(bytes, "\n");
        }
    }
    kh_status s = kh_store_keep(store, &doc, events, doc.event_count, err);
    kh_arena_free(arena);
    return s;
}

/* ------------------------------------------------------------------ stores for a test */

typedef struct fixture { char folder[64], path[96]; kh_store *store; kh_buffer got; } fixture;

static int to_buffer(void *ctx, const char *p, size_t n)
{
    kh_buffer_add(ctx, p, n);
    return 0;
}

static kh_store *open_store(const char *path, bool create)
{
    kh_store *store = NULL;
    kh_error err = { 0 };
    kh_status s = kh_store_open(path, create, NULL, &store, &err);
    if (s)
        fail_msg("%s: %s", err.file, err.message);
    return store;
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/kh-store-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/a.db", f->folder);
    kh_buffer_init(&f->got, NULL, 0);
    f->store = open_store(f->path, true);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char command[128];
    kh_store_close(f->store);
    kh_buffer_release(&f->got);
    snprintf(command, sizeof command, "rm -rf %s", f->folder);
    int failed = system(command);
    free(f);
    return failed;
}

static void keep(fixture *f, const story *x)
{
    kh_error err = { 0 };
    assert_int_equal(add(f->store, x, NULL, &err), KH_OK);
    assert_int_equal(kh_store_commit(f->store, &err), KH_OK);
}

/* The ids that a query gives, each cut to what follows "e:", with a blank after each. */
static const char *ask(fixture *f, const kh_query *q)
{
    static char ids[4096];
    kh_error err = { 0 };
    kh_buffer_clear(&f->got);
    if (kh_store_query(f->store, q, to_buffer, &f->got, &err))
        fail_msg("%s", err.message);
    ids[0] = 0;
    kh_view rest = { f->got.p, f->got.n };
    while (rest.n) {
        kh_view line = kh_view_cut(&rest, '\n');
        char id[64];
        assert_int_equal(sscanf(line.p, "{\"schema\":1,\"id\":\"e:%60[^\"]", id), 1);
        strncat(strcat(strncat(ids, id, 64), " "), "", 1);
    }
    return ids;
}

static int64_t number(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 20000);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return n;
}

static void change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void assert_whole(const char *path)
{
    assert_int_equal(number(path, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    change(path, "INSERT INTO words(words) VALUES('integrity-check')");
    assert_int_equal(number(path, "SELECT count(*) FROM (SELECT id FROM articles WHERE superseded = 0 GROUP BY id HAVING count(*) > 1)"), 0);
}

/* ------------------------------------------------------------------ opening */

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void assert_refused(const char *path, bool create, kh_status code, const char *words)
{
    kh_store *store = (kh_store *)1;
    kh_error err = { 0 };
    assert_int_equal(kh_store_open(path, create, NULL, &store, &err), code);
    assert_ptr_equal(store, (kh_store *)1);
    assert_int_equal(err.code, code);
    if (!strstr(err.message, words))
        fail_msg("'%s' has not '%s'", err.message, words);
    if (code == KH_E_STORE)
        assert_non_null(strstr(err.file, strrchr(path, '/') ? strrchr(path, '/') + 1 : path));
}

static void test_open(void **state)
{
    fixture *f = *state;
    char path[128];
    static char junk[8192];
    memset(junk, 'x', sizeof junk);
    snprintf(path, sizeof path, "%s/none.db", f->folder);
    assert_refused(path, false, KH_E_STORE, "no store there; khabar add makes one");
    assert_int_equal(access(path, F_OK), -1);
    snprintf(path, sizeof path, "%s/no/folder.db", f->folder);
    assert_refused(path, true, KH_E_STORE, "cannot be opened");
    assert_refused(f->folder, true, KH_E_STORE, "not a file");
    assert_refused("", true, KH_E_USAGE, "name");
    snprintf(path, sizeof path, "%s/junk.db", f->folder);
    write_file(path, junk, sizeof junk);
    assert_refused(path, true, KH_E_STORE, "no store of khabar");
    assert_refused(path, false, KH_E_STORE, "no store of khabar");
    snprintf(path, sizeof path, "%s/empty.db", f->folder);
    write_file(path, "", 0);
    assert_refused(path, false, KH_E_STORE, "empty");
    kh_store_close(open_store(path, true));
    kh_store_close(open_store(path, false));
    snprintf(path, sizeof path, "%s/other.db", f->folder);
    change(path, "CREATE TABLE t(x)");
    assert_refused(path, true, KH_E_STORE, "no store of khabar");
    assert_int_equal(number(path, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void test_newer(void **state)
{
    fixture *f = *state;
    change(f->path, "PRAGMA user_version = 9");
    assert_refused(f->path, true, KH_E_STORE, "version 9");
    assert_refused(f->path, false, KH_E_STORE, "newer");
}

/* Names that SQLite would take for something else are files like others. */
static void test_odd_names(void **state)
{
    fixture *f = *state;
    static const char *const names[] = { ":memory:", "file:x?mode=memory", "a b%20.db" };
    char *here = getcwd(NULL, 0);
    assert_int_equal(chdir(f->folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        kh_store_close(open_store(names[i], true));
        assert_int_equal(access(names[i], F_OK), 0);
    }
    assert_int_equal(chdir(here), 0);
    free(here);
}

/* A store with pages overwritten or cut off is refused or gives an error; it never crashes and never loops. */
static void test_damaged(void **state)
{
    fixture *f = *state;
    char path[128], junk[512];
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%d", i);
        story x = convoy;
        x.id = id;
        assert_int_equal(add(f->store, &x, NULL, NULL), KH_OK);
    }
    assert_int_equal(kh_store_commit(f->store, NULL), KH_OK);
    kh_store_close(f->store);
    f->store = NULL;
    memset(junk, 0xA5, sizeof junk);
    snprintf(path, sizeof path, "%s/bad.db", f->folder);
    struct stat st;
    assert_int_equal(stat(f->path, &st), 0);
    int refused = 0;
    for (off_t at = 0; at < st.st_size; at += st.st_size / 40) {
        char command[300];
        snprintf(command, sizeof command, "cp %s %s", f->path, path);
        assert_int_equal(system(command), 0);
        FILE *file = fopen(path, "r+b");
        fseek(file, at, SEEK_SET);
        fwrite(junk, 1, sizeof junk, file);
        if (at % 3 == 0)
            assert_int_equal(ftruncate(fileno(file), at + 512), 0);
        fclose(file);
        kh_store *store = NULL;
        kh_error err = { 0 };
        kh_status s = kh_store_open(path, true, NULL, &store, &err);
        if (!s) {
            kh_buffer_clear(&f->got);
            s = kh_store_query(store, &(kh_query){ .text = KH_LIT("bomb"), .actor = KH_LIT("taliban") }, to_buffer, &f->got, &err);
        }
        if (!s) {
            story x = talks;
            s = add(store, &x, NULL, &err);
            s = s ? s : kh_store_commit(store, &err);
        }
        kh_store_close(store);
        refused += s != KH_OK;
        if (s && s != KH_E_STORE)
            fail_msg("at %lld: %s", (long long)at, err.message);
    }
    print_message("# %d damaged files refused\n", refused);
    assert_true(refused > 5);
}

/* ------------------------------------------------------------------ keeping */

static void test_bytes_and_order(void **state)
{
    fixture *f = *state;
    kh_buffer want;
    kh_buffer_init(&want, NULL, 0);
    assert_int_equal(add(f->store, &talks, NULL, NULL), KH_OK);
    assert_int_equal(add(f->store, &convoy, &want, NULL), KH_OK);
    assert_int_equal(kh_store_commit(f->store, NULL), KH_OK);
    assert_string_equal(ask(f, NULL), "convoy-0 convoy-1 talks-0 convoy-2 ");
    ask(f, &(kh_query){ .article = KH_LIT("convoy") });
    assert_int_equal(f->got.n, want.n);
    assert_memory_equal(f->got.p, want.p, want.n);
    kh_buffer_release(&want);
}

/* Nothing is there before the commit, for this handle and for others; all of it is after. */
static void test_commit(void **state)
{
    fixture *f = *state;
    kh_error err = { 0 };
    assert_int_equal(add(f->store, &convoy, NULL, &err), KH_OK);
    assert_int_equal(number(f->path, "SELECT count(*) FROM coded"), 0);
    assert_int_equal(kh_store_commit(f->store, &err), KH_OK);
    assert_int_equal(number(f->path, "SELECT count(*) FROM coded"), 3);
    assert_int_equal(number(f->path, "SELECT count(*) FROM sides"), 3 + 5);     /* officials are of two countries */
    assert_int_equal(kh_store_commit(f->store, &err), KH_OK);
    assert_int_equal(add(f->store, &talks, NULL, &err), KH_OK);
    kh_store_close(f->store);               /* not committed */
    f->store = open_store(f->path, false);
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 1);
}

static void test_same_again(void **state)
{
    fixture *f = *state;
    assert_int_equal(add(f->store, &convoy, NULL, NULL), KH_OK);
    keep(f, &convoy);
    int64_t added = number(f->path, "SELECT count(*) FROM coded");
    keep(f, &convoy);
    assert_int_equal(added, 3);
    assert_int_equal(number(f->path, "SELECT count(*) FROM coded"), 3);
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 1);
    assert_int_equal(number(f->path, "SELECT count(*) FROM sides"), 8);
    assert_whole(f->path);
}

static void test_replaced(void **state)
{
    fixture *f = *state;
    story second = convoy, recoded = convoy;
    second.text = "A mine hit a convoy.";
    memset(second.acts + 1, 0, 3 * sizeof *second.acts);
    recoded.made_by = "khabar 1 lex 2";
    recoded.acts[0].confidence = 0.5f;
    keep(f, &convoy);
    keep(f, &talks);
    keep(f, &recoded);                      /* same text, newer lexicon */
    assert_string_equal(ask(f, &(kh_query){ .article = KH_LIT("convoy") }), "convoy-0 convoy-1 convoy-2 ");
    assert_string_equal(ask(f, &(kh_query){ .article = KH_LIT("convoy"), .min_confidence = 0.9 }), "");
    keep(f, &second);                       /* newer text */
    assert_string_equal(ask(f, &(kh_query){ 0 }), "convoy-0 talks-0 ");
    assert_string_equal(ask(f, &(kh_query){ .superseded = true }), "convoy-0 convoy-0 convoy-0 convoy-1 convoy-1 talks-0 convoy-2 convoy-2 ");
    assert_string_equal(ask(f, &(kh_query){ .superseded = true, .text = KH_LIT("bomb") }), "convoy-0 convoy-0 convoy-1 convoy-1 convoy-2 convoy-2 ");
    assert_string_equal(ask(f, &(kh_query){ .text = KH_LIT("bomb") }), "");
    assert_int_equal(number(f->path, "SELECT max(version) FROM articles"), 3);
    keep(f, &recoded);                      /* the archive once more, oldest first: nothing moves */
    keep(f, &second);
    keep(f, &second);
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 4);
    assert_string_equal(ask(f, &(kh_query){ 0 }), "convoy-0 talks-0 ");
    second.made_by = "khabar 1 lex 2";      /* and the lexicon of before, asked for on purpose */
    keep(f, &second);
    second.made_by = convoy.made_by;
    keep(f, &second);
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles WHERE superseded = 0 AND version = 5 AND coded_by = 'khabar 1 lex 1'"), 1);
    assert_whole(f->path);
}

/* Another date or title of the same text is news too: its events say so. */
static void test_other_head(void **state)
{
    fixture *f = *state;
    story other = talks;
    other.title = "Another title";
    keep(f, &talks);
    keep(f, &other);
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 2);
    assert_string_equal(ask(f, &(kh_query){ .text = KH_LIT("title : another") }), "talks-0 ");
}

static void test_odd_articles(void **state)
{
    fixture *f = *state;
    kh_error err = { 0 };
    static char wide[100001];
    memset(wide, 'w', sizeof wide - 1);
    story nameless = convoy, empty = talks, long_one = talks;
    nameless.id = "";
    assert_int_equal(add(f->store, &nameless, NULL, &err), KH_E_INPUT);
    empty.text = "";
    empty.title = NULL;
    memset(empty.acts, 0, sizeof empty.acts);
    keep(f, &empty);
    long_one.id = wide;
    long_one.text = wide;
    memset(long_one.acts, 0, sizeof long_one.acts);
    keep(f, &long_one);
    assert_string_equal(ask(f, NULL), "");
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 2);
    assert_whole(f->path);
}

/* ------------------------------------------------------------------ asking */

static void test_filters(void **state)
{
    fixture *f = *state;
    static const struct { const char *what; kh_query q; const char *want; } rows[] = {
        { "from meets the end of a span", { .from = KH_LIT("2021-08-29"), .to = KH_LIT("2021-08-29") }, "convoy-0 " },
        { "to meets the start", { .to = KH_LIT("2021-08-20") }, "convoy-0 " },
        { "before all", { .to = KH_LIT("2021-08-19") }, "" },
        { "from", { .from = KH_LIT("2021-08-30") }, "convoy-1 talks-0 " },
        { "a day without an end", { .from = KH_LIT("2021-08-30"), .to = KH_LIT("2021-08-30") }, "convoy-1 " },
        { "country of the place", { .country = KH_LIT("PAK") }, "talks-0 convoy-2 " },
        { "in any case of letters", { .country = KH_LIT("afg") }, "convoy-0 " },
        { "actor by id, either side", { .actor = KH_LIT("taliban") }, "convoy-0 convoy-1 convoy-2 " },
        { "by name", { .actor = KH_LIT("afghan taliban") }, "convoy-0 convoy-1 convoy-2 " },
        { "by country", { .actor = KH_LIT("PAK") }, "convoy-0 talks-0 " },
        { "by the second country", { .actor = KH_LIT("GBR") }, "convoy-1 talks-0 convoy-2 " },
        { "by country and sector", { .actor = KH_LIT("PAK:MIL") }, "convoy-0 talks-0 " },
        { "of one and the same side", { .actor = KH_LIT("PAK:GOV") }, "" },
        { "by sector", { .actor = KH_LIT(":GOV") }, "convoy-1 talks-0 convoy-2 " },
        { "by country with nothing behind", { .actor = KH_LIT("AFG:") }, "convoy-0 convoy-1 convoy-2 " },
        { "a colon alone is nobody", { .actor = KH_LIT(":") }, "" },
        { "part of a name is no name", { .actor = KH_LIT("tali") }, "" },
        { "type", { .type = KH_LIT("ASSAULT") }, "convoy-0 convoy-2 " },
        { "mode", { .mode = KH_LIT("visit") }, "talks-0 " },
        { "status", { .status = KH_LIT("occurred") }, "convoy-0 convoy-1 " },
        { "words", { .text = KH_LIT("convoy") }, "convoy-0 convoy-1 convoy-2 " },
        { "words of the title", { .text = KH_LIT("title : capital") }, "talks-0 " },
        { "all words", { .text = KH_LIT("met border") }, "talks-0 " },
        { "either", { .text = KH_LIT("bomb OR delegation") }, "convoy-0 convoy-1 talks-0 convoy-2 " },
        { "without marks", { .text = KH_LIT("cafe") }, "convoy-0 convoy-1 convoy-2 " },
        { "a phrase with signs", { .text = KH_LIT("\"cease-fire\"") }, "convoy-0 convoy-1 convoy-2 " },
        { "not there", { .text = KH_LIT("submarine") }, "" },
        { "article", { .article = KH_LIT("talks") }, "talks-0 " },
        { "confidence as printed", { .min_confidence = 0.9 }, "convoy-0 " },
        { "confidence", { .min_confidence = 0.55 }, "convoy-0 convoy-1 talks-0 " },
        { "limit", { .limit = 2 }, "convoy-0 convoy-1 " },
        { "a huge limit", { .limit = SIZE_MAX }, "convoy-0 convoy-1 talks-0 convoy-2 " },
        { "all at once", { .from = KH_LIT("2021-08-01"), .to = KH_LIT("2021-08-31"), .country = KH_LIT("AFG"), .actor = KH_LIT("PAK:MIL"),
                           .type = KH_LIT("ASSAULT"), .mode = KH_LIT("bombing"), .status = KH_LIT("occurred"), .text = KH_LIT("bomb"),
                           .article = KH_LIT("convoy"), .min_confidence = 0.5, .limit = 5, .superseded = true }, "convoy-0 " },
    };
    keep(f, &convoy);
    keep(f, &talks);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = ask(f, &rows[i].q);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s: %s, not %s", rows[i].what, got, rows[i].want);
    }
}

static void test_refused_questions(void **state)
{
    fixture *f = *state;
    static const struct { kh_query q; const char *words; } rows[] = {
        { { .from = KH_LIT("2021-13-01") }, "YYYY-MM-DD" },
        { { .to = KH_LIT("yesterday") }, "YYYY-MM-DD" },
        { { .to = KH_LIT("2021-08-01T10:00") }, "YYYY-MM-DD" },
        { { .from = KH_LIT("2021-08-02"), .to = KH_LIT("2021-08-01") }, "after" },
        { { .status = KH_LIT("done") }, "occurred" },
        { { .min_confidence = 1.5 }, "0 to 1" },
        { { .min_confidence = -1 }, "0 to 1" },
        { { .text = KH_LIT("cease-fire") }, "double quotes" },
        { { .text = KH_LIT("\"open") }, "words cannot be read" },
        { { .text = KH_LIT("AND") }, "words cannot be read" },
        { { .text = KH_LIT("body : x") }, "words cannot be read" },
        { { .text = KH_LIT("a\nb(") }, "words cannot be read" },
    };
    keep(f, &convoy);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_error err = { 0 };
        kh_buffer_clear(&f->got);
        kh_status s = kh_store_query(f->store, &rows[i].q, to_buffer, &f->got, &err);
        if (s != KH_E_USAGE || !strstr(err.message, rows[i].words) || strchr(err.message, '\n') || f->got.n)
            fail_msg("row %zu: %d %s", i, (int)s, err.message);
    }
}

/* Words that would be SQL if anything wrote them into a statement are just words, kept and found as such. */
static void test_words_like_sql(void **state)
{
    fixture *f = *state;
    static const char *const words[] = { "'; DROP TABLE events; --", "' OR '1'='1", "\" OR 1=1 --", "?1", "%s%n", "x' UNION SELECT text FROM articles --" };
    keep(f, &convoy);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        kh_view w = kh_view_of(words[i]);
        const kh_query qs[] = { { .country = w }, { .actor = w }, { .type = w }, { .mode = w }, { .article = w } };
        for (size_t k = 0; k < sizeof qs / sizeof *qs; k++)
            assert_string_equal(ask(f, &qs[k]), "");
        kh_query text = { .text = w };
        kh_error err = { 0 };
        kh_buffer_clear(&f->got);
        kh_store_query(f->store, &text, to_buffer, &f->got, &err);
        assert_int_equal(f->got.n, 0);
        kh_query status = { .status = w };
        assert_int_equal(kh_store_query(f->store, &status, to_buffer, &f->got, &err), KH_E_USAGE);
        story odd = talks;
        odd.id = odd.title = odd.text = odd.acts[0].mode = words[i];
        keep(f, &odd);
        ask(f, &(kh_query){ .article = w, .mode = w });
        assert_true(f->got.n > 0);
    }
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 1 + sizeof words / sizeof *words);
    assert_whole(f->path);
}

static int refuse(void *ctx, const char *p, size_t n)
{
    (void)p;
    (void)n;
    return ++*(int *)ctx > 2;
}

static void test_sink(void **state)
{
    fixture *f = *state;
    int calls = 0;
    keep(f, &convoy);
    assert_int_equal(kh_store_query(f->store, NULL, refuse, &calls, NULL), KH_E_SINK);
    assert_int_equal(calls, 3);
}

/* ------------------------------------------------------------------ what goes wrong around it */

static void *failing(void *ctx, void *p, size_t old, size_t n)
{
    (void)old;
    int *left = ctx;
    if (n && (*left)-- <= 0)
        return NULL;
    if (n)
        return realloc(p, n);
    free(p);
    return NULL;
}

/* The Nth request for memory fails, for every N: nothing is lost, nothing half kept. */
static void test_no_memory(void **state)
{
    fixture *f = *state;
    int failures = 0;
    for (int n = 0; n < 40; n++) {
        int left = n;
        kh_allocator alloc = { failing, &left };
        kh_store *store = NULL;
        kh_error err = { 0 };
        kh_status s = kh_store_open(f->path, true, &alloc, &store, &err);
        if (!s)
            s = add(store, &convoy, NULL, &err);
        if (!s)
            s = kh_store_commit(store, &err);
        if (!s) {
            kh_buffer_clear(&f->got);
            s = kh_store_query(store, NULL, to_buffer, &f->got, &err);
        }
        kh_store_close(store);
        assert_true(s == KH_OK || s == KH_E_NOMEM);
        failures += s == KH_E_NOMEM;
        int64_t events = number(f->path, "SELECT count(*) FROM coded");
        assert_true(events == 0 || events == 3);
        if (!s)
            assert_int_equal(events, 3);
    }
    print_message("# %d refusals\n", failures);
    assert_true(failures >= 3 && failures < 40);
    assert_whole(f->path);
}

static void keep_many(const char *path, int from, int to, int batch)
{
    kh_store *store = NULL;
    kh_error err = { 0 };
    kh_status s = kh_store_open(path, true, NULL, &store, &err);
    for (int i = from; i < to && !s; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%d", i);
        story x = convoy;
        x.id = id;
        s = add(store, &x, NULL, &err);
        if (!s && (i + 1) % batch == 0)
            s = kh_store_commit(store, &err);
    }
    s = s ? s : kh_store_commit(store, &err);
    kh_store_close(store);
    if (s)
        print_message("# %s\n", err.message);
    _exit(s != KH_OK);
}

/* Four processes make one store and add to it at once, half of it the same articles. */
static void test_many_writers(void **state)
{
    fixture *f = *state;
    char path[128];
    for (int round = 0; round < 3; round++) {
        snprintf(path, sizeof path, "%s/many%d.db", f->folder, round);
        pid_t pids[4];
        for (int i = 0; i < 4; i++)
            if ((pids[i] = fork()) == 0)
                keep_many(path, i * 50, i * 50 + 100, 7);
        for (int i = 0; i < 4; i++) {
            int status = 1;
            waitpid(pids[i], &status, 0);
            assert_int_equal(status, 0);
        }
        assert_int_equal(number(path, "SELECT count(*) FROM articles"), 250);
        assert_int_equal(number(path, "SELECT count(*) FROM coded"), 750);
        assert_whole(path);
    }
}

/* No room: the commit says so, what was committed stays, and with room again the same handle goes on. */
static void no_room(const char *path)
{
    signal(SIGXFSZ, SIG_IGN);
    kh_store *store = open_store(path, true);
    kh_error err = { 0 };
    story x = convoy;
    char id[16];
    static char text[60000];
    memset(text, 'y', sizeof text - 1);
    x.text = text;
    struct rlimit limit = { 600000, RLIM_INFINITY };
    setrlimit(RLIMIT_FSIZE, &limit);
    int kept = 0;
    kh_status s = KH_OK;
    for (; kept < 100 && !s; kept++) {
        snprintf(id, sizeof id, "b%d", kept);
        x.id = id;
        s = add(store, &x, NULL, &err);
        s = s ? s : kh_store_commit(store, &err);
    }
    kept--;
    bool told = s == KH_E_IO && strlen(err.message) > 10 && strstr(err.file, "full.db");
    limit.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &limit);
    s = add(store, &x, NULL, &err);
    s = s ? s : kh_store_commit(store, &err);
    kh_store_close(store);
    _exit(!told || s || number(path, "SELECT count(*) FROM articles") != kept + 1);
}

static void test_no_room(void **state)
{
    fixture *f = *state;
    char path[128];
    int status = 1;
    snprintf(path, sizeof path, "%s/full.db", f->folder);
    pid_t pid = fork();
    if (pid == 0)
        no_room(path);
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    assert_whole(path);
}

/* More waits than memory should hold: it is written ahead, and all of it is there after the commit. */
static void test_large(void **state)
{
    fixture *f = *state;
    enum { SIZE = 6 << 20 };
    char *text = malloc(SIZE + 1), id[16];
    memset(text, ' ', SIZE);
    text[SIZE] = 0;
    story x = talks;
    x.text = text;
    for (int i = 0; i < 12; i++) {
        snprintf(id, sizeof id, "big%d", i);
        x.id = id;
        assert_int_equal(add(f->store, &x, NULL, NULL), KH_OK);
    }
    assert_int_equal(kh_store_commit(f->store, NULL), KH_OK);
    assert_int_equal(number(f->path, "SELECT count(*) FROM articles"), 12);
    free(text);
}

/* Tells the rate by the clock and by processor time, since others may be at work; how fast a machine of the day is proves nothing, so no number is asked for. */
static void test_rate(void **state)
{
    fixture *f = *state;
    enum { N = 1000, BATCH = 64 };
    static char text[5000];
    struct timespec a, b;
    clock_t used = clock();
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < N; i++) {
        char id[16];
        size_t n = 0;
        unsigned word = (unsigned)i * 2654435761u;
        while (n + 16 < sizeof text)
            n += (size_t)snprintf(text + n, sizeof text - n, "w%x ", (word = word * 1664525u + 1013904223u) >> 20);
        snprintf(id, sizeof id, "r%d", i);
        story x = convoy;
        x.id = id;
        x.text = text;
        assert_int_equal(add(f->store, &x, NULL, NULL), KH_OK);
        if ((i + 1) % BATCH == 0)
            assert_int_equal(kh_store_commit(f->store, NULL), KH_OK);
    }
    assert_int_equal(kh_store_commit(f->store, NULL), KH_OK);
    clock_gettime(CLOCK_MONOTONIC, &b);
    double s = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
    double cpu = (double)(clock() - used) / CLOCKS_PER_SEC;
    print_message("# articles of 5 kB and 3 events, batches of %d: %.0f/s, %.0f a second of processor time\n", BATCH, N / s, N / cpu);
    assert_int_equal(number(f->path, "SELECT count(*) FROM coded"), 3 * N);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_open), TEST(test_newer), TEST(test_odd_names), TEST(test_damaged), TEST(test_bytes_and_order), TEST(test_commit),
        TEST(test_same_again), TEST(test_replaced), TEST(test_other_head), TEST(test_odd_articles), TEST(test_filters),
        TEST(test_refused_questions), TEST(test_words_like_sql), TEST(test_sink), TEST(test_no_memory), TEST(test_many_writers),
        TEST(test_no_room), TEST(test_large), TEST(test_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
