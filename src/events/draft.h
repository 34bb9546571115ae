/*
 * draft.h: an act while the stage works on it. Inside src/events only.
 *
 * run.c walks over the sentences; for each token with a sense draft.c makes a draft, which roles.c, status.c, source.c, toll.c and where.c
 * fill in; fold.c joins drafts of one sentence; run.c hands the rest over as doc->events. judge.c answers for given spans.
 */
#ifndef KH_EVENTS_DRAFT_H
#define KH_EVENTS_DRAFT_H

#include "events/toll.h"

enum { KH_MAX_ROLE = 8 };

/* Why an act has the status it has; what that is worth from -3 to 3 stands in factuality.c. */
typedef enum kh_ground {
    KH_GROUND_TOLD,                        /* asserted */
    KH_GROUND_NOT, KH_GROUND_NO_OBJECT,    /* "did not", "sees no end" */
    KH_GROUND_WILL, KH_GROUND_WILL_IF,     /* "will", "will ... if" */
    KH_GROUND_CAN, KH_GROUND_CANNOT,       /* another modal; the same, negated */
    KH_GROUND_WOULD_HAVE, KH_GROUND_MIGHT_HAVE,
    KH_GROUND_IF, KH_GROUND_QUESTION, KH_GROUND_ORDER,
    KH_GROUND_HEADLINE,                    /* "Turkey to send troops" */
    KH_GROUND_PURPOSE,                     /* "went there to talk" */
    KH_GROUND_NOUN_PURPOSE,                /* "troops to guard it" */
    KH_GROUND_BESIDE,                      /* of a clause beside an act that has not happened: "before meeting, he will ..." */
    KH_GROUND_MODIFIER,                    /* a word below it: "probably", "planned" */
    KH_GROUND_GOVERNOR,                    /* a word above it: "plans to", "fears of" */
    KH_GROUND_TWICE_NOT,                   /* "it is not true that they did not" */
    KH_GROUND_NEEDED,                      /* "cannot leave without paying" */
    KH_GROUND_ADJECTIVE                    /* "hard to leave", "what to do" */
} kh_ground;

#define KH_NO_CAP 3.0f

typedef struct kh_why {
    kh_ground ground;
    uint8_t certainty;                     /* that of the word that governs the act, if it says more than the status; else KH_CERTAINTY_COUNT */
    uint32_t governor;                     /* its token */
    const kh_governor *row;                /* of KH_GROUND_MODIFIER, KH_GROUND_GOVERNOR */
    bool no;                               /* the governor is negated */
    bool unsure;                           /* the governor would rule it out, but is open itself: "may prevent" */
    float cap;                             /* no likelier than this: what stands above is open itself; KH_NO_CAP */
} kh_why;

typedef struct draft {
    kh_event event;
    const kh_sense *sense;
    kh_why why;                            /* of its status as first read, `read` */
    kh_event_status read;
    uint32_t clause;                       /* the verb that a noun leans on, else the token */
    uint32_t actors[KH_MAX_ROLE], recipients[KH_MAX_ROLE];
    kh_span mentions[KH_MAX_ROLE];         /* further words that tell the act */
    uint32_t mention_count;
    uint32_t counted[KH_HARM_COUNT];       /* head of the words that give the toll */
    bool more[KH_HARM_COUNT], weak[KH_HARM_COUNT], total[KH_HARM_COUNT];
    struct { kh_toll_part part; int harm; } parts[KH_MAX_ROLE];     /* harm KH_HARM_COUNT: perpetrators */
    uint32_t part_count;
    bool suicide;                          /* the perpetrator's own death is told */
    uint32_t into;                         /* draft that took this one in, KH_NONE */
    uint32_t recalled;                     /* "the attack": the draft that lent its sides, KH_NONE */
    bool dropped;
} draft;

/* A statement with the row that found it and the token of its cue. */
typedef struct said { kh_statement statement; const kh_speech *row; uint32_t cue; } said;

typedef struct run {
    const kh_events *events;
    kh_doc *doc;
    kh_arena *scratch;
    const kh_learned *learned;             /* NULL: rules alone */
    draft *drafts;           size_t count, room;
    size_t from;                           /* first draft of the sentence at hand */
    said *says;              size_t say_count, say_room;
    kh_refusal *refusals;    size_t refusal_count, refusal_room;
    uint32_t author;                       /* mention of the body that tells the text ("our fighters"), KH_NONE */
    kh_about about;                        /* what the text is about; counted before drafts are refused */
    struct {
        bool open;                         /* left open by the sentence before */
        uint32_t from, said, block;        /* `said`: its statement, KH_NONE */
        kh_span last;                      /* the last that was closed, */
        uint32_t end;                      /* by this token */
    } quote;
    said ahead;                            /* "He said:", with its words still to come; row NULL: none */
    uint32_t label;                        /* statement of the paragraph that began with its speaker's name, KH_NONE */
    bool *consumed;                        /* noun tokens that belong to an idiom of their verb */
} run;

/* draft.c */
void kh_events_blank(kh_event *e);
kh_status kh_events_refuse(run *r, uint32_t t, kh_view rule, const char *reason, kh_error *err);
/* Fills *d for a token; sense NULL: the plain frame of a verb or noun. */
void kh_events_make(const run *r, uint32_t t, const kh_sense *s, draft *d);
float kh_events_sure(const kh_doc *doc, const draft *d);
void kh_events_mention(draft *d, kh_span words);
kh_status kh_events_draft(run *r, uint32_t t, kh_error *err);

/* roles.c */
void kh_events_add_actor(uint32_t *list, uint32_t *n, uint32_t actor);
/* Who may fill a role: somebody (an actor, an addressee), or also a thing (a target). */
typedef enum filler { KH_SOMEBODY, KH_ANYTHING } filler;
/* Mentions in the first of the slots, joined by `sep`, that has any. */
void kh_events_fill(const run *r, uint32_t t, kh_view slots, char sep, filler who, uint32_t *list, uint32_t *n);
uint32_t kh_events_subject(const run *r, uint32_t verb);           /* mention, KH_NONE */
void kh_events_roles(const run *r, draft *d);

/* mood.c: a clause for itself. */
bool kh_events_negated(const kh_doc *doc, uint32_t t);
bool kh_events_is_without(const kh_doc *doc, uint32_t t);
bool kh_events_infinitive(const kh_doc *doc, uint32_t t);
bool kh_events_in_past(const kh_doc *doc, uint32_t t);
kh_event_status kh_events_own(const run *r, uint32_t t, kh_why *why);
kh_event_status kh_events_of_root(const run *r, uint32_t t, kh_why *why);      /* what a sentence says of its root: a question, a headline */

/* status.c */
bool kh_events_is_saying(const draft *d);          /* an act of words: who turns it down does not say that it was not done */
kh_event_status kh_events_status(const run *r, const draft *d, kh_why *why);

/* factuality.c: from -3, certainly not, to 3, certainly. */
float kh_events_worth(const kh_why *why, kh_event_status status, kh_certainty certainty);     /* of what is not asserted */
float kh_events_factuality(const draft *d);

/* says.c */
kh_status kh_events_statements(run *r, const kh_sentence *s, kh_error *err);
kh_status kh_events_keep_statements(const run *r, kh_error *err);

/* source.c */
/* The body whose communique the text is: whom "we" outside of quotations means; KH_NONE. */
uint32_t kh_events_author(const kh_doc *doc);
/* Claims and blame for an act of an earlier sentence. */
void kh_events_ascribe(run *r, const kh_sentence *s);
void kh_events_certainty(const run *r, draft *d, uint8_t certainty, uint32_t governor);

/* toll.c: whom the word `token` counts, as tolls of the draft; false: nobody. */
bool kh_events_count(const run *r, uint32_t token, draft *d);
/* toll_sum.c */
bool kh_toll_stated(const kh_toll *t);
void kh_toll_add(kh_toll *to, const kh_toll *more);
void kh_events_add_part(draft *d, int harm, uint32_t actor, int64_t best, kh_span span);
/* The tolls of d go over to another draft of the same act. */
void kh_events_pour_tolls(const draft *d, draft *to);

void kh_events_arrested(draft *d);

/* What is left of the tolls once all is told, and their parts, in the document's arena. */
kh_status kh_events_keep_tolls(kh_doc *doc, const draft *d, kh_event *e, kh_error *err);

/* tell.c: words of the sentence that tell the toll of an act told elsewhere, after its drafts are joined. */
void kh_events_tell(const run *r, const kh_sentence *s);

/* weapon.c: what it was done with, and the mode that tells. */
void kh_events_weapon(const run *r, draft *d);

/* clause.c */
enum { KH_OTHER_CLAUSE = 2000 };                                    /* kh_events_far of what belongs to another clause is at least this */
bool kh_events_is_material(const kh_event *e);                      /* done, not only said */
uint32_t kh_events_apart(uint32_t a, uint32_t b);                   /* tokens between */
bool kh_events_of_other_clause(const kh_doc *doc, uint32_t token, uint32_t event);
uint32_t kh_events_head_of(const kh_doc *doc, uint32_t first, uint32_t end);      /* the token that the others of the range hang on */
uint32_t kh_events_far(const kh_doc *doc, const draft *d, uint32_t token);        /* how far a token of the sentence is from the act */
bool kh_events_of_earlier(const kh_doc *doc, uint32_t token, uint32_t event);    /* in a clause before the act's, which has a subject of its own */

bool kh_events_is_nobody(const kh_doc *doc, uint32_t actor);

/* where.c, when.c */
void kh_events_where(const run *r, draft *d);
void kh_events_when(const run *r, draft *d);

/* fold.c: in this order over the drafts of a sentence. */
void kh_events_recall(run *r, uint32_t i);
kh_status kh_events_parts(run *r, uint32_t i, kh_error *err);
void kh_events_fold(run *r, uint32_t i);
uint32_t kh_events_at(const run *r, uint32_t token);      /* the sentence's draft of a token, or the one that took it in; KH_NONE */
uint32_t kh_events_act_of_harm(const run *r, uint32_t token);
void kh_events_pour(const draft *d, draft *to);
void kh_events_link(run *r, uint32_t i);

/* refuse.c: why a draft is no event (static words, or words in the document's arena), NULL where it is one. */
const char *kh_events_reason_against(run *r, uint32_t i);
bool kh_events_only_recalls(const kh_doc *doc, const draft *d);    /* a mention of an act told before, and no more */

/* sides.c: nobody on both sides, no scene among those it was done to; after drafts are joined. */
void kh_events_sides(const kh_doc *doc, draft *d);

/* passing.c: a noun that names an act without telling it. */
bool kh_events_is_passing(const run *r, uint32_t i);

/* weigh.c: what speaks for politics and what against. */
typedef struct kh_weighed { float politics, other; kh_topic topic; } kh_weighed;   /* topic: the strongest other */
kh_weighed kh_events_weigh(const run *r, const draft *d);
float kh_events_need(const run *r, const draft *d);                           /* what politics must keep over the other */
const char *kh_topic_words(kh_topic topic);                         /* "sport" as a reader is told */

/* past.c */
bool kh_events_is_past(const run *r, uint32_t i);                   /* told as history, as a case at court, at an anniversary */
bool kh_events_goes_with_past(const run *r, uint32_t i);            /* tells again, or on from, an act that the text dates far back */
bool kh_events_is_fiction(const run *r, const draft *d);
/* Drills: an assault of a force is none. */
void kh_events_drill(const run *r, draft *d);

/* contexts.c */
void kh_events_contexts(const run *r, draft *d);

/* run.c: the draft's lists, copied into the document's arena. */
kh_status kh_events_keep_lists(kh_doc *doc, const draft *d, kh_event *e, kh_error *err);

/* judge.c: answers doc->asked.pairs and triggers from the drafts, also from those that are not coded. */
kh_status kh_events_judge(const run *r, kh_error *err);

#endif
