/*
 * Feeds: one item or many, RSS, Atom, or front matter before a body. Items lie in the buffer one behind the other; each is an article or
 * a documented error inside it; text is UTF-8; two readings write the same bytes.
 */
#include "run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 50 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    kh_view all = { (const char *)data, n }, item;
    kh_run_intake(&(kh_input){ .bytes = all, .format = KH_FORMAT_FEED }, false);
    kh_format format = KH_FORMAT_FEED;
    size_t at = 0, last = 0;
    for (int i = 0; i < MOST && kh_input_next(all, &format, &at, &item, NULL); i++) {
        if (item.p < all.p || item.n > n || (size_t)(item.p - all.p) > n - item.n || at <= last || at > n)
            kh_broken("an item outside the buffer, or no way forward");
        last = at;
        kh_run_intake(&(kh_input){ .bytes = item, .format = format }, false);
    }
    return 0;
}
