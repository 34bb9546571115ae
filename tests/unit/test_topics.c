/* test_topics.c: words counted for topics and contexts in sentence, paragraph, article and address. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "events/topic.h"

static kh_arena *arena;
static kh_topics topics;

static int set_up(void **state)
{
    (void)state;
    kh_lexicon *lexicon;
    arena = kh_arena_new(NULL, 0);
    return !arena || kh_lexicon_read(KH_TEST_LEXICON, NULL, NULL, arena, &lexicon, NULL) != KH_OK ||
           kh_topics_open(lexicon, arena, &topics, NULL) != KH_OK;
}

static int tear_down(void **state)
{
    (void)state;
    kh_arena_free(arena);
    return 0;
}

/* A document of one block and one sentence for each line; words at blanks, lemmas as forms but for a final "s". */
static kh_doc *doc_of(const char *text, const char *url)
{
    kh_doc *d = kh_arena_get(arena, sizeof *d);
    size_t n = strlen(text);
    d->arena = arena;
    d->text = kh_view_of(text);
    d->meta.url = kh_view_of(url);
    d->blocks = kh_arena_array(arena, 8, sizeof *d->blocks);
    d->sentences = kh_arena_array(arena, 8, sizeof *d->sentences);
    d->tokens = kh_arena_array(arena, n + 1, sizeof *d->tokens);
    for (size_t i = 0, from = 0; i <= n; i++) {
        bool line = i == n || text[i] == '\n';
        if (!line && text[i] != ' ')
            continue;
        kh_token *t = &d->tokens[d->token_count++];
        t->span = (kh_span){ (uint32_t)from, (uint32_t)i };
        size_t stem = i - from > 3 && text[i - 1] == 's' ? i - from - 1 : i - from;
        t->lemma = (kh_view){ text + from, stem };
        t->upos = KH_NOUN;
        t->sentence = d->sentence_count;
        from = i + 1;
        if (line) {
            uint32_t s = d->sentence_count++;
            d->sentences[s] = (kh_sentence){ .first = s ? d->sentences[s - 1].end : 0, .end = d->token_count, .block = d->block_count++ };
        }
    }
    return d;
}

static kh_about about_of(const kh_doc *d)
{
    kh_about a;
    assert_int_equal(kh_topics_count(&topics, d, arena, &a, NULL), KH_OK);
    return a;
}

static uint32_t context(const char *name)
{
    uint32_t k = KH_TOPIC_COUNT;
    while (k < topics.subjects && !kh_view_is(topics.contexts[k], name))
        k++;
    assert_true(k < topics.subjects);
    return k;
}

static void test_sentences(void **state)
{
    (void)state;
    static const struct { const char *text; kh_topic more, less; } rows[] = {
        { "The striker scored from a free kick in extra time", KH_TOPIC_SPORT, KH_TOPIC_STATE },
        { "Shares in the carmaker fell on the stock exchange", KH_TOPIC_MARKET, KH_TOPIC_SPORT },
        { "The sequel broke a box office record in Hollywood", KH_TOPIC_ARTS, KH_TOPIC_MARKET },
        { "The cyclone uprooted trees and an avalanche hit", KH_TOPIC_WEATHER, KH_TOPIC_CONFLICT },
        { "The burglar pleaded guilty at the county court", KH_TOPIC_CRIME, KH_TOPIC_STATE },
        { "Rebels shelled the army with mortar fire", KH_TOPIC_CONFLICT, KH_TOPIC_SPORT },
        { "The foreign minister met the ambassador", KH_TOPIC_STATE, KH_TOPIC_MARKET },
        { "A play - off decides who goes to the semi - final", KH_TOPIC_SPORT, KH_TOPIC_ARTS },
        { "Marines held a live - fire exercise", KH_TOPIC_DRILL, KH_TOPIC_SPORT },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_about a = about_of(doc_of(rows[i].text, ""));
        if (!(kh_about_sentence(&a, 0, rows[i].more) >= 3 && kh_about_sentence(&a, 0, rows[i].more) > kh_about_sentence(&a, 0, rows[i].less)))
            fail_msg("%s", rows[i].text);
    }
}

static void test_levels(void **state)
{
    (void)state;
    kh_doc *d = doc_of("The coach praised the goalkeeper\nPolice held two men\nThe referee blew for half-time", "https://a.example/sport/police-match");
    d->sentences[1].block = 0;
    kh_about a = about_of(d);
    assert_true(kh_about_sentence(&a, 1, KH_TOPIC_SPORT) == 0);
    assert_true(kh_about_paragraph(&a, d, 1, KH_TOPIC_SPORT) >= 4);
    assert_true(kh_about_paragraph(&a, d, 2, KH_TOPIC_SPORT) == 0);
    assert_true(a.article[KH_TOPIC_SPORT] > a.article[KH_TOPIC_CONFLICT]);
    assert_true(a.section[KH_TOPIC_SPORT]);
    assert_false(a.section[KH_TOPIC_CRIME]);       /* "police" of the headline in the address is no section */
}

/* The same word over and over does not make an article. */
static void test_repeats(void **state)
{
    (void)state;
    kh_about three = about_of(doc_of("goalkeeper goalkeeper goalkeeper a b c", "")), six = about_of(doc_of("goalkeeper goalkeeper goalkeeper goalkeeper goalkeeper goalkeeper", ""));
    assert_true(three.article[KH_TOPIC_SPORT] > 0 && three.article[KH_TOPIC_SPORT] == six.article[KH_TOPIC_SPORT]);
}

static void test_contexts(void **state)
{
    (void)state;
    kh_about a = about_of(doc_of("The navy and the polling stations", ""));
    assert_true(kh_about_sentence(&a, 0, context("military")) >= 3);
    assert_true(kh_about_sentence(&a, 0, context("election")) >= 3);
    assert_true(kh_about_sentence(&a, 0, context("cyber")) == 0);
}

static void test_over(void **state)
{
    (void)state;
    assert_true(kh_topics_over(&topics, KH_LIT("anniversary"), KH_TOPIC_PAST));
    assert_true(kh_topics_over(&topics, KH_LIT("novel"), KH_TOPIC_FICTION));
    assert_false(kh_topics_over(&topics, KH_LIT("novel"), KH_TOPIC_PAST));
    assert_false(kh_topics_over(&topics, KH_LIT("army"), KH_TOPIC_FICTION));
    char longest[400];
    memset(longest, 'a', sizeof longest);
    assert_false(kh_topics_over(&topics, (kh_view){ longest, sizeof longest }, KH_TOPIC_PAST));
}

/* Words longer than any cue, and an address without end. */
static void test_hostile(void **state)
{
    (void)state;
    char *text = kh_arena_get(arena, 40001);
    memset(text, 'x', 40000);
    for (int i = 300; i < 20000; i += 2)
        text[i] = ' ';
    kh_about a = about_of(doc_of(text, text));
    assert_true(kh_about_sentence(&a, 0, KH_TOPIC_SPORT) == 0);
    assert_false(a.section[KH_TOPIC_SPORT]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sentences), cmocka_unit_test(test_levels), cmocka_unit_test(test_repeats),
                                        cmocka_unit_test(test_contexts), cmocka_unit_test(test_over), cmocka_unit_test(test_hostile) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
