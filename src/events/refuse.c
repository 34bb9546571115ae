/* refuse.c: drafts that are no events after all; each with the reason that `explain` shows. */
#include "events/draft.h"
#include "events/weights.h"

#include <string.h>

enum { POLL_REACH = 80 };                  /* words of a sentence in which a poll is looked for */

static bool is_type(const kh_event *e, const char *types) { return kh_view_has_word(kh_view_of(types), e->type); }

static bool definite(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_DETREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_DETREL, c))
        if (kh_events_lemma_in(doc, c, "the|this|that|these|those"))
            return true;
    return false;
}

static bool has_toll(const kh_event *e)
{
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (e->toll[h].best >= 0)
            return true;
    return false;
}

/* "The attack", its sides lent by an earlier one, with no toll, time or place of its own. */
bool kh_events_only_recalls(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    bool placed = e->place != KH_NONE && kh_doc_under(doc, doc->places[e->place].first, e->token);
    return d->recalled != KH_NONE && !has_toll(e) && !placed && e->about == KH_NONE &&
           (e->time == KH_NONE || !kh_doc_under(doc, doc->times[e->time].first, e->token));
}

/* A noun that tells of acts in general: "comments on such raids", "the risk of attacks". */
static bool is_general(const run *r, uint32_t i)
{
    const kh_doc *doc = r->doc;
    const draft *d = &r->drafts[i];
    const kh_event *e = &d->event;
    uint32_t t = e->token, head = doc->tokens[t].head;
    if (d->sense->pos != 'n' || has_toll(e))
        return false;
    if (e->place != KH_NONE && (kh_doc_under(doc, doc->places[e->place].first, t) || kh_doc_under(doc, doc->places[e->place].first, d->clause)))
        return false;
    if (e->time != KH_NONE && kh_doc_under(doc, doc->times[e->time].first, d->clause))
        return false;
    if (definite(doc, t))
        return true;                       /* "the attacks": told before or elsewhere */
    bool told = head == KH_NONE || (kh_events_is(doc, t, KH_NSUBJ) && doc->tokens[head].upos == KH_VERB) || d->clause != t;
    return !told || doc->tokens[t].morph & KH_MORPH_PLUR;
}

/* "A curfew was lifted", "talks in Geneva were called off": no side is named, yet it happened somewhere or to something. */
static bool is_anchored(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    if (!is_type(e, "MOBILIZE|COERCE|CONCEDE|CONSULT|RETREAT|SANCTION|REJECT"))
        return false;
    if (d->sense->pos == 'v')
        return kh_events_passive(doc, e->token);
    bool place = e->place != KH_NONE && kh_doc_under(doc, doc->places[e->place].first, d->clause);
    bool time = e->time != KH_NONE && kh_doc_under(doc, doc->times[e->time].first, d->clause);
    return (place || time) && (d->clause != e->token || kh_events_is(doc, e->token, KH_NSUBJ) || kh_events_is(doc, e->token, KH_ROOT));
}

/* Whom talk to is no act: the press, a crowd, us, and, for what is only told, a court or a parliament. */
static bool is_listener(const run *r, const draft *d, const kh_actor *a)
{
    const kh_doc *doc = r->doc;
    if (kh_events_word_in(r->events, doc, a->head, KH_LIT("@outlet|@media")) || (a->pronoun && doc->tokens[a->head].morph & KH_MORPH_1 && r->author == KH_NONE))
        return true;
    if (kh_events_lemma_in(doc, d->event.token, "tell") && kh_view_has_word(KH_LIT("JUD|LEG"), kh_view_of(a->sector)) && !a->named)
        return true;
    bool stranger = a->named && !a->id.n && !a->sector[0] && !a->country[0][0] && a->kind != KH_KIND_PERSON;
    if (stranger && kh_events_lemma_in(doc, d->event.token, "tell"))       /* "told the Evening Bugle" */
        return true;
    return !a->id.n && kh_view_has_word(KH_LIT("JRN|CVL|BUS|EDU|AGR|MED"), kh_view_of(a->sector));
}

/* "refused to speak with reporters" */
static bool turns_down_press(const run *r, const draft *d)
{
    for (uint32_t i = 0; i < d->event.recipient_count; i++)
        if (strcmp(r->doc->actors[d->recipients[i]].sector, "JRN") || r->doc->actors[d->recipients[i]].named)
            return false;
    return is_type(&d->event, "REJECT") && d->event.recipient_count > 0;
}

/* Talks need somebody political to talk with. */
static bool talks_to_nobody(const run *r, const draft *d)
{
    if (turns_down_press(r, d))
        return true;
    if (!is_type(&d->event, "CONSULT") || d->event.recipient_count == 0)
        return false;
    for (uint32_t i = 0; i < d->event.recipient_count; i++)
        if (!is_listener(r, d, &r->doc->actors[d->recipients[i]]))
            return false;
    return true;
}

/* Somebody whom words may attack: a politician, a party, a state; `*armed` if it is somebody with arms. */
static bool is_politician(const kh_actor *a, bool *armed)
{
    *armed = *armed || kh_view_has_word(KH_LIT("MIL|REB|COP|UAF|PRM|SEP|CRM|SPY"), kh_view_of(a->sector));
    if (a->kind == KH_KIND_OBJECT || (a->generic && !a->sector[0]) || kh_view_has_word(KH_LIT("CVL|REF|REL|LAB|EDU|MED|JRN|AGR"), kh_view_of(a->sector)))
        return false;
    return a->kind == KH_KIND_PERSON || a->named || kh_view_has_word(KH_LIT("GOV|LEG|PTY|OPP|JUD|ELI"), kh_view_of(a->sector));
}

/* "attacked the governor on television", "fires back at critics": no arms, no harm, no place of its own, in no story of fighting. */
static bool is_attack_in_words(const run *r, const draft *d)
{
    const kh_doc *doc = r->doc;
    const kh_event *e = &d->event;
    const char *modes = "firearms|primitive|beat";
    const char *words = "attack|assault|fight|fire|hit|strike|blast|shoot|battle|war|bombard|target|slam|incursion|engage|ambush";
    if (!is_type(e, "ASSAULT") || !kh_events_lemma_in(doc, e->token, words) || has_toll(e) || !kh_span_empty(e->weapon) || (e->mode.n > 0 && !kh_view_has_word(kh_view_of(modes), e->mode)) ||
        (e->place != KH_NONE && kh_doc_under(doc, doc->places[e->place].first, d->clause)))
        return false;
    bool armed = false, civil = e->actor_count + e->recipient_count > 0;
    uint32_t states = 0;
    for (uint32_t i = 0; i < e->actor_count; i++) {
        civil = is_politician(&doc->actors[d->actors[i]], &armed) && civil;
        states += doc->actors[d->actors[i]].kind == KH_KIND_STATE;
    }
    for (uint32_t i = 0; i < e->recipient_count; i++) {
        civil = is_politician(&doc->actors[d->recipients[i]], &armed) && civil;
        states += doc->actors[d->recipients[i]].kind == KH_KIND_STATE;
    }
    return civil && !armed && states < 2 && r->about.article[KH_TOPIC_CONFLICT] < W_CONFLICT_STORY &&
           kh_about_sentence(&r->about, doc->tokens[e->token].sentence, KH_TOPIC_CONFLICT) <= W_CONFLICT_WORDS;
}

/* "a clear attack on our territory", said of something: a judgement, not an act. */
static bool is_judgement(const kh_doc *doc, const draft *d)
{
    return d->sense->pos == 'n' && kh_view_is(kh_doc_case(doc, d->event.token), "as") &&
           (kh_events_is(doc, d->event.token, KH_OBL) || kh_events_is(doc, d->event.token, KH_XCOMP) || kh_events_is(doc, d->event.token, KH_ADVCL));
}

/* "government surveillance", "support for the president", "at party rallies": a kind of act that somebody is known for, not one act. */
static bool is_kind(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    uint32_t t = e->token;
    if (d->sense->pos != 'n' || d->clause != t || has_toll(e) || (e->actor_count && e->recipient_count) || doc->tokens[t].head == KH_NONE)
        return false;
    if (!kh_events_is(doc, t, KH_NMOD) && !kh_events_is(doc, t, KH_OBL) && !kh_events_is(doc, t, KH_COMPOUND) && !kh_events_is(doc, t, KH_CONJ) &&
        !kh_events_is(doc, t, KH_ADVCL))
        return false;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (kh_events_is(doc, c, KH_DETREL) || kh_events_is(doc, c, KH_NUMMOD) || doc->tokens[c].sub == KH_SUB_POSS || kh_doc_time_of(doc, c) != KH_NONE)
            return false;
    return !(e->place != KH_NONE && kh_doc_under(doc, doc->places[e->place].first, t));
}

/* The writer's own "I" and "we": outside of quotations, in no body's communique. */
static bool is_writer(const run *r, const kh_actor *a)
{
    if (!a->pronoun || r->author != KH_NONE || !(r->doc->tokens[a->head].morph & (KH_MORPH_1 | KH_MORPH_2)))
        return false;
    for (uint32_t t = r->doc->sentences[r->doc->tokens[a->head].sentence].first; t < a->head; t++) {
        kh_view form = kh_doc_form(r->doc, t);
        if (kh_view_is(form, "\"") || kh_view_is(form, "“") || kh_view_is(form, "``"))
            return false;
    }
    return true;
}

/* A part that no one can be told of: "it", "we", "you" that lead to nobody. */
static bool is_nobody(const kh_actor *a) { return a->pronoun && a->via[0] == KH_NONE && !a->id.n && !a->country[0][0] && !a->sector[0]; }

static uint32_t parties(const run *r, const draft *d)
{
    const kh_actor *all = r->doc->actors;
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->event.actor_count; i++)
        n += !is_nobody(&all[d->actors[i]]) && !is_writer(r, &all[d->actors[i]]);
    for (uint32_t i = 0; i < d->event.recipient_count; i++)
        n += !is_nobody(&all[d->recipients[i]]) && !is_writer(r, &all[d->recipients[i]]);
    return n;
}

static const char *weighed(run *r, const draft *d, float need)
{
    kh_weighed w = kh_events_weigh(r, d);
    if (w.politics - w.other >= need)
        return NULL;
    if (w.politics < need)
        return "nobody political takes part";
    kh_view words = kh_arena_printf(r->doc->arena, "told of %s (%.1f against %.1f for politics)", kh_topic_words(w.topic), (double)w.other,
                                    (double)w.politics);
    return words.p ? words.p : "told of something else than politics";
}

/* "during the Vietnam War", "the war in Syria": a time or a state of things that an act stands in; "war broke out" is one. */
static bool is_state(const run *r, const draft *d)
{
    const kh_doc *doc = r->doc;
    const kh_event *e = &d->event;
    uint32_t t = e->token, head = doc->tokens[t].head;
    if (d->sense->pos == 'n' && is_type(e, "ASSAULT") && kh_events_lemma_in(doc, t, "war") && kh_view_is(kh_doc_case(doc, t), "at"))
        return true;                       /* "has been at war with the rebels" */
    if (d->sense->pos != 'n' || !is_type(e, "ASSAULT") || d->clause != t || (e->actor_count && e->recipient_count) ||
        !kh_events_word_in(r->events, doc, t, KH_LIT("@state_of_war")))
        return false;
    return head != KH_NONE && !(kh_events_is(doc, t, KH_NSUBJ) && kh_events_word_in(r->events, doc, head, KH_LIT("@happening")));
}

/* "the kidnapped girls", "fighters armed with rifles", "soldiers backed by tanks": a participle beside a noun, done by nobody named. */
static bool is_attribute(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    uint32_t t = e->token;
    kh_view tag = doc->tokens[t].xpos;
    if (has_toll(e) || e->actor_count > 0)
        return false;
    if (kh_events_is(doc, t, KH_AMOD))
        return kh_view_is(tag, "VBN") || (kh_view_is(tag, "VBG") && is_type(e, "ASSAULT|CONSULT"));
    return is_type(e, "AID|SUPPORT|MOBILIZE|COOPERATE|AGREE") && kh_view_is(tag, "VBN") && doc->tokens[t].sub != KH_SUB_RELCL &&
           kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE) == KH_NONE && kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE) == KH_NONE &&
           !kh_events_is(doc, t, KH_ROOT) && !kh_events_is(doc, t, KH_CONJ);
}

/* "the warring parties", "the greatest threat to the West": what somebody is like, not what was done. */
static bool is_description(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    uint32_t t = e->token, head = doc->tokens[t].head;
    if (d->sense->pos == 'v')
        return is_attribute(doc, d) ||     /* "detained women", "retreating rebels" */
               (kh_events_is(doc, t, KH_AMOD) && t < head && !(kh_view_is(doc->tokens[t].xpos, "VBN") && is_type(e, "ASSAULT") &&
                (kh_toll_stated(&e->toll[KH_KILLED]) || kh_toll_stated(&e->toll[KH_INJURED]))));
    if (!is_type(e, "THREATEN") || d->clause != t || !kh_events_lemma_in(doc, t, "threat"))
        return false;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_NMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NMOD, c))
        if (kh_view_is(kh_doc_case(doc, c), "to"))
            return true;
    return false;
}

/* "asked why he had come", "asked by a reporter, he said", "'Will they go?' he asked": wants to know, and wants nothing done. */
static bool is_question(const run *r, const draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t t = d->event.token;
    if (d->sense->pos != 'v' || !is_type(&d->event, "REQUEST"))
        return false;
    for (uint32_t i = 0; i < d->event.actor_count; i++) {
        const kh_actor *a = &doc->actors[d->actors[i]];
        if (!strcmp(a->sector, "JRN") || (a->named && kh_events_word_in(r->events, doc, a->head, KH_LIT("@outlet|@media"))))
            return true;                   /* the press asks, or presses */
    }
    if (!kh_events_word_in(r->events, doc, t, KH_LIT("@asking")))
        return false;
    uint32_t that = kh_doc_child_rel(doc, t, KH_CCOMP, KH_NONE), beside = kh_doc_child_rel(doc, t, KH_PARATAXIS, KH_NONE);
    if (kh_doc_child_rel(doc, t, KH_XCOMP, KH_NONE) != KH_NONE)
        return false;                      /* "asked them to leave" */
    if (kh_events_passive(doc, t) && kh_events_is(doc, t, KH_ADVCL))
        return true;
    for (uint32_t c = beside != KH_NONE ? beside : that, u = c; c != KH_NONE && u < doc->token_count && doc->tokens[u].sentence == doc->tokens[t].sentence; u++)
        if (kh_view_is(kh_doc_form(doc, u), "?"))
            return true;
    for (uint32_t c = that == KH_NONE ? KH_NONE : kh_doc_child(doc, that, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, that, c))
        if (doc->tokens[c].morph & KH_MORPH_PRON_INT || kh_events_word_in(r->events, doc, c, KH_LIT("@interrogative")))
            return true;
    uint32_t head = doc->tokens[t].head;   /* "'Who did it?' he asked" may hang the other way */
    for (uint32_t u = head; kh_events_is(doc, t, KH_PARATAXIS) && u != KH_NONE && u < t; u++)
        if (kh_view_is(kh_doc_form(doc, u), "?"))
            return true;
    return false;
}

/* "64 percent of those polled said they backed the strikes" */
static bool is_polled(const run *r, const draft *d)
{
    const kh_doc *doc = r->doc;
    if (!is_type(&d->event, "SUPPORT|AGREE|REJECT|ACCUSE"))
        return false;
    for (uint32_t i = 0; i < d->event.actor_count; i++)
        if (doc->actors[d->actors[i]].named && !doc->actors[d->actors[i]].pronoun)
            return false;
    const kh_sentence *s = &doc->sentences[doc->tokens[d->event.token].sentence];
    for (uint32_t t = s->first; t < s->end && t < s->first + POLL_REACH; t++)
        if (kh_events_word_in(r->events, doc, t, KH_LIT("@poll")))
            return true;
    return false;
}

/* "73 percent backing the plan", "those supporting the president": for somebody is who is not told. */
static bool is_leaning(const kh_doc *doc, const draft *d)
{
    return d->sense->pos == 'v' && is_type(&d->event, "SUPPORT|AID") && d->event.actor_count == 0 && !kh_events_passive(doc, d->event.token);
}

/* "after being shot", "abducted airliners": a verb with nobody on either side, in a clause that is not the news or says neither when nor where. */
static bool is_bare(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    if (d->sense->pos != 'v' || e->actor_count + e->recipient_count > 0 || has_toll(e) || e->status != KH_OCCURRED || e->about != KH_NONE)
        return false;
    uint32_t t = e->token;
    bool main = kh_events_is(doc, t, KH_ROOT) || kh_events_is(doc, t, KH_CCOMP) || kh_events_is(doc, t, KH_CONJ) || kh_events_is(doc, t, KH_PARATAXIS);
    bool when = e->time != KH_NONE && kh_doc_under(doc, doc->times[e->time].first, t);
    bool where = e->place != KH_NONE && kh_doc_under(doc, doc->places[e->place].first, t);
    return !main || !(when || where || (kh_events_is(doc, t, KH_ROOT) && !kh_span_empty(e->weapon)) || is_type(e, "MOBILIZE|COERCE|SANCTION|RETREAT|CONCEDE|CONSULT"));
}

/* "their commitment to safety", "an alliance of the group": a noun that says what somebody is for, towards nobody, in another clause. */
static bool is_attitude(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    if (d->sense->pos != 'n' || !is_type(e, "AGREE|SUPPORT|COOPERATE|REQUEST") || d->clause != e->token || e->about != KH_NONE)
        return false;
    if (e->recipient_count > 0 || e->status != KH_OCCURRED || kh_doc_child_rel(doc, e->token, KH_ACL, KH_NONE) != KH_NONE)
        return false;
    return !kh_events_is(doc, e->token, KH_ROOT) && !kh_events_is(doc, e->token, KH_NSUBJ) &&
           (e->time == KH_NONE || !kh_doc_under(doc, doc->times[e->time].first, e->token));
}

const char *kh_events_reason_against(run *r, uint32_t i)
{
    const draft *d = &r->drafts[i];
    const kh_event *e = &d->event;
    if (is_judgement(r->doc, d))
        return "words of judgement, not of an act";
    if (is_description(r->doc, d))
        return "a description, no act";
    if (is_question(r, d))
        return "a question, no request";
    if (is_polled(r, d))
        return "an answer to a poll";
    if (is_leaning(r->doc, d))
        return "nobody named helps or is for it";
    if (is_bare(r->doc, d))
        return "nobody acts or is acted on";
    if (is_state(r, d))
        return "a state of war, no act";
    if (is_attitude(r->doc, d))
        return "an attitude towards nobody named";
    if (kh_events_is_passing(r, i))
        return "named in passing, not told";
    if (is_attack_in_words(r, d))
        return "an attack in words";
    if (talks_to_nobody(r, d))
        return "told to nobody political";
    if (e->about == KH_NONE && is_kind(r->doc, d))
        return "told of such acts in general";
    if (kh_events_is_fiction(r, d))
        return "told by a work of art or a game";
    if (parties(r, d) > 0 || e->about != KH_NONE)
        return weighed(r, d, kh_events_need(r, d));
    if (is_type(e, "ASSAULT|PROTEST"))
        return is_general(r, i) ? "told of such acts in general" : weighed(r, d, kh_events_need(r, d));
    return is_anchored(r->doc, d) ? weighed(r, d, W_NEED_NOBODY) : "nobody acts or is acted on";
}
