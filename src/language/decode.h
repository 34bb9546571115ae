/* decode.h: scores -> heads and name labels. Internal to language/. */
#ifndef KH_LANGUAGE_DECODE_H
#define KH_LANGUAGE_DECODE_H

#include "base/base.h"

/* score[d * n + h]: how well h goes as the head of d, up to a constant for each d; word 0 is the root. Writes heads[1..n-1]: a projective tree with one root
 * child, the best one. O(n^3) time, O(n^2) memory from scratch. */
kh_status kh_decode_tree(const double *score, uint32_t n, uint32_t *heads, kh_arena *scratch, kh_error *err);

/* Viterbi over BIO labels ("O", "B-X", "I-X"): I-X only behind B-X or I-X. logs[t * count + k]. */
kh_status kh_decode_names(const float *logs, uint32_t words, const kh_view *labels, uint32_t count, uint32_t *out, kh_arena *scratch,
                          kh_error *err);

#endif
