/* CoNLL-U -> words, surface tokens and sentences over the text without its white space, as the CoNLL 2018 shared task has it. */
#include "eval.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { COLUMNS = 10, MOST_WORDS = 1 << 24 };

typedef struct reader {
    cli_eval_set *set;
    cli_trees *trees;
    size_t word_room, token_room, sentence_room;
    uint32_t at, line;                        /* signs of the bare text so far; line of the file */
    size_t first;                             /* word of the sentence */
    uint32_t begin;                           /* sign at which the sentence begins */
    uint32_t until;                           /* last id of the open surface token of several words, 0: none */
    cli_tree_span cover;
    bool blank, paragraph;                    /* what parts the next token from the one before */
} reader;

static bool room(reader *r, void **array, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity ? *capacity * 2 : 1024;
    void *grown = more <= MOST_WORDS ? realloc(*array, more * size) : NULL;
    if (!grown)
        return cli_eval_bad(r->set, KH_E_NOMEM, r->line, "out of memory");
    *array = grown;
    *capacity = more;
    return true;
}

/* What Python's str.split() takes for white space, which the usual scorers are written with. */
static bool is_space(utf8proc_int32_t c)
{
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Appends a form's signs without white space; gives their number. */
static uint32_t put_bare(reader *r, kh_view form)
{
    uint32_t n = 0;
    for (size_t i = 0; i < form.n;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)form.p + i, (utf8proc_ssize_t)(form.n - i), &c);
        size_t step = k > 0 ? (size_t)k : 1;
        if (k <= 0 || !is_space(c)) {
            cli_text_sink(&r->trees->bare, form.p + i, step);
            n++;
        }
        i += step;
    }
    return n;
}

/* A surface token: in the bare text, in the raw text, and as a span. */
static bool put_token(reader *r, kh_view form, kh_view misc)
{
    cli_trees *t = r->trees;
    if (t->text.n)
        cli_text_add(&t->text, r->paragraph ? "\n\n" : r->blank ? " " : "");
    r->paragraph = false;
    cli_text_sink(&t->text, form.p, form.n);
    r->blank = !(misc.n && memmem(misc.p, misc.n, "SpaceAfter=No", 13));
    uint32_t n = put_bare(r, form);
    if (!n)
        return cli_eval_bad(r->set, KH_E_INPUT, r->line, "CoNLL-U: empty form");
    if (!room(r, (void **)&t->tokens, &r->token_room, t->token_count, sizeof *t->tokens))
        return false;
    r->cover = (cli_tree_span){ r->at, r->at + n };
    r->at += n;
    t->tokens[t->token_count++] = r->cover;
    return true;
}

/* "0" is the root, "_" no head; else the id within the sentence, made an index when the sentence ends. */
static bool read_head(reader *r, kh_view v, int32_t *head)
{
    if (v.n == 1 && (*v.p == '0' || *v.p == '_')) {
        *head = *v.p == '0' ? CLI_TREE_ROOT : CLI_TREE_NO_HEAD;
        return true;
    }
    int64_t n = 0;
    for (size_t i = 0; i < v.n && n < MOST_WORDS; i++)
        n = v.p[i] >= '0' && v.p[i] <= '9' ? n * 10 + v.p[i] - '0' : MOST_WORDS;
    if (!v.n || n >= MOST_WORDS)
        return cli_eval_bad(r->set, KH_E_INPUT, r->line, "CoNLL-U: the head is no number");
    *head = (int32_t)n;
    return true;
}

static bool put_word(reader *r, const kh_view c[COLUMNS], uint32_t id)
{
    cli_trees *t = r->trees;
    if (id != t->word_count - r->first + 1)
        return cli_eval_bad(r->set, KH_E_INPUT, r->line, "CoNLL-U: word id %u out of order", id);
    bool many = id <= r->until;
    cli_tree_word w = { .many = many, .form = c[1], .lemma = c[2], .upos = c[3], .xpos = c[4], .feats = c[5], .rel = c[7] };
    if ((!many && !put_token(r, c[1], c[9])) || !read_head(r, c[6], &w.head) ||
        !room(r, (void **)&t->words, &r->word_room, t->word_count, sizeof *t->words))
        return false;
    w.from = r->cover.from;
    w.to = r->cover.to;
    t->words[t->word_count++] = w;
    return true;
}

static bool close_sentence(reader *r)
{
    cli_trees *t = r->trees;
    if (t->word_count == r->first)
        return true;
    size_t words = t->word_count - r->first;
    for (size_t i = r->first; i < t->word_count; i++) {
        cli_tree_word *w = &t->words[i];
        if (w->head > 0 && (size_t)w->head > words)
            return cli_eval_bad(r->set, KH_E_INPUT, r->line, "CoNLL-U: a head of the sentence before this line does not exist");
        if (w->head > 0)
            w->head += (int32_t)r->first - 1;
    }
    if (!room(r, (void **)&t->sentences, &r->sentence_room, t->sentence_count, sizeof *t->sentences))
        return false;
    t->sentences[t->sentence_count++] = (cli_tree_span){ r->begin, r->at };
    r->first = t->word_count;
    r->begin = r->at;
    r->until = 0;
    return true;
}

/* "3", "3-4" (two numbers) or "3.1" (dot). False: none of them. */
static bool read_id(kh_view v, uint32_t *a, uint32_t *b, bool *dot)
{
    uint32_t n[2] = { 0, 0 }, part = 0;
    *dot = false;
    for (size_t i = 0; i < v.n; i++) {
        if ((v.p[i] == '-' || v.p[i] == '.') && part == 0 && i > 0) {
            *dot = v.p[i] == '.';
            part = 1;
        } else if (v.p[i] >= '0' && v.p[i] <= '9' && n[part] < MOST_WORDS) {
            n[part] = n[part] * 10 + (uint32_t)(v.p[i] - '0');
        } else {
            return false;
        }
    }
    *a = n[0];
    *b = n[1];
    return v.n > 0 && (!part || v.p[v.n - 1] >= '0');
}

static bool read_row(reader *r, kh_view line)
{
    kh_view c[COLUMNS];
    int n = 0;
    for (const char *p = line.p, *end = line.p + line.n; p && n < COLUMNS; n++) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        c[n] = (kh_view){ p, n == COLUMNS - 1 || !tab ? (size_t)(end - p) : (size_t)(tab - p) };
        p = tab ? tab + 1 : NULL;
    }
    uint32_t a, b;
    bool dot;
    if (n != COLUMNS || memchr(c[9].p, '\t', c[9].n))
        return cli_eval_bad(r->set, KH_E_INPUT, r->line, "CoNLL-U: a word has ten columns");
    if (!read_id(c[0], &a, &b, &dot))
        return cli_eval_bad(r->set, KH_E_INPUT, r->line, "CoNLL-U: the id is no number");
    if (dot)
        return true;                          /* an empty node */
    if (!memchr(c[0].p, '-', c[0].n))
        return put_word(r, c, a);
    r->until = b;
    return put_token(r, c[1], c[9]);
}

static bool read_line(reader *r, kh_view line)
{
    while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\n'))
        line.n--;
    if (!line.n)
        return close_sentence(r);
    if (line.p[0] != '#' || memchr(line.p, '\t', line.n))
        return read_row(r, line);
    if (memmem(line.p, line.n, "newpar", 6) || memmem(line.p, line.n, "newdoc", 6))
        r->paragraph = true;
    return true;
}

bool cli_trees_read(cli_eval_set *set, kh_view bytes, cli_trees *trees)
{
    reader r = { .set = set, .trees = trees };
    *trees = (cli_trees){ 0 };
    bool good = true;
    for (const char *p = bytes.p, *end = p + bytes.n; good && p && p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        r.line++;
        good = read_line(&r, (kh_view){ p, (size_t)((stop ? stop : end) - p) });
        p = stop ? stop + 1 : end;
    }
    good = good && close_sentence(&r);
    if (good && (trees->bare.failed || trees->text.failed))
        return cli_eval_bad(set, KH_E_NOMEM, 0, "out of memory");
    return good;
}

void cli_trees_free(cli_trees *t)
{
    free(t->words);
    free(t->tokens);
    free(t->sentences);
    cli_text_free(&t->bare);
    cli_text_free(&t->text);
}
