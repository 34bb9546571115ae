/*
 * kernels.h: the arithmetic of the language stage. scalar.c is the specification; every other instruction set gives the same bytes.
 *
 * Products are integer: activations of 7 bits (so that two products never overflow the 16 bits of AVX2's maddubs) times weights of
 * 8 bits. Everything in float is done in one fixed order: sums over k run in 16 lanes (lane k % 16) that are then folded 8, 4, 2, 1;
 * a product and a sum are two roundings (no fused multiply-add); exp is our own polynomial.
 */
#ifndef KH_KERNELS_H
#define KH_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    KH_PANEL = 64,      /* outputs of a matrix are padded to this many */
    KH_HEAD = 32        /* width of an attention head */
};

/* Weights as they lie in the model file: blocks of 16 outputs; within a block, for each four inputs, 16 x 4 bytes. */
typedef struct kh_matrix {
    uint32_t n, k;              /* outputs, inputs */
    uint32_t n_padded, k_padded;  /* the same, padded to multiples of KH_PANEL and 4 */
    const float *scale, *bias;  /* n_padded of each */
    const int32_t *sums;        /* of the weights of a row: the zero point of the activations is taken off by it */
    const int8_t *packed;
} kh_matrix;

/* Activations of several rows: value = (q - zero) * scale. */
typedef struct kh_quantised {
    uint8_t *q;                 /* rows * stride */
    float *scale;
    int32_t *zero;
    size_t stride;              /* at least k_padded of the matrix */
} kh_quantised;

typedef struct kh_kernels {
    const char *name;
    /* out[r][0..min(stride, w->n_padded)) = a * w + bias */
    void (*product)(const kh_matrix *w, const kh_quantised *a, size_t rows, float *out, size_t stride);
    /* x[0..k) to 7 bits, as one row of a; what is left of the row is 0. */
    void (*quantise)(const float *x, size_t k, size_t row, const kh_quantised *a);
    /* out = (x - mean) / sqrt(variance + epsilon) * gain + bias; out may be x. */
    void (*norm)(float *x, size_t k, const float *gain, const float *bias, float epsilon, float *out);
    void (*gelu)(float *x, size_t n);                         /* the tanh form, in place */
    void (*glu)(const float *x, size_t n, float *add_to);     /* add_to += x[0..n) * sigmoid(x[n..2n)) */
    /* One head over t pieces. qkv: rows of 3 * dim; the head begins at column `at`; kt and p: room for KH_HEAD * T and 4 * T floats,
     * T being t up to the next multiple of 16;
     * out: rows of dim, first column of the head. */
    void (*attend)(const float *qkv, size_t t, size_t dim, size_t at, float *kt, float *p, float *out);
    double (*exponent)(double x);
    float (*dot)(const float *a, const float *b, size_t n);
} kh_kernels;

/* scalar, avx2, avx512vnni; NULL: the best that runs here. NULL is given for one that does not run here or is not built in. */
const kh_kernels *kh_kernels_of(const char *name);

extern const kh_kernels kh_kernels_scalar, kh_kernels_avx2, kh_kernels_avx512;

#endif
