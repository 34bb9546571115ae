/* open.c: reads predicates, classes, governors and light verbs from the lexicon. */
#include "events/toll.h"

#include <string.h>

static bool is_word(kh_view v) { return v.n > 0; }

/* Puts row `at` at the end of the list of `head`, so that tables keep their order. */
static bool hang(kh_map *map, kh_view head, uint32_t at, uint32_t *(*next)(void *, uint32_t), void *rows)
{
    bool fresh = false;
    uint32_t *first = kh_map_make(map, head, &fresh);
    if (!first)
        return false;
    if (*first == 0) {
        *first = at + 1;
        return true;
    }
    *next(rows, at) = *first - 1;          /* newest first */
    *first = at + 1;
    return true;
}

static uint32_t *sense_next(void *rows, uint32_t i) { return &((kh_sense *)rows)[i].next; }
static uint32_t *governor_next(void *rows, uint32_t i) { return &((kh_governor *)rows)[i].next; }
static uint32_t *speech_next(void *rows, uint32_t i) { return &((kh_speech *)rows)[i].next; }
static uint32_t *light_next(void *rows, uint32_t i) { return &((kh_light *)rows)[i].next; }

static void read_frame(kh_sense *s, kh_view frame)
{
    s->actor = s->pos == 'n' ? KH_LIT("nmod:by/poss/comp") : KH_LIT("subj");
    s->recipient = s->pos == 'n' ? KH_LIT("nmod:on|against|of") : KH_LIT("obj");
    bool given = false;
    kh_view actor = { 0 }, recipient = { 0 };
    while (frame.n > 0) {
        kh_view part = kh_view_trim(kh_view_cut(&frame, ' '));
        if (kh_view_is(part, "sym")) {
            s->sym = true;
        } else if (part.n > 2 && part.p[1] == '=') {
            kh_view value = { part.p + 2, part.n - 2 };
            given = true;
            if (part.p[0] == 'A')
                actor = value;
            else if (part.p[0] == 'R')
                recipient = value;
            else if (part.p[0] == 'I')
                s->weapon = value;
        }
    }
    if (given) {
        s->actor = actor;
        s->recipient = recipient;
    }
}

static void add_need(kh_sense *s, kh_view slot, kh_view words, bool unlike)
{
    if (s->need_count < 2 * KH_DEPS && slot.n > 0)
        s->needs[s->need_count++] = (kh_need){ slot, words, unlike };
}

/* Words of a form: at blanks, and at hyphens, which the tokens of a text are cut at as well. */
static uint32_t plain_words(kh_sense *s, kh_view form, kh_view plain[KH_NEAR + 1])
{
    uint32_t n = 0;
    while (form.n > 0) {
        kh_view part = kh_view_cut(&form, ' ');
        const char *colon = part.n ? memrchr(part.p, ':', part.n) : NULL;
        if (colon)
            add_need(s, (kh_view){ part.p, (size_t)(colon - part.p) }, (kh_view){ colon + 1, part.n - (size_t)(colon - part.p) - 1 }, false);
        for (bool first = true; !colon && part.n > 0; first = false) {
            kh_view word = kh_view_cut(&part, '-');
            if (s->pos == 'v' && first && part.n > 0)
                s->late = true;            /* "baton-charge": the verb is the last of its parts */
            if (is_word(word) && n <= KH_NEAR)
                plain[n++] = word;
        }
    }
    return n;
}

static void read_form(kh_sense *s, kh_view form, kh_view *head)
{
    kh_view plain[KH_NEAR + 1];
    uint32_t n = plain_words(s, form, plain);
    s->fixed_count = s->need_count;
    *head = (kh_view){ 0 };
    if (n == 0)
        return;
    uint32_t at = s->pos == 'n' || s->late ? n - 1 : 0;
    *head = plain[at];
    for (uint32_t i = 0; i < n && s->near_count < KH_NEAR; i++)
        if (i != at)
            s->near[s->near_count++] = plain[i];
}

static void read_conditions(kh_sense *s, kh_view text)
{
    while (text.n > 0) {
        kh_view part = kh_view_trim(kh_view_cut(&text, ' '));
        const char *eq = part.n ? memchr(part.p, '=', part.n) : NULL;
        if (!eq)
            continue;
        size_t n = (size_t)(eq - part.p);
        bool unlike = n > 0 && part.p[n - 1] == '!';
        add_need(s, (kh_view){ part.p, unlike ? n - 1 : n }, (kh_view){ eq + 1, part.n - n - 1 }, unlike);
    }
}

static void read_sense(kh_sense *s, const kh_table *t, size_t r, kh_view *head)
{
    memset(s, 0, sizeof *s);
    s->pos = kh_table_cell(t, r, kh_table_column(t, "pos")).p[0];
    s->user = kh_table_is_user(t);
    s->next = KH_NONE;
    read_form(s, kh_table_cell(t, r, kh_table_column(t, "form")), head);
    read_conditions(s, kh_table_cell(t, r, kh_table_column(t, "if")));
    read_frame(s, kh_table_cell(t, r, kh_table_column(t, "frame")));
    s->type = kh_table_cell(t, r, kh_table_column(t, "type"));
    s->mode = kh_table_cell(t, r, kh_table_column(t, "mode"));
    s->cameo = kh_table_cell(t, r, kh_table_column(t, "cameo"));
    s->about = kh_table_cell(t, r, kh_table_column(t, "about"));
}

/* "scrap|abandon|cancel obj:truce" is a sense of each word. */
static bool add_sense(kh_events *e, const kh_sense *s, kh_view heads, kh_arena *arena)
{
    while (heads.n > 0) {
        kh_view head = kh_view_cut(&heads, '|');
        void *grown = head.n ? kh_arena_grow(arena, e->senses, &e->sense_room, e->sense_count + 1, sizeof *e->senses) : e->senses;
        if (!grown)
            return false;
        e->senses = grown;
        if (head.n == 0)
            continue;
        e->senses[e->sense_count] = *s;
        if (!hang(&e->sense_of, head, (uint32_t)e->sense_count, sense_next, e->senses))
            return false;
        e->sense_count++;
    }
    return true;
}

static kh_status read_predicates(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int pos = kh_table_column(t, "pos");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view p = kh_table_cell(t, r, pos), head;
        if (p.n != 1 || !memchr("vna", p.p[0], 3))
            continue;
        kh_sense s;
        read_sense(&s, t, r, &head);
        s.rule = kh_table_rule(t, r, arena);
        if (!s.rule.p || (s.type.n > 0 && !add_sense(e, &s, head, arena)))
            return kh_arena_fail(arena, err);
    }
    return KH_OK;
}

static kh_status read_forms(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), lemma = kh_table_column(t, "lemma");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        bool fresh = false;
        uint32_t *value = kh_map_make(&e->forms, kh_table_cell(t, r, form), &fresh);
        void *grown = value ? kh_arena_grow(arena, e->lemmas, &e->lemma_room, e->lemma_count + 1, sizeof *e->lemmas) : NULL;
        if (!grown)
            return kh_arena_fail(arena, err);
        e->lemmas = grown;
        e->lemmas[e->lemma_count++] = kh_table_cell(t, r, lemma);
        *value = (uint32_t)e->lemma_count;
    }
    return KH_OK;
}

static kh_event_status status_of(kh_view name, kh_event_status otherwise)
{
    for (int i = 0; i < KH_EVENT_STATUS_COUNT; i++)
        if (kh_view_is(name, kh_event_status_name((kh_event_status)i)))
            return (kh_event_status)i;
    return otherwise;
}

/* "1.5", "-1": from -3 to 3 */
static int8_t tenths(kh_view number)
{
    int value = 0, digits = 0;
    bool minus = number.n > 0 && number.p[0] == '-', point = false;
    for (size_t i = minus; i < number.n && digits < 2; i++) {
        if (number.p[i] == '.')
            point = true;
        else if (number.p[i] >= '0' && number.p[i] <= '9') {
            value = value * 10 + (number.p[i] - '0');
            digits += point || digits == 0;
        }
    }
    if (!point)
        value *= 10;
    return (int8_t)(value > 30 ? KH_NO_LEAN : minus ? -value : value);
}

/* Where the word stands: below the act as a modifier, above it, or either ("a likely attack", "likely to attack"). */
static void read_sides(kh_governor *g, kh_view slots, bool only_below)
{
    while (slots.n > 0) {
        kh_view slot = kh_view_cut(&slots, '|');
        bool below = only_below || kh_view_has_word(KH_LIT("amod|advmod|aux|mark|case|det|cc"), slot);
        g->below = g->below || below;
        g->above = g->above || !below;
    }
}

static kh_status read_governors(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), slot = kh_table_column(t, "slot"), status = kh_table_column(t, "status");
    int certainty = kh_table_column(t, "certainty"), implies = kh_table_column(t, "implies"), pos = kh_table_column(t, "pos");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view rest = kh_table_cell(t, r, form), head = kh_view_cut(&rest, ' '), s = kh_table_cell(t, r, status);
        if (kh_view_is(head, "be") && rest.n > 0 && !kh_view_is(rest, "to"))      /* "is to visit" */
            head = kh_view_cut(&rest, ' ');
        if (head.n == 0 || s.n == 0)
            continue;
        void *grown = kh_arena_grow(arena, e->governors, &e->governor_room, e->governor_count + 1, sizeof *e->governors);
        if (!grown)
            return kh_arena_fail(arena, err);
        e->governors = grown;
        kh_governor *g = &e->governors[e->governor_count];
        memset(g, 0, sizeof *g);
        g->next = KH_NONE;
        g->rest = rest;
        g->slot = kh_table_cell(t, r, slot);
        kh_view p = kh_table_cell(t, r, pos);
        g->pos = p.n == 1 ? p.p[0] : ' ';
        read_sides(g, g->slot, kh_view_is(p, "adv") || kh_view_is(p, "sconj") || kh_view_is(p, "det"));
        g->yes = status_of(s, KH_OCCURRED);
        g->no = g->yes == KH_OCCURRED ? KH_NEGATED : g->yes;
        g->certainty = KH_CERTAINTY_COUNT;
        g->lean = KH_NO_LEAN;
        kh_view c = kh_table_cell(t, r, certainty), words = kh_table_cell(t, r, implies);
        for (uint8_t i = 0; i < KH_CERTAINTY_COUNT; i++)
            if (kh_view_is(c, kh_certainty_name((kh_certainty)i)))
                g->certainty = i;
        while (words.n > 0) {
            kh_view w = kh_view_cut(&words, ' ');
            if (kh_view_starts(w, KH_LIT("pos=")))
                g->yes = status_of((kh_view){ w.p + 4, w.n - 4 }, g->yes);
            else if (kh_view_starts(w, KH_LIT("neg=")))
                g->no = status_of((kh_view){ w.p + 4, w.n - 4 }, g->no);
            else if (kh_view_starts(w, KH_LIT("past="))) {
                g->has_past = true;
                g->past = status_of((kh_view){ w.p + 5, w.n - 5 }, g->yes);
            } else if (kh_view_is(w, "given"))
                g->given = true;
            else if (kh_view_starts(w, KH_LIT("lean=")))
                g->lean = tenths((kh_view){ w.p + 5, w.n - 5 });
        }
        if (!hang(&e->governor_of, head, (uint32_t)e->governor_count, governor_next, e->governors))
            return kh_arena_fail(arena, err);
        e->governor_count++;
    }
    return KH_OK;
}


static kh_status read_lights(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), noun = kh_table_column(t, "noun"), actor = kh_table_column(t, "actor");
    int recipient = kh_table_column(t, "recipient");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view rest = kh_table_cell(t, r, form), head = kh_view_cut(&rest, ' ');
        if (head.n == 0)
            continue;
        void *grown = kh_arena_grow(arena, e->lights, &e->light_room, e->light_count + 1, sizeof *e->lights);
        if (!grown)
            return kh_arena_fail(arena, err);
        e->lights = grown;
        e->lights[e->light_count] = (kh_light){ rest, kh_table_cell(t, r, noun), kh_table_cell(t, r, actor),
                                                kh_table_cell(t, r, recipient), KH_NONE };
        if (!hang(&e->light_of, head, (uint32_t)e->light_count, light_next, e->lights))
            return kh_arena_fail(arena, err);
        e->light_count++;
    }
    return KH_OK;
}

/* A request or a stance is about an act without telling that it happened: KH_CERTAINTY_COUNT. */
static uint8_t certainty_of_kind(kh_view kind)
{
    if (kh_view_has_word(KH_LIT("request|stance"), kind))
        return KH_CERTAINTY_COUNT;
    return kh_view_is(kind, "allegation") ? KH_ALLEGED : kh_view_is(kind, "claim") ? KH_CLAIMED : kh_view_is(kind, "denial") ? KH_DENIED : KH_FACT;
}

static kh_status read_speeches(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), pos = kh_table_column(t, "pos"), source = kh_table_column(t, "source");
    int content = kh_table_column(t, "content"), addressee = kh_table_column(t, "addressee"), kind = kh_table_column(t, "kind");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view rest = kh_table_cell(t, r, form), head = kh_view_cut(&rest, ' '), p = kh_table_cell(t, r, pos);
        bool passive = kh_view_is(head, "be") && rest.n > 0;
        if (passive)
            head = kh_view_cut(&rest, ' ');
        if (head.n == 0 || p.n == 0)
            continue;
        void *grown = kh_arena_grow(arena, e->speeches, &e->speech_room, e->speech_count + 1, sizeof *e->speeches);
        if (!grown)
            return kh_arena_fail(arena, err);
        e->speeches = grown;
        e->speeches[e->speech_count] = (kh_speech){ rest, kh_table_cell(t, r, source), kh_table_cell(t, r, content),
                                                    kh_table_cell(t, r, addressee), kh_table_cell(t, r, kind), KH_NONE,
                                                    certainty_of_kind(kh_table_cell(t, r, kind)), p.p[0], passive };
        if (!hang(&e->speech_of, head, (uint32_t)e->speech_count, speech_next, e->speeches))
            return kh_arena_fail(arena, err);
        e->speech_count++;
    }
    return KH_OK;
}

static kh_status read_classes(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int name = kh_table_column(t, "class"), words = kh_table_column(t, "words");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view c = kh_table_cell(t, r, name), rest = kh_table_cell(t, r, words);
        while (rest.n > 0) {
            kh_view w = kh_view_trim(kh_view_cut(&rest, '|'));
            if (w.n == 0)
                continue;
            kh_view key = kh_arena_printf(arena, "%.*s %.*s", (int)c.n, c.p, (int)w.n, w.p);
            bool fresh = false;
            uint32_t *value = key.p ? kh_map_make(&e->classes, key, &fresh) : NULL;
            if (!value)
                return kh_arena_fail(arena, err);
            *value = 1;
        }
    }
    return KH_OK;
}

static kh_status read_weapons(kh_events *e, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), kind = kh_table_column(t, "kind"), mode = kh_table_column(t, "mode");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        bool fresh = false;
        uint32_t *value = kh_map_make(&e->weapon_of, kh_table_cell(t, r, form), &fresh);
        void *grown = value ? kh_arena_grow(arena, e->weapons, &e->weapon_room, e->weapon_count + 1, sizeof *e->weapons) : NULL;
        if (!grown)
            return kh_arena_fail(arena, err);
        e->weapons = grown;
        e->weapons[e->weapon_count++] = (kh_weapon){ kh_table_cell(t, r, kind), kh_table_cell(t, r, mode) };
        *value = (uint32_t)e->weapon_count;
    }
    return KH_OK;
}

typedef kh_status (*reader)(kh_events *, const kh_table *, kh_arena *, kh_error *);

static kh_status read_all(kh_events *e, const kh_lexicon *lexicon, const char *name, reader read, kh_arena *arena, kh_error *err)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, name, &i)) != NULL;) {
        kh_status s = read(e, t, arena, err);
        if (s != KH_OK)
            return s;
    }
    return KH_OK;
}

kh_status kh_events_open(const kh_lexicon *lexicon, kh_arena *arena, kh_events **events, kh_error *err)
{
    kh_events *e = kh_arena_get(arena, sizeof *e);
    if (!e || !kh_map_init(&e->sense_of, arena, 4096) || !kh_map_init(&e->governor_of, arena, 512) ||
        !kh_map_init(&e->light_of, arena, 128) || !kh_map_init(&e->speech_of, arena, 512) || !kh_map_init(&e->weapon_of, arena, 1024) || !kh_map_init(&e->forms, arena, 512) || !kh_map_init(&e->classes, arena, 8192))
        return kh_arena_fail(arena, err);
    kh_status s = read_all(e, lexicon, "en/predicates/", read_predicates, arena, err);
    if (s == KH_OK)
        s = read_all(e, lexicon, "en/forms", read_forms, arena, err);
    if (s == KH_OK)
        s = read_all(e, lexicon, "en/status", read_governors, arena, err);
    if (s == KH_OK)
        s = read_all(e, lexicon, "en/light", read_lights, arena, err);
    if (s == KH_OK)
        s = read_all(e, lexicon, "en/weapons", read_weapons, arena, err);
    if (s == KH_OK)
        s = read_all(e, lexicon, "en/speech", read_speeches, arena, err);
    if (s == KH_OK)
        s = read_all(e, lexicon, "en/classes", read_classes, arena, err);
    if (s == KH_OK)
        s = kh_events_open_counts(lexicon, arena, &e->counts, err);
    if (s == KH_OK)
        s = kh_topics_open(lexicon, arena, &e->topics, err);
    if (s == KH_OK)
        *events = e;
    return s;
}
