/* Time expressions by patterns over lower-case words: weekdays, today's neighbours, spans that end or begin with the article, dates. */
#include "times/times.h"

#include <string.h>

struct kh_times { kh_map words; };             /* "weekday monday" etc. -> value + 1 */

kh_status kh_times_open(const kh_lexicon *lexicon, kh_arena *arena, kh_times **times, kh_error *err)
{
    kh_times *t = kh_arena_get(arena, sizeof *t);
    if (!t || !kh_map_init(&t->words, arena, 256))
        return kh_arena_fail(arena, err);
    size_t i = 0;
    for (const kh_table *x; (x = kh_lexicon_next(lexicon, "en/times", &i));) {
        int form = kh_table_column(x, "form"), kind = kh_table_column(x, "kind"), value = kh_table_column(x, "value");
        for (size_t r = 0; r < kh_table_rows(x); r++) {
            kh_view k = kh_table_cell(x, r, kind), f = kh_table_cell(x, r, form);
            kh_view key = kh_arena_printf(arena, "%.*s %.*s", (int)k.n, k.p ? k.p : "", (int)f.n, f.p ? f.p : "");
            int64_t v = 0;
            kh_view_to_int(kh_table_cell(x, r, value), &v);
            uint32_t *at = key.p ? kh_map_make(&t->words, key, NULL) : NULL;
            if (!at)
                return kh_arena_fail(arena, err);
            *at = (uint32_t)(v + 1000);
        }
    }
    *times = t;
    return KH_OK;
}

typedef struct finder { const kh_times *t; kh_doc *doc; uint32_t end; /* of the sentence */ size_t capacity; kh_arena *scratch; kh_error *err; kh_status failed; } finder;

/* Value of the word as `kind`; false if it is none. */
static bool is(const finder *f, const char *kind, uint32_t token, int *value)
{
    if (token >= f->end)
        return false;
    char key[80];
    kh_view form = kh_doc_form(f->doc, token);
    size_t n = strlen(kind);
    if (form.n + n + 1 >= sizeof key)
        return false;
    memcpy(key, kind, n);
    key[n] = ' ';
    size_t m = n + 1;
    for (size_t i = 0; i < form.n; i++) {
        char c = form.p[i];
        if (c == '.' && i + 1 == form.n && form.n > 1)
            continue;
        key[m++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    uint32_t *hit = kh_map_find(&f->t->words, (kh_view){ key, m });
    if (hit && value)
        *value = (int)*hit - 1000;
    return hit != NULL;
}

static bool number(const finder *f, uint32_t token, int *value)
{
    int64_t v;
    if (token >= f->end)
        return false;
    if (is(f, "number", token, value))
        return true;
    if (!kh_view_to_int(kh_doc_form(f->doc, token), &v) || v < 0 || v > 9999)
        return false;
    *value = (int)v;
    return true;
}

static bool year(const finder *f, uint32_t token, int *value)
{
    int v;
    if (token >= f->end || kh_doc_form(f->doc, token).n != 4 || !number(f, token, &v) || v < 1900 || v > 2100)
        return false;
    *value = v;
    return true;
}

static void put(finder *f, uint32_t first, uint32_t end, kh_time_type type, int32_t day, int32_t last, int precision, bool until_now,
                kh_view value)
{
    kh_doc *d = f->doc;
    kh_time *grown = kh_arena_grow(d->arena, d->times, &f->capacity, (size_t)d->time_count + 1, sizeof *grown);
    if (!grown || !value.p) {
        f->failed = kh_arena_fail(d->arena, f->err);
        return;
    }
    d->times = grown;
    d->times[d->time_count++] = (kh_time){ .span = { d->tokens[first].span.from, d->tokens[end - 1].span.to }, .first = first, .end = end,
        .type = type, .value = value, .day = day, .last = last, .minute = -1, .precision = (uint8_t)precision, .duration_until_now = until_now };
}

static kh_view iso(finder *f, int32_t day)
{
    char text[16];
    kh_day_write(day, text);
    return kh_arena_copy(f->doc->arena, kh_view_of(text));
}

static void put_day(finder *f, uint32_t first, uint32_t end, int32_t day)
{
    put(f, first, end, KH_TIME_DATE, day, day, 1, false, iso(f, day));
}

/* "3 May 2014", "May 3, 2014", "May 2014", "May 3". Gives the end of the expression, or `at`. */
static uint32_t read_date(finder *f, uint32_t at)
{
    int month, day = 0, y = 0, now_y = 0, now_m = 0, now_d = 0;
    uint32_t i = at;
    bool have_day = false;
    if (number(f, i, &day) && day >= 1 && day <= 31 && is(f, "month", i + 1, NULL)) {
        have_day = true;
        i++;
    }
    if (!is(f, "month", i, &month) || kh_doc_form(f->doc, i).p[0] > 'Z')
        return at;
    i++;
    int v;
    if (!have_day && number(f, i, &v) && v >= 1 && v <= 31 && kh_doc_form(f->doc, i).n <= 2) {
        day = v;
        have_day = true;
        i++;
    }
    uint32_t after = i < f->end && kh_view_is(kh_doc_form(f->doc, i), ",") ? i + 1 : i;
    bool have_year = year(f, after, &y);
    if (have_year)
        i = after + 1;
    if (!have_day && !have_year && !(at > 0 && kh_view_is(kh_doc_form(f->doc, at - 1), "in")))
        return at;
    int32_t now = f->doc->meta.day;
    if (!have_year) {
        if (now == KH_NO_DAY)
            return at;
        kh_day_split(now, &now_y, &now_m, &now_d);
        y = now_y;
        if (kh_day_of(y, month, have_day ? day : 1) > now + 60)
            y--;
    }
    if (have_day) {
        put_day(f, at, i, kh_day_of(y, month, day));
    } else {
        int32_t from = kh_day_of(y, month, 1), to = (month == 12 ? kh_day_of(y + 1, 1, 1) : kh_day_of(y, month + 1, 1)) - 1;
        put(f, at, i, KH_TIME_DATE, from, to, 4, false, kh_arena_printf(f->doc->arena, "%04d-%02d", y, month));
    }
    return i;
}

static bool future_verb(const kh_doc *d, uint32_t token)
{
    for (uint32_t t = token, steps = 0; t != KH_NONE && steps < 8; t = d->tokens[t].head, steps++)
        for (uint32_t c = kh_doc_child_rel(d, t, KH_AUXREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(d, t, KH_AUXREL, c))
            if (kh_view_is(d->tokens[c].lemma, "will"))
                return true;
    return false;
}

/* "in the last few days", "over the past two decades", "three years ago", "last week", "recently", "the mid-1990s". */
static uint32_t read_relative(finder *f, uint32_t at)
{
    int32_t now = f->doc->meta.day;
    int unit = 0, n = 1, v = 0;
    if (is(f, "weekday", at, &v)) {
        if (now == KH_NO_DAY)
            return at;
        int32_t back = (kh_day_week(now) - v + 7) % 7;
        put_day(f, at, at + 1, future_verb(f->doc, at) ? now + (7 - back) % 7 : now - back);
        return at + 1;
    }
    if (now != KH_NO_DAY && is(f, "near", at, &v)) {
        put_day(f, at, at + 1, now + v);
        return at + 1;
    }
    if (now != KH_NO_DAY && is(f, "recent", at, &v)) {
        uint32_t end = is(f, "unit", at + 1, NULL) ? at + 2 : at + 1;
        put(f, at, end, KH_TIME_DATE, now - v, now, 4, false, KH_LIT("PAST_REF"));
        return end;
    }
    if (now != KH_NO_DAY && is(f, "span", at, NULL)) {
        uint32_t i = at + 1;
        if (number(f, i, &n))
            i++;
        if (is(f, "unit", i, &unit)) {
            bool lone = i == at + 1 && !(f->doc->tokens[i].morph & KH_MORPH_PLUR);
            int32_t length = n * unit;
            put(f, at, i + 1, lone ? KH_TIME_DATE : KH_TIME_DURATION, now - (lone ? 2 * length - 1 : length), lone ? now - 1 : now,
                length <= 1 ? 1 : length <= 7 ? 3 : length <= 31 ? 4 : 5, !lone && length > 31, KH_LIT("PAST_REF"));
            return i + 1;
        }
    }
    if (now != KH_NO_DAY && number(f, at, &n) && is(f, "unit", at + 1, &unit) && is(f, "ago", at + 2, NULL)) {
        int32_t day = now - n * unit;
        put(f, at, at + 3, KH_TIME_DATE, unit == 1 ? day : day - unit / 2, unit == 1 ? day : day + unit / 2, unit == 1 ? 1 : unit == 7 ? 3 : unit < 100 ? 4 : 5,
            false, iso(f, day));
        return at + 3;
    }
    return at;
}

/* "1996", "the 1990s", "mid-1990s", where a preposition, a hyphen or the tree says that it is a date. */
static uint32_t read_year(finder *f, uint32_t at)
{
    kh_view form = kh_doc_form(f->doc, at);
    int y = 0;
    if (year(f, at, &y)) {
        kh_view before = at ? kh_doc_form(f->doc, at - 1) : (kh_view){ NULL, 0 };
        if (!is(f, "before", at ? at - 1 : f->end, NULL) && !kh_view_is(before, ","))
            return at;
        put(f, at, at + 1, KH_TIME_DATE, kh_day_of(y, 1, 1), kh_day_of(y, 12, 31), 5, false, kh_arena_printf(f->doc->arena, "%04d", y));
        return at + 1;
    }
    size_t n = form.n;
    if (n >= 5 && form.p[n - 1] == 's') {
        int64_t v;
        size_t digits = n - 5;
        if (!kh_view_to_int((kh_view){ form.p + digits, 4 }, &v) || v < 1900 || v > 2090 || v % 10)
            return at;
        kh_view head = { form.p, digits };
        int from = (int)v, to = (int)v + 9;
        if (kh_view_starts(head, KH_LIT("mid")) || (at && kh_view_starts(kh_doc_form(f->doc, at - 1), KH_LIT("mid")))) {
            from = (int)v + 3;
            to = (int)v + 7;
        }
        put(f, at, at + 1, KH_TIME_DATE, kh_day_of(from, 1, 1), kh_day_of(to, 12, 31), 5, false,
            kh_arena_printf(f->doc->arena, "%03d", (int)v / 10));
        return at + 1;
    }
    return at;
}

kh_status kh_times_run(const kh_times *times, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    finder f = { times, doc, 0, 0, scratch, err, KH_OK };
    doc->time_count = 0;
    for (uint32_t t = 0; t < doc->token_count && !f.failed;) {
        f.end = doc->sentences[doc->tokens[t].sentence].end;
        uint32_t end = read_date(&f, t);
        if (end == t)
            end = read_relative(&f, t);
        if (end == t)
            end = read_year(&f, t);
        t = end == t ? t + 1 : end;
    }
    return f.failed;
}
