#include "intake/intake.h"

#include <string.h>

/* JSON Lines: one article a line. Anything else is one article. */
bool kh_input_next(kh_view all, kh_format *format, size_t *at, kh_view *item, uint32_t *line)
{
    uint32_t number = 1;
    for (size_t i = 0; i < *at && i < all.n; i++)
        number += all.p[i] == '\n';
    size_t from = *at;
    while (from < all.n && (all.p[from] == '\n' || all.p[from] == '\r' || all.p[from] == ' ' || all.p[from] == '\t')) {
        number += all.p[from] == '\n';
        from++;
    }
    if (from >= all.n)
        return false;
    if (*format == KH_FORMAT_AUTO && all.p[from] == '{')
        *format = KH_FORMAT_JSON;
    if (*format == KH_FORMAT_JSON) {
        const char *end = memchr(all.p + from, '\n', all.n - from);
        *item = (kh_view){ all.p + from, end ? (size_t)(end - all.p) - from : all.n - from };
        *at = from + item->n;
    } else {
        *item = all;
        *at = all.n;
    }
    if (line)
        *line = number;
    return true;
}
