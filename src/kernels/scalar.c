/* The specification: plain loops over sixteen lanes. */
#include "kernels/kernels.h"

#include <math.h>
#include <string.h>

enum { LANES = 16 };

typedef struct vf { float v[LANES]; } vf;
typedef struct vi { int32_t v[LANES]; } vi;

#define EACH for (int i = 0; i < LANES; i++)
#define BINARY(type, name, expression) \
    static inline type name(type a, type b) { type o; EACH o.v[i] = expression; return o; }

static inline vf f_load(const float *p) { vf o; memcpy(&o, p, sizeof o); return o; }
static inline void f_store(float *p, vf v) { memcpy(p, &v, sizeof v); }
static inline vf f_set(float x) { vf o; EACH o.v[i] = x; return o; }
BINARY(vf, f_add, a.v[i] + b.v[i])
BINARY(vf, f_sub, a.v[i] - b.v[i])
BINARY(vf, f_mul, a.v[i] * b.v[i])
BINARY(vf, f_div, a.v[i] / b.v[i])
BINARY(vf, f_max, a.v[i] > b.v[i] ? a.v[i] : b.v[i])
BINARY(vf, f_min, a.v[i] < b.v[i] ? a.v[i] : b.v[i])
static inline float f_root(float x) { return sqrtf(x); }

static inline float f_fold(vf a)
{
    for (int h = LANES / 2; h > 0; h /= 2)
        for (int i = 0; i < h; i++)
            a.v[i] = a.v[i] + a.v[i + h];
    return a.v[0];
}

static inline vi i_load(const int32_t *p) { vi o; memcpy(&o, p, sizeof o); return o; }
static inline vi i_set(int32_t x) { vi o; EACH o.v[i] = x; return o; }
/* Wrapping, as the vector units do. */
BINARY(vi, i_add, (int32_t)((uint32_t)a.v[i] + (uint32_t)b.v[i]))
BINARY(vi, i_sub, (int32_t)((uint32_t)a.v[i] - (uint32_t)b.v[i]))
BINARY(vi, i_mul, (int32_t)((uint32_t)a.v[i] * (uint32_t)b.v[i]))
BINARY(vi, i_max, a.v[i] > b.v[i] ? a.v[i] : b.v[i])
BINARY(vi, i_min, a.v[i] < b.v[i] ? a.v[i] : b.v[i])
static inline vi i_shift23(vi a) { EACH a.v[i] = (int32_t)((uint32_t)a.v[i] << 23); return a; }
static inline vi i_bits(vf a) { vi o; memcpy(&o, &a, sizeof o); return o; }
static inline vf f_bits(vi a) { vf o; memcpy(&o, &a, sizeof o); return o; }
static inline vf f_int(vi a) { vf o; EACH o.v[i] = (float)a.v[i]; return o; }
static inline void i_bytes(uint8_t *p, vi a) { EACH p[i] = (uint8_t)a.v[i]; }

enum { ROWS = 2, COLS = 16 };

static void tile(size_t k, const uint8_t *a, size_t stride, const int8_t *w, int32_t *out)
{
    for (size_t r = 0; r < ROWS; r++) {
        int32_t s[COLS] = { 0 };
        const uint8_t *x = a + r * stride;
        for (size_t t = 0; t < k; t += 4)
            for (int c = 0; c < COLS; c++) {
                const int8_t *q = w + (t * COLS + 4 * (size_t)c);
                s[c] += x[t] * q[0] + x[t + 1] * q[1] + x[t + 2] * q[2] + x[t + 3] * q[3];
            }
        memcpy(out + r * COLS, s, sizeof s);
    }
}

#include "kernels/routines.h"

const kh_kernels kh_kernels_scalar = KERNELS("scalar");
