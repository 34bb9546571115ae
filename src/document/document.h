/*
 * document.h: the one thing that flows through the chain.
 *
 * A kh_doc holds an article's text and the layers that the stages write, one each, in order:
 *   intake     text, meta, blocks (and what is asked to be judged)
 *   language   sentences, tokens, names
 *   times      times
 *   places     places
 *   actors     actors
 *   events     events, statements, refusals
 *   incidents  event.incident and merged mentions
 * A stage reads the layers below it and writes its own. Everything lives in doc->arena. Spans are bytes of doc->text. Layers are
 * sorted by span.from (actors by head token) and names, times and places do not overlap. Indices into layers are uint32_t; KH_NONE is "no such thing".
 */
#ifndef KH_DOCUMENT_H
#define KH_DOCUMENT_H

#include "base/base.h"

#define KH_NONE UINT32_MAX

/* ------------------------------------------------------------------ intake */

typedef enum kh_role {
    KH_ROLE_BODY = 0,
    KH_ROLE_TITLE,
    KH_ROLE_HEADING,      /* a line between paragraphs: coded, as it may tell news */
    KH_ROLE_DATELINE,     /* a line of its own with place, date, agency */
    KH_ROLE_CAPTION,      /* words under a picture: not coded */
    KH_ROLE_BYLINE,       /* author, "Reporting by", editing credits */
    KH_ROLE_NAVIGATION,
    KH_ROLE_SHARE,
    KH_ROLE_FORM,
    KH_ROLE_SIGNUP,
    KH_ROLE_ADVERT,
    KH_ROLE_DISCLAIMER,
    KH_ROLE_RELATED,      /* headlines of other stories, "read more" */
    KH_ROLE_META,         /* head lines such as "Date: 3 May 2014" */
    KH_ROLE_OTHER,
    KH_ROLE_COUNT
} kh_role;
const char *kh_role_name(kh_role role);
static inline bool kh_role_is_coded(kh_role r) { return r == KH_ROLE_BODY || r == KH_ROLE_TITLE || r == KH_ROLE_HEADING; }

/* A paragraph of the text. Blocks do not overlap and are in order; white space between them belongs to none. */
typedef struct kh_block {
    kh_span span;
    kh_role role;
    const char *reason;   /* static words: why it has this role */
} kh_block;

typedef struct kh_meta {
    kh_view id, url, title, outlet, agency, published, language;   /* published: YYYY-MM-DD or with a time */
    kh_view *authors;
    uint32_t author_count;
    int32_t day;          /* of published, KH_NO_DAY if unknown */
    int32_t minute;       /* of that day, -1 if unknown */
    bool repaired;        /* bytes that were no text were replaced */
} kh_meta;

typedef struct kh_ask_pair { kh_span source, target; } kh_ask_pair;

/* Given spans of `khabar judge`; in the order of the input. */
typedef struct kh_asked {
    kh_ask_pair *pairs;
    kh_span *triggers;
    kh_span *toponyms;
    uint32_t pair_count, trigger_count, toponym_count;
} kh_asked;

/* ------------------------------------------------------------------ language */

typedef enum kh_upos {
    KH_X = 0, KH_ADJ, KH_ADP, KH_ADV, KH_AUX, KH_CCONJ, KH_DET, KH_INTJ, KH_NOUN, KH_NUM, KH_PART, KH_PRON, KH_PROPN, KH_PUNCT,
    KH_SCONJ, KH_SYM, KH_VERB, KH_UPOS_COUNT
} kh_upos;
const char *kh_upos_name(kh_upos upos);
kh_upos kh_upos_of(kh_view name);          /* KH_X for an unknown one */

/* Universal relations without their subtypes. */
typedef enum kh_deprel {
    KH_DEP = 0, KH_ROOT, KH_NSUBJ, KH_CSUBJ, KH_OBJ, KH_IOBJ, KH_CCOMP, KH_XCOMP, KH_OBL, KH_VOCATIVE, KH_EXPL, KH_DISLOCATED,
    KH_ADVCL, KH_ADVMOD, KH_DISCOURSE, KH_AUXREL, KH_COP, KH_MARK, KH_NMOD, KH_APPOS, KH_NUMMOD, KH_ACL, KH_AMOD, KH_DETREL, KH_CLF,
    KH_CASE, KH_CONJ, KH_CC, KH_FIXED, KH_FLAT, KH_COMPOUND, KH_LIST, KH_PARATAXIS, KH_ORPHAN, KH_GOESWITH, KH_REPARANDUM, KH_PUNCTREL,
    KH_DEPREL_COUNT
} kh_deprel;
const char *kh_deprel_name(kh_deprel rel);
kh_deprel kh_deprel_of(kh_view name);      /* reads "nsubj:pass" as KH_NSUBJ; KH_DEP for an unknown one */

/* Subtypes that steer decisions; others are in token.rel only. */
typedef enum kh_subrel {
    KH_SUB_NONE = 0, KH_SUB_PASS, KH_SUB_AGENT, KH_SUB_RELCL, KH_SUB_POSS, KH_SUB_PRT, KH_SUB_TMOD, KH_SUB_NPMOD, KH_SUB_OUTER,
    KH_SUB_UNMARKED, KH_SUB_DESC, KH_SUBREL_COUNT
} kh_subrel;
kh_subrel kh_subrel_of(kh_view name);      /* of the whole relation, "nsubj:pass" */

/* Universal features as bits. */
enum {
    KH_MORPH_PAST = 1 << 0, KH_MORPH_PRES = 1 << 1, KH_MORPH_SING = 1 << 2, KH_MORPH_PLUR = 1 << 3, KH_MORPH_INF = 1 << 4,
    KH_MORPH_FIN = 1 << 5, KH_MORPH_PART = 1 << 6, KH_MORPH_GER = 1 << 7, KH_MORPH_IMP = 1 << 8, KH_MORPH_NEG = 1 << 9,
    KH_MORPH_PASS = 1 << 10, KH_MORPH_POSS = 1 << 11, KH_MORPH_PRON_PERS = 1 << 12, KH_MORPH_PRON_REL = 1 << 13,
    KH_MORPH_PRON_DEM = 1 << 14, KH_MORPH_PRON_INT = 1 << 15, KH_MORPH_DEF = 1 << 16, KH_MORPH_MASC = 1 << 17, KH_MORPH_FEM = 1 << 18,
    KH_MORPH_NEUT = 1 << 19, KH_MORPH_1 = 1 << 20, KH_MORPH_2 = 1 << 21, KH_MORPH_3 = 1 << 22, KH_MORPH_CARD = 1 << 23,
    KH_MORPH_ORD = 1 << 24, KH_MORPH_ACC = 1 << 25, KH_MORPH_CMP = 1 << 26
};
uint32_t kh_morph_of(kh_view feats);       /* "Mood=Ind|Number=Plur|..." */

/* A syntactic word. Its form is the text of its span. */
typedef struct kh_token {
    kh_span span;
    kh_view lemma, xpos, feats, rel;       /* in the arena or the model */
    uint32_t sentence;
    uint32_t head;                         /* token of the document, KH_NONE for a root */
    uint32_t morph;
    uint8_t upos, deprel, sub;             /* kh_upos, kh_deprel, kh_subrel */
    bool joined;                           /* same surface token as the word before ("do|n't") */
    bool space_after;
} kh_token;

/* A sentence. Where `parsed` is false (gate, or not in the model's language) its tokens have no tree: head KH_NONE, rel empty. */
typedef struct kh_sentence {
    kh_span span;
    uint32_t first, end;                   /* tokens */
    uint32_t block;                        /* of its first token */
    bool parsed, foreign;
} kh_sentence;

typedef enum kh_name_type {
    KH_NAME_NONE = 0, KH_NAME_PER, KH_NAME_ORG, KH_NAME_LOC, KH_NAME_FAC, KH_NAME_NORP, KH_NAME_DATE, KH_NAME_MONEY, KH_NAME_PROD,
    KH_NAME_MISC, KH_NAME_COUNT
} kh_name_type;
const char *kh_name_type_name(kh_name_type t);
kh_name_type kh_name_type_of(kh_view name);

typedef struct kh_name {
    kh_span span;
    uint32_t first, end;                   /* tokens */
    kh_name_type type;
    float score;                           /* mean probability of its labels */
} kh_name;

/* ------------------------------------------------------------------ times */

typedef enum kh_time_type { KH_TIME_DATE = 0, KH_TIME_TIME, KH_TIME_DURATION, KH_TIME_SET, KH_TIME_COUNT } kh_time_type;
const char *kh_time_type_name(kh_time_type t);

/* A time expression. `value` is TimeML's. The interval [day, last] is in days, both ends included, KH_NO_DAY where unknown. */
typedef struct kh_time {
    kh_span span;
    uint32_t first, end;                   /* tokens; first == end where it lies outside coded sentences (a dateline) */
    kh_time_type type;
    kh_view value;
    int32_t day, last;
    int16_t minute;                        /* of the day, -1 unknown */
    uint8_t precision;                     /* UCDP 1 day, 2 span of 2-6 days, 3 week, 4 month, 5 year or longer; 0 no date */
    bool dateline;                         /* tells when the story was sent, not when anything happened */
    bool duration_until_now;               /* "in the past two decades": a stretch that ends with the article */
} kh_time;

/* ------------------------------------------------------------------ places */

typedef enum kh_place_use { KH_USE_LITERAL = 0, KH_USE_METONYM, KH_USE_MODIFIER, KH_USE_COUNT } kh_place_use;
const char *kh_place_use_name(kh_place_use u);

typedef struct kh_place {
    kh_span span;
    uint32_t first, end;                   /* tokens */
    kh_place_use use;
    bool resolved;
    double lat, lon;                       /* degrees; valid where resolved */
    kh_view name, id, admin1;              /* gazetteer's; id "gn:1138958", "kh:torkham", "iso:AFG" */
    char country[4];                       /* ISO alpha-3, empty unknown */
    char country2[4];                      /* the other side of a border, else empty */
    uint8_t precision;                     /* UCDP 1-7 */
    kh_view kind;                          /* country, city, province, airport, ... */
    bool dateline;                         /* of a dateline: where the story was written */
    bool near;                             /* "near X", "outside X", "20 km south of X" (already moved) */
    bool border;                           /* "border with X", "across the border in X" */
    bool origin;                           /* "from X": where something comes from */
    bool reference;                        /* no name: "the airport", "its territory" */
    uint32_t inside;                       /* place that contains it by "X, Y" or "X in Y", else KH_NONE */
    const char *reason;                    /* static words: why this reading, or why none */
    float score;
} kh_place;

/* ------------------------------------------------------------------ actors */

typedef enum kh_actor_kind {
    KH_KIND_UNKNOWN = 0, KH_KIND_PERSON, KH_KIND_GROUP, KH_KIND_STATE, KH_KIND_OBJECT, KH_KIND_COUNT
} kh_actor_kind;
const char *kh_actor_kind_name(kh_actor_kind k);

enum { KH_COUNTRIES = 4, KH_VIA = 4 };

/*
 * A mention of somebody (or of a physical target) in the text, resolved as far as the text and the lexicon allow. One for every noun
 * phrase or pronoun that may act or be acted on; head is its head token, by which events find it.
 */
typedef struct kh_actor {
    kh_span span;                          /* the noun phrase without its clauses */
    uint32_t head;                         /* token */
    kh_view id, name;                      /* entity of the lexicon, empty if none; name also of unknown named actors */
    char country[KH_COUNTRIES][4];         /* ISO alpha-3 or PLOVER's non-state codes, empty from the first unused on */
    char sector[4];                        /* PLOVER, empty unknown */
    kh_actor_kind kind;
    uint32_t via[KH_VIA];                  /* antecedent actors of this layer, KH_NONE from the first unused on */
    uint32_t entity;                       /* mentions of one entity share it: index of the first such mention */
    bool pronoun, named, generic;          /* generic: role noun with no name ("militants") */
    bool offshoot;
    bool former;                           /* a leader whose term, or life, had ended more than half a year before the article */
    const char *reason;                    /* static words: how it was resolved */
    kh_view note;                          /* lexicon row "actors/groups.tsv:12", or empty */
} kh_actor;

/* ------------------------------------------------------------------ events */

typedef enum kh_event_status {
    KH_OCCURRED = 0, KH_ONGOING, KH_FUTURE, KH_HYPOTHETICAL, KH_NEGATED, KH_EVENT_STATUS_COUNT
} kh_event_status;
const char *kh_event_status_name(kh_event_status s);

typedef enum kh_certainty { KH_FACT = 0, KH_CLAIMED, KH_ALLEGED, KH_SUSPECTED, KH_DENIED, KH_CERTAINTY_COUNT } kh_certainty;
const char *kh_certainty_name(kh_certainty c);

typedef enum kh_harm { KH_KILLED = 0, KH_INJURED, KH_ARRESTED, KH_ABDUCTED, KH_DISPLACED, KH_HARM_COUNT } kh_harm;
const char *kh_harm_name(kh_harm h);

typedef struct kh_toll_part { uint32_t actor; int64_t best; kh_span span; } kh_toll_part;

typedef struct kh_toll {                   /* -1 unknown; span empty: none stated */
    int64_t low, best, high;
    kh_span span;
    kh_toll_part *parts;
    uint32_t part_count;
} kh_toll;

typedef struct kh_event {
    kh_view type, mode, cameo;             /* PLOVER; mode empty where the type has none or the text names none */
    kh_view contexts[6];
    uint32_t context_count;
    kh_event_status status;
    kh_certainty certainty;
    bool background;
    float confidence;
    float factuality;                      /* -3 certainly not ... 3 certainly */
    uint32_t *actors, *recipients;         /* of the actor layer */
    uint32_t actor_count, recipient_count;
    uint32_t source;                       /* actor whose word it is, KH_NONE */
    kh_span cue, weapon;                   /* "claimed by"; empty spans if none */
    kh_view weapon_kind;
    uint32_t time;                         /* of the time layer, KH_NONE */
    int32_t day, last;                     /* the event's date, KH_NO_DAY unknown */
    uint8_t date_precision;
    uint32_t place, from_place;            /* of the place layer, KH_NONE */
    uint32_t places[4];                    /* further ones, KH_NONE from the first unused on */
    kh_toll toll[KH_HARM_COUNT];
    kh_toll perpetrators;                  /* their own dead */
    kh_span trigger, sentence;
    uint32_t token;                        /* head token of the trigger */
    kh_span *mentions;
    uint32_t mention_count;
    uint32_t about;                        /* event of this layer, KH_NONE */
    uint32_t incident;                     /* number in the article, KH_NONE */
    uint32_t count;                        /* of like acts ("two drone strikes"), 1 */
    kh_view rule;                          /* "en/predicates/assault.tsv:212" */
    kh_view id;                            /* "e:...", given last */
} kh_event;

/* Who says what: spans of source, cue and content. */
typedef struct kh_statement {
    kh_span source, cue, content;
    kh_view kind;                          /* report, claim, allegation, denial, warning, belief, document, request, stance */
    uint32_t actor;                        /* of the actor layer, KH_NONE */
    uint32_t within;                       /* the statement whose content it is part of, KH_NONE */
} kh_statement;

/* A reading that was not coded, for `explain`. */
typedef struct kh_refusal { kh_span trigger; kh_view rule; const char *reason; } kh_refusal;

typedef struct kh_judged_pair { kh_view type, mode; kh_event_status status; float confidence; } kh_judged_pair;

typedef struct kh_judged {
    kh_judged_pair *pairs;                 /* as many and in the same order as doc->asked */
    kh_event *triggers;
    kh_place *toponyms;
} kh_judged;

/* ------------------------------------------------------------------ the document */

typedef struct kh_doc {
    kh_arena *arena;
    kh_view text;
    kh_meta meta;
    kh_asked asked;
    uint32_t flags;                        /* of kh_coder_options */
    const char *made_by;
    kh_block *blocks;         uint32_t block_count;
    kh_sentence *sentences;   uint32_t sentence_count;
    kh_token *tokens;         uint32_t token_count;
    kh_name *names;           uint32_t name_count;
    kh_name *mentions;        uint32_t mention_count;     /* bodies, people, places also where they are no names */
    kh_time *times;           uint32_t time_count;
    kh_place *places;         uint32_t place_count;
    kh_actor *actors;         uint32_t actor_count;
    kh_event *events;         uint32_t event_count;
    kh_statement *statements; uint32_t statement_count;
    kh_refusal *refusals;     uint32_t refusal_count;
    kh_judged judged;
} kh_doc;

/*
 * What is learned of pairs: the events stage asks, the language model answers, coder.c hands the one to the other.
 * judge writes shares[i * count + k], of type k for what the source of pair i does to its target; they sum up to 1. An empty span is an
 * unknown side. types: PLOVER's, the last one stands for nothing.
 */
typedef struct kh_learned {
    const void *ctx;
    const kh_view *types;
    uint32_t count;
    kh_status (*judge)(const void *ctx, const kh_doc *doc, const kh_ask_pair *pairs, uint32_t n, float *shares, kh_arena *scratch, kh_error *err);
} kh_learned;

kh_view kh_doc_view(const kh_doc *doc, kh_span span);
kh_view kh_doc_form(const kh_doc *doc, uint32_t token);
/* First token whose span ends after `at`, or token_count. */
uint32_t kh_doc_token_at(const kh_doc *doc, uint32_t at);
/* Children of a token in order: start with child = KH_NONE; gives the next child or KH_NONE. Only within the sentence. */
uint32_t kh_doc_child(const kh_doc *doc, uint32_t token, uint32_t child);
/* First child with that relation after `child` (KH_NONE to begin). */
uint32_t kh_doc_child_rel(const kh_doc *doc, uint32_t token, kh_deprel rel, uint32_t child);
/* The lemma (lower case) of the first KH_CASE child, or the empty view. */
kh_view kh_doc_case(const kh_doc *doc, uint32_t token);
/* Lowest and highest token of the subtree. */
void kh_doc_subtree(const kh_doc *doc, uint32_t token, uint32_t *first, uint32_t *end);
bool kh_doc_under(const kh_doc *doc, uint32_t token, uint32_t ancestor);   /* token is ancestor or below it */
/* The name, place, time, actor that covers a token, or KH_NONE. */
uint32_t kh_doc_name_of(const kh_doc *doc, uint32_t token);
uint32_t kh_doc_place_of(const kh_doc *doc, uint32_t token);
uint32_t kh_doc_time_of(const kh_doc *doc, uint32_t token);
uint32_t kh_doc_actor_of(const kh_doc *doc, uint32_t token);               /* by head token */

#endif
