/*
 * An allocation fails: each one in turn, alone and with all behind it. What follows is the right answer or KH_E_NOMEM; nothing leaks, sizes
 * told to the allocator are right, and a coder that met a failure codes the next article rightly. Over the tiny model every call fails
 * once; so it does when the real one codes. Opening the real one costs 50 ms, so that only every STRIDE-th call of it fails, and every
 * fourth of the first and last.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"

/* ------------------------------------------------------------------ an allocator that fails */

typedef struct faults {
    size_t calls, fail_at;          /* the call that fails, from 1; 0: none */
    bool and_then;                  /* all behind it fail too */
    size_t live, blocks;            /* bytes and blocks not given back */
} faults;

typedef struct head { size_t n; _Alignas(16) char bytes[]; } head;

static void *resize(void *ctx, void *p, size_t old, size_t n)
{
    faults *f = ctx;
    head *was = p ? (head *)(void *)((char *)p - offsetof(head, bytes)) : NULL;
    assert_int_equal(was ? was->n : 0, p ? old : 0);
    if (n == 0) {
        if (was)
            f->live -= was->n, f->blocks--;
        free(was);
        return NULL;
    }
    f->calls++;
    if (f->fail_at && (f->calls == f->fail_at || (f->and_then && f->calls > f->fail_at)))
        return NULL;
    head *now = malloc(sizeof *now + n);
    assert_non_null(now);
    now->n = n;
    memset(now->bytes, 0xA5, n);                         /* nobody may count on zeros from outside the arena */
    if (was) {
        memcpy(now->bytes, was->bytes, was->n < n ? was->n : n);
        f->live -= was->n, f->blocks--;
        free(was);
    }
    f->live += n, f->blocks++;
    return now->bytes;
}

static void assert_clean(const faults *f)
{
    assert_int_equal(f->live, 0);
    assert_int_equal(f->blocks, 0);
}

/* ------------------------------------------------------------------ opening a model */

enum { EDGE = 40, STRIDE = 61 };            /* KH_TEST_FULL=1 (./dev damage): every call */

static const kh_model *open_plain(const char *home)
{
    kh_model *m = NULL;
    kh_error err = { 0 };
    if (kh_model_open(&(kh_model_options){ .home = home }, &m, &err))
        fail_msg("%s: %s", err.file, err.message);
    return m;
}

static void open_once(const char *home, size_t n, bool and_then, kh_status want)
{
    faults f = { .fail_at = n, .and_then = and_then };
    kh_allocator alloc = { resize, &f };
    kh_model *m = NULL;
    kh_error err = { 0 };
    kh_status s = kh_model_open(&(kh_model_options){ .home = home, .alloc = &alloc }, &m, &err);
    assert_int_equal(s, want);
    if (s) {
        assert_null(m);
        assert_int_equal(err.code, KH_E_NOMEM);
        assert_true(err.message[0]);
    }
    kh_model_close(m);
    assert_clean(&f);
}

static size_t calls_of_open(const char *home)
{
    faults f = { 0 };
    kh_allocator alloc = { resize, &f };
    kh_model *m = NULL;
    assert_int_equal(kh_model_open(&(kh_model_options){ .home = home, .alloc = &alloc }, &m, NULL), KH_OK);
    size_t n = f.calls;
    kh_model_close(m);
    assert_clean(&f);
    assert_true(n > 3);
    return n;
}

static void every_call_of_a_small_open(void **state)
{
    (void)state;
    size_t calls = calls_of_open(KH_TEST_TINY);
    for (size_t n = 1; n <= calls; n++) {
        open_once(KH_TEST_TINY, n, false, KH_E_NOMEM);
        open_once(KH_TEST_TINY, n, true, KH_E_NOMEM);
    }
    open_once(KH_TEST_TINY, calls + 1, true, KH_OK);
}

static void some_calls_of_the_real_open(void **state)
{
    (void)state;
    const char *all = getenv("KH_TEST_FULL");
    size_t calls = calls_of_open(KH_TEST_HOME), tried = 0;
    for (size_t n = 1; n <= calls; n += all && *all ? 1 : n < EDGE || n + EDGE > calls ? 4 : STRIDE, tried++)
        open_once(KH_TEST_HOME, n, false, KH_E_NOMEM);
    print_message("# the real model: %zu of %zu allocations failed in turn\n", tried, calls);
}

/* ------------------------------------------------------------------ coding and writing */

static const char story[] =
    "Gunmen killed 12 people in a raid on a market in Mandri on Sunday, police said.\n\n"
    "The Northern Front claimed responsibility for the attack. \"We will fight on,\" its spokesman, Karim Odol, told reporters. "
    "Kabul accused Islamabad of supporting the group; Islamabad denied the charge.\n";

static const char given[] =
    "{\"id\":\"x\",\"title\":\"Raid\",\"text\":\"Rebels attacked Kabul on Sunday.\",\"pairs\":[{\"source\":{\"start\":0,\"end\":6},"
    "\"target\":{\"start\":16,\"end\":21}}],\"triggers\":[{\"start\":7,\"end\":15}],\"toponyms\":[{\"start\":16,\"end\":21}]}";

static const char columns[] =
    "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n3\tattack\t_\t_\t_\t_\t_\t_\t_\t_\n";

typedef struct row { const char *text; kh_format format; uint32_t flags; } row;
static const row rows[] = {
    { story, KH_FORMAT_TEXT, 0 },
    { story, KH_FORMAT_TEXT, KH_OFFSETS_CHARS | KH_EXPLAIN | KH_WHOLE_TEXT },
    { "Tro\xFFops attack Kabul.", KH_FORMAT_TEXT, 0 },
    { given, KH_FORMAT_JSON, KH_JUDGE },
    { columns, KH_FORMAT_CONLLU, 0 },
};

static int add(void *ctx, const char *p, size_t n)
{
    kh_buffer_add(ctx, p, n);
    return 0;
}

/* Everything that can be written of a result. Where a form fails for lack of memory, its bytes so far must begin the right ones. */
static kh_status write_all(const kh_result *r, kh_buffer *out, kh_error *err)
{
    kh_status s = KH_OK;
    for (int what = 0; !s && what < KH_WRITE_COUNT; what++)
        s = kh_result_write(r, (kh_writing)what, add, out, err);
    return s ? s : kh_result_annotate(r, UINT32_MAX, add, out, err);
}

/* One article by a coder whose n-th allocation fails; then once more without failures. `want`: the right bytes, or to be filled. */
static kh_status code_once(const kh_model *m, const row *x, size_t n, bool and_then, kh_buffer *want, size_t *calls)
{
    faults f = { .fail_at = n, .and_then = and_then };
    kh_allocator alloc = { resize, &f };
    kh_coder *c = NULL;
    kh_result *r = NULL;
    kh_error err = { 0 };
    kh_buffer out;
    kh_buffer_init(&out, NULL, 0);
    kh_input in = { .bytes = kh_view_of(x->text), .format = x->format, .date = KH_LIT("2021-08-30") };
    kh_coder_options o = { .flags = x->flags, .alloc = &alloc };
    kh_status s = kh_coder_new(m, &o, &c, &err);
    if (!s)
        s = kh_coder_run(c, &in, &r, &err);
    assert_true((s == KH_OK) == (r != NULL));
    if (!s)
        s = write_all(r, &out, &err);
    *calls = f.calls;
    assert_true(s == KH_OK || (s == KH_E_NOMEM && err.code == KH_E_NOMEM && n > 0));
    kh_result_free(r);
    if (want->n)
        assert_true(out.n <= want->n && memcmp(out.p ? out.p : "", want->p, out.n) == 0 && (s || out.n == want->n));
    else
        kh_buffer_view(want, (kh_view){ out.p, out.n });
    if (s && c) {                                        /* the coder is whole */
        f.fail_at = 0;
        kh_buffer_clear(&out);
        assert_int_equal(kh_coder_run(c, &in, &r, &err), KH_OK);
        assert_int_equal(write_all(r, &out, &err), KH_OK);
        assert_true(kh_view_eq((kh_view){ out.p, out.n }, (kh_view){ want->p, want->n }));
        kh_result_free(r);
    }
    kh_coder_free(c);
    kh_buffer_release(&out);
    assert_clean(&f);
    return s;
}

static void code_with_faults(const char *home)
{
    const kh_model *m = open_plain(home);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_buffer want;
        size_t calls, ignored;
        kh_buffer_init(&want, NULL, 0);
        assert_int_equal(code_once(m, &rows[i], 0, false, &want, &calls), KH_OK);
        assert_true(want.n > 0 && calls > 3);
        for (size_t n = 1; n <= calls; n++) {
            assert_int_equal(code_once(m, &rows[i], n, false, &want, &ignored), KH_E_NOMEM);
            assert_int_equal(code_once(m, &rows[i], n, true, &want, &ignored), KH_E_NOMEM);
        }
        kh_buffer_release(&want);
    }
    kh_model_close((kh_model *)(uintptr_t)m);
}

static void every_call_of_coding_by_a_small_model(void **state)
{
    (void)state;
    code_with_faults(KH_TEST_TINY);
}

static void every_call_of_coding_by_the_real_model(void **state)
{
    (void)state;
    code_with_faults(KH_TEST_HOME);
}

/* ------------------------------------------------------------------ ceilings */

/* A document that needs more than its ceiling is refused as such, whatever the ceiling, and the next one is coded. */
static void ceilings_are_told(void **state)
{
    (void)state;
    const kh_model *m = open_plain(KH_TEST_TINY);
    kh_input in = { .bytes = kh_view_of(story), .format = KH_FORMAT_TEXT };
    bool done = false;
    for (size_t most = 1000; !done; most += most / 7) {
        faults f = { 0 };
        kh_allocator alloc = { resize, &f };
        kh_coder *c = NULL;
        kh_result *r = NULL;
        kh_error err = { 0 };
        assert_int_equal(kh_coder_new(m, &(kh_coder_options){ .max_memory = most, .alloc = &alloc }, &c, &err), KH_OK);
        kh_status s = kh_coder_run(c, &in, &r, &err);
        assert_true(s == KH_OK || s == KH_E_LIMIT);
        assert_true(most < (64 << 20));
        done = s == KH_OK;
        kh_result_free(r);
        kh_coder_free(c);
        assert_clean(&f);
    }
    kh_model_close((kh_model *)(uintptr_t)m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_of_a_small_open),
        cmocka_unit_test(some_calls_of_the_real_open),
        cmocka_unit_test(every_call_of_coding_by_a_small_model),
        cmocka_unit_test(every_call_of_coding_by_the_real_model),
        cmocka_unit_test(ceilings_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
