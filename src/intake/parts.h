/* parts.h: the readers of single formats. Internal to intake/. */
#ifndef KH_INTAKE_PARTS_H
#define KH_INTAKE_PARTS_H

#include "intake/intake.h"

/* UTF-8 as it is; bytes that are none, and NUL, become U+FFFD and set doc->meta.repaired. In doc->arena. */
kh_status kh_intake_clean(kh_view bytes, kh_doc *doc, kh_view *text, kh_error *err);

/* Cuts doc->text into blocks at blank lines and gives each its role. */
kh_status kh_intake_blocks(kh_doc *doc, kh_error *err);
kh_role kh_intake_role(kh_view block, const char **reason);

kh_status kh_intake_json(kh_view bytes, kh_doc *doc, kh_error *err);

#endif
