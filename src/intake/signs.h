/* signs.h: kinds of ASCII characters, apart from any locale. Internal to intake/. */
#ifndef KH_INTAKE_SIGNS_H
#define KH_INTAKE_SIGNS_H

#include <stdbool.h>

static inline bool kh_is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool kh_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool kh_is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline char kh_lower(char c) { return kh_is_upper(c) ? (char)(c + 32) : c; }
static inline bool kh_is_alpha(char c) { return kh_lower(c) >= 'a' && kh_lower(c) <= 'z'; }

#endif
