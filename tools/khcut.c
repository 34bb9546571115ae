/* khcut: raw text on stdin -> CoNLL-U with words, multi-word tokens and SpaceAfter only, to score the cutting of text alone.
 *
 *     khcut models/en.khm < raw.txt > cut.conllu
 */
#include "language/cut.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static kh_view read_all(kh_arena *arena)
{
    size_t capacity = 0, n = 0, got;
    char *p = NULL;
    do {
        p = kh_arena_grow(arena, p, &capacity, n + 65536, 1);
        if (!p)
            exit(1);
        got = fread(p + n, 1, 65536, stdin);
        n += got;
    } while (got);
    return (kh_view){ p, n };
}

/* Paragraphs parted by blank lines are blocks, as intake makes them. */
static void find_blocks(kh_doc *d)
{
    size_t capacity = 0;
    for (uint32_t at = 0; at < d->text.n;) {
        while (at < d->text.n && d->text.p[at] == '\n')
            at++;
        uint32_t end = at;
        while (end < d->text.n && !(d->text.p[end] == '\n' && (end + 1 == d->text.n || d->text.p[end + 1] == '\n')))
            end++;
        if (end == at)
            break;
        d->blocks = kh_arena_grow(d->arena, d->blocks, &capacity, (size_t)d->block_count + 1, sizeof *d->blocks);
        if (!d->blocks)
            exit(1);
        d->blocks[d->block_count++] = (kh_block){ .span = { at, end }, .role = KH_ROLE_BODY };
        at = end;
    }
}

static void print_token(const kh_doc *d, uint32_t t, uint32_t first, uint32_t end)
{
    const char *gap = "\t_\t_\t_\t_\t_\t_\t_\t";
    if (!d->tokens[t].joined) {
        uint32_t last = t;
        while (last + 1 < end && d->tokens[last + 1].joined)
            last++;
        if (last > t)
            printf("%u-%u\t%.*s%s%s\n", t - first + 1, last - first + 1, (int)(d->tokens[last].span.to - d->tokens[t].span.from),
                   d->text.p + d->tokens[t].span.from, gap, d->tokens[last].space_after ? "_" : "SpaceAfter=No");
    }
    kh_view f = kh_doc_form(d, t);
    printf("%u\t%.*s%s%s\n", t - first + 1, (int)f.n, f.p, gap, d->tokens[t].space_after ? "_" : "SpaceAfter=No");
}

int main(int argc, char **argv)
{
    kh_khm file;
    kh_error err = { 0 };
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
    kh_text_tables text = { 0 };
    kh_cutter cutter;
    kh_doc d = { .arena = arena };
    if (argc != 2 || !arena || !scratch)
        return 2;
    if (kh_khm_open(argv[1], &file, &err) || kh_text_open(&file, arena, &text, &err) || kh_cutter_open(&file, &text, arena, &cutter, &err)) {
        fprintf(stderr, "khcut: %s: %s\n", argv[1], err.message);
        return 1;
    }
    d.text = read_all(arena);
    find_blocks(&d);
    clock_t began = clock();
    if (kh_cutter_run(&cutter, &d, scratch, &err)) {
        fprintf(stderr, "khcut: %s\n", err.message);
        return 1;
    }
    double us = (double)(clock() - began) * 1e6 / CLOCKS_PER_SEC;
    fprintf(stderr, "%u words, %u sentences, %.2f us a word\n", d.token_count, d.sentence_count, us / (d.token_count ? d.token_count : 1));
    for (uint32_t s = 0; s < d.sentence_count; s++) {
        for (uint32_t t = d.sentences[s].first; t < d.sentences[s].end; t++)
            print_token(&d, t, d.sentences[s].first, d.sentences[s].end);
        printf("\n");
    }
    kh_khm_close(&file);
    kh_arena_free(scratch);
    kh_arena_free(arena);
    return 0;
}
