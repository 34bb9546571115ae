/* AVX-512 with VNNI: six rows by 64 outputs in 24 named accumulators. */
#include "kernels/ops.inc"

#include <immintrin.h>

static __attribute__((noinline)) void tile(size_t k, const uint8_t *const a[6], const int8_t *w, int32_t *out)
{
    __m512i z = _mm512_setzero_si512();
    __m512i a0 = z, a1 = z, a2 = z, a3 = z, b0 = z, b1 = z, b2 = z, b3 = z, c0 = z, c1 = z, c2 = z, c3 = z;
    __m512i d0 = z, d1 = z, d2 = z, d3 = z, e0 = z, e1 = z, e2 = z, e3 = z, f0 = z, f1 = z, f2 = z, f3 = z;
    size_t block = 16 * k;
    for (size_t i = 0; i < k; i += 4, w += 64) {
        __m512i w0 = _mm512_loadu_si512(w), w1 = _mm512_loadu_si512(w + block), w2 = _mm512_loadu_si512(w + 2 * block),
                w3 = _mm512_loadu_si512(w + 3 * block), x;
        int32_t v;
#define ROW(r, n)                                                                                                                     \
    memcpy(&v, a[n] + i, 4);                                                                                                          \
    x = _mm512_set1_epi32(v);                                                                                                         \
    r##0 = _mm512_dpbusd_epi32(r##0, x, w0);                                                                                          \
    r##1 = _mm512_dpbusd_epi32(r##1, x, w1);                                                                                          \
    r##2 = _mm512_dpbusd_epi32(r##2, x, w2);                                                                                          \
    r##3 = _mm512_dpbusd_epi32(r##3, x, w3);
        ROW(a, 0) ROW(b, 1) ROW(c, 2) ROW(d, 3) ROW(e, 4) ROW(f, 5)
    }
#define OUT(r, n)                                                                                                                     \
    _mm512_storeu_si512(out + n * 64, r##0);                                                                                          \
    _mm512_storeu_si512(out + n * 64 + 16, r##1);                                                                                     \
    _mm512_storeu_si512(out + n * 64 + 32, r##2);                                                                                     \
    _mm512_storeu_si512(out + n * 64 + 48, r##3);
    OUT(a, 0) OUT(b, 1) OUT(c, 2) OUT(d, 3) OUT(e, 4) OUT(f, 5)
}

static void product(const kh_matrix *w, const kh_quantised *a, size_t rows, float *out, size_t stride)
{
    int32_t c[6 * 64];
    for (size_t n = 0; n < w->n_padded; n += 64)
        for (size_t m = 0; m < rows; m += 6) {
            const uint8_t *q[6];
            for (size_t i = 0; i < 6; i++)
                q[i] = a->q + (m + i < rows ? m + i : rows - 1) * a->stride;
            tile(w->k_padded, q, w->packed + n * w->k_padded, c);
            for (size_t i = 0; i < 6 && m + i < rows; i++)
                finish(w, a, m + i, n, c + i * 64, 64, out, stride);
        }
}

const kh_kernels kh_kernels_avx512 = { "avx512vnni", product, quantise, norm, gelu, glu, attend, exponent };
