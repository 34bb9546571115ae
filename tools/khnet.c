/* Runs the network over given tokens, to measure it:  khnet MODEL.khm [ISA [REPEATS]] < IN > OUT
 * CoNLL-U in: CoNLL-U out with predicted columns. "TOKEN<tab>LABEL" in: the same with predicted labels. The speed goes to stderr. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "document/document.h"
#include "language/language.h"

typedef struct line { kh_view text; uint32_t token; } line;      /* token: KH_NONE where the line is none */

static kh_buffer read_all(FILE *in)
{
    kh_buffer b;
    char part[1 << 16];
    kh_buffer_init(&b, NULL, 0);
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;)
        kh_buffer_add(&b, part, n);
    return b;
}

static kh_view column(kh_view text, int n)
{
    kh_view v = kh_view_cut(&text, '\t');
    while (n-- > 0)
        v = kh_view_cut(&text, '\t');
    return v;
}

static bool is_number(kh_view v) { int64_t n; return kh_view_to_int(v, &n); }

/* The document of all tokens, one blank between them. */
static bool load(kh_view all, bool names, kh_doc *doc, line **lines, size_t *count, kh_buffer *text)
{
    size_t room = 1;
    for (size_t i = 0; i < all.n; i++)
        room += all.p[i] == '\n';
    *lines = kh_arena_array(doc->arena, room + 1, sizeof **lines);
    doc->tokens = kh_arena_array(doc->arena, room + 1, sizeof *doc->tokens);
    doc->sentences = kh_arena_array(doc->arena, room + 1, sizeof *doc->sentences);
    if (!*lines || !doc->tokens || !doc->sentences)
        return false;
    uint32_t first = 0;
    while (all.n) {
        line *l = &(*lines)[(*count)++];
        *l = (line){ kh_view_cut(&all, '\n'), KH_NONE };
        bool token = names ? memchr(l->text.p, '\t', l->text.n) != NULL : l->text.n && is_number(column(l->text, 0));
        if (token) {
            kh_view form = column(l->text, names ? 0 : 1);
            l->token = doc->token_count++;
            doc->tokens[l->token] = (kh_token){ .span = { (uint32_t)text->n, (uint32_t)(text->n + form.n) }, .head = KH_NONE, .space_after = true,
                                                .sentence = doc->sentence_count };
            kh_buffer_view(text, form);
            kh_buffer_text(text, " ");
        }
        if ((!l->text.n || !all.n) && doc->token_count > first) {
            doc->sentences[doc->sentence_count++] = (kh_sentence){ .span = { doc->tokens[first].span.from, (uint32_t)text->n - 1 },
                                                                   .first = first, .end = doc->token_count };
            first = doc->token_count;
        }
    }
    doc->text = (kh_view){ text->p, text->n };
    return !text->failed;
}

static void write_word(const kh_doc *doc, const line *l)
{
    const kh_token *t = &doc->tokens[l->token];
    uint32_t first = doc->sentences[t->sentence].first;
    kh_view id = column(l->text, 0), form = kh_doc_form(doc, l->token), space = column(l->text, 9);
#define V(v) (int)(v).n, (v).n ? (v).p : ""
    printf("%.*s\t%.*s\t%.*s\t%s\t%.*s\t%.*s\t%u\t%.*s\t_\t%.*s\n", V(id), V(form), V(t->lemma), kh_upos_name(t->upos), V(t->xpos),
           V(t->feats), t->head == KH_NONE ? 0 : t->head - first + 1, V(t->rel), V(space));
}

static void write_label(const kh_doc *doc, const line *l)
{
    uint32_t n = kh_doc_name_of(doc, l->token);
    kh_view form = kh_doc_form(doc, l->token);
    if (n == KH_NONE)
        printf("%.*s\tO\n", V(form));
    else
        printf("%.*s\t%c-%s\n", V(form), doc->names[n].first == l->token ? 'B' : 'I', kh_name_type_name(doc->names[n].type));
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int fail(const kh_error *err)
{
    fprintf(stderr, "khnet: %s%s%s\n", err->file, err->file[0] ? ": " : "", err->message);
    return 3;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    kh_error err = { 0 };
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
    kh_doc doc = { .arena = kh_arena_new(NULL, 0) };
    kh_language *language;
    double t0 = seconds();
    if (!arena || !scratch || !doc.arena)
        return 5;
    if (kh_language_open(argv[1], argc > 2 && argv[2][0] ? argv[2] : NULL, arena, &language, &err))
        return fail(&err);
    double t1 = seconds();
    kh_buffer in = read_all(stdin), text;
    kh_buffer_init(&text, NULL, UINT32_MAX);
    kh_view all = { in.p, in.n };
    kh_view head = all, top = kh_view_cut(&head, '\n');
    bool names = top.n && top.p[0] == '#' ? kh_view_starts(top, KH_LIT("# doc")) : column(top, 3).n == 0;
    line *lines;
    size_t count = 0;
    if (!load(all, names, &doc, &lines, &count, &text))
        return 5;
    int repeats = argc > 3 ? atoi(argv[3]) : 1;
    double t2 = seconds();
    for (int i = 0; i < repeats; i++)
        if (kh_language_run_tokens(language, &doc, scratch, &err))
            return fail(&err);
    double t3 = (seconds() - t2) / repeats;
    for (size_t i = 0; i < count; i++)
        if (lines[i].token == KH_NONE)
            printf("%.*s\n", V(lines[i].text));
        else
            (names ? write_label : write_word)(&doc, &lines[i]);
    fprintf(stderr, "%s: open %.1f ms, %u tokens, %.0f tokens/s\n", kh_language_isa(language), (t1 - t0) * 1e3, doc.token_count,
            doc.token_count / t3);
    kh_language_close(language);
    kh_buffer_release(&in);
    kh_buffer_release(&text);
    kh_arena_free(doc.arena);
    kh_arena_free(scratch);
    kh_arena_free(arena);
    return 0;
}
