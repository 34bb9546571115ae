/*
 * kernels.h: the arithmetic of the language model. One set of functions for each instruction set, all giving the same bytes: integer
 * products are exact, float work is done in one order (sums over 16 lanes, then a fixed tree; no contraction into FMA).
 * scalar.c is the specification; the others are the same source, ops.inc, built for wider registers, with a product of their own.
 */
#ifndef KH_KERNELS_H
#define KH_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A matrix of n x k int8 weights, as the model file has it: blocks of 16 rows, within a block k/4 groups of 16 x 4 bytes.
 * n_padded is a multiple of 64, k_padded of 4. Row r stands for scale[r] * weights[r]. */
typedef struct kh_matrix {
    uint32_t n, k, n_padded, k_padded;
    const float *scale, *bias;
    const int32_t *sums;          /* of each row's weights */
    const int8_t *packed;
} kh_matrix;

/* Rows of 7 bit activations: value = (q - zero) * scale. stride is a multiple of 4 with zero bytes at the end of each row. */
typedef struct kh_quantised {
    uint8_t *q;
    float *scale;
    int32_t *zero;
    size_t stride;
} kh_quantised;

typedef struct kh_kernels {
    const char *name;
    /* out[m][n] for all rows: bias + scale * (q . w - zero * sums); out rows are `stride` floats apart, at least w->n */
    void (*product)(const kh_matrix *w, const kh_quantised *a, size_t rows, float *out, size_t stride);
    void (*quantise)(const float *x, size_t k, size_t row, const kh_quantised *a);
    void (*norm)(float *x, size_t k, const float *gain, const float *bias, float epsilon, float *out);   /* out may be x */
    void (*gelu)(float *x, size_t n);
    void (*glu)(const float *x, size_t n, float *add_to);           /* add_to[i] += x[i] * sigmoid(x[n + i]) */
    /* one head: qkv rows are 3 * dim floats, `at` the offset of the head; out rows `dim` floats; kt and p are scratch of t * 32 and t */
    void (*attend)(const float *qkv, size_t t, size_t dim, size_t at, float *kt, float *p, float *out);
    double (*exponent)(double x);                                    /* for the decoder's log probabilities */
} kh_kernels;

/* `isa`: scalar, avx2, avx512vnni; NULL: the best this processor has. NULL: unknown, or not to be had here. */
const kh_kernels *kh_kernels_of(const char *isa);

extern const kh_kernels kh_kernels_scalar;
#if defined(__x86_64__)
extern const kh_kernels kh_kernels_avx2, kh_kernels_avx512;
#endif

#endif
