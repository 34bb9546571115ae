/* test_times.c: what dates, weekdays, stretches and durations mean, over sentences written for the test, without trees. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "times/table.h"

#ifndef KH_TEST_LEXICON
#define KH_TEST_LEXICON "lexicon"
#endif

/* Words parted by blanks; tense comes from trees and is tested by tests/command.sh. `want`: "words=TYPE value from..to; ..." in order. */
typedef struct row { const char *day, *text, *want; } row;

/* 2021-08-30 is a Monday, 2021-08-29 a Sunday, 2021-09-01 a Wednesday. */
static const row rows[] = {
    /* calendar dates */
    { "2021-08-30", "They met on 3 May 2014 .", "3 May 2014=DATE 2014-05-03 2014-05-03..2014-05-03" },
    { "2021-08-30", "They met on May 3 , 2014 .", "May 3 , 2014=DATE 2014-05-03 2014-05-03..2014-05-03" },
    { "2021-08-30", "They met on the 3rd of May .", "the 3rd of May=DATE 2021-05-03 2021-05-03..2021-05-03" },
    { "2021-08-30", "In May they met .", "May=DATE 2021-05 2021-05-01..2021-05-31" },
    { "2021-03-30", "They met in December .", "December=DATE 2020-12 2020-12-01..2020-12-31" },
    { "2021-08-30", "They met in May 2014 .", "May 2014=DATE 2014-05 2014-05-01..2014-05-31" },
    { "2021-08-30", "They met on 31 February 2014 .", "February 2014=DATE 2014-02 2014-02-01..2014-02-28" },
    { "2021-08-30", "Fighting went on between 3 and 5 May .", "3 and 5 May=DATE 2021-05-03 2021-05-03..2021-05-05" },
    { "2021-08-30", "Signed on 2021-08-26 there .", "2021-08-26=DATE 2021-08-26 2021-08-26..2021-08-26" },
    { "2021-08-30", "He may leave .", "" },
    { "2021-08-30", "Troops march on .", "" },
    /* years and decades */
    { "2021-08-30", "The war of 1996 ended .", "1996=DATE 1996 1996-01-01..1996-12-31" },
    { "2021-08-30", "Since 2014 it was calm .", "2014=DATE 2014 2014-01-01..2021-08-30" },
    { "2021-08-30", "In the 1990s it was calm .", "the 1990s=DATE 199 1990-01-01..1999-12-31" },
    { "2021-08-30", "In the mid-1990s it was calm .", "the mid-1990s=DATE 199 1993-01-01..1997-12-31" },
    { "2021-08-30", "In early 2014 it was calm .", "early 2014=DATE 2014 2014-01-01..2014-05-02" },
    { "2021-08-30", "In the third quarter of 2014 it fell .", "the third quarter of 2014=DATE 2014-Q3 2014-07-01..2014-09-30" },
    { "2021-08-30", "It killed 2000 people .", "" },
    { "2021-08-30", "A 7.62 mm round .", "" },
    /* days near the article */
    { "2021-08-30", "A bomb exploded on Sunday .", "Sunday=DATE 2021-08-29 2021-08-29..2021-08-29" },
    { "2021-08-29", "A bomb exploded on Sunday .", "Sunday=DATE 2021-08-29 2021-08-29..2021-08-29" },
    { "2021-09-01", "A bomb exploded last Friday .", "last Friday=DATE 2021-08-27 2021-08-27..2021-08-27" },
    { "2021-09-01", "They vote next Friday .", "next Friday=DATE 2021-09-03 2021-09-03..2021-09-03" },
    { "2021-08-30", "A bomb exploded on Sunday night .", "Sunday night=TIME 2021-08-29TNI 2021-08-29..2021-08-29" },
    { "2021-08-31", "From Sunday into Monday it rained .", "Sunday into Monday=DATE 2021-08-29 2021-08-29..2021-08-30" },
    { "2021-08-30", "Yesterday it rained .", "Yesterday=DATE 2021-08-29 2021-08-29..2021-08-29" },
    { "2021-08-30", "Overnight shelling went on .", "Overnight=TIME 2021-08-30TNI 2021-08-29..2021-08-30" },
    { "2021-08-30", "It fell last night .", "last night=TIME 2021-08-29TNI 2021-08-29..2021-08-29" },
    { "2021-08-30", "It fell at 14:30 on Sunday .", "14:30 on Sunday=TIME 2021-08-29T14:30 2021-08-29..2021-08-29" },
    { "2021-08-30", "It fell at 2 p.m. today .", "2 p.m. today=TIME 2021-08-30T14:00 2021-08-30..2021-08-30" },
    { "2021-08-30", "Sun is a firm .", "" },
    /* the calendar's units */
    { "2021-09-01", "It fell last year .", "last year=DATE 2020 2020-01-01..2020-12-31" },
    { "2021-09-01", "It fell last week .", "last week=DATE 2021-W34 2021-08-23..2021-08-29" },
    { "2021-09-01", "It fell last month .", "last month=DATE 2021-08 2021-08-01..2021-08-31" },
    { "2021-09-01", "It comes next month .", "next month=DATE 2021-10 2021-10-01..2021-10-31" },
    { "2021-01-02", "It fell last month .", "last month=DATE 2020-12 2020-12-01..2020-12-31" },
    { "2021-09-01", "It fell this year .", "this year=DATE 2021 2021-01-01..2021-12-31" },
    { "2021-09-01", "It fell last November .", "last November=DATE 2020-11 2020-11-01..2020-11-30" },
    /* stretches */
    { "2021-08-30", "In the last few days it fell .", "the last few days=DURATION PXD 2021-08-23..2021-08-30" },
    { "2021-08-30", "Over the past two decades it fell .", "the past two decades=DURATION P20Y 2001-08-31..2021-08-30" },
    { "2021-08-30", "The next two to three months are hard .", "The next two to three months=DURATION P3M 2021-08-30..2021-11-28" },
    { "2021-08-30", "Two days ago it fell .", "Two days ago=DATE 2021-08-28 2021-08-28..2021-08-28" },
    { "2021-08-30", "Three months ago it fell .", "Three months ago=DATE 2021-05 2021-05-15..2021-06-14" },
    { "2021-08-30", "It fell on 3 May . Two days later it rose .", "3 May=DATE 2021-05-03 2021-05-03..2021-05-03; Two days later=DATE 2021-05-05 2021-05-05..2021-05-05" },
    { "2021-08-30", "It fell on 3 May . The day before , it rose .", "3 May=DATE 2021-05-03 2021-05-03..2021-05-03; The day before=DATE 2021-05-02 2021-05-02..2021-05-02" },
    { "2021-08-30", "Hours earlier it rose .", "Hours earlier=DATE PAST_REF 2021-08-30..2021-08-30" },
    { "2021-08-30", "Two days before the vote it rose .", "Two days=DURATION P2D none" },
    { "2021-08-30", "Two soldiers died .", "" },
    /* durations, sets, references */
    { "2021-08-30", "It lasted three weeks .", "three weeks=DURATION P3W none" },
    { "2021-08-30", "It lasted an hour .", "an hour=DURATION PT1H none" },
    { "2021-08-30", "A five-day truce .", "five-day=DURATION P5D none" },
    { "2021-08-30", "He is 55 years old .", "" },
    { "2021-08-30", "They meet every day .", "every day=SET P1D none" },
    { "2021-08-30", "They recently met .", "recently=DATE PAST_REF 2021-08-02..2021-08-30" },
    { "2021-08-30", "Now it is calm .", "Now=DATE PRESENT_REF none" },
    /* days with a name */
    { "2021-11-20", "On Thanksgiving they met .", "Thanksgiving=DATE 2021-11-25 2021-11-25..2021-11-25" },
    { "2022-01-04", "On Christmas Eve they met .", "Christmas Eve=DATE 2021-12-24 2021-12-24..2021-12-24" },
    /* without a date there is no day to count from */
    { NULL, "It fell on Sunday in 1996 .", "1996=DATE 1996 1996-01-01..1996-12-31" },
};

static void tokens_of(kh_doc *d, const char *text)
{
    d->text = kh_view_of(text);
    d->tokens = kh_arena_array(d->arena, 64, sizeof *d->tokens);
    d->sentences = kh_arena_array(d->arena, 8, sizeof *d->sentences);
    d->sentences[0] = (kh_sentence){ .span = { 0, (uint32_t)strlen(text) } };
    d->sentence_count = 1;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " ");
        /* the cutter parts "five-day" */
        const char *hyphen = memchr(p, '-', n);
        bool parted = hyphen && hyphen > p && hyphen[1] >= 'a' && hyphen[1] <= 'z' && !(p[0] == 'm' && p[1] == 'i');
        size_t pieces[3] = { parted ? (size_t)(hyphen - p) : n, 1, parted ? n - (size_t)(hyphen - p) - 1 : 0 };
        for (int k = 0; k < (parted ? 3 : 1); k++) {
            uint32_t from = (uint32_t)(p - text);
            kh_token *t = &d->tokens[d->token_count++];
            *t = (kh_token){ .span = { from, from + (uint32_t)pieces[k] }, .head = KH_NONE, .sentence = d->sentence_count - 1, .space_after = true };
            kh_view w = kh_doc_view(d, t->span);
            t->lemma = w;
            t->upos = w.p[0] >= 'A' && w.p[0] <= 'Z' ? KH_PROPN : kh_view_is(w, ".") || kh_view_is(w, ",") || kh_view_is(w, "-") ? KH_PUNCT : KH_NOUN;
            if (kh_view_ends(w, KH_LIT("ed")))
                t->upos = KH_VERB;
            if (kh_view_is(w, "the"))
                t->upos = KH_DET;
            if (w.n > 3 && w.p[w.n - 1] == 's')
                t->morph = KH_MORPH_PLUR;
            p += pieces[k];
        }
        while (*p == ' ')
            p++;
        if (d->tokens[d->token_count - 1].upos == KH_PUNCT && text[d->tokens[d->token_count - 1].span.from] == '.' && *p)
            d->sentences[d->sentence_count++] = (kh_sentence){ .first = d->token_count, .end = d->token_count };
        d->sentences[d->sentence_count - 1].end = d->token_count;
    }
}

static void write(const kh_doc *d, char *out, size_t room)
{
    size_t n = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < d->time_count && n < room; i++) {
        const kh_time *t = &d->times[i];
        kh_view words = kh_doc_view(d, t->span);
        char from[16] = "", to[16] = "";
        if (t->day != KH_NO_DAY) {
            kh_day_write(t->day, from);
            kh_day_write(t->last, to);
        }
        n += (size_t)snprintf(out + n, room - n, "%s%.*s=%s %.*s %s%s%s", i ? "; " : "", (int)words.n, words.p, kh_time_type_name(t->type),
                              (int)t->value.n, t->value.p, t->day == KH_NO_DAY ? "none" : from, t->day == KH_NO_DAY ? "" : "..", to);
    }
}

static void readings(void **state)
{
    (void)state;
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
    kh_lexicon *lexicon;
    kh_times *times;
    kh_error err = { 0 };
    assert_int_equal(kh_lexicon_read(KH_TEST_LEXICON, NULL, NULL, arena, &lexicon, &err), KH_OK);
    assert_int_equal(kh_times_open(lexicon, arena, &times, &err), KH_OK);
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[512];
        kh_doc d = { .arena = arena, .meta.day = KH_NO_DAY };
        if (rows[i].day)
            assert_true(kh_day_read(kh_view_of(rows[i].day), &d.meta.day));
        tokens_of(&d, rows[i].text);
        assert_int_equal(kh_times_run(times, &d, scratch, &err), KH_OK);
        write(&d, got, sizeof got);
        if (strcmp(got, rows[i].want) != 0) {
            print_message("# %s (%s)\n#   got  %s\n#   want %s\n", rows[i].text, rows[i].day ? rows[i].day : "no date", got, rows[i].want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    kh_arena_free(scratch);
    kh_arena_free(arena);
}

static void calendar(void **state)
{
    (void)state;
    static const struct { int y, m, d, year, week; } weeks[] = {
        { 2021, 1, 3, 2020, 53 }, { 2021, 1, 4, 2021, 1 }, { 2020, 12, 31, 2020, 53 }, { 2019, 12, 30, 2020, 1 }, { 2021, 8, 30, 2021, 35 },
    };
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        int y, w;
        kh_week_of(kh_day_of(weeks[i].y, weeks[i].m, weeks[i].d), &y, &w);
        assert_int_equal(y, weeks[i].year);
        assert_int_equal(w, weeks[i].week);
    }
    assert_int_equal(kh_month_shift(kh_day_of(2021, 3, 31), -1), kh_day_of(2021, 2, 28));
    assert_int_equal(kh_month_shift(kh_day_of(2020, 12, 15), 2), kh_day_of(2021, 2, 15));
    assert_int_equal(kh_month_days(2024, 2), 29);
    assert_int_equal(kh_month_days(2021, 12), 31);
    assert_false(kh_day_real(2021, 2, 29));
    assert_true(kh_day_real(2024, 2, 29));
    assert_false(kh_day_real(2021, 13, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(readings), cmocka_unit_test(calendar) };
    return cmocka_run_group_tests_name("times", tests, NULL, NULL);
}
