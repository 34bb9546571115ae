#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "coder.h"
#include "document/conllu.h"
#include "export/export.h"
#include "intake/intake.h"
#include "model.h"

enum {
    MAX_BYTES = 8 << 20,
    ALLOWED = 1 << KH_E_LIMIT | 1 << KH_E_INPUT | 1 << KH_E_UTF8 | 1 << KH_E_USAGE     /* of a good caller with memory enough */
};

_Noreturn void kh_broken(const char *what)
{
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

static int add(void *ctx, const char *p, size_t n)
{
    kh_buffer_add(ctx, p, n);
    return 0;
}

static kh_view view(const kh_buffer *b) { return (kh_view){ b->p, b->n }; }

static void must(kh_status s, const char *what)
{
    if (s)
        kh_broken(what);
}

static void must_equal(const kh_buffer *a, const kh_buffer *b, const char *what)
{
    if (!kh_view_eq(view(a), view(b)))
        kh_broken(what);
}

/* ------------------------------------------------------------------ intake */

static kh_status intake_once(const kh_input *in, kh_buffer *out, kh_error *err, bool unchanged, size_t *length)
{
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
    if (!arena || !scratch)
        kh_broken("no memory for a test");
    kh_doc doc = { .arena = arena, .flags = KH_JUDGE };
    kh_writer w = { .sink = add, .ctx = out };
    kh_status s = kh_intake_run(kh_run_model()->intake, in, MAX_BYTES, &doc, scratch, err);
    kh_holds(kh_check_error(s, err, in->bytes.n, ALLOWED));
    if (!s) {
        kh_holds(kh_check_doc(&doc));
        must(kh_export_article(&doc, &w, err), "an article cannot be written");
        kh_holds(kh_check_json(view(out), doc.text, false));
        must(kh_export_text(&doc, &w, err), "a text cannot be written");
        if (unchanged && !kh_view_eq(doc.text, in->bytes))
            kh_broken("good text was changed");
        *length = doc.text.n;
    }
    kh_arena_free(arena);
    kh_arena_free(scratch);
    return s;
}

size_t kh_run_intake(const kh_input *in, bool unchanged)
{
    kh_buffer a, b;
    kh_error e = { 0 }, f = { 0 };
    size_t length = SIZE_MAX;
    kh_buffer_init(&a, NULL, 0);
    kh_buffer_init(&b, NULL, 0);
    if (intake_once(in, &a, &e, unchanged, &length) != intake_once(in, &b, &f, unchanged, &length) || e.at != f.at)
        kh_broken("two readings end differently");
    must_equal(&a, &b, "two readings give different bytes");
    kh_buffer_release(&a);
    kh_buffer_release(&b);
    return length;
}

/* ------------------------------------------------------------------ the chain */

/* The columns that kh_conllu_read takes say the same words and sentences again. */
static void check_columns(const kh_doc *doc, kh_view columns)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_error err = { 0 };
    kh_doc again = { .arena = arena };
    if (!arena || kh_conllu_read(columns, &again, arena, &err))
        kh_broken("columns cannot be read back");
    if (again.token_count != doc->token_count || again.sentence_count != doc->sentence_count)
        kh_broken("columns have other words or sentences");
    kh_arena_free(arena);
}

static void write_stages(const kh_doc *doc, bool chars, kh_buffer *out)
{
    kh_writer w = { .sink = add, .ctx = out, .chars = chars };
    kh_error err = { 0 };
    must(kh_export_events(doc, &w, 0, &err), "events cannot be written");
    must(kh_export_layers(doc, UINT32_MAX, &w, &err), "layers cannot be written");
    must(kh_export_explanation(doc, &w, 0, &err), "an explanation cannot be written");
    must(kh_export_article(doc, &w, &err), "an article cannot be written");
    if (doc->flags & KH_JUDGE)
        must(kh_export_judgement(doc, &w, &err), "a judgement cannot be written");
    kh_holds(kh_check_json(view(out), doc->text, chars));
    size_t from = out->n;
    must(kh_export_conllu(doc, &w, &err), "columns cannot be written");
    check_columns(doc, (kh_view){ out->p + from, out->n - from });
}

static kh_status run_stages(const kh_model *m, const kh_input *in, uint32_t flags, kh_buffer *out, kh_error *err)
{
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
    if (!arena || !scratch)
        kh_broken("no memory for a test");
    kh_doc doc = { .arena = arena, .flags = flags, .made_by = kh_model_versions(m) };
    bool given = in->format == KH_FORMAT_CONLLU;
    kh_status s = given ? kh_conllu_read(in->bytes, &doc, scratch, err) : kh_intake_run(m->intake, in, MAX_BYTES, &doc, scratch, err);
    for (uint32_t i = 0; !s && i < doc.block_count && (flags & KH_WHOLE_TEXT); i++)
        doc.blocks[i].role = KH_ROLE_BODY;
    if (!s)
        s = kh_coder_stages(m, &doc, given, scratch, err);
    kh_holds(kh_check_error(s, err, in->bytes.n, ALLOWED));
    if (!s) {
        kh_holds(kh_check_doc(&doc));
        write_stages(&doc, flags & KH_OFFSETS_CHARS, out);
    }
    kh_arena_free(arena);
    kh_arena_free(scratch);
    return s;
}

static kh_status run_public(kh_coder *coder, const kh_input *in, uint32_t flags, kh_buffer *out, kh_error *err)
{
    kh_result *r = NULL;
    kh_error ignored;
    kh_status s = kh_coder_run(coder, in, &r, err);
    if (s)
        return s;
    must(kh_result_write(r, KH_WRITE_EVENTS, add, out, &ignored), "events cannot be written");
    must(kh_result_annotate(r, UINT32_MAX, add, out, &ignored), "layers cannot be written");
    must(kh_result_write(r, KH_WRITE_EXPLANATION, add, out, &ignored), "an explanation cannot be written");
    must(kh_result_write(r, KH_WRITE_ARTICLE, add, out, &ignored), "an article cannot be written");
    if (flags & KH_JUDGE)
        must(kh_result_write(r, KH_WRITE_JUDGEMENT, add, out, &ignored), "a judgement cannot be written");
    must(kh_result_write(r, KH_WRITE_CONLLU, add, out, &ignored), "columns cannot be written");
    kh_result_free(r);
    return s;
}

void kh_run_chain(const kh_model *model, const kh_input *in, uint32_t flags)
{
    kh_buffer a, b;
    kh_error e = { 0 }, f = { 0 };
    kh_coder *coder = NULL;
    kh_buffer_init(&a, NULL, 0);
    kh_buffer_init(&b, NULL, 0);
    must(kh_coder_new(model, &(kh_coder_options){ .flags = flags }, &coder, &e), "no coder");
    kh_status s = run_stages(model, in, flags, &a, &e);
    for (int i = 0; i < 2; i++) {                        /* the second time in a coder that has been used */
        kh_buffer_clear(&b);
        if (run_public(coder, in, flags, &b, &f) != s || (s && f.at != e.at))
            kh_broken("stages and library end differently");
        must_equal(&a, &b, "two runs give different bytes");
    }
    kh_coder_free(coder);
    kh_buffer_release(&a);
    kh_buffer_release(&b);
}

const kh_model *kh_run_model(void)
{
    static kh_model *model;                              /* of the test process; ended with it */
    kh_error err = { 0 };
    kh_model_options o = { .home = getenv("KHABAR_FUZZ_HOME"), .user_lexicon = getenv("KHABAR_FUZZ_LEXICON") };
    if (!model && kh_model_open(&o, &model, &err)) {
        fprintf(stderr, "%s: %s\n", err.file, err.message);
        kh_broken("no model at KHABAR_FUZZ_HOME");
    }
    return model;
}

/* ------------------------------------------------------------------ files on disk */

void kh_run_load(const char *below_home, kh_buffer *file)
{
    char path[1024];
    kh_mapped m;
    kh_error err;
    snprintf(path, sizeof path, "%s/%s", getenv("KHABAR_FUZZ_HOME"), below_home);
    if (kh_mapped_open(path, &m, &err))
        kh_broken("a file is missing below KHABAR_FUZZ_HOME");
    kh_buffer_init(file, NULL, 0);
    kh_buffer_view(file, m.bytes);
    if (file->failed || !file->n)
        kh_broken("no memory for a test");
    kh_mapped_close(&m);
}

size_t kh_run_section(const kh_buffer *file, kh_view name, size_t most)
{
    enum { HEADER = 32, RECORD = 24 };
    for (size_t at = HEADER; name.n == 4 && at + RECORD <= file->n && at < HEADER + RECORD * most; at += RECORD)
        if (memcmp(file->p + at, name.p, 4) == 0) {
            uint64_t offset;
            memcpy(&offset, file->p + at + 8, 8);
            return (size_t)offset;
        }
    return SIZE_MAX;
}

/* ------------------------------------------------------------------ files in memory */

kh_memory_file kh_run_remember(kh_view bytes)
{
    kh_memory_file f = { .fd = memfd_create("khabar-fuzz", MFD_CLOEXEC) };
    if (f.fd < 0)
        kh_broken("no file in memory");
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = pwrite(f.fd, bytes.p + at, bytes.n - at, (off_t)at);
        if (n <= 0)
            kh_broken("no room for a file in memory");
        at += (size_t)n;
    }
    snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
    return f;
}

void kh_run_forget(kh_memory_file *f)
{
    close(f->fd);
    f->fd = -1;
}
