/* Intake: dates, character sets, roles of blocks, head lines, JSON with spans, walking over articles, hostile pages. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "intake/page.h"

typedef struct fixture { kh_arena *arena, *doc, *scratch; kh_lexicon *lexicon; kh_intake *in; } fixture;

static int open_tables(void **state)
{
    static fixture f;
    kh_error err;
    f.arena = kh_arena_new(NULL, 0);
    f.doc = kh_arena_new(NULL, 0);
    f.scratch = kh_arena_new(NULL, 0);
    *state = &f;
    return kh_lexicon_read(KH_TEST_LEXICON, NULL, NULL, f.arena, &f.lexicon, &err) || kh_intake_open(f.lexicon, f.arena, &f.in, &err);
}

static int close_tables(void **state)
{
    fixture *f = *state;
    kh_arena_free(f->scratch);
    kh_arena_free(f->doc);
    kh_arena_free(f->arena);
    return 0;
}

static kh_status read(fixture *f, kh_input in, uint32_t flags, kh_doc *doc, kh_error *err)
{
    kh_arena_reset(f->doc);
    kh_arena_reset(f->scratch);
    *doc = (kh_doc){ .arena = f->doc, .flags = flags };
    return kh_intake_run(f->in, &in, 8 << 20, doc, f->scratch, err);
}

static void same_text(kh_view got, const char *want, const char *what)
{
    if (!kh_view_is(got, want))
        fail_msg("%s: got \"%.*s\", want \"%s\"", what, (int)got.n, got.n ? got.p : "", want);
}

/* ------------------------------------------------------------------ dates */

static void test_dates(void **state)
{
    fixture *f = *state;
    static const struct { const char *text, *date; } rows[] = {
        { "2014-05-03", "2014-05-03" },
        { "2014-05-03T10:15:30+02:00", "2014-05-03T10:15+02:00" },
        { "2014-05-03T10:15:30.250Z", "2014-05-03T10:15Z" },
        { "2014/5/3", "2014-05-03" },
        { "May 3, 2014", "2014-05-03" },
        { "Published: May 3rd, 2014 at 5:13 p.m. EDT", "2014-05-03T17:13-04:00" },
        { "3 May 2014", "2014-05-03" },
        { "Saturday, 3rd of May, 2014", "2014-05-03" },
        { "Sat, 03 May 2014 08:05:00 GMT", "2014-05-03T08:05Z" },
        { "03 May 14 10:00 +0530", "2014-05-03T10:00+05:30" },
        { "18:40, Sat 3 May 2014", "2014-05-03T18:40" },
        { "3.5.2014", "2014-05-03" },
        { "25/12/2013", "2013-12-25" },
        { "12/25/2013", "2013-12-25" },
        { "20140503", "2014-05-03" },
        { "Sept. 9, 2001 12:05 am", "2001-09-09T00:05" },
        { "03/05/2014", "" },                    /* March or May */
        { "2014-02-30", "" },
        { "May 2014", "" },
        { "May 3", "" },
        { "3 May 12 people died", "" },
        { "1,234 people in 2014", "" },
        { "version 10.2.2014.7", "" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_stamp s;
        bool found = kh_intake_date(f->in, kh_view_of(rows[i].text), &s);
        same_text(found ? kh_intake_date_text(&s, f->scratch) : (kh_view){ NULL, 0 }, rows[i].date, rows[i].text);
    }
}

/* ------------------------------------------------------------------ character sets */

static void test_charsets(void **state)
{
    fixture *f = *state;
    static const struct { kh_view bytes; const char *label, *text; bool declares, repaired; } rows[] = {
        { KH_LIT("plain"), "", "plain", false, false },
        { KH_LIT("caf\xC3\xA9"), "", "caf\xC3\xA9", false, false },
        { KH_LIT("caf\xC3\xA9"), "windows-1251", "caf\xC3\xA9", false, false },      /* valid UTF-8 is no accident */
        { KH_LIT("caf\xE9"), "", "caf\xC3\xA9", false, false },
        { KH_LIT("\x93no\x94"), "iso-8859-1", "\xE2\x80\x9Cno\xE2\x80\x9D", false, false },
        { KH_LIT("\xCC\xE8\xF0"), "Windows-1251", "\xD0\x9C\xD0\xB8\xD1\x80", false, false },
        { KH_LIT("<meta charset=windows-1251>\xCC\xE8\xF0"), "", "<meta charset=windows-1251>\xD0\x9C\xD0\xB8\xD1\x80", true, false },
        { KH_LIT("<?xml version='1.0' encoding='koi8-r'?>\xED"), "", "<?xml version='1.0' encoding='koi8-r'?>\xD0\x9C", true, false },
        { KH_LIT("<p>charset=windows-1251 \xE9"), "", "<p>charset=windows-1251 \xC3\xA9", true, false },
        { KH_LIT("\xFF\xFEh\0i\0"), "", "hi", false, false },
        { KH_LIT("\xFE\xFF\0h\0i"), "utf-8", "hi", false, false },
        { KH_LIT("\xC3\xA9\xC3\xA9\xC3\xA9\xFFz"), "", "\xC3\xA9\xC3\xA9\xC3\xA9\xEF\xBF\xBDz", false, true },
        { KH_LIT("\xE9z"), "utf8", "\xEF\xBF\xBDz", false, true },
        { KH_LIT("caf\xE9"), "x-none", "caf\xC3\xA9", false, false },
        { KH_LIT("a\0b"), "", "a\xEF\xBF\xBD" "b", false, true },
        { KH_LIT(""), "", "", false, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_doc doc = { .arena = f->doc };
        kh_view text;
        kh_error err;
        assert_int_equal(kh_intake_decode(rows[i].bytes, kh_view_of(rows[i].label), rows[i].declares, &doc, f->doc, &text, &err), KH_OK);
        same_text(text, rows[i].text, rows[i].text);
        assert_int_equal(doc.meta.repaired, rows[i].repaired);
    }
}

/* ------------------------------------------------------------------ blocks */

static void test_roles(void **state)
{
    fixture *f = *state;
    static const struct { const char *block; kh_role role; } rows[] = {
        { "The army shelled the town for a third day, residents said.", KH_ROLE_BODY },
        { "He died.", KH_ROLE_BODY },
        { "Army shells town for a third day", KH_ROLE_HEADING },
        { "(Writing by Anna Berg; Editing by Carl Dahl)", KH_ROLE_BYLINE },
        { "By Anna Berg and Carl Dahl", KH_ROLE_BYLINE },
        { "By Monday the rebels had taken the bridge.", KH_ROLE_BODY },
        { "By nightfall, the army held the town, the bridge and the road to the north, a spokesman said.", KH_ROLE_BODY },
        { "3 May 2014 10:20", KH_ROLE_META },
        { "KABUL, Afghanistan (Aug. 2, 2011)", KH_ROLE_DATELINE },
        { "2. To raise the pay of all soldiers;", KH_ROLE_BODY },
        { "On 3 May 2014 rebels took the bridge.", KH_ROLE_BODY },
        { "Email Address *", KH_ROLE_FORM },
        { "Surname *", KH_ROLE_FORM },
        { "* indicates required", KH_ROLE_FORM },
        { "JOIN NOW!", KH_ROLE_FORM },
        { "ORDER YOUR COPY!", KH_ROLE_ADVERT },
        { "press@ministry.example", KH_ROLE_OTHER },
        { "+00 11 22 33", KH_ROLE_OTHER },
        { "Photo: Army press office", KH_ROLE_CAPTION },
        { "Read more: Rebels take bridge", KH_ROLE_RELATED },
        { "Share", KH_ROLE_SHARE },
        { "Share prices fell by a tenth after the attack on the port.", KH_ROLE_BODY },
        { "Subscribe to our newsletter", KH_ROLE_SIGNUP },
        { "Sponsored by Iran, the group has fired rockets at the town since March.", KH_ROLE_BODY },
        { "By continuing to shell the town, the army broke the truce.", KH_ROLE_BODY },
        { "Copyright lawyers were among those arrested on Sunday.", KH_ROLE_BODY },
        { "\xC2\xA9 2019 The Post", KH_ROLE_DISCLAIMER },
        { "(This version corrects the name of the town)", KH_ROLE_OTHER },
        { "(The army denies it.)", KH_ROLE_BODY },
        { "* Rebels say that they hold the bridge and the mill", KH_ROLE_BODY },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *reason = NULL;
        kh_role role = kh_intake_role(f->in, kh_view_of(rows[i].block), &reason);
        if (role != rows[i].role)
            fail_msg("%s: got %s (%s), want %s", rows[i].block, kh_role_name(role), reason, kh_role_name(rows[i].role));
    }
}

/* Datelines are cut off, and nothing else is. */
static void test_datelines(void **state)
{
    fixture *f = *state;
    static const struct { const char *text, *dateline, *agency; } rows[] = {
        { "KABUL (Reuters) - A bomb killed two soldiers on Sunday.", "KABUL (Reuters) -", "Reuters" },
        { "GOMA, Congo, Aug 30 (AFP) \xE2\x80\x93 Rebels took a town on Sunday.", "GOMA, Congo, Aug 30 (AFP) \xE2\x80\x93", "AFP" },
        { "(AP) -- Rebels took a town on Sunday.", "(AP) --", "AP" },
        { "BEIRUT \xE2\x80\x94 Rebels took a town on Sunday.", "BEIRUT \xE2\x80\x94", "" },
        { "ANKARA/GENEVA (Reuters) - Talks failed on Sunday.", "ANKARA/GENEVA (Reuters) -", "Reuters" },
        { "ISLAMABAD: The government denied it on Sunday.", "ISLAMABAD:", "" },
        { "ZARANJ, Afghanistan (Sept. 20) - Rebels took a town on Sunday.", "ZARANJ, Afghanistan (Sept. 20) -", "" },
        { "ZARANJ, Afghanistan (April 21, 2011) Rebels took a town on Sunday.", "ZARANJ, Afghanistan (April 21, 2011)", "" },
        { "The Palestinian Authority (PA) denied it on Sunday.", "", "" },
        { "Gov. John Hale (R) - no friend of his - denied it on Sunday.", "", "" },
        { "The UN \xE2\x80\x94 which has troops there \xE2\x80\x94 denied it on Sunday.", "", "" },
        { "A spokesman (he gave no name) - denied it on Sunday.", "", "" },
        { "Rebels took Goma on Sunday - the third town this week.", "", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_doc doc;
        kh_error err;
        assert_int_equal(read(f, (kh_input){ .bytes = kh_view_of(rows[i].text) }, 0, &doc, &err), KH_OK);
        assert_true(kh_view_is(doc.text, rows[i].text));
        kh_view line = { NULL, 0 };
        if (doc.blocks[0].role == KH_ROLE_DATELINE)
            line = kh_doc_view(&doc, doc.blocks[0].span);
        same_text(line, rows[i].dateline, rows[i].text);
        same_text(doc.meta.agency, rows[i].agency, rows[i].text);
        assert_int_equal(doc.blocks[doc.block_count - 1].role, KH_ROLE_BODY);
    }
}

/* The caller's word goes over the text's, and both over nothing. */
static void test_head(void **state)
{
    fixture *f = *state;
    static const char text[] = "Title: Rebels take Goma\nDate: 3 May 2014\nBy: Anna Berg and Carl Dahl, AFP\nSource: The Post\n\n"
                               "Rebels took the town on Friday, the mayor said by phone.\n";
    kh_doc doc;
    kh_error err;
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT(text) }, 0, &doc, &err), KH_OK);
    same_text(doc.meta.title, "Rebels take Goma", "title");
    same_text(doc.meta.published, "2014-05-03", "published");
    same_text(doc.meta.outlet, "The Post", "outlet");
    same_text(doc.meta.agency, "AFP", "agency");
    assert_int_equal(doc.meta.author_count, 2);
    assert_int_equal(doc.meta.day, kh_day_of(2014, 5, 3));
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT(text), .date = KH_LIT("2014-05-04T10:30"), .outlet = KH_LIT("Wire") }, 0, &doc, &err), KH_OK);
    same_text(doc.meta.published, "2014-05-04T10:30", "published");
    same_text(doc.meta.outlet, "Wire", "outlet");
    assert_int_equal(doc.meta.minute, 630);
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT("Rebels took the town on Friday, the mayor said by phone.") }, 0, &doc, &err), KH_OK);
    assert_int_equal(doc.meta.day, KH_NO_DAY);
    assert_int_equal(doc.meta.title.n, 0);
}

/* What is said to be the date, and the address where nothing is. */
static void test_published(void **state)
{
    fixture *f = *state;
    static const struct { const char *date, *url, *published; int minute; } rows[] = {
        { "2014-05-03", "", "2014-05-03", -1 },
        { "2014-05-03T10:15:07", "", "2014-05-03T10:15:07", 615 },
        { "2014-05-03 10:15:07", "", "2014-05-03 10:15:07", 615 },
        { "2014-05-03 at noon", "", "2014-05-03", -1 },
        { "May 3, 2014", "", "2014-05-03", -1 },
        { "yesterday", "", "", -1 },
        { "", "https://a.example/2014/05/03/story-12", "2014-05-03", -1 },
        { "", "https://a.example/03-05-2014/story", "", -1 },
        { "", "https://a.example/story-20140599", "", -1 },
        { "2013-01-01", "https://a.example/2014/05/03/story", "2013-01-01", -1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char json[256];
        snprintf(json, sizeof json, "{\"text\":\"It rained.\",\"date\":\"%s\",\"url\":\"%s\"}", rows[i].date, rows[i].url);
        kh_doc doc;
        kh_error err;
        assert_int_equal(read(f, (kh_input){ .bytes = kh_view_of(json) }, 0, &doc, &err), KH_OK);
        same_text(doc.meta.published, rows[i].published, json);
        assert_int_equal(doc.meta.minute, rows[i].minute);
        assert_int_equal(doc.meta.day == KH_NO_DAY, rows[i].published[0] == 0);
    }
    kh_doc doc;
    kh_error err;
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT("It rained."), .date = KH_LIT("3 May 2014") }, 0, &doc, &err), KH_E_USAGE);
}

/* ------------------------------------------------------------------ JSON */

static void test_json(void **state)
{
    fixture *f = *state;
    static const struct { const char *json; kh_status status; uint64_t at; const char *text; bool repaired; } rows[] = {
        { "{\"text\":\"Caf\\u00e9.\"}", KH_OK, 0, "Caf\xC3\xA9.", false },
        { "{\"text\":\"a\\u0000b\"}", KH_OK, 0, "a\xEF\xBF\xBD" "b", true },
        { "{\"text\":\"a\\ud800b\"}", KH_OK, 0, "a\xEF\xBF\xBD" "b", true },
        { "{\"text\":\"a\\udc00\\ud83d\\ude00\"}", KH_OK, 0, "a\xEF\xBF\xBD\xF0\x9F\x98\x80", true },
        { "{\"text\":\"a\\\\u0000\"}", KH_OK, 0, "a\\u0000", false },
        { "{\"id\":\"x\",\"text\":7}", KH_E_INPUT, 17, "", false },
        { "{\"a\":{\"text\":\"no\"}, \"text\": [1]}", KH_E_INPUT, 28, "", false },
        { "{\"title\":\"x\"}", KH_E_INPUT, 0, "", false },
        { "{\"text\":\"x\"", KH_E_INPUT, 11, "", false },
        { "{\"text\":\"x\",\"authors\":\"Anna\"}", KH_E_INPUT, 22, "", false },
        { "{\"text\":null,\"html\":\"<p>Rebels took a town.</p>\"}", KH_OK, 0, "Rebels took a town.", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_doc doc;
        kh_error err = { 0 };
        kh_status s = read(f, (kh_input){ .bytes = kh_view_of(rows[i].json), .format = KH_FORMAT_JSON }, 0, &doc, &err);
        if (s != rows[i].status || (s && err.at != rows[i].at))
            fail_msg("%s: status %d at %d", rows[i].json, (int)s, (int)err.at);
        if (!s) {
            same_text(doc.text, rows[i].text, rows[i].json);
            assert_int_equal(doc.meta.repaired, rows[i].repaired);
        }
    }
}

static void test_asked(void **state)
{
    fixture *f = *state;
    kh_doc doc;
    kh_error err;
    kh_view json = KH_LIT("{\"text\":\"Mr. \xC3\x96z met \xC3\x89va.\",\"toponyms\":[{\"start\":4,\"end\":6}],\"triggers\":[{\"start\":7,\"end\":10}],"
                          "\"pairs\":[{\"source\":{\"start\":4,\"end\":6},\"target\":{\"start\":11,\"end\":14}}]}");
    assert_int_equal(read(f, (kh_input){ .bytes = json }, KH_JUDGE | KH_OFFSETS_CHARS, &doc, &err), KH_OK);
    assert_int_equal(doc.asked.pair_count, 1);
    same_text(kh_doc_view(&doc, doc.asked.pairs[0].source), "\xC3\x96z", "source");
    same_text(kh_doc_view(&doc, doc.asked.pairs[0].target), "\xC3\x89va", "target");
    same_text(kh_doc_view(&doc, doc.asked.triggers[0]), "met", "trigger");
    assert_int_equal(doc.asked.toponyms[0].from, 4);
    assert_true(kh_role_is_coded(doc.blocks[0].role));
    /* bytes: 5 lies inside a character, 40 outside the text */
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT("{\"text\":\"Mr. \xC3\x96z\",\"triggers\":[{\"start\":5,\"end\":7}]}") }, KH_JUDGE, &doc, &err),
                     KH_E_INPUT);
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT("{\"text\":\"Mr. Oz\",\"triggers\":[{\"start\":4,\"end\":40}]}") }, KH_JUDGE, &doc, &err),
                     KH_E_INPUT);
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT("{\"text\":\"Mr. Oz\",\"triggers\":[{\"start\":4,\"end\":\"6\"}]}") }, KH_JUDGE, &doc, &err),
                     KH_E_INPUT);
    assert_int_equal(read(f, (kh_input){ .bytes = KH_LIT("{\"text\":\"Mr. Oz\",\"triggers\":[{\"start\":4,\"end\":40}]}") }, 0, &doc, &err), KH_OK);
}

/* ------------------------------------------------------------------ articles of one input */

static void test_next(void **state)
{
    (void)state;
    static const struct { const char *all; int count; const char *second; uint32_t line; kh_format format; } rows[] = {
        { "{\"a\":1}\n\n{\"b\":2}\n", 2, "{\"b\":2}", 3, KH_FORMAT_JSON },
        { "<?xml version='1.0'?><rss><channel>\n<item><title>a</title></item>\n<!-- <item> -->\n<item><d><![CDATA[</item>]]></d></item></channel></rss>", 2,
          "<item><d><![CDATA[</item>]]></d></item>", 4, KH_FORMAT_FEED },
        { "<feed><entry>a</entry><entry>b</entry></feed>", 2, "<entry>b</entry>", 1, KH_FORMAT_FEED },
        { "<feed><entry>a</entry><items/><entry>b", 2, "<entry>b", 1, KH_FORMAT_FEED },
        { "---\ntitle: a\n---\n<item>b</item>", 1, "", 0, KH_FORMAT_FEED },
        { "<html><item>a</item><item>b</item></html>", 1, "", 0, KH_FORMAT_AUTO },
        { "Text {\n{\n", 1, "", 0, KH_FORMAT_AUTO },
        { "  \n", 0, "", 0, KH_FORMAT_AUTO },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_format format = KH_FORMAT_AUTO;
        size_t at = 0;
        kh_view item;
        uint32_t line = 0;
        int n = 0;
        while (kh_input_next(kh_view_of(rows[i].all), &format, &at, &item, &line))
            if (++n == 2) {
                same_text(item, rows[i].second, rows[i].all);
                assert_int_equal(line, rows[i].line);
            }
        assert_int_equal(n, rows[i].count);
        assert_int_equal(format, rows[i].format);
    }
}

static void test_feed(void **state)
{
    fixture *f = *state;
    static const struct { const char *item; kh_status status; const char *title, *text; } rows[] = {
        { "<item><title>A &amp; B &mdash; C & D</title><description>Rebels took a town.</description></item>", KH_OK, "A & B \xE2\x80\x94 C & D",
          "A & B \xE2\x80\x94 C & D\n\nRebels took a town." },
        { "<entry><title>T</title><content type='xhtml'><div><p>Rebels &lt;3 took</p> <p>a town.</p></div></content></entry>", KH_OK, "T",
          "T\n\nRebels <3 took\n\na town." },
        { "<rss><channel><title>Feed</title><item><title>T</title></item></channel></rss>", KH_OK, "T", "T" },
        { "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>]><rss><item><title>&a;</title></item></rss>", KH_E_INPUT, "", "" },
        { "<item><title>T</titel></item>", KH_E_INPUT, "", "" },
        { "<item></item>", KH_E_INPUT, "", "" },
        { "---\ntitle: T\n", KH_E_INPUT, "", "" },
        { "---\ntitle: \"T: \\\"x\\\"\"\n---\nRebels took a [town](x).\n", KH_OK, "T: \"x\"", "T: \"x\"\n\nRebels took a town." },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_doc doc;
        kh_error err;
        kh_status s = read(f, (kh_input){ .bytes = kh_view_of(rows[i].item), .format = KH_FORMAT_FEED }, 0, &doc, &err);
        if (s != rows[i].status)
            fail_msg("%s: status %d %s", rows[i].item, (int)s, s ? err.message : "");
        if (!s) {
            same_text(doc.meta.title, rows[i].title, rows[i].item);
            same_text(doc.text, rows[i].text, rows[i].item);
        }
    }
}

/* ------------------------------------------------------------------ hostile pages */

static void repeat(kh_buffer *b, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kh_buffer_text(b, piece);
}

static void test_hostile(void **state)
{
    fixture *f = *state;
    static const struct { const char *piece; size_t count; } rows[] = {
        { "<div>", 100000 }, { "<p>x", 1000000 }, { "<li><dd>", 100000 }, { "<b><div></b>", 100000 }, { "<svg>", 100000 }, { "<", 1000000 },
        { "&", 1000000 }, { "<table><tr><td>", 50000 }, { "</p>", 200000 }, { "<br>x", 200000 }, { "<a href=x>y", 100000 }, { "<!--", 100000 },
        { "<title>", 100000 }, { "<form>x", 50000 }, { "<h1>Rebels take town</h1>", 50000 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_buffer b;
        kh_buffer_init(&b, NULL, 0);
        kh_buffer_text(&b, "<html>");
        repeat(&b, rows[i].piece, rows[i].count);
        kh_buffer_text(&b, "<p>Rebels took the town on Sunday, the mayor said.");
        kh_doc doc;
        kh_error err;
        kh_status s = read(f, (kh_input){ .bytes = { b.p, b.n }, .format = KH_FORMAT_HTML }, 0, &doc, &err);
        kh_buffer_release(&b);
        assert_int_equal(s, KH_OK);
        for (uint32_t k = 0; k < doc.block_count; k++)
            assert_true(doc.blocks[k].span.from < doc.blocks[k].span.to && doc.blocks[k].span.to <= doc.text.n &&
                        (k == 0 || doc.blocks[k - 1].span.to <= doc.blocks[k].span.from));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates), cmocka_unit_test(test_charsets), cmocka_unit_test(test_roles), cmocka_unit_test(test_datelines),
        cmocka_unit_test(test_published), cmocka_unit_test(test_head),  cmocka_unit_test(test_json),     cmocka_unit_test(test_asked), cmocka_unit_test(test_next),
        cmocka_unit_test(test_feed),  cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
