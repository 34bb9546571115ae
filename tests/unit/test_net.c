/* The kernels of every instruction set against plain arithmetic and against each other, and damaged model files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernels/kernels.h"
#include "language/decode.h"
#include "language/file.h"

enum { MOST = 68, ROOM = 256, SHIFTS = 16 };

static const char *const sets[] = { "scalar", "avx2", "avx512vnni" };

/* A generator of our own: the same numbers on every machine. */
static uint32_t next(uint32_t *s) { return *s = *s * 1664525u + 1013904223u, *s >> 8; }
static float real(uint32_t *s) { return (float)((double)next(s) / (1 << 23) - 1.0) * 3.0f; }

/* Runs body for each set that this processor has, `k` being its kernels. */
#define EACH_SET(k) \
    for (size_t set_ = 0; set_ < 3; set_++) \
        for (const kh_kernels *k = kh_kernels_of(sets[set_]); k; k = NULL)

static void assert_close(float a, double b, double slack) { assert_true(fabs((double)a - b) <= slack * (1 + fabs(b))); }

/* ------------------------------------------------------------------ kernels */

static void kinds_are_found(void **state)
{
    (void)state;
    assert_non_null(kh_kernels_of(NULL));
    assert_string_equal(kh_kernels_of("scalar")->name, "scalar");
    assert_null(kh_kernels_of("mmx"));
}

static void quantise_is_seven_bits(void **state)
{
    (void)state;
    EACH_SET(k)
        for (size_t n = 1; n < MOST; n++)
            for (size_t shift = 0; shift < SHIFTS; shift += 3) {
                float x[ROOM], scale, other;
                uint8_t q[ROOM], want[ROOM];
                int32_t zero, same;
                uint32_t seed = (uint32_t)(n * 31 + shift);
                for (size_t i = 0; i < n; i++)
                    x[shift + i] = real(&seed);
                memset(q, 0xEE, sizeof q);
                memset(want, 0xEE, sizeof want);
                size_t stride = (n + 3) / 4 * 4;
                k->quantise(x + shift, n, 0, &(kh_quantised){ q + shift, &scale, &zero, stride });
                kh_kernels_scalar.quantise(x + shift, n, 0, &(kh_quantised){ want + shift, &other, &same, stride });
                assert_memory_equal(q, want, sizeof q);
                assert_memory_equal(&scale, &other, sizeof scale);
                assert_int_equal(zero, same);
                for (size_t i = 0; i < n; i++) {          /* no value is further than half a step off */
                    assert_in_range(q[shift + i], 0, 127);
                    assert_true(fabsf((float)(q[shift + i] - zero) * scale - x[shift + i]) <= scale * 0.51f + 1e-6f);
                }
                assert_int_equal(q[shift + stride], 0xEE);
            }
}

static void quantise_stands_odd_rows(void **state)
{
    (void)state;
    static const float rows[][4] = { { 0, 0, 0, 0 }, { INFINITY, 1, 0, -1 }, { NAN, 1, 2, 3 }, { 5, 5, 5, 5 }, { -1e-30f, 0, 0, 0 } };
    EACH_SET(k)
        for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
            uint8_t q[4], want[4];
            float scale;
            int32_t zero, same;
            k->quantise(rows[r], 4, 0, &(kh_quantised){ q, &scale, &zero, 4 });
            kh_kernels_scalar.quantise(rows[r], 4, 0, &(kh_quantised){ want, &scale, &same, 4 });
            for (size_t i = 0; i < 4; i++)
                assert_in_range(q[i], 0, 127);
            assert_in_range(zero, 0, 127);
            assert_memory_equal(q, want, 4);
            assert_int_equal(zero, same);
        }
}

/* Weights of the extreme kind as well: 127 * 127 everywhere is what would overflow 16 bits. */
static void product_is_exact(void **state)
{
    (void)state;
    enum { N = KH_PANEL, ROWS = 13 };
    static int8_t plain[N][MOST + 4], packed[N * (MOST + 4)];
    static uint8_t q[ROWS * (MOST + 4) + SHIFTS];
    static float scale[N], bias[N], out[ROWS * N], s[ROWS];
    static int32_t sums[N], zero[ROWS];
    EACH_SET(k)
        for (uint32_t depth = 4; depth < MOST; depth += 4)
            for (int extreme = 0; extreme < 2; extreme++) {
                uint32_t seed = depth;
                for (size_t n = 0; n < N; n++) {
                    sums[n] = 0;
                    scale[n] = 1;
                    bias[n] = (float)n;
                    for (uint32_t i = 0; i < depth; i++) {
                        plain[n][i] = (int8_t)(extreme ? (n & 1 ? -127 : 127) : (int)(next(&seed) % 255) - 127);
                        sums[n] += plain[n][i];
                        packed[n / 16 * 16 * depth + i / 4 * 64 + n % 16 * 4 + i % 4] = plain[n][i];
                    }
                }
                size_t shift = depth / 4 % SHIFTS;
                for (size_t i = 0; i < (size_t)ROWS * depth; i++)
                    q[shift + i] = (uint8_t)(extreme ? 127 : next(&seed) % 128);
                for (size_t r = 0; r < ROWS; r++) {
                    s[r] = 1;
                    zero[r] = (int32_t)(r * 9);
                }
                kh_matrix w = { N, depth, N, depth, scale, bias, sums, packed };
                for (size_t rows = 1; rows <= ROWS; rows += 3) {
                    memset(out, 0, sizeof out);
                    k->product(&w, &(kh_quantised){ q + shift, s, zero, depth }, rows, out, N);
                    for (size_t r = 0; r < rows; r++)
                        for (size_t n = 0; n < N; n++) {
                            int32_t want = (int32_t)n;
                            for (uint32_t i = 0; i < depth; i++)
                                want += (q[shift + r * depth + i] - zero[r]) * plain[n][i];
                            assert_int_equal((int32_t)out[r * N + n], want);
                        }
                    for (size_t i = rows * N; i < ROWS * N; i++)
                        assert_int_equal((int32_t)out[i], 0);
                }
            }
}

static void floats_are_right_and_the_same(void **state)
{
    (void)state;
    EACH_SET(k)
        for (size_t n = 1; n < MOST; n++)
            for (size_t shift = 0; shift < SHIFTS; shift += 5) {
                float x[ROOM] = { 0 }, y[ROOM] = { 0 }, z[ROOM] = { 0 }, gain[ROOM], bias[ROOM];
                uint32_t seed = (uint32_t)(n + 1000 * shift);
                double mean = 0, variance = 0, dot = 0;
                for (size_t i = 0; i < 2 * MOST; i++) {
                    x[shift + i] = real(&seed);
                    gain[i] = real(&seed);
                    bias[i] = real(&seed);
                }
                for (size_t i = 0; i < n; i++)
                    mean += x[shift + i] / (double)n;
                for (size_t i = 0; i < n; i++) {
                    variance += (x[shift + i] - mean) * (x[shift + i] - mean) / (double)n;
                    dot += (double)x[shift + i] * gain[i];
                }
                k->norm(x + shift, n, gain, bias, 1e-5f, y + shift);
                kh_kernels_scalar.norm(x + shift, n, gain, bias, 1e-5f, z + shift);
                assert_memory_equal(y, z, sizeof y);
                for (size_t i = 0; i < n; i++)
                    assert_close(y[shift + i], (x[shift + i] - mean) / sqrt(variance + 1e-5) * gain[i] + bias[i], 1e-4);

                assert_close(k->dot(x + shift, gain, n), dot, 1e-4);
                float a = k->dot(x + shift, gain, n), b = kh_kernels_scalar.dot(x + shift, gain, n);
                assert_memory_equal(&a, &b, sizeof a);

                memcpy(y, x, sizeof y);
                memcpy(z, x, sizeof z);
                k->gelu(y + shift, n);
                kh_kernels_scalar.gelu(z + shift, n);
                assert_memory_equal(y, z, sizeof y);
                for (size_t i = 0; i < n; i++) {
                    double v = x[shift + i];
                    assert_close(y[shift + i], 0.5 * v * (1 + tanh(0.7978845608 * (v + 0.044715 * v * v * v))), 1e-5);
                }
                assert_true(y[shift + n] == x[shift + n]);        /* nothing behind the end */

                memcpy(y, gain, sizeof y);
                memcpy(z, gain, sizeof z);
                k->glu(x + shift, n, y);
                kh_kernels_scalar.glu(x + shift, n, z);
                assert_memory_equal(y, z, n * sizeof *y);
                for (size_t i = 0; i < n; i++)
                    assert_close(y[i], gain[i] + x[shift + i] / (1 + exp(-(double)x[shift + n + i])), 1e-5);
            }
}

static void exponent_is_close(void **state)
{
    (void)state;
    EACH_SET(k) {
        for (double x = -80; x < 80; x += 0.37)
            assert_true(fabs(k->exponent(x) / exp(x) - 1) < 2e-5);
        assert_true(k->exponent(-1e30) < 1e-35);
        assert_true(k->exponent(0) > 0.999999 && k->exponent(0) < 1.000001);
    }
}

/* One head of two: weights must sum to one and the other head's columns stay untouched. */
static void attention_is_softmax(void **state)
{
    (void)state;
    enum { DIM = 2 * KH_HEAD };
    static float qkv[MOST * 3 * DIM], out[MOST * DIM], want[MOST * DIM], kt[KH_HEAD * 80], p[4 * 80];
    EACH_SET(k)
        for (size_t t = 1; t < MOST; t++) {
            uint32_t seed = (uint32_t)t;
            for (size_t i = 0; i < t * 3 * DIM; i++)
                qkv[i] = real(&seed) * 0.5f;
            memset(out, 0, sizeof out);
            memset(want, 0, sizeof want);
            k->attend(qkv, t, DIM, KH_HEAD, kt, p, out + KH_HEAD);
            kh_kernels_scalar.attend(qkv, t, DIM, KH_HEAD, kt, p, want + KH_HEAD);
            assert_memory_equal(out, want, sizeof out);
            double w[MOST], sum = 0, v = 0;
            for (size_t j = 0; j < t; j++) {                      /* the last query, by the book */
                double s = 0;
                for (size_t d = 0; d < KH_HEAD; d++)
                    s += (double)qkv[(t - 1) * 3 * DIM + KH_HEAD + d] * qkv[j * 3 * DIM + DIM + KH_HEAD + d];
                sum += w[j] = exp(s / sqrt(KH_HEAD));
            }
            for (size_t j = 0; j < t; j++)
                v += w[j] / sum * qkv[j * 3 * DIM + 2 * DIM + KH_HEAD + 7];
            assert_close(out[(t - 1) * DIM + KH_HEAD + 7], v, 1e-4);
            assert_true(out[(t - 1) * DIM + 7] == 0);
        }
}

/* ------------------------------------------------------------------ decoding */

/* The best projective tree with one root, by trying all head vectors of short sentences. */
static bool is_tree(const uint32_t *h, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t d = 1; d < n; d++) {
        roots += h[d] == 0;
        uint32_t at = d, steps = 0;
        while (at && steps++ < n)
            at = h[at];
        if (at)
            return false;
        for (uint32_t e = 1; e < n; e++) {                         /* no arcs cross */
            uint32_t a = d < h[d] ? d : h[d], b = d < h[d] ? h[d] : d, c = e < h[e] ? e : h[e], f = e < h[e] ? h[e] : e;
            if (a < c && c < b && b < f)
                return false;
        }
    }
    return roots == 1;
}

static double best_by_trying(const double *score, uint32_t n)
{
    uint32_t h[6] = { 0 };
    double best = -1e300;
    for (;;) {
        if (is_tree(h, n)) {
            double v = 0;
            for (uint32_t d = 1; d < n; d++)
                v += score[d * n + h[d]];
            best = v > best ? v : best;
        }
        uint32_t d = 1;
        while (d < n && ++h[d] == n)
            h[d++] = 0;
        if (d == n)
            return best;
    }
}

static void trees_are_the_best(void **state)
{
    (void)state;
    kh_arena *arena = kh_arena_new(NULL, 0);
    uint32_t seed = 7;
    for (int round = 0; round < 200; round++) {
        uint32_t n = 2 + (uint32_t)round % 5, heads[6];
        double score[36], got = 0;
        for (uint32_t i = 0; i < n * n; i++)
            score[i] = (double)real(&seed) * 4;
        for (uint32_t d = 0; d < n; d++)
            score[d * n + d] = -1e4;
        assert_int_equal(kh_decode_tree(score, n, heads, arena, NULL), KH_OK);
        heads[0] = 0;
        assert_true(is_tree(heads, n));
        for (uint32_t d = 1; d < n; d++)
            got += score[d * n + heads[d]];
        assert_true(fabs(got - best_by_trying(score, n)) < 1e-9);
    }
    kh_arena_free(arena);
}

/* Scores that are no numbers, as a damaged network may give: some tree, and an end. */
static void trees_of_no_numbers_end(void **state)
{
    (void)state;
    kh_arena *arena = kh_arena_new(NULL, 0);
    const double odd[] = { NAN, INFINITY, -INFINITY, 0 };
    uint32_t seed = 11;
    for (uint32_t n = 2; n < 7; n++)
        for (int round = 0; round < 50; round++) {
            double score[36];
            uint32_t heads[6] = { 0 };
            for (uint32_t i = 0; i < n * n; i++) {
                seed = seed * 1664525u + 1013904223u;
                score[i] = odd[round ? seed >> 30 : 0];
            }
            assert_int_equal(kh_decode_tree(score, n, heads, arena, NULL), KH_OK);
            for (uint32_t d = 1; d < n; d++) {
                uint32_t up = d, steps = 0;
                while (up && steps++ < n)
                    up = heads[up];
                assert_int_equal(up, 0);
            }
        }
    kh_arena_free(arena);
}

static void inside_needs_a_beginning(void **state)
{
    (void)state;
    kh_arena *arena = kh_arena_new(NULL, 0);
    const kh_view labels[] = { KH_LIT("O"), KH_LIT("B-PER"), KH_LIT("I-PER"), KH_LIT("B-LOC"), KH_LIT("I-LOC") };
    static const struct { float logs[3 * 5]; uint32_t want[3]; } rows[] = {
        /* I-PER alone is best at first, but must begin as B-PER */
        { { -9, -3, 0, -9, -9, /**/ -9, -9, 0, -9, -9, /**/ 0, -9, -9, -9, -9 }, { 1, 2, 0 } },
        /* I-LOC behind B-PER is no name */
        { { -9, 0, -9, -9, -9, /**/ -9, -9, -2, -9, 0, /**/ 0, -9, -9, -9, -9 }, { 1, 2, 0 } },
        { { 0, -1, -1, -1, -1, /**/ 0, -1, -1, -1, -1, /**/ -1, -1, -1, 0, -1 }, { 0, 0, 3 } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t out[3];
        assert_int_equal(kh_decode_names(rows[i].logs, 3, labels, 5, out, arena, NULL), KH_OK);
        assert_memory_equal(out, rows[i].want, sizeof out);
    }
    kh_arena_free(arena);
}

/* ------------------------------------------------------------------ damaged files */

enum { SMALL = 64 * 4 };

/* A file of three sections of 40, 64 and 5 bytes. */
static void small_file(char *b)
{
    memset(b, 0, SMALL);
    memcpy(b, "KHM1", 4);
    const uint32_t head[] = { 1, 3, 0 };
    memcpy(b + 4, head, sizeof head);
    static const struct { const char *name; uint64_t at, n; } s[] = { { "AAAA", 128, 40 }, { "BBBB", 128 + 64, 5 }, { "CCCC", 192, 64 } };
    for (size_t i = 0; i < 3; i++) {
        memcpy(b + 32 + 24 * i, s[i].name, 4);
        memcpy(b + 40 + 24 * i, &s[i].at, 8);
        memcpy(b + 48 + 24 * i, &s[i].n, 8);
    }
    for (int i = 128; i < SMALL; i++)
        b[i] = (char)(i * 7);
    kh_digest d = kh_digest_of((kh_view){ b + 32, SMALL - 32 });
    memcpy(b + 16, &d.hi, 8);
    memcpy(b + 24, &d.lo, 8);
}

static kh_status open_bytes(const char *b, size_t n, kh_error *err)
{
    char path[] = "/tmp/khtestXXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, b, n), n);
    close(fd);
    kh_khm file;
    kh_status s = kh_khm_open(path, &file, err);
    kh_view v;
    if (!s) {
        assert_int_equal(kh_khm_section(&file, "AAAA", &v, NULL), KH_OK);
        assert_int_equal(v.n, 40);
        assert_int_equal((unsigned char)v.p[0], (unsigned char)(128 * 7));
        assert_int_equal(kh_khm_section(&file, "ZZZZ", &v, NULL), KH_E_MODEL);
        kh_khm_close(&file);
    }
    unlink(path);
    return s;
}

static void damage_is_told(void **state)
{
    (void)state;
    char b[SMALL];
    kh_error err = { 0 };
    small_file(b);
    assert_int_equal(open_bytes(b, SMALL, &err), KH_OK);
    for (size_t n = 0; n < SMALL; n++) {
        assert_int_equal(open_bytes(b, n, &err), KH_E_MODEL);
        assert_true(err.message[0] && !strchr(err.message, '\n'));
    }
    for (size_t i = 0; i < SMALL; i++) {
        b[i] ^= 0x10;
        if (i < 8 || i >= 12)                              /* the count of sections is checked by their being there */
            assert_int_equal(open_bytes(b, SMALL, &err), KH_E_MODEL);
        b[i] ^= 0x10;
    }
}

static void sections_outside_are_told(void **state)
{
    (void)state;
    static const struct { uint64_t at, n; } bad[] = { { 1 << 20, 8 }, { 192, UINT64_MAX }, { UINT64_MAX - 63, 64 }, { 130, 8 }, { 192, 65 } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char b[SMALL];
        kh_error err = { 0 };
        small_file(b);
        memcpy(b + 40 + 48, &bad[i].at, 8);
        memcpy(b + 48 + 48, &bad[i].n, 8);
        kh_digest d = kh_digest_of((kh_view){ b + 32, SMALL - 32 });
        memcpy(b + 16, &d.hi, 8);
        memcpy(b + 24, &d.lo, 8);
        assert_int_equal(open_bytes(b, SMALL, &err), KH_E_MODEL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_found),       cmocka_unit_test(quantise_is_seven_bits),        cmocka_unit_test(quantise_stands_odd_rows),
        cmocka_unit_test(product_is_exact),      cmocka_unit_test(floats_are_right_and_the_same), cmocka_unit_test(exponent_is_close),
        cmocka_unit_test(attention_is_softmax),  cmocka_unit_test(trees_are_the_best),            cmocka_unit_test(inside_needs_a_beginning),
        cmocka_unit_test(damage_is_told),        cmocka_unit_test(sections_outside_are_told),     cmocka_unit_test(trees_of_no_numbers_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
