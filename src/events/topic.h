/*
 * topic.h: what an article, its paragraphs and its sentences are about, by counted words (en/topics.tsv and en/contexts.tsv).
 * Inside src/events only.
 */
#ifndef KH_EVENTS_TOPIC_H
#define KH_EVENTS_TOPIC_H

#include "document/document.h"
#include "lexicon/lexicon.h"

/* Topics of the refusal, in the order of their names in topic.c; the contexts of en/contexts.tsv are counted behind them. */
typedef enum kh_topic {
    KH_TOPIC_SPORT = 0, KH_TOPIC_ARTS, KH_TOPIC_GAME, KH_TOPIC_MARKET, KH_TOPIC_WEATHER, KH_TOPIC_SCIENCE, KH_TOPIC_TECHNOLOGY,
    KH_TOPIC_LIVING, KH_TOPIC_CRIME, KH_TOPIC_OPINION, KH_TOPIC_MEDIA, KH_TOPIC_DRILL, KH_TOPIC_FICTION, KH_TOPIC_PAST, KH_TOPIC_STATE,
    KH_TOPIC_CONFLICT, KH_TOPIC_COUNT
} kh_topic;
enum { KH_SUBJECTS = 64 };                 /* topics and contexts together, at most */

/* A word's say for a subject. */
typedef struct kh_cue { uint32_t next; uint8_t subject; float weight; } kh_cue;

typedef struct kh_topics {
    kh_cue *cues;            size_t count, room;
    kh_map phrases;                        /* "t words", "u word", "o word" -> cue + 1 of the first */
    kh_map openers;                        /* first word of a phrase -> words of the longest */
    kh_view contexts[KH_SUBJECTS];         /* names of the subjects from KH_TOPIC_COUNT on */
    uint32_t subjects;                     /* in use */
} kh_topics;

kh_status kh_topics_open(const kh_lexicon *lexicon, kh_arena *arena, kh_topics *topics, kh_error *err);

/* What was counted. */
typedef struct kh_about {
    const kh_topics *topics;
    float *sentences, *paragraphs;         /* [sentence * KH_SUBJECTS + subject]; a paragraph at its first sentence */
    uint32_t *paragraph_of;                /* by sentence: the first one of its paragraph */
    float article[KH_SUBJECTS];            /* for 100 words, title counted twice, a word at most three times */
    uint32_t words;                        /* of the coded text */
    bool section[KH_TOPIC_COUNT];          /* the address or the outlet says so */
} kh_about;

kh_status kh_topics_count(const kh_topics *topics, const kh_doc *doc, kh_arena *scratch, kh_about *about, kh_error *err);
float kh_about_sentence(const kh_about *about, uint32_t sentence, uint32_t subject);
/* The paragraph without the sentence. */
float kh_about_paragraph(const kh_about *about, const kh_doc *doc, uint32_t sentence, uint32_t subject);
/* Does the word stand for a topic that what hangs on it belongs to ("anniversary" of)? */
bool kh_topics_over(const kh_topics *topics, kh_view lemma, kh_topic topic);

#endif
