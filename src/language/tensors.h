/* tensors.h: a cursor over a section of weights, every step checked. Internal to language/. */
#ifndef KH_LANGUAGE_TENSORS_H
#define KH_LANGUAGE_TENSORS_H

#include "language/net.h"

typedef struct kh_cursor { const kh_khm *file; kh_view left; bool bad; } kh_cursor;     /* bad: what came does not fit; all zero from there on */

const float *kh_take_floats(kh_cursor *c, uint64_t n);
kh_matrix kh_take_matrix(kh_cursor *c, uint32_t n, uint32_t k);
kh_layer kh_take_layer(kh_cursor *c, uint32_t ff);

#endif
