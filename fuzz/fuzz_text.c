/*
 * Plain text. Any bytes are an article or a documented error. Bytes that are UTF-8 without a mark in front are the article's text as they
 * are; all others give text that is UTF-8. Blocks lie in the text, in order, apart. Two readings write the same bytes, JSON that parses.
 */
#include "run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    kh_input in = { .bytes = { (const char *)data, n }, .format = KH_FORMAT_TEXT };
    bool good = kh_utf8_bad(in.bytes) == n && !kh_view_starts(in.bytes, KH_LIT("\xEF\xBB\xBF"));
    if (kh_run_intake(&in, good) == SIZE_MAX)
        kh_broken("plain text was refused");
    in.format = KH_FORMAT_AUTO;
    kh_run_intake(&in, false);
    return 0;
}
