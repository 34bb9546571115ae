/*
 * patch.h: damage to a binary file, written as text, so that saved inputs can be read and libFuzzer changes what matters.
 * One step a line; what is no step is passed over:
 *     put PLACE HEX        bytes over what stands there          fill PLACE COUNT HEX2     the same byte often
 *     text PLACE WORDS     the same in plain letters             cut SIZE                  the file ends there
 *     grow COUNT           zeros behind the end                  hash                      the check sum is made right in the end
 * PLACE is an offset, or NAME+OFFSET where the format has names for its parts. Offsets are taken modulo the size.
 */
#ifndef KH_FUZZ_PATCH_H
#define KH_FUZZ_PATCH_H

#include "base/base.h"

/* The offset of a named part in the bytes as they are; SIZE_MAX: no such part. */
typedef size_t (*kh_part)(const kh_buffer *file, kh_view name);

/* Changes `file`; true where the check sum shall be made right. */
bool kh_patch(kh_buffer *file, kh_view steps, kh_part part);

#endif
