/*
 * Features of event places, for train/site.py:  khsite HOME < IN > OUT
 * IN: lines "FROM<tab>TO<tab>TEXT", the bytes of an act's words. OUT: for each line, and each place of its sentence, "LINE FROM TO INDEX...".
 */
#include <stdio.h>
#include <string.h>

#include "events/site.h"
#include "model.h"

static kh_status stages(const kh_model *m, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    kh_status s = kh_language_run(m->language, doc, NULL, NULL, scratch, err);
    if (!s)
        s = kh_times_run(m->times, doc, scratch, err);
    if (!s)
        s = kh_places_run(m->places, doc, scratch, err);
    return s ? s : kh_actors_run(m->actors, doc, scratch, err);
}

/* The word of the act's span that the others hang on. */
static uint32_t head_of(const kh_doc *doc, uint32_t from, uint32_t to)
{
    uint32_t first = kh_doc_token_at(doc, from);
    for (uint32_t t = first; t < doc->token_count && doc->tokens[t].span.from < to; t++) {
        uint32_t h = doc->tokens[t].head;
        if (h == KH_NONE || doc->tokens[h].span.to <= from || doc->tokens[h].span.from >= to)
            return t;
    }
    return first;
}

static void write_sites(const kh_model *m, const kh_doc *doc, long line, uint32_t token)
{
    for (uint32_t i = 0; token < doc->token_count && i < doc->place_count; i++) {
        kh_site s;
        if (!kh_site_may_be(doc, i, doc->tokens[token].sentence))
            continue;
        kh_site_features(m->events, doc, token, i, &s);
        printf("%ld %u %u", line, doc->places[i].span.from, doc->places[i].span.to);
        for (uint32_t k = 0; k < s.count; k++)
            printf(" %u", s.on[k]);
        printf("\n");
    }
}

static int fail(const kh_error *err)
{
    fprintf(stderr, "khsite: %s\n", err->message);
    return 3;
}

int main(int argc, char **argv)
{
    static char text[1 << 16], last[1 << 16];
    kh_error err = { 0 };
    kh_model *m = NULL;
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
    if (argc != 2 || !arena || !scratch)
        return 2;
    if (kh_model_open(&(kh_model_options){ .home = argv[1] }, &m, &err))
        return fail(&err);
    kh_doc doc = { 0 };
    for (long line = 0; fgets(text, sizeof text, stdin); line++) {
        unsigned from, to;
        int skip = 0;
        if (sscanf(text, "%u\t%u\t%n", &from, &to, &skip) < 2 || !skip)
            return 2;
        char *body = text + skip;
        body[strcspn(body, "\n")] = 0;
        if (line == 0 || strcmp(body, last) != 0) {        /* acts of one sentence stand together */
            strcpy(last, body);
            kh_arena_reset(arena);
            kh_arena_reset(scratch);
            kh_block block = { .span = { 0, (uint32_t)strlen(last) } };
            doc = (kh_doc){ .arena = arena, .text = kh_view_of(last), .block_count = 1 };
            doc.meta.day = KH_NO_DAY;
            doc.meta.minute = -1;
            doc.blocks = kh_arena_array(arena, 1, sizeof *doc.blocks);
            if (!doc.blocks)
                return 5;
            *doc.blocks = block;
            if (stages(m, &doc, scratch, &err))
                return fail(&err);
        }
        write_sites(m, &doc, line, head_of(&doc, from, to));
    }
    kh_model_close(m);
    return 0;
}
