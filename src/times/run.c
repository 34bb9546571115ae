/* The stage: what starts at each word, the longest kind of reading first; then what stands around it ("since"), and datelines. */
#include "times/table.h"

static bool read_at(const kh_teller *t, kh_reading *r)
{
    static bool (*const readers[])(const kh_teller *, kh_reading *) = { kh_times_holiday, kh_times_clock, kh_times_weekday, kh_times_date, kh_times_shift, kh_times_span };
    uint32_t first = r->first;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        *r = (kh_reading){ .first = first, .end = first, .day = KH_NO_DAY, .last = KH_NO_DAY, .minute = -1 };
        if (readers[i](t, r) && r->end > first)
            return true;
    }
    return false;
}

/* Only these can begin a reading; everything else is passed by with one look. */
static bool may_begin(const kh_teller *t, uint32_t i)
{
    static const char *const kinds[] = { "weekday", "month", "near", "back", "this", "ahead", "early", "unit", "small", "number", "vague", "ordinal",
                                         "season", "ref", "each", "often", "weekdays", "about", "fiscal", "night", "daypart", "holiday", "holiday-start" };
    kh_view w = kh_doc_form(t->doc, i);
    if (!w.n)
        return false;
    if ((w.p[0] >= '0' && w.p[0] <= '9') || w.p[0] == '\'' || kh_view_starts(w, KH_LIT("mid-")) || kh_view_starts(w, KH_LIT("Mid-")))
        return true;
    if (kh_times_is(t, i, "the") || kh_times_is(t, i, "a") || kh_times_is(t, i, "an") || kh_times_is(t, i, "at") || kh_times_is(t, i, "up") ||
        kh_times_is(t, i, "more") || kh_times_is(t, i, "less") || kh_times_is(t, i, "fewer") || kh_times_is(t, i, "these") || kh_times_is(t, i, "year") ||
        kh_times_is(t, i, "future") || kh_times_is(t, i, "that"))
        return true;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (kh_times_word(t, kinds[k], i, NULL))
            return true;
    return false;
}

static kh_status put_reading(kh_teller *t, const kh_reading *r, kh_span span)
{
    kh_doc *d = t->doc;
    kh_time *grown = kh_arena_grow(d->arena, d->times, &t->capacity, (size_t)d->time_count + 1, sizeof *grown);
    kh_view value = kh_arena_copy(d->arena, kh_view_of(r->value));
    if (!grown || !value.p)
        return kh_arena_fail(d->arena, t->err);
    d->times = grown;
    d->times[d->time_count++] = (kh_time){ .span = span, .first = r->first, .end = r->end,
         .type = r->type, .value = value, .day = r->day, .last = r->last, .minute = r->minute, .precision = r->precision,
        .duration_until_now = r->until_now };
    return KH_OK;
}

static kh_status put(kh_teller *t, const kh_reading *r)
{
    return put_reading(t, r, (kh_span){ t->doc->tokens[r->first].span.from, t->doc->tokens[r->end - 1].span.to });
}

/* "since 2014" reaches to the article's day. */
static void since(const kh_teller *t, kh_reading *r)
{
    uint32_t i = r->first;
    if (i > 0 && kh_times_is(t, i - 1, "the"))
        i--;
    if (i == 0 || !kh_times_is(t, i - 1, "since") || r->day == KH_NO_DAY || t->now == KH_NO_DAY || r->day > t->now)
        return;
    r->last = t->now;
    r->precision = kh_precision_of(r->last - r->day + 1);
    r->until_now = r->last - r->day > 31;
}

/* Datelines that stand before the byte. An article without a date takes theirs. */
static kh_status datelines_before(kh_teller *t, uint32_t *block, uint32_t at)
{
    kh_doc *d = t->doc;
    for (; *block < d->block_count && d->blocks[*block].span.from < at; ++*block) {
        kh_reading r = { .minute = -1 };
        kh_span span;
        int32_t day;
        if (d->blocks[*block].role != KH_ROLE_DATELINE || !kh_times_dateline(d, d->blocks[*block].span, &span, &day))
            continue;
        kh_read_day(&r, day);
        kh_status s = put_reading(t, &r, span);
        if (s)
            return s;
        d->times[d->time_count - 1].first = d->times[d->time_count - 1].end = kh_doc_token_at(d, span.from);
        d->times[d->time_count - 1].dateline = true;
        if (t->now == KH_NO_DAY)
            t->now = t->told = day;
    }
    return KH_OK;
}

kh_status kh_times_run(const kh_times *times, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    (void)scratch;
    kh_teller t = { .times = times, .doc = doc, .now = doc->meta.day, .told = doc->meta.day, .err = err };
    uint32_t block = 0;
    doc->time_count = 0;
    for (uint32_t i = 0; i < doc->token_count;) {
        kh_status told = datelines_before(&t, &block, doc->tokens[i].span.from);
        if (told)
            return told;
        kh_reading r = { .first = i };
        uint32_t sentence = doc->tokens[i].sentence;
        if (!may_begin(&t, i) || !read_at(&t, &r) || r.end > doc->token_count || doc->tokens[r.end - 1].sentence != sentence) {
            i++;
            continue;
        }
        since(&t, &r);
        kh_status s = put(&t, &r);
        if (s)
            return s;
        if (r.precision && r.precision <= 2 && r.type != KH_TIME_DURATION)
            t.told = r.day;
        i = r.end;
    }
    return datelines_before(&t, &block, UINT32_MAX);
}
