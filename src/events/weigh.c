/*
 * weigh.c: is it politics? The parties of an act, its violence and the words of state and conflict speak for it; the words of one other
 * topic in sentence, paragraph, article and address against it. A state's act inside a match report is kept, a team's attack is not.
 */
#include "events/draft.h"
#include "events/weights.h"

static float most(float v, float limit) { return v > limit ? limit : v; }

static bool among(const char *list, const char *one) { return one[0] && kh_view_has_word(kh_view_of(list), kh_view_of(one)); }

/* ------------------------------------------------------------------ parties */

static bool is_body(const kh_actor *a)
{
    return among("GOV|MIL|REB|COP|LEG|JUD|PTY|OPP|SPY|UAF|PRM|SEP|ELI|PRE", a->sector) || among("IGO|UNO|EUR|IMG|ISM", a->country[0]);
}

static float standing_of_society(const kh_actor *a, const kh_event *e)
{
    bool acts = kh_view_has_word(KH_LIT("PROTEST|AID|THREATEN"), e->type);
    float v = 0;
    if (among("LAB|REL|SOC|REF|AGR|CRM|MED|EDU", a->sector) || among("NGO", a->country[0]))
        v = acts ? W_SOCIETY_ACTS : W_SOCIETY;
    else if (among("CVL|JRN", a->sector))
        v = kh_view_is(e->type, "PROTEST") ? W_SOCIETY_ACTS : W_PEOPLE;
    else if (among("BUS", a->sector) || among("MNC", a->country[0]))
        v = W_FIRM;
    return v > 0 && a->country[0][0] ? v + W_OF_A_COUNTRY : v;
}

/* What an article about something else makes of names: a bare country is a team; in a work or a game also a captain is made up. */
typedef enum alien { KH_OWN = 0, KH_ALIEN, KH_MADE_UP } alien;

static float standing(const run *r, const kh_actor *a, const kh_event *e, alien how)
{
    if (is_body(a)) {
        bool bare = a->kind == KH_KIND_STATE && r->doc->tokens[a->head].upos == KH_PROPN;
        float v = a->id.n ? W_BODY_KNOWN : a->country[0][0] ? W_BODY_COUNTRY : W_BODY;
        return (how && bare) || (how == KH_MADE_UP && !a->id.n) ? v * W_ALIEN : v;
    }
    float v = standing_of_society(a, e);
    if (v > 0)
        return how ? v * W_ALIEN : v;
    if (a->country[0][0])
        return how ? W_NATIONAL * W_ALIEN : W_NATIONAL;
    return a->named ? W_NAMED : 0;
}

static float side(const run *r, const kh_event *e, const uint32_t *list, uint32_t n, alien how)
{
    float best = 0;
    for (uint32_t i = 0; i < n; i++) {
        float v = standing(r, &r->doc->actors[list[i]], e, how);
        best = v > best ? v : best;
    }
    return best;
}

/* ------------------------------------------------------------------ words */

/* How much of the article the topic has over what any news holds of it; words of state take from it. */
static float share(const kh_about *a, kh_topic k)
{
    float v = a->article[k] - W_ARTICLE_ANY - W_STATE_TAKES * a->article[KH_TOPIC_STATE];
    return v > 0 ? v : 0;
}

static float against(const run *r, uint32_t sentence, kh_topic k)
{
    const kh_about *a = &r->about;
    float v = most(W_SENTENCE * kh_about_sentence(a, sentence, k), W_SENTENCE_MOST);
    v += most(W_PARAGRAPH * kh_about_paragraph(a, r->doc, sentence, k), W_PARAGRAPH_MOST);
    v += most(W_ARTICLE * share(a, k), W_ARTICLE_MOST);
    return v + (!a->section[k] ? 0 : k == KH_TOPIC_OPINION ? W_SECTION_OPINION : W_SECTION);
}

static alien alien_of(const kh_about *a)
{
    alien most_alien = KH_OWN;
    for (kh_topic k = KH_TOPIC_SPORT; k <= KH_TOPIC_LIVING; k++)
        if (k != KH_TOPIC_WEATHER && share(a, k) >= W_ALIEN_SHARE) {
            alien one = k == KH_TOPIC_ARTS || k == KH_TOPIC_GAME ? KH_MADE_UP : KH_ALIEN;
            most_alien = one > most_alien ? one : most_alien;
        }
    return most_alien;
}

static float politics_of_words(const run *r, uint32_t sentence)
{
    const kh_about *a = &r->about;
    float own = kh_about_sentence(a, sentence, KH_TOPIC_STATE) + kh_about_sentence(a, sentence, KH_TOPIC_CONFLICT);
    float all = a->article[KH_TOPIC_STATE] + a->article[KH_TOPIC_CONFLICT];
    return most(W_POLITICS_SENTENCE * own, W_POLITICS_SENTENCE_MOST) + most(W_POLITICS_ARTICLE * all, W_POLITICS_ARTICLE_MOST);
}

static bool is_placed(const kh_doc *doc, const draft *d)
{
    return d->event.place != KH_NONE && kh_doc_under(doc, doc->places[d->event.place].first, d->clause);
}

/* Arrests, bans, releases, seizures: only a power can do them, named or not. */
static float power(const run *r, const draft *d)
{
    const kh_event *e = &d->event;
    bool of_power = kh_view_is(e->type, "COERCE") || kh_view_has_word(KH_LIT("arrest|convict|release|ceasefire"), e->mode);
    float placed = is_placed(r->doc, d) ? W_PLACED : 0;
    for (uint32_t i = 0; of_power && i < e->actor_count; i++)
        if (among("COP|MIL|GOV|JUD|SPY", r->doc->actors[d->actors[i]].sector) && r->doc->actors[d->actors[i]].kind != KH_KIND_STATE)
            return W_ORGAN_ACTS + placed;
    return of_power && e->actor_count == 0 ? W_POWER : placed;
}

static float violence(const run *r, const draft *d)
{
    const kh_event *e = &d->event;
    if (!kh_view_has_word(KH_LIT("ASSAULT|PROTEST"), e->type))
        return power(r, d);
    bool armed = !kh_span_empty(e->weapon) ||
                 kh_view_has_word(KH_LIT("explosives|suicide-attack|heavy-weapons|aerial|drone|firearms|targeted|abduct|hostage"), e->mode);
    float v = (e->toll[KH_KILLED].best > 0 ? W_KILLED : 0) + (armed ? W_ARMED : 0) + (is_placed(r->doc, d) ? W_PLACED : 0);
    for (uint32_t i = 0; i < e->recipient_count; i++)
        if (r->doc->actors[d->recipients[i]].kind == KH_KIND_PERSON && !r->doc->actors[d->recipients[i]].pronoun)
            return v + W_HURT_PEOPLE;
    return v;
}

kh_weighed kh_events_weigh(const run *r, const draft *d)
{
    const kh_event *e = &d->event;
    uint32_t sentence = r->doc->tokens[e->token].sentence;
    kh_weighed w = { 0, 0, KH_TOPIC_COUNT };
    for (kh_topic k = KH_TOPIC_SPORT; k <= KH_TOPIC_MEDIA; k++) {
        float v = against(r, sentence, k);
        if (v > w.other) {
            w.other = v;
            w.topic = k;
        }
    }
    alien how = alien_of(&r->about);
    float a = side(r, e, d->actors, e->actor_count, how), b = side(r, e, d->recipients, e->recipient_count, how);
    w.politics = (a > b ? a + W_BOTH_SIDES * b : b + W_BOTH_SIDES * a) + politics_of_words(r, sentence);
    w.politics += how && !is_placed(r->doc, d) ? W_ALIEN * violence(r, d) : violence(r, d);
    return w;
}

float kh_events_need(const run *r, const draft *d)
{
    const kh_event *e = &d->event;
    bool line = r->about.words <= W_LINE_WORDS;
    if (kh_view_has_word(KH_LIT("ASSAULT|PROTEST"), e->type))
        return W_NEED_FORCE;
    bool talk = kh_view_has_word(KH_LIT("REQUEST|SUPPORT|ACCUSE|REJECT|AGREE|CONSULT|CONCEDE"), e->type);
    bool one_sided = talk && (e->actor_count == 0 || e->recipient_count == 0) && e->about == KH_NONE;
    return line ? W_NEED_LINE : one_sided ? W_NEED_WORDS + W_ONE_SIDED : W_NEED_WORDS;
}

const char *kh_topic_words(kh_topic topic)
{
    static const char *const words[] = { "sport", "film, music or books", "games", "business and markets", "weather and accidents", "science",
                                         "technology", "health and daily life", "common crime", "the writer's opinion", "the press" };
    return topic < sizeof words / sizeof *words ? words[topic] : "nothing political";
}
