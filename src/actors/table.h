/* table.h: the actor tables ready for use, and the work space of one document. Inside src/actors only. */
#ifndef KH_ACTORS_TABLE_H
#define KH_ACTORS_TABLE_H

#include "actors/actors.h"

typedef enum source { FROM_STATES, FROM_GROUPS, FROM_LEADERS, FROM_BODIES, FROM_INSTITUTIONS, FROM_PARTIES, SOURCE_COUNT } source;

/* By which column a phrase names its entity; the low bits of a phrase's value. */
typedef enum matched { BY_NAME, BY_ADJECTIVE, BY_DEMONYM, BY_SEAT, MATCHED_BITS = 2 } matched;

typedef struct entity {
    kh_view id, name, parent, rule;
    char country[KH_COUNTRIES][4];
    char sector[4];
    int32_t from, until;                /* days, KH_NO_DAY open */
    uint32_t first_kid, next_kid;       /* rows whose parent is this id */
    uint8_t source;
} entity;

typedef struct role {
    kh_view rule;
    char sector[4];
    uint8_t kind;
    bool plural_only;
} role;

struct kh_actors {
    entity *entities;
    size_t entity_count, entity_capacity;
    role *roles;
    size_t role_count, role_capacity;
    kh_phrases *names, *role_words;
    kh_map ids;                         /* id -> first row */
};

/* A phrase of the lexicon in the text. */
typedef struct hit {
    uint32_t first, end, head;
    const uint32_t *values;
    uint32_t count;
} hit;

/* What is known of the noun phrase with a head. */
typedef struct work {
    const kh_actors *actors;
    kh_doc *doc;
    kh_arena *scratch;
    kh_word *words;
    uint32_t *first_kid, *next_kid;     /* the tree, KH_NONE at the ends */
    uint32_t *left, *right;             /* noun phrase of each token, both ends included */
    uint32_t *order;                    /* tokens, heads before children */
    hit *hits;
    uint32_t hit_count;
    uint32_t *hit_of, *name_of, *place_of, *role_of;    /* by token; KH_NONE none; role_of at the head of the words only */
    uint32_t *name_head;                /* by token: the name whose head it is */
    uint32_t *actor_at;                 /* by token: mention with that head */
} work;

kh_status work_prepare(work *w, kh_error *err);                    /* match.c */
/* A role noun before a noun that is nobody: "rebel fire", "police raid". */
bool modifies_act(const work *w, uint32_t token);                   /* match.c */
bool is_country(const entity *e);                                   /* a state, or what stands for one */
bool has_country(const char (*list)[4], const char *code);
/* The row of a hit that fits the day and the wanted country ("" any); NULL where none or several are equally good. */
const entity *choose(const work *w, const hit *h, const char *want, matched *by);    /* resolve.c */
void resolve_local(const work *w, uint32_t token, kh_actor *a);     /* resolve.c */
bool link_all(work *w);                                             /* link.c; false: no memory */
bool is_plural(const kh_doc *doc, uint32_t token);
bool any_of(kh_view word, const char *const *list);
bool is_against(const kh_doc *doc, uint32_t token);
bool is_counting(const kh_doc *doc, uint32_t token);
uint32_t kid_with_case(const work *w, uint32_t token, const char *adposition);
kh_view lemma_of(const kh_doc *doc, uint32_t token);

#endif
