#include "intake/parts.h"

#include <string.h>

kh_status kh_intake_clean(kh_view bytes, kh_doc *doc, kh_view *text, kh_error *err)
{
    if (bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0)
        bytes = (kh_view){ bytes.p + 3, bytes.n - 3 };
    size_t bad = kh_utf8_bad(bytes);
    if (bad == bytes.n) {
        *text = kh_arena_copy(doc->arena, bytes);
        return text->p ? KH_OK : kh_arena_fail(doc->arena, err);
    }
    kh_buffer b;
    kh_buffer_init(&b, NULL, bytes.n * 3 + 16);
    doc->meta.repaired = true;
    while (bytes.n) {
        bad = kh_utf8_bad(bytes);
        kh_buffer_add(&b, bytes.p, bad);
        if (bad == bytes.n)
            break;
        kh_buffer_text(&b, "\xEF\xBF\xBD");
        bytes = (kh_view){ bytes.p + bad + 1, bytes.n - bad - 1 };
    }
    kh_status s = b.failed ? kh_fail(err, b.failed, 0, "out of memory") : KH_OK;
    if (!s) {
        *text = kh_arena_copy(doc->arena, (kh_view){ b.p, b.n });
        if (!text->p)
            s = kh_arena_fail(doc->arena, err);
    }
    kh_buffer_release(&b);
    return s;
}
