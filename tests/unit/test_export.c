/* test_export.c: events as rows: values of columns, kinds of the layouts, and what an exporter refuses. Events are made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/base.h"

/* ------------------------------------------------------------------ events made by hand */

#define WHO(name, country, sector, start) "{\"id\":null,\"name\":" name ",\"country\":" country ",\"sector\":" sector ",\"text\":\"w" start "\",\"start\":" start ",\"end\":9}"
#define HIT(name, country, sector, kind, start) \
    "{\"id\":null,\"name\":" name ",\"country\":" country ",\"sector\":" sector ",\"kind\":\"" kind "\",\"text\":\"w" start "\",\"start\":" start ",\"end\":9}"
#define EVENT(type, mode, status, actors, recipients, rest) \
    "{\"id\":\"e:1\",\"article\":{\"id\":\"a\",\"published\":\"2014-05-05T00:30+02:00\"},\"type\":\"" type "\",\"mode\":" mode ",\"contexts\":[],\"cameo\":\"020\"," \
    "\"status\":\"" status "\",\"background\":false,\"actors\":[" actors "],\"recipients\":[" recipients "],\"mentions\":[],\"made_by\":\"khabar 0 en x\"" rest "}"
#define PLACE ",\"place\":{\"name\":\"Kabul\",\"country\":\"AFG\",\"lat\":34.5,\"lon\":69.2,\"precision\":1}"
#define DEAD(n, parts) ",\"toll\":{\"killed\":{\"low\":" n ",\"best\":" n ",\"high\":null,\"parts\":[" parts "]}}"
#define DATE(from, to, p) ",\"date\":{\"start\":\"" from "\",\"end\":\"" to "\",\"precision\":" p "}"

static const char SOLDIERS[] = HIT("null", "[\"AFG\"]", "\"MIL\"", "group", "5"), PEOPLE[] = HIT("null", "[]", "\"CVL\"", "person", "6");

/* ------------------------------------------------------------------ exporting to memory */

static int take(void *ctx, const char *p, size_t n)
{
    kh_buffer_add(ctx, p, n);
    return 0;
}

/* The rows of an event in TSV without a heading, as one text that lives until the next call. */
static const char *rows_of(const char *layout, const char *folder, const char *event)
{
    static char text[8192];
    kh_buffer out;
    kh_exporter *x = NULL;
    kh_error err = { 0 };
    kh_buffer_init(&out, NULL, 0);
    kh_export_options options = { .layout = layout, .form = KH_EXPORT_TSV, .no_heading = true, .sink = take, .ctx = &out };
    if (kh_exporter_new(&(kh_model_options){ .user_lexicon = folder }, &options, &x, &err))
        fail_msg("%s:%u: %s", err.file, err.line, err.message);
    assert_int_equal(kh_exporter_add(x, kh_view_of(event), KH_LIT("First. The sentence."), &err), KH_OK);
    assert_int_equal(kh_exporter_finish(x, NULL, &err), KH_OK);
    kh_exporter_free(x);
    snprintf(text, sizeof text, "%.*s", (int)out.n, out.n ? out.p : "");
    kh_buffer_release(&out);
    return text;
}

/* A cell (from 1) of a row (from 0) of a shipped layout. */
static const char *cell(const char *layout, const char *event, int row, int column)
{
    static char out[512];
    const char *at = rows_of(layout, NULL, event);
    for (; row > 0 && at; row--)
        at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL;
    for (; column > 1 && at; column--)
        at = strchr(at, '\t') ? strchr(at, '\t') + 1 : NULL;
    snprintf(out, sizeof out, "%.*s", at ? (int)strcspn(at, "\t\n") : 4, at ? at : "NONE");
    return out;
}

static int lines(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

/* ------------------------------------------------------------------ values */

static char folder[64];

static void write_table(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/kh-export-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    char path[128];
    snprintf(path, sizeof path, "%s/codes", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/layouts", folder);
    mkdir(path, 0700);
    write_table("codes/layouts.tsv", "layout\trows\tkeeps\tform\tbetween\twithin\tdoes\nmine\tevent\tall\tcsv\t;\t+\tmine\n");
    return 0;
}

static int remove_folder(void **state)
{
    static const char *const files[] = { "codes/layouts.tsv", "codes/countries.tsv", "layouts/mine.tsv", "codes", "layouts", "" };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        remove(path);
    }
    return 0;
}

static const char *mine(const char *value, const char *event)
{
    char table[256];
    snprintf(table, sizeof table, "column\ttype\tvalue\na\ttext\t%s\n", value);
    write_table("layouts/mine.tsv", table);
    return rows_of("mine", folder, event);
}

static void test_values(void **state)
{
    static const char two[] = EVENT("ASSAULT", "null", "occurred", WHO("\"One\"", "[\"USA\",\"GBR\"]", "\"MIL\"", "1") "," WHO("null", "[]", "null", "2"), "",
                                    PLACE ",\"sentence\":{\"start\":7,\"end\":20}" DATE("2014-05-04", "2014-05-04", "1"));
    (void)state;
    assert_string_equal(mine("type", two), "ASSAULT\n");
    assert_string_equal(mine("mode/type", two), "ASSAULT\n");                        /* the first that is there */
    assert_string_equal(mine("actors[].name/text", two), "One; w2\n");
    assert_string_equal(mine("actors[0].name", two), "One\n");
    assert_string_equal(mine("actors[].country", two), "USA+GBR; \n");               /* who has none keeps his place */
    assert_string_equal(mine("recipients[].country", two), "\n");
    assert_string_equal(mine("actors[].id", two), "\n");                             /* nothing but separators is nothing */
    assert_string_equal(mine("actors[].country > countries.cow", two), "2+200; \n");
    assert_string_equal(mine("place.country > countries.acled/name", two), "Afghanistan\n");
    assert_string_equal(mine("place.lat", two), "34.5\n");
    assert_string_equal(mine("toll.killed.best", two), "\n");
    assert_string_equal(mine("=7", two), "7\n");
    assert_string_equal(mine("cameo", two), "020\n");
    assert_string_equal(mine("@sentence", two), "The sentence.\n");
    assert_string_equal(mine("@day %d.%m.%Y date.start", two), "04.05.2014\n");
    assert_string_equal(mine("@day %Y%m%d%H%M%S article.published", two), "20140504223000\n");   /* as UTC */
    assert_string_equal(mine("@within 1 2 place.name", two), "Kabul\n");
    assert_string_equal(mine("@within 3 3 place.name", two), "\n");
    assert_string_equal(mine("@language", two), "en\n");
    assert_string_equal(mine("@quad", two), "MATERIAL CONFLICT\n");
    assert_string_equal(mine("@score", EVENT("ASSAULT", "\"drone\"", "occurred", "", "", "")), "-9.5\n");
    assert_string_equal(mine("@contexts", EVENT("ASSAULT", "null", "negated", "", "", "")), "negation\n");
}

/* A later row of the user's takes the place of ours. */
static void test_user_codes(void **state)
{
    (void)state;
    write_table("codes/countries.tsv", "country\tname\tcow\nAFG\tAfghanland\t1\nXMY\tMine\t9999\n");
    assert_string_equal(mine("place.country > countries.name", EVENT("AID", "null", "occurred", "", "", PLACE)), "Afghanland\n");
    assert_string_equal(mine("actors[].country > countries.cow", EVENT("AID", "null", "occurred", WHO("null", "[\"XMY\"]", "null", "1"), "", "")), "9999\n");
    write_table("codes/countries.tsv", "country\tname\n");
}

static void test_bad_tables(void **state)
{
    static const struct { const char *value, *words; } bad[] = {
        { "@nothing", "no such function" }, { "place.country > nowhere.name", "no table of codes" }, { "place.country > countries", "no table of codes" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char table[256];
        kh_exporter *x = NULL;
        kh_error err = { 0 };
        kh_export_options options = { .layout = "mine", .sink = take };
        snprintf(table, sizeof table, "column\ttype\tvalue\nok\ttext\ttype\na\ttext\t%s\n", bad[i].value);
        write_table("layouts/mine.tsv", table);
        assert_int_equal(kh_exporter_new(&(kh_model_options){ .user_lexicon = folder }, &options, &x, &err), KH_E_MODEL);
        assert_null(x);
        assert_non_null(strstr(err.message, bad[i].words));
        assert_string_equal(err.file, "layouts/mine.tsv");
        assert_int_equal(err.line, 3);
    }
}

/* ------------------------------------------------------------------ layouts */

static void test_pairs(void **state)
{
    static const char a[] = WHO("\"A\"", "[\"USA\"]", "\"GOV\"", "1"), b[] = WHO("\"B\"", "[\"FRA\"]", "\"GOV\"", "2");
    char both[1024], event[4096];
    (void)state;
    snprintf(both, sizeof both, "%s,%s", a, b);
    /* a meeting: both on both sides, each with the other and none with himself */
    snprintf(event, sizeof event, EVENT("CONSULT", "null", "occurred", "%s", "%s", ""), both, both);
    assert_int_equal(lines(rows_of("icews", NULL, event)), 2);
    assert_string_equal(cell("icews", event, 0, 3), "A");
    assert_string_equal(cell("icews", event, 0, 9), "B");
    assert_string_equal(cell("icews", event, 1, 3), "B");
    snprintf(both, sizeof both, "%s", cell("icews", event, 0, 1));
    assert_string_not_equal(cell("icews", event, 1, 1), both);           /* ids are unique */
    /* alone with himself: alone */
    snprintf(event, sizeof event, EVENT("CONSULT", "null", "occurred", "%s", "%s", ""), a, a);
    assert_int_equal(lines(rows_of("icews", NULL, event)), 1);
    assert_string_equal(cell("icews", event, 0, 9), "");
    /* a thing and people: the people */
    snprintf(event, sizeof event, EVENT("ASSAULT", "null", "occurred", "%s", "%s,%s", ""), a, HIT("\"Mill\"", "[]", "null", "object", "3"), PEOPLE);
    assert_int_equal(lines(rows_of("icews", NULL, event)), 1);
    assert_string_equal(cell("icews", event, 0, 9), "w6");
    /* what did not happen has no row */
    assert_string_equal(rows_of("icews", NULL, EVENT("ASSAULT", "null", "future", "", "", "")), "");
    assert_int_equal(lines(rows_of("polecat", NULL, EVENT("ASSAULT", "null", "future", "", "", ""))), 1);
}

static void test_acled(void **state)
{
    static const struct { const char *mode, *who, *hit, *sub; int inter1, inter2, both; } all[] = {
        { "\"firearms\"", WHO("\"X\"", "[\"AFG\"]", "\"REB\"", "1"), SOLDIERS, "Armed clash", 2, 1, 12 },
        { "\"firearms\"", WHO("\"X\"", "[\"AFG\"]", "\"REB\"", "1"), PEOPLE, "Attack", 2, 7, 27 },
        { "\"aerial\"", WHO("\"X\"", "[\"USA\"]", "\"MIL\"", "1"), PEOPLE, "Air/drone strike", 8, 7, 78 },
        { "\"targeted\"", WHO("null", "[]", "\"CRM\"", "1"), PEOPLE, "Attack", 3, 7, 37 },
        { "null", WHO("null", "[\"AFG\"]", "\"MIL\"", "1"), "", "Attack", 1, 0, 10 },
    };
    char event[4096], n[8];
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(event, sizeof event, EVENT("ASSAULT", "%s", "occurred", "%s", "%s", PLACE), all[i].mode, all[i].who, all[i].hit);
        assert_string_equal(cell("acled", event, 0, 7), all[i].sub);
        snprintf(n, sizeof n, "%.*d", all[i].inter1 ? 1 : 0, all[i].inter1);       /* nothing for 0 */
        assert_string_equal(cell("acled", event, 0, 10), n);
        snprintf(n, sizeof n, "%.*d", all[i].inter2 ? 1 : 0, all[i].inter2);
        assert_string_equal(cell("acled", event, 0, 13), n);
        snprintf(n, sizeof n, "%d", all[i].both);
        assert_string_equal(cell("acled", event, 0, 14), n);
    }
    assert_string_equal(cell("acled", event, 0, 8), "Military Forces of Afghanistan");
    /* a month: its middle, precision 3 */
    snprintf(event, sizeof event, EVENT("PROTEST", "null", "occurred", "", "", PLACE DATE("2014-05-01", "2014-05-31", "4")));
    assert_string_equal(cell("acled", event, 0, 2), "2014-05-16");
    assert_string_equal(cell("acled", event, 0, 4), "3");
    assert_string_equal(rows_of("acled", NULL, EVENT("ACCUSE", "null", "occurred", "", "", "")), "");
}

static void test_ged(void **state)
{
    /* type, deaths_a, deaths_b, civilians, unknown, best */
    static const struct { const char *who, *hit, *toll, *want[6]; } all[] = {
        { WHO("\"X\"", "[]", "\"REB\"", "1"), SOLDIERS, DEAD("5", ""), { "1", "0", "5", "0", "0", "5" } },
        { WHO("\"X\"", "[]", "\"REB\"", "1"), PEOPLE, DEAD("5", ""), { "3", "0", "0", "5", "0", "5" } },
        { WHO("\"X\"", "[]", "\"REB\"", "1"), HIT("\"Y\"", "[]", "\"PRM\"", "group", "5"), DEAD("5", ""), { "2", "0", "5", "0", "0", "5" } },
        { WHO("null", "[]", "null", "1"), PEOPLE, DEAD("5", ""), { "", "0", "0", "0", "5", "5" } },
        { WHO("\"X\"", "[]", "\"REB\"", "1"), SOLDIERS, DEAD("5", "{\"who\":\"two boys\",\"country\":[],\"sector\":\"CVL\",\"best\":2}"),
          { "1", "0", "0", "2", "3", "5" } },
        { WHO("\"X\"", "[]", "\"REB\"", "1"), PEOPLE, ",\"toll\":{\"killed\":{\"best\":5,\"parts\":[]},\"perpetrators\":{\"best\":1,\"parts\":[]}}",
          { "3", "1", "0", "5", "0", "6" } },
    };
    static const int columns[6] = { 6, 41, 42, 43, 44, 45 };
    char event[4096];
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(event, sizeof event, EVENT("ASSAULT", "null", "occurred", "%s", "%s", PLACE "%s"), all[i].who, all[i].hit, all[i].toll);
        for (int k = 0; k < 6; k++)
            assert_string_equal(cell("ged", event, 0, columns[k]), all[i].want[k]);
    }
    snprintf(event, sizeof event, EVENT("ASSAULT", "null", "occurred", "%s", "%s", PLACE DEAD("5", "")), WHO("null", "[\"AFG\"]", "\"MIL\"", "1"), PEOPLE);
    assert_string_equal(cell("ged", event, 0, 15), "Government of Afghanistan");
    assert_string_equal(cell("ged", event, 0, 18), "Civilians");
    assert_string_equal(cell("ged", event, 0, 48), "700");
    assert_string_equal(rows_of("ged", NULL, EVENT("ASSAULT", "null", "occurred", "", "", PLACE)), "");           /* nobody died */
    assert_string_equal(rows_of("ged", NULL, EVENT("COERCE", "null", "occurred", "", "", PLACE DEAD("5", ""))), "");
}

/* ------------------------------------------------------------------ what is refused */

static int refuse(void *ctx, const char *p, size_t n)
{
    (void)ctx;
    (void)p;
    return n > 0;
}

static void test_refused(void **state)
{
    kh_exporter *x = NULL;
    kh_error err = { 0 };
    kh_buffer out;
    (void)state;
    assert_int_equal(kh_exporter_new(NULL, &(kh_export_options){ .layout = "none", .sink = take }, &x, &err), KH_E_USAGE);
    assert_non_null(strstr(err.message, "polecat"));
    assert_int_equal(kh_exporter_new(NULL, &(kh_export_options){ .form = KH_EXPORT_GPKG }, &x, &err), KH_E_USAGE);
    assert_int_equal(kh_exporter_new(NULL, &(kh_export_options){ .form = KH_EXPORT_GPKG, .path = "/none/at/all.gpkg" }, &x, &err), KH_E_IO);
    assert_int_equal(kh_exporter_new(NULL, &(kh_export_options){ 0 }, &x, &err), KH_E_USAGE);
    assert_int_equal(kh_exporter_new(NULL, &(kh_export_options){ .sink = refuse }, &x, &err), KH_OK);
    assert_int_equal(kh_exporter_add(x, kh_view_of(EVENT("AID", "null", "occurred", "", "", "")), (kh_view){ NULL, 0 }, &err), KH_E_SINK);
    kh_exporter_free(x);
    kh_buffer_init(&out, NULL, 0);
    assert_int_equal(kh_exporter_new(NULL, &(kh_export_options){ .sink = take, .ctx = &out }, &x, &err), KH_OK);
    static const char *const bad[] = { "", "[]", "{", "7", "{\"id\":\"e\"} x", "\xff" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(kh_exporter_add(x, kh_view_of(bad[i]), (kh_view){ NULL, 0 }, &err), KH_E_INPUT);
    /* an object with nothing of an event in it, or with other kinds of values, is a row with nothing in it */
    static const char *const odd[] = { "{}", "{\"actors\":7,\"recipients\":{},\"place\":[],\"date\":\"x\",\"toll\":[1],\"article\":null,\"sentence\":-1}",
                                       "{\"actors\":[1,null,[]],\"place\":{\"lat\":\"x\",\"lon\":{}},\"sentence\":{\"start\":5,\"end\":99999}}" };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int l = 0; l < 6; l++) {
            static const char *const layouts[] = { "events", "polecat", "icews", "gdelt", "acled", "ged" };
            rows_of(layouts[l], NULL, odd[i]);
        }
    kh_exporter_free(x);
    kh_buffer_release(&out);
}

/* ------------------------------------------------------------------ memory */

typedef struct counter { size_t calls, fail_at, live; } counter;

static void *failing(void *ctx, void *p, size_t old, size_t n)
{
    counter *c = ctx;
    if (n && ++c->calls == c->fail_at)
        return NULL;
    c->live += n - (p ? old : 0);
    if (n)
        return realloc(p, n);
    free(p);
    return NULL;
}

static void test_no_memory(void **state)
{
    (void)state;
    for (size_t i = 1;; i++) {
        counter c = { 0, i, 0 };
        const kh_allocator alloc = { failing, &c };
        kh_exporter *x = NULL;
        kh_error err = { 0 };
        kh_buffer out;
        kh_buffer_init(&out, NULL, 0);
        kh_status s = kh_exporter_new(&(kh_model_options){ .alloc = &alloc }, &(kh_export_options){ .layout = "acled", .sink = take, .ctx = &out }, &x, &err);
        if (!s)
            s = kh_exporter_add(x, kh_view_of(EVENT("PROTEST", "null", "occurred", "", "", PLACE)), (kh_view){ NULL, 0 }, &err);
        if (!s)
            s = kh_exporter_finish(x, NULL, &err);
        kh_exporter_free(x);
        kh_buffer_release(&out);
        assert_int_equal(c.live, 0);
        if (c.calls < i) {
            assert_int_equal(s, KH_OK);
            print_message("# %zu allocations\n", i - 1);
            return;
        }
        assert_int_equal(s, KH_E_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values), cmocka_unit_test(test_user_codes), cmocka_unit_test(test_bad_tables), cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_acled),  cmocka_unit_test(test_ged),        cmocka_unit_test(test_refused),    cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
