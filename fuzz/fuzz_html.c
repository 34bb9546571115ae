/*
 * Pages. Any bytes are an article or a documented error inside them, whatever their character set; text is UTF-8; blocks lie in the text, in
 * order, apart; two readings write the same bytes. The caller's word on the character set may be nonsense.
 */
#include "run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const kh_view charsets[] = { { NULL, 0 }, KH_LIT("windows-1251"), KH_LIT("utf-16"), KH_LIT("no such set") };
    kh_view bytes = { (const char *)data, n };
    kh_run_intake(&(kh_input){ .bytes = bytes, .format = KH_FORMAT_HTML }, false);
    if (n)
        kh_run_intake(&(kh_input){ .bytes = bytes, .format = KH_FORMAT_HTML, .charset = charsets[data[n - 1] % 4] }, false);
    return 0;
}
