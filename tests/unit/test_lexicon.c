/* TSV tables, the compiled file and its damage, and phrase look-up. */
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

#include "lexicon/lexicon.h"

static void put(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void count_line(void *ctx, const kh_error *e) { *(uint32_t *)ctx += e->line; }

static void tables(void **state)
{
    (void)state;
    char folder[] = "/tmp/kh-lexicon-XXXXXX", path[128], out[128];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/things.tsv", folder);
    snprintf(out, sizeof out, "%s/x.khl", folder);
    static const char good[] = "# a comment\nid\tname\tnote\nr1\tRiver Guard\t a \n\nr2\tHill Watch\n";
    put(path, good, sizeof good - 1);
    kh_arena *a = kh_arena_new(NULL, 0);
    kh_lexicon *x;
    kh_error err;
    assert_int_equal(kh_lexicon_read(folder, NULL, NULL, a, &x, &err), KH_OK);
    assert_int_equal(kh_lexicon_write(x, out, &err), KH_OK);
    assert_int_equal(kh_lexicon_open(out, NULL, a, &x, &err), KH_OK);
    const kh_table *t = kh_lexicon_table(x, 0);
    assert_int_equal(kh_table_rows(t), 2);
    assert_int_equal(kh_table_line(t, 1), 5);
    assert_true(kh_view_is(kh_table_cell(t, 0, kh_table_column(t, "note")), "a"));
    assert_int_equal(kh_table_cell(t, 1, kh_table_column(t, "note")).n, 0);
    assert_int_equal(kh_table_column(t, "missing"), -1);
    kh_lexicon_close(x);

    static const char bad[] = "id\tname\nok\tfine\nlong\ta\tb\nbytes\t\xFF\n";
    put(path, bad, sizeof bad - 1);
    uint32_t lines = 0;
    assert_int_equal(kh_lexicon_read(folder, count_line, &lines, a, &x, &err), KH_OK);
    assert_int_equal(lines, 3 + 4);
    assert_int_equal(kh_lexicon_read(folder, NULL, NULL, a, &x, &err), KH_E_MODEL);
    assert_int_equal(err.line, 3);

    kh_mapped m;
    assert_int_equal(kh_mapped_open(out, &m, &err), KH_OK);
    for (size_t n = 0; n < m.bytes.n; n += 7) {
        put(path, m.bytes.p, n);
        assert_int_equal(kh_lexicon_open(path, NULL, a, &x, &err), KH_E_MODEL);
    }
    char *copy = malloc(m.bytes.n);
    for (size_t i = 0; i < m.bytes.n; i += 3) {
        memcpy(copy, m.bytes.p, m.bytes.n);
        copy[i] = (char)(copy[i] ^ 0x41);
        put(path, copy, m.bytes.n);
        kh_status s = kh_lexicon_open(path, NULL, a, &x, &err);
        assert_true(s == KH_E_MODEL || (s == KH_OK && i >= 36 && i < 40));    /* the last word of the header is not used */
        if (s == KH_OK)
            kh_lexicon_close(x);
    }
    free(copy);
    kh_mapped_close(&m);
    kh_arena_free(a);
    unlink(path);
    unlink(out);
    rmdir(folder);
}

static void phrases(void **state)
{
    (void)state;
    static const struct { const char *text; size_t length; uint32_t value; bool any_case; } rows[] = {
        { "Lashkar-e-Taiba attacked", 1, 1, false }, { "Lashkar e Taiba attacked", 3, 1, false }, { "lashkar - e - taiba", 5, 1, false },
        { "IS fighters", 1, 2, false },              { "is here", 0, 0, false },                  { "I.S. fighters", 1, 2, false },
        { "is here", 1, 2, true },                   { "Islamic State of Nowhere", 2, 3, false }, { "Islamic law", 0, 0, false },
        { "S\xC3\xA3o Tom\xC3\xA9 said", 2, 4, false }, { "Sao Tome said", 2, 4, false },         { "", 0, 0, false },
    };
    kh_arena *a = kh_arena_new(NULL, 0);
    kh_phrases *p = kh_phrases_new(a);
    assert_true(kh_phrases_add(p, KH_LIT("Lashkar-e-Taiba"), 1, false) && kh_phrases_add(p, KH_LIT("IS"), 2, false) &&
                kh_phrases_add(p, KH_LIT("Islamic State"), 3, false) && kh_phrases_add(p, KH_LIT("S\xC3\xA3o Tom\xC3\xA9"), 4, false));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_word words[16];
        size_t n = 0, length, count;
        kh_view rest = kh_view_of(rows[i].text);
        for (; rest.n; n++)
            words[n] = (kh_word){ kh_view_cut(&rest, ' '), n > 0 };
        if (strstr(rows[i].text, " - "))
            for (size_t k = 0; k < n; k++)
                words[k].space_before = false;
        const uint32_t *values;
        kh_error err;
        assert_int_equal(kh_phrases_find(p, words, n, 0, rows[i].any_case, a, &length, &values, &count, &err), KH_OK);
        assert_int_equal(length, rows[i].length);
        if (length)
            assert_int_equal(values[0], rows[i].value);
    }
    kh_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(tables), cmocka_unit_test(phrases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
