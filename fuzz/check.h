/* check.h: what must hold of every document and every output, whatever came in. For fuzz targets and unit tests. */
#ifndef KH_FUZZ_CHECK_H
#define KH_FUZZ_CHECK_H

#include "document/document.h"

/* Each gives NULL, or static words that say what does not hold. */

/* Spans lie in the text, on borders of characters, in order; layers do not overlap; a sentence is a tree; indexes are in range; numbers
 * are finite; every word that is written out is UTF-8. */
const char *kh_check_doc(const kh_doc *doc);

/* `status` is one of `allowed` (bits 1 << kh_status), err agrees with it, err->at lies in an input of `size` bytes, the message is one line. */
const char *kh_check_error(kh_status status, const kh_error *err, uint64_t size, uint32_t allowed);

/* Every line is one JSON value (each key once), and wherever an object has "text", "start" and "end", those words stand there in `text`.
 * `chars`: offsets count code points. */
const char *kh_check_json(kh_view lines, kh_view text, bool chars);

#endif
