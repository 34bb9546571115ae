#include "document/conllu.h"

#include <string.h>

typedef struct reader { kh_doc *doc; kh_buffer text; size_t tokens, sentences; uint32_t first, until, line; bool open; kh_error *err; } reader;

static kh_status bad(reader *r, kh_view all, kh_view rest, const char *what)
{
    kh_status s = kh_fail(r->err, KH_E_INPUT, (uint64_t)(rest.p ? rest.p - all.p : 0), "CoNLL-U: %s", what);
    if (r->err)
        r->err->line = r->line;
    return s;
}

static kh_status close_sentence(reader *r)
{
    kh_doc *d = r->doc;
    if (d->token_count == r->first)
        return KH_OK;
    kh_sentence *grown = kh_arena_grow(d->arena, d->sentences, &r->sentences, (size_t)d->sentence_count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(d->arena, r->err);
    d->sentences = grown;
    for (uint32_t t = r->first; t < d->token_count; t++)
        d->tokens[t].sentence = d->sentence_count;
    d->sentences[d->sentence_count++] = (kh_sentence){
        .span = { d->tokens[r->first].span.from, d->tokens[d->token_count - 1].span.to }, .first = r->first, .end = d->token_count };
    r->first = d->token_count;
    r->until = 0;
    r->open = false;
    return KH_OK;
}

static kh_status word(reader *r, kh_view form, uint32_t id, bool space)
{
    kh_doc *d = r->doc;
    kh_token *grown = kh_arena_grow(d->arena, d->tokens, &r->tokens, (size_t)d->token_count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(d->arena, r->err);
    d->tokens = grown;
    bool inside = id <= r->until, joined = inside && r->open;
    uint32_t from = (uint32_t)r->text.n;
    kh_buffer_view(&r->text, form);
    d->tokens[d->token_count++] = (kh_token){ .span = { from, (uint32_t)r->text.n }, .head = KH_NONE, .joined = joined, .space_after = !inside && space };
    r->open = inside;
    if (!inside && space)
        kh_buffer_text(&r->text, " ");
    return KH_OK;
}

static kh_status read_line(reader *r, kh_view all, kh_view line, bool *range_space)
{
    kh_view rest = line, id = kh_view_cut(&rest, '\t'), form = kh_view_cut(&rest, '\t');
    kh_view column = form;
    int count = 2;
    for (kh_view more = rest; more.n; count++)
        column = kh_view_cut(&more, '\t');
    if (count != 10 || !form.n)
        return bad(r, all, line, "a word has ten columns");
    if (kh_utf8_bad(form) < form.n) {
        kh_status s = kh_fail(r->err, KH_E_UTF8, (uint64_t)(form.p - all.p) + kh_utf8_bad(form), "CoNLL-U: a form is not UTF-8");
        if (r->err)
            r->err->line = r->line;
        return s;
    }
    bool space = !memmem(column.p, column.n, "SpaceAfter=No", 13);
    const char *dash = memchr(id.p, '-', id.n);
    int64_t n;
    if (dash) {
        kh_view last = { dash + 1, id.n - (size_t)(dash + 1 - id.p) };
        if (!kh_view_to_int(last, &n) || n < 1 || n > 1 << 20)
            return bad(r, all, line, "a range is FIRST-LAST");
        r->until = (uint32_t)n;
        r->open = false;
        *range_space = space;
        return KH_OK;
    }
    if (memchr(id.p, '.', id.n))
        return KH_OK;                                      /* an empty node */
    if (!kh_view_to_int(id, &n) || n != (int64_t)(r->doc->token_count - r->first) + 1)
        return bad(r, all, line, "word numbers must follow each other");
    kh_status s = word(r, form, (uint32_t)n, space);
    if (!s && r->until && (uint32_t)n == r->until) {
        r->doc->tokens[r->doc->token_count - 1].space_after = *range_space;
        if (*range_space)
            kh_buffer_text(&r->text, " ");
        r->until = 0;
        r->open = false;
    }
    return s;
}

kh_status kh_conllu_read(kh_view bytes, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    (void)scratch;
    reader r = { .doc = doc, .err = err };
    doc->meta.day = KH_NO_DAY;
    doc->meta.minute = -1;
    kh_buffer_init(&r.text, kh_arena_allocator(doc->arena), 0);
    bool range_space = true;
    kh_status s = KH_OK;
    for (kh_view rest = bytes; !s && rest.n;) {
        kh_view line = kh_view_cut(&rest, '\n');
        r.line++;
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (!line.n) {
            s = close_sentence(&r);
            if (r.text.n && r.text.p[r.text.n - 1] != ' ')
                kh_buffer_text(&r.text, " ");
        } else if (line.p[0] != '#') {
            s = read_line(&r, bytes, line, &range_space);
        }
    }
    if (!s)
        s = close_sentence(&r);
    if (!s && r.text.failed)
        s = kh_fail(err, r.text.failed, 0, "out of memory");
    if (!s) {
        doc->text = kh_arena_copy(doc->arena, (kh_view){ r.text.p, r.text.n });
        doc->blocks = kh_arena_get(doc->arena, sizeof *doc->blocks);
        if (!doc->text.p || !doc->blocks)
            s = kh_arena_fail(doc->arena, err);
        else
            doc->blocks[doc->block_count++] = (kh_block){ { 0, (uint32_t)doc->text.n }, KH_ROLE_BODY, "given tokens" };
    }
    kh_buffer_release(&r.text);
    return s;
}
