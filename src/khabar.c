/* The public functions of khabar.h over the stages. */
#include "khabar.h"

#include <string.h>

#include "coder.h"
#include "document/conllu.h"
#include "export/export.h"
#include "intake/intake.h"
#include "model.h"
#include "result.h"

enum { MAX_BYTES = 8 << 20, MAX_MEMORY = 512 << 20 };

struct kh_coder {
    const kh_model *model;
    kh_coder_options options;
    kh_arena *scratch;
};

const char *kh_version(void) { return KH_VERSION; }

kh_status kh_coder_new(const kh_model *model, const kh_coder_options *options, kh_coder **coder, kh_error *err)
{
    static const kh_coder_options none = { 0 };
    const kh_coder_options *o = options ? options : &none;
    if (!model || o->min_confidence < 0 || o->min_confidence > 1)
        return kh_fail(err, KH_E_USAGE, 0, "a coder needs a model and a confidence from 0 to 1");
    kh_coder *c = kh_resize(o->alloc, NULL, 0, sizeof *c);
    kh_arena *scratch = c ? kh_arena_new(o->alloc, o->max_memory ? o->max_memory : MAX_MEMORY) : NULL;
    if (!scratch) {
        kh_resize(o->alloc, c, sizeof *c, 0);
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    }
    *c = (kh_coder){ model, *o, scratch };
    *coder = c;
    return KH_OK;
}

void kh_coder_free(kh_coder *c)
{
    if (!c)
        return;
    kh_arena_free(c->scratch);
    kh_resize(c->options.alloc, c, sizeof *c, 0);
}

static kh_status read_input(kh_coder *c, const kh_input *input, kh_doc *doc, kh_error *err)
{
    size_t most = c->options.max_bytes ? c->options.max_bytes : MAX_BYTES;
    if (input->bytes.n > most)
        return kh_fail(err, KH_E_LIMIT, most, "input is larger than %zu bytes", most);
    if (input->format == KH_FORMAT_CONLLU)
        return kh_conllu_read(input->bytes, doc, c->scratch, err);
    kh_status s = kh_intake_run(c->model->intake, input, most, doc, c->scratch, err);
    for (uint32_t i = 0; !s && i < doc->block_count && (c->options.flags & KH_WHOLE_TEXT); i++)
        doc->blocks[i].role = KH_ROLE_BODY;
    return s;
}

static kh_status run(kh_coder *c, const kh_input *input, bool stages, kh_result **result, kh_error *err)
{
    kh_arena *arena = kh_arena_new(c->options.alloc, c->options.max_memory ? c->options.max_memory : MAX_MEMORY);
    kh_result *r = arena ? kh_arena_get(arena, sizeof *r) : NULL;
    if (!r) {
        kh_arena_free(arena);
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    }
    *r = (kh_result){ .arena = arena, .min_confidence = c->options.min_confidence };
    r->doc = (kh_doc){ .arena = arena, .flags = c->options.flags, .made_by = kh_model_versions(c->model) };
    kh_arena_reset(c->scratch);
    kh_status s = read_input(c, input, &r->doc, err);
    if (!s && stages)
        s = kh_coder_stages(c->model, &r->doc, input->format == KH_FORMAT_CONLLU, c->scratch, err);
    if (!s)
        s = kh_result_make_rows(r, err);
    if (s)
        kh_arena_free(arena);
    else
        *result = r;
    return s;
}

kh_status kh_coder_run(kh_coder *c, const kh_input *input, kh_result **result, kh_error *err) { return run(c, input, true, result, err); }

kh_status kh_coder_extract(kh_coder *c, const kh_input *input, kh_result **result, kh_error *err)
{
    return run(c, input, false, result, err);
}

void kh_result_free(kh_result *r)
{
    if (r)
        kh_arena_free(r->arena);
}

kh_view kh_result_text(const kh_result *r) { return r->doc.text; }

void kh_result_article(const kh_result *r, kh_article *a)
{
    const kh_meta *m = &r->doc.meta;
    *a = (kh_article){ m->id, m->url, m->title, m->outlet, m->agency, m->published, m->language, 0 };
    a->flags = (m->repaired ? KH_ARTICLE_REPAIRED : 0u) | (m->day == KH_NO_DAY ? KH_ARTICLE_UNDATED : 0u);
}

kh_status kh_result_write(const kh_result *r, kh_writing what, kh_sink sink, void *ctx, kh_error *err)
{
    kh_writer w = { sink, ctx, (r->doc.flags & KH_OFFSETS_CHARS) != 0 };
    switch (what) {
    case KH_WRITE_EVENTS: return kh_export_events(&r->doc, &w, r->min_confidence, err);
    case KH_WRITE_ARTICLE: return kh_export_article(&r->doc, &w, err);
    case KH_WRITE_TEXT: return kh_export_text(&r->doc, &w, err);
    case KH_WRITE_CONLLU: return kh_export_conllu(&r->doc, &w, err);
    case KH_WRITE_JUDGEMENT: return kh_export_judgement(&r->doc, &w, err);
    case KH_WRITE_EXPLANATION: return kh_export_explanation(&r->doc, &w, r->min_confidence, err);
    default: return kh_fail(err, KH_E_USAGE, 0, "nothing of that kind can be written");
    }
}

kh_status kh_result_annotate(const kh_result *r, uint32_t layers, kh_sink sink, void *ctx, kh_error *err)
{
    kh_writer w = { sink, ctx, (r->doc.flags & KH_OFFSETS_CHARS) != 0 };
    return kh_export_layers(&r->doc, layers, &w, err);
}

/* ------------------------------------------------------------------ lexicon */

typedef struct counter { kh_report report; void *ctx; kh_error first; size_t count; } counter;

static void count_finding(void *ctx, const kh_error *finding)
{
    counter *c = ctx;
    if (c->count++ == 0)
        c->first = *finding;
    if (c->report)
        c->report(c->ctx, finding);
}

kh_status kh_lexicon_check(const char *folder, kh_report report, void *ctx, kh_error *err)
{
    kh_arena *arena = kh_arena_new(NULL, 0);
    if (!arena)
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    counter c = { report, ctx, { 0 }, 0 };
    kh_lexicon *lexicon;
    kh_status s = kh_lexicon_read(folder, count_finding, &c, arena, &lexicon, err);
    kh_arena_free(arena);
    if (!s && c.count) {
        if (err)
            *err = c.first;
        s = c.first.code;
    }
    return s;
}
