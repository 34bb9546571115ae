/* table.h: the predicate tables as the events stage uses them, and the matching of slots and conditions on a tree. */
#ifndef KH_EVENTS_TABLE_H
#define KH_EVENTS_TABLE_H

#include "events/events.h"
#include "events/topic.h"

enum { KH_DEPS = 6, KH_NEAR = 4, KH_FOUND = 12 };

/* A slot with the words that it must (or, `unlike`, must not) hold. */
typedef struct kh_need { kh_view slot, words; bool unlike; } kh_need;

typedef struct kh_sense {
    kh_view near[KH_NEAR];                 /* particle of a verb, compound before a noun */
    kh_need needs[2 * KH_DEPS];            /* fixed dependents, then conditions */
    uint32_t near_count, fixed_count, need_count;
    kh_view actor, recipient, weapon;      /* slots in order of trial, joined by '/' */
    kh_view type, mode, cameo, about, rule;
    uint32_t next;                         /* sense of the same head, KH_NONE */
    char pos;                              /* v n a */
    bool sym, user;                        /* user: of the user's folder */
    bool late;                             /* a verb whose head is the last part of a hyphenated form */
} kh_sense;

enum { KH_NO_LEAN = 127 };

typedef struct kh_governor {
    kh_view rest, slot;                    /* further words of the form */
    kh_event_status yes, no;
    uint8_t certainty;                     /* KH_CERTAINTY_COUNT: says nothing */
    int8_t lean;                           /* tenths, how likely the act is under it when affirmed; KH_NO_LEAN: by its status */
    bool below, above;                     /* stands below the act: amod, advmod, mark; above it: xcomp, obj */
    bool given;                            /* an act that is a saying, or definite, stands: "rejected the offer" */
    bool has_past;                         /* where it is told in the past it says `past` instead of `yes` */
    kh_event_status past;
    char pos;                              /* v n a; else any */
    uint32_t next;
} kh_governor;

typedef struct kh_light { kh_view rest, noun, actor, recipient; uint32_t next; } kh_light;

/* A word of saying: a verb or noun with its source and content, or a phrase ("according to"). */
typedef struct kh_speech {
    kh_view rest, source, content, addressee, kind;
    uint32_t next;
    uint8_t certainty;                     /* of what is said */
    char pos;                              /* v n a p */
    bool passive;                          /* "be said" */
} kh_speech;

typedef struct kh_weapon { kh_view kind, mode; } kh_weapon;

typedef struct kh_counts kh_counts;        /* toll.h */

struct kh_events {
    kh_counts *counts;
    kh_sense *senses;       size_t sense_count, sense_room;
    kh_governor *governors; size_t governor_count, governor_room;
    kh_light *lights;       size_t light_count, light_room;
    kh_speech *speeches;    size_t speech_count, speech_room;
    kh_view *lemmas;        size_t lemma_count, lemma_room;      /* of irregular forms, by `forms` */
    kh_weapon *weapons;     size_t weapon_count, weapon_room;
    kh_map weapon_of;                            /* words of a weapon -> index + 1 */
    kh_map forms;                                /* form -> index + 1 */
    kh_map sense_of, governor_of, light_of, speech_of;      /* head lemma -> index + 1 of the first */
    kh_map classes;                              /* "class word" */
    kh_topics topics;
};

typedef struct kh_found { uint32_t tokens[KH_FOUND]; uint32_t count; } kh_found;

static inline bool kh_events_is(const kh_doc *doc, uint32_t t, kh_deprel rel) { return doc->tokens[t].deprel == rel; }

/* words.c */
kh_view kh_events_lemma(const kh_doc *doc, uint32_t token, char room[64]);      /* in lower case */
kh_view kh_events_form(const kh_doc *doc, uint32_t token, char room[64]);       /* the same for the word as it stands */
bool kh_events_lemma_in(const kh_doc *doc, uint32_t token, const char *words);   /* words joined by '|' */
/* A participle of the past, or a past that the tagger took for one. */
bool kh_events_past_form(const kh_doc *doc, uint32_t t);
/* Has the token a dependent of that relation with one of the lemmas, joined by '|'? */
bool kh_events_child_in(const kh_doc *doc, uint32_t t, kh_deprel rel, const char *words);
/* Whether some row has the word as a noun of an act. */
bool kh_events_is_act(const kh_events *events, const kh_doc *doc, uint32_t token);
/* The value of conditions: lemmas and @classes joined by '|', or '*'. */
bool kh_events_word_in(const kh_events *events, const kh_doc *doc, uint32_t token, kh_view words);

/* slots.c */
bool kh_events_passive(const kh_doc *doc, uint32_t token);
bool kh_events_each_other(const kh_doc *doc, uint32_t token);      /* "each other", "one another" */
bool kh_events_by_gerund(const kh_doc *doc, uint32_t token);       /* "were killed by shelling": the gerund of such a passive */
bool kh_events_has_prep(const kh_doc *doc, uint32_t token, kh_view preps);      /* one of them; always where none is asked for */
void kh_events_slot(const kh_doc *doc, uint32_t token, kh_view path, kh_found *found);
/* Children with one of the prepositions, whatever they are called. */
void kh_events_prepositional(const kh_doc *doc, uint32_t token, kh_view preps, kh_found *found);

/* match.c: the best sense for a token or NULL; *score gets what it satisfied. */
const kh_sense *kh_events_match(const kh_events *events, const kh_doc *doc, uint32_t token, uint32_t *score);

/* govern.c */
const kh_light *kh_events_light(const kh_events *events, const kh_doc *doc, uint32_t noun, uint32_t *verb);
/* "The strike is likely to be called off": what an infinitive below `head` says of the subject of head. */
const kh_governor *kh_events_governor_raised(const kh_events *events, const kh_doc *doc, uint32_t head);
/* Whether a noun has a row of its own, as one that says or plans something: "claim", "offer", "bid". */
bool kh_events_governs(const kh_events *events, const kh_doc *doc, uint32_t noun);
const kh_governor *kh_events_governor(const kh_events *events, const kh_doc *doc, uint32_t governor, uint32_t child, bool modifier);

/* The row of saying for a verb, noun or adjective, or for the case word of a phrase; NULL. */
const kh_speech *kh_events_speech(const kh_events *events, const kh_doc *doc, uint32_t token);
const kh_speech *kh_events_speech_phrase(const kh_events *events, const kh_doc *doc, uint32_t token);

/* The weapon that a token names, alone or with the word before it; NULL. */
const kh_weapon *kh_events_weapon_row(const kh_events *events, const kh_doc *doc, uint32_t token);

#endif
