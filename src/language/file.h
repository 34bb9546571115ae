/* file.h: the container of a language model, docs/formats.md. Internal to language/. */
#ifndef KH_LANGUAGE_FILE_H
#define KH_LANGUAGE_FILE_H

#include "base/base.h"

typedef struct kh_khm { kh_mapped file; kh_digest digest; uint32_t sections; const char *path; } kh_khm;
kh_status kh_khm_open(const char *path, kh_khm *file, kh_error *err);
void kh_khm_close(kh_khm *file);
/* The bytes of a section; KH_E_MODEL if there is none. */
kh_status kh_khm_section(const kh_khm *file, const char name[4], kh_view *bytes, kh_error *err);
kh_status kh_khm_bad(const kh_khm *file, const char *what, kh_error *err);

/* A section of lines, UTF-8, as an array of views. */
kh_status kh_khm_lines(const kh_khm *file, const char name[4], kh_arena *arena, kh_view **lines, uint32_t *count, kh_error *err);

#endif
