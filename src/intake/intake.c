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

/* What the caller says goes over what the input says. Copied, so that the result does not hang on the input's memory. */
static kh_status apply_caller(const kh_input *in, kh_doc *doc, kh_error *err)
{
    kh_meta *m = &doc->meta;
    int32_t day;
    if (in->date.n && !kh_day_read(in->date, &day))
        return kh_fail(err, KH_E_USAGE, 0, "the date of an article must be YYYY-MM-DD, or with a time");
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
    return KH_OK;
}

/* Nothing but the signs of a date and time? Then it stays as it came. */
static bool is_plain_date(kh_view t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!strchr("0123456789-:+.TZ ", t.p[i]))
            return false;
    return t.n <= 32;
}

/* .../2014/05/03/...: sites write the day of a story so; 03/05/2014 would prove nothing. */
static bool date_of_address(const kh_intake *x, kh_view url, kh_stamp *stamp)
{
    return url.n && kh_intake_date(x, url, stamp) && stamp->to - stamp->from >= 8 && kh_is_digit(url.p[stamp->from + 2]) &&
           kh_is_digit(url.p[stamp->from + 3]);
}

/* published -> day and minute; what is no date of the contract's form is read as any text's, and left out if it is none. */
static kh_status settle_date(const kh_intake *x, kh_doc *doc, kh_error *err)
{
    kh_meta *m = &doc->meta;
    kh_stamp stamp;
    int32_t ignored;
    m->day = KH_NO_DAY;
    m->minute = -1;
    bool given = m->published.n && kh_intake_date(x, m->published, &stamp);
    if (!given && !date_of_address(x, m->url, &stamp)) {
        m->published = (kh_view){ NULL, 0 };
        return KH_OK;
    }
    m->day = stamp.day;
    m->minute = given ? stamp.minute : -1;
    stamp.minute = m->minute;
    if (given && kh_day_read(m->published, &ignored) && (m->published.n == 10 || stamp.minute >= 0) && is_plain_date(m->published))
        return KH_OK;
    m->published = kh_intake_date_text(&stamp, doc->arena);
    return m->published.p ? KH_OK : kh_arena_fail(doc->arena, err);
}

static void code_block_of(kh_doc *doc, kh_span span)
{
    uint32_t lo = 0, hi = doc->block_count;
    while (lo < hi) {                                /* the first block that ends behind the span's beginning */
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->blocks[mid].span.to <= span.from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < doc->block_count && kh_span_meets(doc->blocks[lo].span, span); lo++)
        if (!kh_role_is_coded(doc->blocks[lo].role)) {
            doc->blocks[lo].role = KH_ROLE_BODY;
            doc->blocks[lo].reason = "something in it is to be judged";
        }
}

/* Who asks about words has seen them: what stands around them is read, whatever it looks like. */
static void code_asked(kh_doc *doc)
{
    const kh_asked *a = &doc->asked;
    for (uint32_t i = 0; i < a->trigger_count; i++)
        code_block_of(doc, a->triggers[i]);
    for (uint32_t i = 0; i < a->toponym_count; i++)
        code_block_of(doc, a->toponyms[i]);
    for (uint32_t i = 0; i < a->pair_count; i++) {
        code_block_of(doc, a->pairs[i].source);
        code_block_of(doc, a->pairs[i].target);
    }
}

static kh_format decide(kh_view text)
{
    kh_view start = kh_view_trim(text);
    if (kh_view_starts(start, KH_LIT("\xEF\xBB\xBF")))
        start = kh_view_trim((kh_view){ start.p + 3, start.n - 3 });
    if (start.n && start.p[0] == '{')
        return KH_FORMAT_JSON;
    if (kh_intake_looks_feed(start))
        return KH_FORMAT_FEED;
    return kh_intake_looks_page(start) ? KH_FORMAT_HTML : KH_FORMAT_TEXT;
}

static kh_status read_as(const kh_intake *x, kh_format format, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    switch (format) {
    case KH_FORMAT_JSON: return kh_intake_json(x, text, doc, scratch, err);
    case KH_FORMAT_FEED: return kh_intake_feed(x, text, doc, scratch, err);
    case KH_FORMAT_HTML: return kh_intake_page(x, text, doc, scratch, err);
    default:
        doc->text = text;
        return kh_intake_text(x, doc, err);
    }
}

kh_status kh_intake_run(const kh_intake *x, const kh_input *in, size_t max_bytes, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    if (in->bytes.n > max_bytes || in->bytes.n > UINT32_MAX / 8)
        return kh_fail(err, KH_E_LIMIT, max_bytes, "input is larger than %zu bytes", max_bytes);
    if ((unsigned)in->format >= KH_FORMAT_CONLLU)
        return kh_fail(err, KH_E_USAGE, 0, "no format that intake reads");
    kh_view text, start = kh_view_trim(in->bytes);
    bool markup = in->format == KH_FORMAT_HTML || in->format == KH_FORMAT_FEED || (start.n && start.p[0] == '<');
    kh_status s = kh_intake_decode(in->bytes, in->charset, markup, doc, doc->arena, &text, err);
    if (!s)
        s = read_as(x, in->format == KH_FORMAT_AUTO ? decide(text) : in->format, text, doc, scratch, err);
    if (!s)
        code_asked(doc);
    if (!s)
        s = apply_caller(in, doc, err);
    if (!s)
        s = settle_date(x, doc, err);
    if (!s && !doc->meta.agency.n)                   /* an agency's own site */
        doc->meta.agency = kh_intake_agency(x, doc->meta.outlet);
    if (!s && !doc->meta.language.n)
        doc->meta.language = KH_LIT("en");
    if (!s)
        s = give_id(doc, err);
    if (s && err && err->at > in->bytes.n)           /* counted in the text as UTF-8 or repaired, which may be longer */
        err->at = in->bytes.n;
    return s;
}
