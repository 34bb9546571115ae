/* Views, UTF-8, days, arena, map: what everything else stands on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/base.h"

static void days(void **state)
{
    (void)state;
    static const struct { const char *text; int32_t day; int week; } rows[] = {
        { "1970-01-01", 0, 3 },        { "1969-12-31", -1, 2 },       { "2000-02-29", 11016, 1 },
        { "2021-08-30T09:15", 18869, 0 }, { "2021-08-29 x", 18868, 6 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int32_t day = 0;
        assert_true(kh_day_read(kh_view_of(rows[i].text), &day));
        assert_int_equal(day, rows[i].day);
        assert_int_equal(kh_day_week(day), rows[i].week);
    }
    static const char *const none[] = { "", "2021-8-30", "2021-02-30", "2021-13-01", "2021-08-30x", "20210830" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int32_t day;
        assert_false(kh_day_read(kh_view_of(none[i]), &day));
    }
    for (int32_t d = -800000; d < 800000; d += 367) {
        int y, m, dd;
        kh_day_split(d, &y, &m, &dd);
        assert_int_equal(kh_day_of(y, m, dd), d);
    }
}

static void utf8(void **state)
{
    (void)state;
    static const struct { const char *p; size_t n, bad; } rows[] = {
        { "caf\xC3\xA9", 5, 5 }, { "a\xC0\x80", 3, 1 },          { "\xED\xA0\x80", 3, 0 }, { "ok\xF0\x9F\x98\x80", 6, 6 },
        { "\xE2\x82", 2, 0 },    { "x\0y", 3, 1 },               { "\xF4\x90\x80\x80", 4, 0 }, { "", 0, 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(kh_utf8_bad((kh_view){ rows[i].p, rows[i].n }), rows[i].bad);
    for (uint32_t cp = 1; cp < 0x110000; cp += 97) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        char b[4];
        size_t n = kh_utf8_put(cp, b), at = 0;
        assert_int_equal(kh_utf8_next((kh_view){ b, n }, &at), cp);
        assert_int_equal(at, n);
    }
}

static void views(void **state)
{
    (void)state;
    kh_view rest = KH_LIT("a||bc"), last = KH_LIT("x|");
    assert_true(kh_view_is(kh_view_cut(&rest, '|'), "a"));
    assert_true(kh_view_is(kh_view_cut(&rest, '|'), ""));
    assert_true(kh_view_is(kh_view_cut(&rest, '|'), "bc"));
    assert_int_equal(rest.n, 0);
    assert_true(kh_view_is(kh_view_cut(&last, '|'), "x"));
    assert_true(kh_view_has_word(KH_LIT("gun|bomb"), KH_LIT("bomb")));
    assert_false(kh_view_has_word(KH_LIT("gun|bomb"), KH_LIT("bom")));
    int64_t v = 7;
    assert_true(kh_view_to_int(KH_LIT("-120"), &v));
    assert_int_equal(v, -120);
    assert_false(kh_view_to_int(KH_LIT("12a"), &v));
    assert_false(kh_view_to_int(KH_LIT("99999999999999999999"), &v));
    double d = 0;
    assert_true(kh_view_to_decimal(KH_LIT("1,200.5"), &d) && d > 1200.4 && d < 1200.6);
    assert_false(kh_view_to_decimal(KH_LIT("3.5km"), &d));
    assert_false(kh_view_to_decimal(KH_LIT("-3"), &d));
    assert_false(kh_view_to_decimal(KH_LIT("1.2.3"), &d));
    assert_false(kh_view_to_decimal((kh_view){ NULL, 0 }, &d));
}

/* Gives memory `left` times, then none. */
static void *failing(void *ctx, void *p, size_t old, size_t n)
{
    size_t *left = ctx;
    (void)old;
    if (n && (*left == 0 || (*left)-- == 0))
        return NULL;
    if (n == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, n);
}

static void arena(void **state)
{
    (void)state;
    kh_arena *a = kh_arena_new(NULL, 1 << 20);
    char *first = kh_arena_get(a, 100);
    assert_int_equal((uintptr_t)first % 16, 0);
    kh_mark mark = kh_arena_mark(a);
    assert_non_null(kh_arena_get(a, 500000));
    size_t used = kh_arena_used(a);
    kh_arena_rewind(a, mark);
    assert_true(kh_arena_used(a) < used);
    assert_null(kh_arena_get(a, 1 << 20));
    assert_true(kh_arena_at_ceiling(a));
    assert_null(kh_arena_array(a, SIZE_MAX / 2, 4));
    kh_arena_free(a);
    size_t left = 2;
    kh_allocator small = { failing, &left };
    a = kh_arena_new(&small, 0);
    assert_non_null(kh_arena_get(a, 10));
    assert_null(kh_arena_get(a, 1 << 20));
    kh_error err;
    assert_int_equal(kh_arena_fail(a, &err), KH_E_NOMEM);
    kh_arena_free(a);
}

static void map(void **state)
{
    (void)state;
    kh_arena *a = kh_arena_new(NULL, 0);
    kh_map m;
    assert_true(kh_map_init(&m, a, 0));
    for (uint32_t i = 0; i < 5000; i++) {
        bool fresh;
        uint32_t *v = kh_map_make(&m, kh_arena_printf(a, "key%u", i), &fresh);
        assert_true(v && fresh);
        *v = i;
    }
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(*kh_map_find(&m, kh_arena_printf(a, "key%u", i)), i);
    assert_null(kh_map_find(&m, KH_LIT("key5000")));
    kh_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(days), cmocka_unit_test(utf8), cmocka_unit_test(views), cmocka_unit_test(arena),
                                        cmocka_unit_test(map) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
