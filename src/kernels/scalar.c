/* The specification: what the wider kernels must equal to the byte. */
#include "kernels/ops.inc"

static void product(const kh_matrix *w, const kh_quantised *a, size_t rows, float *out, size_t stride)
{
    for (size_t n = 0; n < w->n_padded; n += 16) {
        const int8_t *block = w->packed + n * w->k_padded;
        for (size_t m = 0; m < rows; m++) {
            const uint8_t *q = a->q + m * a->stride;
            int32_t c[16] = { 0 };
            for (size_t k = 0; k < w->k_padded; k += 4)
                for (size_t i = 0; i < 16; i++) {
                    const int8_t *x = block + k * 16 + i * 4;
                    c[i] += q[k] * x[0] + q[k + 1] * x[1] + q[k + 2] * x[2] + q[k + 3] * x[3];
                }
            finish(w, a, m, n, c, 16, out, stride);
        }
    }
}

const kh_kernels kh_kernels_scalar = { "scalar", product, quantise, norm, gelu, glu, attend, exponent };
