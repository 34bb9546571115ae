/*
 * The routines, written once. The file that includes this has defined, for its instruction set:
 *   vf, vi          16 floats, 16 int32
 *   f_load f_store f_set f_add f_sub f_mul f_div f_max f_min f_fold (lanes folded 8, 4, 2, 1)
 *   f_root          square root of one float, correctly rounded
 *   i_load i_set i_add i_sub i_mul i_max i_min i_shift23, i_bits (float's bits), f_bits (the way back), f_int (int to float)
 *   with OWN_TAILS: f_some (loads n lanes, at most 16, the others filled) and f_keep (stores them)
 *   i_bytes         stores 16 ints as bytes
 *   ROWS, COLS, tile(k, a, stride, w, k_padded, out)   ROWS x COLS integer products; out[r * COLS + c]
 * Every operation is IEEE single precision, round to nearest even, so the bytes are the same on all of them.
 */

#ifndef OWN_TAILS
/* The last, partial vector: through a buffer, missing lanes filled. */
static inline vf f_tail(const float *p, size_t n, float fill)
{
    float b[LANES];
    for (size_t i = 0; i < LANES; i++)
        b[i] = i < n ? p[i] : fill;
    return f_load(b);
}

static inline vf f_some(const float *p, size_t n, float fill)
{
    return n >= LANES ? f_load(p) : f_tail(p, n, fill);
}

static inline void f_keep(float *p, size_t n, vf v)
{
    if (n >= LANES) {
        f_store(p, v);
        return;
    }
    float b[LANES];
    f_store(b, v);
    memcpy(p, b, n * sizeof *p);
}
#endif

/* Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits. */
#define MAGIC 12582912.0f
#define MAGIC_BITS 0x4B400000

/* e^x by 2^n * p(f), x * log2(e) = n + f, |f| <= 1/2. p: relative minimax of degree 5, error 8e-8 (least squares, reweighted).
 * Below -125 in base 2 the result is that of -125: about 2e-38. */
static inline vf f_exp(vf x)
{
    vf t = f_mul(x, f_set(1.44269504f));
    t = f_min(f_max(t, f_set(-125.0f)), f_set(125.0f));
    vf r = f_add(t, f_set(MAGIC));
    vf f = f_sub(t, f_sub(r, f_set(MAGIC)));
    vf p = f_set(0.0013276470126584172f);
    p = f_add(f_mul(p, f), f_set(0.009675541892647743f));
    p = f_add(f_mul(p, f), f_set(0.05550713464617729f));
    p = f_add(f_mul(p, f), f_set(0.24022120237350464f));
    p = f_add(f_mul(p, f), f_set(0.6931469440460205f));
    p = f_add(f_mul(p, f), f_set(1.0f));
    return f_bits(i_add(i_bits(p), i_shift23(i_bits(r))));
}

static float fold_max(vf v, bool least)
{
    float b[LANES];
    f_store(b, v);
    float m = b[0];
    for (int i = 1; i < LANES; i++)
        m = (least ? b[i] < m : b[i] > m) ? b[i] : m;
    return m;
}

static void quantise(const float *x, size_t k, size_t row, const kh_quantised *a)
{
    vf lo = f_set(0), hi = f_set(0);
    for (size_t i = 0; i < k; i += LANES) {
        vf v = f_some(x + i, k - i, 0);
        lo = f_min(v, lo);
        hi = f_max(v, hi);
    }
    float least = fold_max(lo, true), s = (fold_max(hi, false) - least) / 127.0f;
    s = s > 1e-8f ? s : 1e-8f;
    float inverse = 1.0f / s, z = (-least * inverse + MAGIC) - MAGIC;
    z = z >= 0.0f && z <= 127.0f ? z : 0.0f;                      /* also where the row is not finite */
    a->scale[row] = s;
    a->zero[row] = (int32_t)z;
    uint8_t *q = a->q + row * a->stride;
    vf f = f_set(inverse), at = f_set(MAGIC + z);
    vi base = i_set(MAGIC_BITS), zero = i_set(0), top = i_set(127);
    size_t i = 0;
    for (; i + LANES <= k; i += LANES)
        i_bytes(q + i, i_min(i_max(i_sub(i_bits(f_add(f_mul(f_load(x + i), f), at)), base), zero), top));
    if (i < k) {
        uint8_t b[LANES];
        i_bytes(b, i_min(i_max(i_sub(i_bits(f_add(f_mul(f_some(x + i, k - i, 0), f), at)), base), zero), top));
        memcpy(q + i, b, k - i);
    }
    memset(q + k, 0, a->stride - k);
}

/* Scales one row of a tile of sums into the output. */
static inline void finish(const kh_matrix *w, size_t n, const int32_t *c, int32_t zero, float scale, float *o, size_t width)
{
    vi z = i_set(zero);
    vf s = f_set(scale);
    for (size_t j = 0; j < width; j += LANES) {
        vi v = i_sub(i_load(c + j), i_mul(z, i_load(w->sums + n + j)));
        f_keep(o + j, width - j, f_add(f_mul(f_int(v), f_mul(s, f_load(w->scale + n + j))), f_load(w->bias + n + j)));
    }
}

/* One group of rows; `rows` of them are wanted. */
static void group(const kh_matrix *w, const kh_quantised *a, size_t m, size_t rows, size_t a_stride, size_t n, float *out, size_t stride)
{
    int32_t c[ROWS * COLS];
    size_t width = stride - n < COLS ? stride - n : COLS;
    tile(w->k_padded, a->q + m * a->stride, a_stride, w->packed + n * w->k_padded, c);
    for (size_t r = 0; r < rows; r++)
        finish(w, n, c + r * COLS, a->zero[m + r], a->scale[m + r], out + (m + r) * stride + n, width);
}

static void product(const kh_matrix *w, const kh_quantised *a, size_t rows, float *out, size_t stride)
{
    for (size_t n = 0; n < w->n_padded && n < stride; n += COLS) {
        size_t m = 0;
        for (; m + ROWS <= rows; m += ROWS)
            group(w, a, m, ROWS, a->stride, n, out, stride);
        if (m < rows && rows >= ROWS)                      /* the last group goes back over rows that are done: nothing is read behind */
            group(w, a, rows - ROWS, ROWS, a->stride, n, out, stride);
        for (; m < rows && rows < ROWS; m++)               /* fewer than a group: one at a time, the group being the same row */
            group(w, a, m, 1, 0, n, out, stride);
    }
}

static void norm(float *x, size_t k, const float *gain, const float *bias, float epsilon, float *out)
{
    vf s = f_set(0);
    for (size_t i = 0; i < k; i += LANES)
        s = f_add(s, f_some(x + i, k - i, 0));
    float mean = f_fold(s) / (float)k;
    vf m = f_set(mean), v = f_set(0);
    for (size_t i = 0; i < k; i += LANES) {
        vf d = f_sub(f_some(x + i, k - i, mean), m);
        v = f_add(v, f_mul(d, d));
    }
    vf f = f_set(1.0f / f_root(f_fold(v) / (float)k + epsilon));
    for (size_t i = 0; i < k; i += LANES) {
        size_t n = k - i;
        vf d = f_mul(f_sub(f_some(x + i, n, mean), m), f);
        f_keep(out + i, n, f_add(f_mul(d, f_some(gain + i, n, 0)), f_some(bias + i, n, 0)));
    }
}

/* 0.5 v (1 + tanh u) = v / (1 + e^-2u), u = sqrt(2 / pi) (v + 0.044715 v^3) */
static void gelu(float *x, size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        vf v = f_some(x + i, n - i, 0);
        vf u = f_mul(v, f_add(f_set(1.0f), f_mul(f_set(0.044715f), f_mul(v, v))));
        f_keep(x + i, n - i, f_div(v, f_add(f_set(1.0f), f_exp(f_mul(u, f_set(-1.5957691216f))))));
    }
}

static void glu(const float *x, size_t n, float *add_to)
{
    for (size_t i = 0; i < n; i += LANES) {
        vf e = f_exp(f_sub(f_set(0), f_some(x + n + i, n - i, 0)));
        vf v = f_div(f_some(x + i, n - i, 0), f_add(f_set(1.0f), e));
        f_keep(add_to + i, n - i, f_add(f_some(add_to + i, n - i, 0), v));
    }
}

static float dot(const float *a, const float *b, size_t n)
{
    vf s = f_set(0);
    for (size_t i = 0; i < n; i += LANES)
        s = f_add(s, f_mul(f_some(a + i, n - i, 0), f_some(b + i, n - i, 0)));
    return f_fold(s);
}

/* x to e^(x - max) / sum. Lanes behind n count as far below. */
static void softmax(float *x, size_t n)
{
    vf m = f_set(-1e30f);
    for (size_t i = 0; i < n; i += LANES)
        m = f_max(f_some(x + i, n - i, -1e30f), m);
    vf top = f_set(fold_max(m, false)), s = f_set(0);
    for (size_t i = 0; i < n; i += LANES) {
        vf e = f_exp(f_sub(f_some(x + i, n - i, -1e30f), top));
        f_keep(x + i, n - i, e);
        s = f_add(s, e);
    }
    vf g = f_set(1.0f / f_fold(s));
    for (size_t i = 0; i < n; i += LANES)
        f_keep(x + i, n - i, f_mul(f_some(x + i, n - i, 0), g));
}

/* Four rows of weights by sixteen columns: sums run over t in order, so each lane has one order on every machine. */
static inline void blend(const float *weights, size_t stride, size_t inner, const float *b, size_t ldb, float *out, size_t ldo, size_t rows)
{
    vf s0 = f_set(0), s1 = s0, s2 = s0, s3 = s0;
    for (size_t t = 0; t < inner; t++) {
        vf v = f_load(b + t * ldb);
        s0 = f_add(s0, f_mul(f_set(weights[t]), v));
        s1 = f_add(s1, f_mul(f_set(weights[stride + t]), v));
        s2 = f_add(s2, f_mul(f_set(weights[2 * stride + t]), v));
        s3 = f_add(s3, f_mul(f_set(weights[3 * stride + t]), v));
    }
    f_store(out, s0);
    if (rows > 1)
        f_store(out + ldo, s1);
    if (rows > 2)
        f_store(out + 2 * ldo, s2);
    if (rows > 3)
        f_store(out + 3 * ldo, s3);
}

static void attend(const float *qkv, size_t t, size_t dim, size_t at, float *kt, float *p, float *out)
{
    size_t room = (t + LANES - 1) / LANES * LANES;
    for (size_t j = 0; j < t; j++)
        for (size_t d = 0; d < KH_HEAD; d++)
            kt[d * room + j] = qkv[j * 3 * dim + dim + at + d];
    for (size_t j = t; j < room; j++)
        for (size_t d = 0; d < KH_HEAD; d++)
            kt[d * room + j] = 0;
    float q[4 * KH_HEAD] = { 0 };
    for (size_t i = 0; i < t; i += 4) {
        size_t rows = t - i < 4 ? t - i : 4;
        for (size_t r = 0; r < rows; r++)
            for (size_t d = 0; d < KH_HEAD; d += LANES)       /* times 1 / sqrt(KH_HEAD) */
                f_store(q + r * KH_HEAD + d, f_mul(f_load(qkv + (i + r) * 3 * dim + at + d), f_set(0.17677669529663687f)));
        for (size_t j = 0; j < room; j += LANES)
            blend(q, KH_HEAD, KH_HEAD, kt + j, room, p + j, room, 4);
        for (size_t r = 0; r < rows; r++)
            softmax(p + r * room, t);
        for (size_t d = 0; d < KH_HEAD; d += LANES)
            blend(p, room, t, qkv + 2 * dim + at + d, 3 * dim, out + i * dim + d, dim, rows);
    }
}

static double exponent(double x)
{
    float b[LANES];
    f_store(b, f_exp(f_set((float)x)));
    return b[0];
}

#define KERNELS(name) { name, product, quantise, norm, gelu, glu, attend, exponent, dot }
