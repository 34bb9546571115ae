/* AVX2: maddubs cannot saturate, since activations have 7 bits (2 * 127 * 127 < 32768). */
#include "kernels/ops.inc"

#include <immintrin.h>

/* Four rows by sixteen outputs: eight named accumulators (gcc 12 keeps arrays of vectors on the stack). */
static __attribute__((noinline)) void tile(size_t k, const uint8_t *const a[4], const int8_t *w, int32_t *out)
{
    const __m256i one = _mm256_set1_epi16(1);
    __m256i a0 = _mm256_setzero_si256(), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    for (size_t i = 0; i < k; i += 4, w += 64) {
        __m256i w0 = _mm256_loadu_si256((const void *)w), w1 = _mm256_loadu_si256((const void *)(w + 32)), x;
        int32_t v;
#define DOT(acc, weights) acc = _mm256_add_epi32(acc, _mm256_madd_epi16(_mm256_maddubs_epi16(x, weights), one))
#define ROW(r, p, q)                                                                                                                  \
    memcpy(&v, a[r] + i, 4);                                                                                                          \
    x = _mm256_set1_epi32(v);                                                                                                         \
    DOT(p, w0);                                                                                                                       \
    DOT(q, w1);
        ROW(0, a0, a1) ROW(1, b0, b1) ROW(2, c0, c1) ROW(3, d0, d1)
    }
#define OUT(r, p, q)                                                                                                                  \
    _mm256_storeu_si256((void *)(out + r * 16), p);                                                                                   \
    _mm256_storeu_si256((void *)(out + r * 16 + 8), q);
    OUT(0, a0, a1) OUT(1, b0, b1) OUT(2, c0, c1) OUT(3, d0, d1)
}

static void product(const kh_matrix *w, const kh_quantised *a, size_t rows, float *out, size_t stride)
{
    int32_t c[4 * 16];
    for (size_t n = 0; n < w->n_padded; n += 16)
        for (size_t m = 0; m < rows; m += 4) {
            const uint8_t *q[4];
            for (size_t i = 0; i < 4; i++)
                q[i] = a->q + (m + i < rows ? m + i : rows - 1) * a->stride;
            tile(w->k_padded, q, w->packed + n * w->k_padded, c);
            for (size_t i = 0; i < 4 && m + i < rows; i++)
                finish(w, a, m + i, n, c + i * 16, 16, out, stride);
        }
}

const kh_kernels kh_kernels_avx2 = { "avx2", product, quantise, norm, gelu, glu, attend, exponent };
