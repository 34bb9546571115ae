/* Every instruction set that runs here gives the scalar kernels' bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "kernels/kernels.h"

static uint32_t seed = 1;
static uint32_t next(void) { return seed = seed * 1664525u + 1013904223u; }
static float real(void) { return (float)(int32_t)next() / 1e8f; }

enum { K = 72, N = 64, ROWS = 13 };

static void same_products(const kh_kernels *other)
{
    static int8_t w[N * K];
    static float scale[N], bias[N], x[ROWS * K], a[ROWS * 40], b[ROWS * 40];
    static int32_t sums[N];
    static uint8_t q[ROWS * K];
    float rs[ROWS];
    int32_t zero[ROWS];
    for (size_t k = 4; k <= K; k += 4) {
        for (size_t i = 0; i < N * k; i++)
            w[i] = (int8_t)(i % 5 == 0 ? -127 : i % 7 == 0 ? 127 : (int)(next() % 255) - 127);
        for (size_t i = 0; i < N; i++) {
            scale[i] = real();
            bias[i] = real();
            sums[i] = (int32_t)next() % 1000;
        }
        for (size_t i = 0; i < ROWS * k; i++)
            x[i] = real() * (i % 11 ? 1.0f : 100.0f);
        kh_matrix m = { 37, (uint32_t)k, N, (uint32_t)k, scale, bias, sums, w };
        kh_quantised r = { q, rs, zero, k };
        for (size_t rows = 1; rows <= ROWS; rows += 3) {
            for (size_t i = 0; i < rows; i++)
                kh_kernels_scalar.quantise(x + i * k, k - 1, i, &r);
            kh_kernels_scalar.product(&m, &r, rows, a, 40);
            for (size_t i = 0; i < rows; i++)
                other->quantise(x + i * k, k - 1, i, &r);
            other->product(&m, &r, rows, b, 40);
            for (size_t i = 0; i < rows; i++)
                assert_memory_equal(a + i * 40, b + i * 40, 37 * sizeof *a);
        }
    }
}

static void same_floats(const kh_kernels *other)
{
    static float x[96 * 9], a[96 * 9], b[96 * 9], gain[96], bias[96], kt[32 * 16], p[4 * 16];
    for (size_t i = 0; i < 96; i++) {
        gain[i] = real();
        bias[i] = real();
    }
    for (size_t i = 0; i < 96 * 9; i++)
        x[i] = real() * 0.3f;
    for (size_t n = 16; n <= 96; n += 16) {
        kh_kernels_scalar.norm(x, n, gain, bias, 1e-5f, a);
        other->norm(x, n, gain, bias, 1e-5f, b);
        assert_memory_equal(a, b, n * sizeof *a);
    }
    for (size_t n = 0; n <= 67; n++) {
        memcpy(a, x + n % 5, sizeof a / 2);
        memcpy(b, x + n % 5, sizeof b / 2);
        kh_kernels_scalar.gelu(a, n);
        other->gelu(b, n);
        kh_kernels_scalar.glu(x, n, a);
        other->glu(x, n, b);
        assert_memory_equal(a, b, sizeof a / 2);
    }
    for (size_t t = 1; t <= 9; t++) {
        memset(a, 0, sizeof a);
        memset(b, 0, sizeof b);
        kh_kernels_scalar.attend(x, t, 32, 0, kt, p, a);
        other->attend(x, t, 32, 0, kt, p, b);
        assert_memory_equal(a, b, t * 32 * sizeof *a);
    }
}

static void all_sets(void **state)
{
    (void)state;
    static const char *const names[] = { "scalar", "avx2", "avx512vnni" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const kh_kernels *k = kh_kernels_of(names[i]);
        if (!k)
            continue;
        assert_string_equal(k->name, names[i]);
        same_products(k);
        same_floats(k);
    }
    assert_null(kh_kernels_of("z80"));
    assert_non_null(kh_kernels_of(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(all_sets) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
