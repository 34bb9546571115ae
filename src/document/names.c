/* The words by which enums are written and read. Universal Dependencies' own names; PLOVER's in the tables of the lexicon. */
#include "document/document.h"

#include <string.h>

static unsigned find(const char *const *names, unsigned count, kh_view name, unsigned otherwise)
{
    for (unsigned i = 0; i < count; i++)
        if (kh_view_is(name, names[i]))
            return i;
    return otherwise;
}

#define NAMED(function, type, count, ...)                                                                                             \
    static const char *const function##_names[count] = { __VA_ARGS__ };                                                               \
    const char *function(type v) { return (unsigned)v < (unsigned)(count) ? function##_names[v] : ""; }

NAMED(kh_role_name, kh_role, KH_ROLE_COUNT, "body", "title", "heading", "dateline", "caption", "byline", "navigation", "share", "form",
      "signup", "advert", "disclaimer", "related", "meta", "other")
NAMED(kh_upos_name, kh_upos, KH_UPOS_COUNT, "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
      "PUNCT", "SCONJ", "SYM", "VERB")
NAMED(kh_deprel_name, kh_deprel, KH_DEPREL_COUNT, "dep", "root", "nsubj", "csubj", "obj", "iobj", "ccomp", "xcomp", "obl", "vocative",
      "expl", "dislocated", "advcl", "advmod", "discourse", "aux", "cop", "mark", "nmod", "appos", "nummod", "acl", "amod", "det", "clf",
      "case", "conj", "cc", "fixed", "flat", "compound", "list", "parataxis", "orphan", "goeswith", "reparandum", "punct")
NAMED(kh_name_type_name, kh_name_type, KH_NAME_COUNT, "", "PER", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PROD", "MISC")
NAMED(kh_time_type_name, kh_time_type, KH_TIME_COUNT, "DATE", "TIME", "DURATION", "SET")
NAMED(kh_place_use_name, kh_place_use, KH_USE_COUNT, "literal", "metonym", "modifier")
NAMED(kh_actor_kind_name, kh_actor_kind, KH_KIND_COUNT, "", "person", "group", "state", "object")
NAMED(kh_event_status_name, kh_event_status, KH_EVENT_STATUS_COUNT, "occurred", "ongoing", "future", "hypothetical", "negated")
NAMED(kh_certainty_name, kh_certainty, KH_CERTAINTY_COUNT, "fact", "claimed", "alleged", "suspected", "denied")
NAMED(kh_harm_name, kh_harm, KH_HARM_COUNT, "killed", "injured", "arrested", "abducted", "displaced")

kh_upos kh_upos_of(kh_view name) { return (kh_upos)find(kh_upos_name_names, KH_UPOS_COUNT, name, KH_X); }
kh_name_type kh_name_type_of(kh_view name) { return (kh_name_type)find(kh_name_type_name_names, KH_NAME_COUNT, name, KH_NAME_NONE); }

kh_deprel kh_deprel_of(kh_view name)
{
    kh_view rest = name;
    return (kh_deprel)find(kh_deprel_name_names, KH_DEPREL_COUNT, kh_view_cut(&rest, ':'), KH_DEP);
}

kh_subrel kh_subrel_of(kh_view name)
{
    static const char *const names[KH_SUBREL_COUNT] = { "", "pass", "agent", "relcl", "poss", "prt", "tmod", "npmod", "outer", "unmarked",
                                                        "desc" };
    kh_view rest = name;
    kh_view_cut(&rest, ':');
    return (kh_subrel)find(names, KH_SUBREL_COUNT, rest, KH_SUB_NONE);
}

uint32_t kh_morph_of(kh_view feats)
{
    static const struct { const char *feature; uint32_t bit; } table[] = {
        { "Tense=Past", KH_MORPH_PAST }, { "Tense=Pres", KH_MORPH_PRES }, { "Number=Sing", KH_MORPH_SING },
        { "Number=Plur", KH_MORPH_PLUR }, { "VerbForm=Inf", KH_MORPH_INF }, { "VerbForm=Fin", KH_MORPH_FIN },
        { "VerbForm=Part", KH_MORPH_PART }, { "VerbForm=Ger", KH_MORPH_GER }, { "Mood=Imp", KH_MORPH_IMP },
        { "Polarity=Neg", KH_MORPH_NEG }, { "Voice=Pass", KH_MORPH_PASS }, { "Poss=Yes", KH_MORPH_POSS },
        { "PronType=Prs", KH_MORPH_PRON_PERS }, { "PronType=Rel", KH_MORPH_PRON_REL }, { "PronType=Dem", KH_MORPH_PRON_DEM },
        { "PronType=Int", KH_MORPH_PRON_INT }, { "Definite=Def", KH_MORPH_DEF }, { "Gender=Masc", KH_MORPH_MASC },
        { "Gender=Fem", KH_MORPH_FEM }, { "Gender=Neut", KH_MORPH_NEUT }, { "Person=1", KH_MORPH_1 }, { "Person=2", KH_MORPH_2 },
        { "Person=3", KH_MORPH_3 }, { "NumType=Card", KH_MORPH_CARD }, { "NumType=Ord", KH_MORPH_ORD }, { "Case=Acc", KH_MORPH_ACC },
        { "Degree=Cmp", KH_MORPH_CMP },
    };
    uint32_t bits = 0;
    while (feats.n) {
        kh_view f = kh_view_cut(&feats, '|');
        for (size_t i = 0; i < sizeof table / sizeof *table; i++)
            if (kh_view_is(f, table[i].feature))
                bits |= table[i].bit;
    }
    return bits;
}
