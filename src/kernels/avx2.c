/* AVX2: sixteen lanes are two registers. Compiled with -mavx2 alone, so that no fused multiply-add can creep in. */
#include "kernels/kernels.h"

#ifdef __AVX2__
#include <immintrin.h>
#include <string.h>

enum { LANES = 16 };

typedef struct vf { __m256 a, b; } vf;
typedef struct vi { __m256i a, b; } vi;

#define BINARY(type, name, op) \
    static inline type name(type x, type y) { return (type){ op(x.a, y.a), op(x.b, y.b) }; }

static inline vf f_load(const float *p) { return (vf){ _mm256_loadu_ps(p), _mm256_loadu_ps(p + 8) }; }
static inline void f_store(float *p, vf v) { _mm256_storeu_ps(p, v.a); _mm256_storeu_ps(p + 8, v.b); }
static inline vf f_set(float x) { __m256 v = _mm256_set1_ps(x); return (vf){ v, v }; }
BINARY(vf, f_add, _mm256_add_ps)
BINARY(vf, f_sub, _mm256_sub_ps)
BINARY(vf, f_mul, _mm256_mul_ps)
BINARY(vf, f_div, _mm256_div_ps)
BINARY(vf, f_max, _mm256_max_ps)
BINARY(vf, f_min, _mm256_min_ps)
static inline float f_root(float x) { return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x))); }

static inline float f_fold(vf v)
{
    __m256 e = _mm256_add_ps(v.a, v.b);
    __m128 f = _mm_add_ps(_mm256_castps256_ps128(e), _mm256_extractf128_ps(e, 1));
    f = _mm_add_ps(f, _mm_movehl_ps(f, f));
    return _mm_cvtss_f32(_mm_add_ss(f, _mm_shuffle_ps(f, f, 1)));
}

static inline vi i_load(const int32_t *p)
{
    return (vi){ _mm256_loadu_si256((const void *)p), _mm256_loadu_si256((const void *)(p + 8)) };
}
static inline vi i_set(int32_t x) { __m256i v = _mm256_set1_epi32(x); return (vi){ v, v }; }
BINARY(vi, i_add, _mm256_add_epi32)
BINARY(vi, i_sub, _mm256_sub_epi32)
BINARY(vi, i_mul, _mm256_mullo_epi32)
BINARY(vi, i_max, _mm256_max_epi32)
BINARY(vi, i_min, _mm256_min_epi32)
static inline vi i_shift23(vi x) { return (vi){ _mm256_slli_epi32(x.a, 23), _mm256_slli_epi32(x.b, 23) }; }
static inline vi i_bits(vf x) { return (vi){ _mm256_castps_si256(x.a), _mm256_castps_si256(x.b) }; }
static inline vf f_bits(vi x) { return (vf){ _mm256_castsi256_ps(x.a), _mm256_castsi256_ps(x.b) }; }
static inline vf f_int(vi x) { return (vf){ _mm256_cvtepi32_ps(x.a), _mm256_cvtepi32_ps(x.b) }; }

static inline void i_bytes(uint8_t *p, vi x)
{
    __m256i h = _mm256_permute4x64_epi64(_mm256_packs_epi32(x.a, x.b), 0xD8);
    _mm_storeu_si128((void *)p, _mm_packus_epi16(_mm256_castsi256_si128(h), _mm256_extracti128_si256(h, 1)));
}

enum { ROWS = 4, COLS = 16 };

/* Named accumulators: gcc 12 keeps an array of them on the stack. */
#define DOT(c, x, w) c = _mm256_add_epi32(c, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), one))
#define ROW(c, r)                                                      \
    {                                                                  \
        int32_t v;                                                     \
        memcpy(&v, a + (r) * stride + t, 4);                           \
        __m256i x = _mm256_set1_epi32(v);                              \
        DOT(c##0, x, w0);                                              \
        DOT(c##1, x, w1);                                              \
    }
#define OUT(c, r) _mm256_storeu_si256((void *)(out + (r) * COLS), c##0); _mm256_storeu_si256((void *)(out + (r) * COLS + 8), c##1)

static __attribute__((noinline)) void tile(size_t k, const uint8_t *a, size_t stride, const int8_t *w, int32_t *out)
{
    const __m256i one = _mm256_set1_epi16(1);
    __m256i a0 = _mm256_setzero_si256(), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    for (size_t t = 0; t < k; t += 4, w += 64) {
        __m256i w0 = _mm256_loadu_si256((const void *)w), w1 = _mm256_loadu_si256((const void *)(w + 32));
        ROW(a, 0) ROW(b, 1) ROW(c, 2) ROW(d, 3)
    }
    OUT(a, 0); OUT(b, 1); OUT(c, 2); OUT(d, 3);
}

#include "kernels/routines.h"

const kh_kernels kh_kernels_avx2 = KERNELS("avx2");
#endif
