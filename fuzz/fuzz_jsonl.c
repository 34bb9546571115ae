/*
 * JSON Lines. Articles lie in the buffer one behind the other, each on one line whose number is right; each is an article or a documented
 * error inside it. The text of an article is UTF-8, what the line's escapes say; two readings write the same bytes.
 */
#include "run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    kh_view all = { (const char *)data, n }, item;
    kh_format format = KH_FORMAT_JSON;
    size_t at = 0, before = 0, counted = 0;
    uint32_t line = 0, want = 1;
    for (int i = 0; i < MOST && kh_input_next(all, &format, &at, &item, &line); i++) {
        size_t from = (size_t)(item.p - all.p);
        if (item.p < all.p || item.n > n || from > n - item.n || from < before || at < from + item.n || at > n || item.n == 0)
            kh_broken("an article outside the buffer, or out of order");
        for (; counted < from; counted++)
            want += all.p[counted] == '\n';
        if (line != want)
            kh_broken("wrong line number");
        before = from + item.n;
        kh_run_intake(&(kh_input){ .bytes = item, .format = KH_FORMAT_JSON }, false);
    }
    return 0;
}
