/* lexc FOLDER OUT: compiles the lexicon's TSV tables to one mapped file. Says file, line and reason of whatever is wrong. */
#include "lexicon/lexicon.h"

#include <stdio.h>

static void say(void *ctx, const kh_error *e)
{
    size_t *count = ctx;
    (*count)++;
    fprintf(stderr, "lexc: %s:%u: %s\n", e->file, e->line, e->message);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: lexc FOLDER OUT\n");
        return 2;
    }
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_error err = { 0 };
    kh_lexicon *lexicon;
    size_t findings = 0;
    kh_status s = arena ? kh_lexicon_read(argv[1], say, &findings, arena, &lexicon, &err) : KH_E_NOMEM;
    if (!s && findings == 0)
        s = kh_lexicon_write(lexicon, argv[2], &err);
    if (s)
        fprintf(stderr, "lexc: %s: %s\n", err.file, err.message);
    kh_arena_free(arena);
    return s || findings ? 3 : 0;
}
