/*
 * The files that khabar ships, damaged: cut off behind every STEP bytes, and with single bytes flipped at places of a fixed generator. Each
 * is KH_E_MODEL with one line that names the file; nothing crashes. A cut costs a check sum over what is left, so that model and
 * gazetteer are cut at every 25th of the places; KH_TEST_FULL=1 takes every one (./dev damage).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "language/language.h"
#include "language/pairs.h"
#include "lexicon/lexicon.h"
#include "places/places.h"

enum { STEP = 1000, SPARSE = 25, FLIPS = 500 };

typedef kh_status (*opener)(const char *path, kh_error *err);

static kh_status open_model(const char *path, kh_error *err)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_language *l;
    kh_status s = kh_language_open(path, NULL, arena, &l, err);
    if (!s)
        kh_language_close(l);
    kh_arena_free(arena);
    return s;
}

static kh_status open_pairs(const char *path, kh_error *err)
{
    static const kh_net net = { .vocab = 30522, .ff = 1536 };              /* all that the check asks of the language model */
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_pairs p;
    kh_status s = kh_pairs_open(path, &net, arena, &p, err);
    if (!s)
        kh_khm_close(&p.file);
    kh_arena_free(arena);
    return s;
}

static kh_status open_lexicon(const char *path, kh_error *err)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_lexicon *x;
    kh_status s = kh_lexicon_open(path, NULL, arena, &x, err);
    if (!s)
        kh_lexicon_close(x);
    kh_arena_free(arena);
    return s;
}

static kh_status open_gazetteer(const char *path, kh_error *err)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_gazetteer *g;
    kh_status s = kh_gazetteer_open(path, arena, &g, err);
    if (!s)
        kh_gazetteer_close(g);
    kh_arena_free(arena);
    return s;
}

static void assert_told(kh_status s, const kh_error *err, const char *path)
{
    assert_int_equal(s, KH_E_MODEL);
    assert_int_equal(err->code, KH_E_MODEL);
    assert_true(err->message[0] && !strchr(err->message, '\n'));
    assert_string_equal(err->file, path);
}

/* A copy in memory, which can be cut and written to. */
static int copy_of(const char *path, char name[64], size_t *size)
{
    kh_mapped m;
    assert_int_equal(kh_mapped_open(path, &m, NULL), KH_OK);
    int fd = memfd_create("damage", MFD_CLOEXEC);
    assert_true(fd >= 0);
    for (size_t at = 0; at < m.bytes.n;) {
        ssize_t n = write(fd, m.bytes.p + at, m.bytes.n - at);
        assert_true(n > 0);
        at += (size_t)n;
    }
    *size = m.bytes.n;
    kh_mapped_close(&m);
    snprintf(name, 64, "/proc/self/fd/%d", fd);
    return fd;
}

static void flip_and_cut(const char *path, opener open, size_t step)
{
    char name[64];
    size_t size, cuts = 0;
    int fd = copy_of(path, name, &size);
    kh_error err = { 0 };
    assert_int_equal(open(name, &err), KH_OK);
    uint64_t seed = 42;
    for (int i = 0; i < FLIPS; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        off_t at = (off_t)((seed >> 20) % size);
        char was, now;
        assert_int_equal(pread(fd, &was, 1, at), 1);
        now = (char)(was ^ (1 << (seed >> 60) % 8));
        assert_int_equal(pwrite(fd, &now, 1, at), 1);
        assert_told(open(name, &err), &err, name);
        assert_int_equal(pwrite(fd, &was, 1, at), 1);
    }
    assert_int_equal(open(name, &err), KH_OK);
    for (size_t n = (size - 1) / step * step;; n -= step, cuts++) {
        assert_int_equal(ftruncate(fd, (off_t)n), 0);
        assert_told(open(name, &err), &err, name);
        if (n == 0)
            break;
    }
    print_message("# %s: %d bytes flipped, cut at %zu places\n", path, FLIPS, cuts + 1);
    close(fd);
}

static bool full(void)
{
    const char *all = getenv("KH_TEST_FULL");
    return all && *all;
}

static void the_model(void **state)
{
    (void)state;
    flip_and_cut(KH_TEST_HOME "/models/en.khm", open_model, full() ? STEP : STEP * SPARSE);
}

static void the_pairs(void **state)
{
    (void)state;
    flip_and_cut(KH_TEST_HOME "/models/en-events.khm", open_pairs, full() ? STEP : STEP * SPARSE);
}

static void the_lexicon(void **state)
{
    (void)state;
    flip_and_cut(KH_TEST_HOME "/lexicon.khl", open_lexicon, STEP);
}

static void the_gazetteer(void **state)
{
    (void)state;
    flip_and_cut(KH_TEST_HOME "/models/places.khg", open_gazetteer, full() ? STEP : STEP * SPARSE);
}

/* A file that is not there is a bad model too: exit 3, not 1. */
static void none_at_all(void **state)
{
    (void)state;
    static const opener open[] = { open_model, open_pairs, open_lexicon, open_gazetteer };
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        kh_error err = { 0 };
        assert_told(open[i]("/nowhere/at.all", &err), &err, "/nowhere/at.all");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_model), cmocka_unit_test(the_pairs), cmocka_unit_test(the_lexicon),
                                        cmocka_unit_test(the_gazetteer), cmocka_unit_test(none_at_all) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
