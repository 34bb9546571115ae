#include "intake/parts.h"

#include <string.h>

static void override(kh_view *field, kh_view given)
{
    if (given.n)
        *field = given;
}

static kh_status give_id(kh_doc *doc, kh_error *err)
{
    if (doc->meta.id.n)
        return KH_OK;
    char hex[33];
    kh_digest_hex(kh_digest_of(doc->text), hex);
    doc->meta.id = kh_arena_printf(doc->arena, "a:%.16s", hex);
    return doc->meta.id.p ? KH_OK : kh_arena_fail(doc->arena, err);
}

/* The caller's fields are copied, so that the result does not hang on the input's memory. */
static kh_status apply_caller(const kh_input *in, kh_doc *doc, kh_error *err)
{
    kh_meta *m = &doc->meta;
    struct { kh_view *field, given; } fields[] = { { &m->id, in->id }, { &m->url, in->url }, { &m->title, in->title },
                                                   { &m->outlet, in->outlet }, { &m->published, in->date } };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        kh_view copy = fields[i].given;
        if (copy.n) {
            copy = kh_arena_copy(doc->arena, copy);
            if (!copy.p)
                return kh_arena_fail(doc->arena, err);
        }
        override(fields[i].field, copy);
    }
    m->day = KH_NO_DAY;
    m->minute = -1;
    kh_day_read(m->published, &m->day);
    if (!m->language.n)
        m->language = KH_LIT("en");
    return KH_OK;
}

kh_status kh_intake_run(const kh_input *in, size_t max_bytes, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    (void)scratch;
    if (in->bytes.n > max_bytes || in->bytes.n > UINT32_MAX / 4)
        return kh_fail(err, KH_E_LIMIT, max_bytes, "input is larger than %zu bytes", max_bytes);
    kh_format format = in->format;
    kh_view start = kh_view_trim(in->bytes);
    if (format == KH_FORMAT_AUTO)
        format = start.n && start.p[0] == '{' ? KH_FORMAT_JSON : KH_FORMAT_TEXT;
    kh_status s;
    if (format == KH_FORMAT_JSON)
        s = kh_intake_json(in->bytes, doc, err);
    else if (format == KH_FORMAT_TEXT)
        s = kh_intake_clean(in->bytes, doc, &doc->text, err);
    else
        s = kh_fail(err, KH_E_USAGE, 0, "pages and feeds cannot be read yet; give plain text or JSON Lines");
    if (!s)
        s = apply_caller(in, doc, err);
    if (!s)
        s = kh_intake_blocks(doc, err);
    return s ? s : give_id(doc, err);
}
