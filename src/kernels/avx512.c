/* AVX-512 with VNNI. Needs -ffp-contract=off: AVX-512 has fused multiply-add. */
#include "kernels/kernels.h"

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#include <immintrin.h>
#include <string.h>

enum { LANES = 16 };

typedef __m512 vf;
typedef __m512i vi;

static inline vf f_load(const float *p) { return _mm512_loadu_ps(p); }
static inline void f_store(float *p, vf v) { _mm512_storeu_ps(p, v); }
static inline vf f_set(float x) { return _mm512_set1_ps(x); }
static inline vf f_add(vf x, vf y) { return _mm512_add_ps(x, y); }
static inline vf f_sub(vf x, vf y) { return _mm512_sub_ps(x, y); }
static inline vf f_mul(vf x, vf y) { return _mm512_mul_ps(x, y); }
static inline vf f_div(vf x, vf y) { return _mm512_div_ps(x, y); }
static inline vf f_max(vf x, vf y) { return _mm512_max_ps(x, y); }
static inline vf f_min(vf x, vf y) { return _mm512_min_ps(x, y); }
static inline float f_root(float x) { return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x))); }

static inline float f_fold(vf v)
{
    __m256 e = _mm256_add_ps(_mm512_castps512_ps256(v), _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1)));
    __m128 f = _mm_add_ps(_mm256_castps256_ps128(e), _mm256_extractf128_ps(e, 1));
    f = _mm_add_ps(f, _mm_movehl_ps(f, f));
    return _mm_cvtss_f32(_mm_add_ss(f, _mm_shuffle_ps(f, f, 1)));
}

static inline vi i_load(const int32_t *p) { return _mm512_loadu_si512(p); }
static inline vi i_set(int32_t x) { return _mm512_set1_epi32(x); }
static inline vi i_add(vi x, vi y) { return _mm512_add_epi32(x, y); }
static inline vi i_sub(vi x, vi y) { return _mm512_sub_epi32(x, y); }
static inline vi i_mul(vi x, vi y) { return _mm512_mullo_epi32(x, y); }
static inline vi i_max(vi x, vi y) { return _mm512_max_epi32(x, y); }
static inline vi i_min(vi x, vi y) { return _mm512_min_epi32(x, y); }
static inline vi i_shift23(vi x) { return _mm512_slli_epi32(x, 23); }
static inline vi i_bits(vf x) { return _mm512_castps_si512(x); }
static inline vf f_bits(vi x) { return _mm512_castsi512_ps(x); }
static inline vf f_int(vi x) { return _mm512_cvtepi32_ps(x); }
static inline void i_bytes(uint8_t *p, vi x) { _mm_storeu_si128((void *)p, _mm512_cvtepi32_epi8(x)); }

#define OWN_TAILS
static inline __mmask16 lanes_below(size_t n) { return (__mmask16)(n >= LANES ? 0xFFFF : (1u << n) - 1); }
static inline vf f_some(const float *p, size_t n, float fill) { return _mm512_mask_loadu_ps(_mm512_set1_ps(fill), lanes_below(n), p); }
static inline void f_keep(float *p, size_t n, vf v) { _mm512_mask_storeu_ps(p, lanes_below(n), v); }

enum { ROWS = 6, COLS = KH_PANEL };

/* 24 accumulators by name, in a function of their own, scaling outside: otherwise gcc 12 keeps them on the stack (1.7 times slower). */
#define ROW(c, r)                                                      \
    {                                                                  \
        int32_t v;                                                     \
        memcpy(&v, a + (r) * stride + t, 4);                           \
        __m512i x = _mm512_set1_epi32(v);                              \
        c##0 = _mm512_dpbusd_epi32(c##0, x, w0);                       \
        c##1 = _mm512_dpbusd_epi32(c##1, x, w1);                       \
        c##2 = _mm512_dpbusd_epi32(c##2, x, w2);                       \
        c##3 = _mm512_dpbusd_epi32(c##3, x, w3);                       \
    }
#define OUT(c, r)                                                      \
    _mm512_storeu_si512(out + (r) * COLS, c##0);                       \
    _mm512_storeu_si512(out + (r) * COLS + 16, c##1);                  \
    _mm512_storeu_si512(out + (r) * COLS + 32, c##2);                  \
    _mm512_storeu_si512(out + (r) * COLS + 48, c##3)

static __attribute__((noinline)) void tile(size_t k, const uint8_t *a, size_t stride, const int8_t *w, int32_t *out)
{
    __m512i a0 = _mm512_setzero_si512(), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, c0 = a0, c1 = a0, c2 = a0, c3 = a0;
    __m512i d0 = a0, d1 = a0, d2 = a0, d3 = a0, e0 = a0, e1 = a0, e2 = a0, e3 = a0, f0 = a0, f1 = a0, f2 = a0, f3 = a0;
    const size_t block = 16 * k;
    for (size_t t = 0; t < k; t += 4, w += 64) {
        __m512i w0 = _mm512_loadu_si512(w), w1 = _mm512_loadu_si512(w + block), w2 = _mm512_loadu_si512(w + 2 * block),
                w3 = _mm512_loadu_si512(w + 3 * block);
        ROW(a, 0) ROW(b, 1) ROW(c, 2) ROW(d, 3) ROW(e, 4) ROW(f, 5)
    }
    OUT(a, 0); OUT(b, 1); OUT(c, 2); OUT(d, 3); OUT(e, 4); OUT(f, 5);
}

#include "kernels/routines.h"

const kh_kernels kh_kernels_avx512 = KERNELS("avx512vnni");
#endif
