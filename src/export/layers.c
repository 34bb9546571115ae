/* Articles, layers and trees as JSON and CoNLL-U. */
#include "export/json.h"

static kh_status finish(kh_json *j, const kh_writer *w, kh_error *err)
{
    kh_buffer_text(j->out, "\n");
    return kh_json_end(j, w, KH_OK, err);
}

kh_status kh_export_article(const kh_doc *doc, const kh_writer *w, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, w->chars);
    const kh_meta *m = &doc->meta;
    kh_buffer_text(&out, "{");
    kh_json_field(&j, "id", m->id);
    kh_json_next(&j, "url", m->url);
    kh_json_next(&j, "title", m->title);
    kh_json_next(&j, "published", m->published);
    kh_buffer_text(&out, ",\"authors\":[");
    for (uint32_t i = 0; i < m->author_count; i++) {
        kh_buffer_text(&out, i ? "," : "");
        kh_json_string(&out, m->authors[i]);
    }
    kh_buffer_text(&out, "],");
    kh_json_field(&j, "agency", m->agency);
    kh_json_next(&j, "outlet", m->outlet);
    kh_json_next(&j, "language", m->language);
    kh_buffer_printf(&out, ",\"repaired\":%s,\"blocks\":[", m->repaired ? "true" : "false");
    for (uint32_t i = 0; i < doc->block_count; i++) {
        const kh_block *b = &doc->blocks[i];
        kh_buffer_printf(&out, "%s{\"role\":\"%s\",\"start\":%u,\"end\":%u,", i ? "," : "", kh_role_name(b->role),
                         kh_json_offset(&j, b->span.from), kh_json_offset(&j, b->span.to));
        kh_json_field(&j, "reason", kh_view_of(b->reason));
        kh_buffer_text(&out, "}");
    }
    kh_buffer_text(&out, "],");
    kh_json_field(&j, "text", doc->text);
    kh_buffer_text(&out, "}");
    return finish(&j, w, err);
}

kh_status kh_export_text(const kh_doc *doc, const kh_writer *w, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, false);
    int n = 0;
    for (uint32_t i = 0; i < doc->block_count; i++) {
        if (!kh_role_is_coded(doc->blocks[i].role))
            continue;
        kh_buffer_text(&out, n++ ? "\n\n" : "");
        kh_buffer_view(&out, kh_doc_view(doc, doc->blocks[i].span));
    }
    return finish(&j, w, err);
}

/* ------------------------------------------------------------------ CoNLL-U */

static void column(kh_buffer *out, kh_view v)
{
    kh_buffer_text(out, "\t");
    if (!v.n)
        kh_buffer_text(out, "_");
    for (size_t i = 0; i < v.n; i++)
        kh_buffer_add(out, v.p[i] == '\t' || v.p[i] == '\n' ? " " : v.p + i, 1);
}

/* Number of words of the surface token that begins at t. */
static uint32_t token_words(const kh_doc *doc, uint32_t t, uint32_t end)
{
    uint32_t n = 1;
    while (t + n < end && doc->tokens[t + n].joined)
        n++;
    return n;
}

static void conllu_word(kh_buffer *out, const kh_doc *doc, const kh_sentence *s, uint32_t t, bool inside, const char *misc)
{
    const kh_token *k = &doc->tokens[t];
    kh_buffer_printf(out, "%u", t - s->first + 1);
    column(out, kh_doc_form(doc, t));
    column(out, k->lemma);
    column(out, kh_view_of(kh_upos_name((kh_upos)k->upos)));
    column(out, k->xpos);
    column(out, k->feats);
    kh_buffer_printf(out, "\t%u", k->head == KH_NONE ? 0 : k->head - s->first + 1);
    column(out, k->rel.n ? k->rel : KH_LIT("dep"));
    kh_buffer_printf(out, "\t_\t%s\n", inside ? "_" : misc);
}

static void conllu_sentence(kh_buffer *out, const kh_doc *doc, uint32_t i)
{
    const kh_sentence *s = &doc->sentences[i];
    kh_buffer_printf(out, "# sent_id = %u\n# text = ", i + 1);
    kh_view text = kh_doc_view(doc, s->span);
    for (size_t c = 0; c < text.n; c++)
        kh_buffer_add(out, text.p[c] == '\n' || text.p[c] == '\r' ? " " : text.p + c, 1);
    kh_buffer_text(out, "\n");
    uint32_t until = s->first;
    for (uint32_t t = s->first; t < s->end; t++) {
        uint32_t n = token_words(doc, t, s->end);
        const char *misc = doc->tokens[t + n - 1].space_after ? "_" : "SpaceAfter=No";
        if (t >= until && n > 1) {
            kh_span whole = kh_span_join(doc->tokens[t].span, doc->tokens[t + n - 1].span);
            kh_buffer_printf(out, "%u-%u", t - s->first + 1, t + n - s->first);
            column(out, kh_doc_view(doc, whole));
            kh_buffer_printf(out, "\t_\t_\t_\t_\t_\t_\t_\t%s\n", misc);
            until = t + n;
        }
        conllu_word(out, doc, s, t, t < until, misc);
    }
    kh_buffer_text(out, "\n");
}

kh_status kh_export_conllu(const kh_doc *doc, const kh_writer *w, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, false);
    kh_status s = KH_OK;
    for (uint32_t i = 0; !s && i < doc->sentence_count; i++) {
        conllu_sentence(&out, doc, i);
        s = kh_json_flush(&out, w, err);
    }
    return kh_json_end(&j, w, s, err);
}

/* ------------------------------------------------------------------ layers */

static void open_layer(kh_buffer *out, const char *name) { kh_buffer_printf(out, ",\"%s\":[", name); }

static void day_pair(kh_buffer *out, int32_t day, int32_t last)
{
    char a[16], b[16];
    if (day == KH_NO_DAY) {
        kh_buffer_text(out, ",\"from\":null,\"to\":null");
        return;
    }
    kh_day_write(day, a);
    kh_day_write(last == KH_NO_DAY ? day : last, b);
    kh_buffer_printf(out, ",\"from\":\"%s\",\"to\":\"%s\"", a, b);
}

static void begin_item(const kh_json *j, uint32_t i, kh_span span)
{
    kh_buffer_printf(j->out, "%s{\"start\":%u,\"end\":%u", i ? "," : "", kh_json_offset(j, span.from), kh_json_offset(j, span.to));
}

static void names_layer(const kh_json *j, const char *layer, const kh_name *names, uint32_t count)
{
    open_layer(j->out, layer);
    for (uint32_t i = 0; i < count; i++) {
        begin_item(j, i, names[i].span);
        kh_buffer_printf(j->out, ",\"type\":\"%s\"}", kh_name_type_name(names[i].type));
    }
    kh_buffer_text(j->out, "]");
}

static void times_layer(const kh_json *j)
{
    open_layer(j->out, "times");
    for (uint32_t i = 0; i < j->doc->time_count; i++) {
        const kh_time *t = &j->doc->times[i];
        begin_item(j, i, t->span);
        kh_buffer_printf(j->out, ",\"type\":\"%s\",", kh_time_type_name(t->type));
        kh_json_field(j, "value", t->value);
        day_pair(j->out, t->day, t->last);
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_text(j->out, "]");
}

static void places_layer(const kh_json *j)
{
    open_layer(j->out, "places");
    uint32_t written = 0;
    for (uint32_t i = 0; i < j->doc->place_count; i++) {
        const kh_place *p = &j->doc->places[i];
        if (p->reference)                                    /* no toponym */
            continue;
        begin_item(j, written++, p->span);
        kh_buffer_printf(j->out, ",\"use\":\"%s\"", kh_place_use_name(p->use));
        if (p->resolved)
            kh_buffer_printf(j->out, ",\"lat\":%.4f,\"lon\":%.4f", p->lat, p->lon);
        else
            kh_buffer_text(j->out, ",\"lat\":null,\"lon\":null");
        kh_json_next(j, "country", kh_view_of(p->country));
        kh_buffer_printf(j->out, ",\"precision\":%u,", p->precision);
        kh_json_field(j, "reason", kh_view_of(p->reason));
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_text(j->out, "]");
}

static void actors_layer(const kh_json *j)
{
    open_layer(j->out, "actors");
    for (uint32_t i = 0; i < j->doc->actor_count; i++) {
        const kh_actor *a = &j->doc->actors[i];
        begin_item(j, i, a->span);
        kh_json_next(j, "id", a->id);
        kh_json_next(j, "name", a->name);
        kh_json_next(j, "country", kh_view_of(a->country[0]));
        kh_json_next(j, "sector", kh_view_of(a->sector));
        kh_json_next(j, "kind", kh_view_of(kh_actor_kind_name(a->kind)));
        kh_json_next(j, "reason", kh_view_of(a->reason));
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_text(j->out, "]");
}

static void spans_layer(const kh_json *j, uint32_t layers)
{
    if (layers & KH_LAYER_PARAGRAPHS) {
        open_layer(j->out, "paragraphs");
        for (uint32_t i = 0; i < j->doc->block_count; i++) {
            begin_item(j, i, j->doc->blocks[i].span);
            kh_buffer_printf(j->out, ",\"role\":\"%s\"}", kh_role_name(j->doc->blocks[i].role));
        }
        kh_buffer_text(j->out, "]");
    }
    if (layers & KH_LAYER_SENTENCES) {
        open_layer(j->out, "sentences");
        for (uint32_t i = 0; i < j->doc->sentence_count; i++) {
            begin_item(j, i, j->doc->sentences[i].span);
            kh_buffer_text(j->out, j->doc->sentences[i].foreign ? ",\"foreign\":true}" : "}");
        }
        kh_buffer_text(j->out, "]");
    }
    if (layers & KH_LAYER_TOKENS) {
        open_layer(j->out, "tokens");
        for (uint32_t i = 0; i < j->doc->token_count; i++) {
            begin_item(j, i, j->doc->tokens[i].span);
            kh_buffer_text(j->out, "}");
        }
        kh_buffer_text(j->out, "]");
    }
}

enum { MAX_INNER = 3, NEAR_INNER = 64 };

/* One statement, with those that its content holds: "he said that she had denied it". */
static void one_statement(const kh_json *j, uint32_t i, int depth)
{
    const kh_statement *s = &j->doc->statements[i];
    kh_buffer_text(j->out, "{\"source\":");
    kh_json_offsets(j, s->source);
    kh_buffer_text(j->out, ",\"cue\":");
    kh_json_offsets(j, s->cue);
    kh_buffer_text(j->out, ",\"content\":");
    kh_json_offsets(j, s->content);
    kh_json_next(j, "kind", s->kind);
    uint32_t n = j->doc->statement_count, end = n - i > NEAR_INNER ? i + NEAR_INNER + 1 : n;
    bool any = false;
    for (uint32_t k = i > NEAR_INNER ? i - NEAR_INNER : 0; depth < MAX_INNER && k < end; k++) {
        if (j->doc->statements[k].within != i)
            continue;
        kh_buffer_text(j->out, any ? "," : ",\"inner\":[");
        any = true;
        one_statement(j, k, depth + 1);
    }
    kh_buffer_text(j->out, any ? "]}" : "}");
}

static void statements_layer(const kh_json *j)
{
    open_layer(j->out, "statements");
    bool any = false;
    for (uint32_t i = 0; i < j->doc->statement_count; i++) {
        if (j->doc->statements[i].within != KH_NONE)
            continue;
        kh_buffer_text(j->out, any ? "," : "");
        any = true;
        one_statement(j, i, 0);
    }
    kh_buffer_text(j->out, "]");
}

kh_status kh_export_layers(const kh_doc *doc, uint32_t layers, const kh_writer *w, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, w->chars);
    kh_buffer_text(&out, "{");
    kh_json_field(&j, "id", doc->meta.id);
    spans_layer(&j, layers);
    if (layers & KH_LAYER_NAMES)
        names_layer(&j, "names", doc->names, doc->name_count);
    if (layers & KH_LAYER_MENTIONS)
        names_layer(&j, "mentions", doc->mentions, doc->mention_count);
    if (layers & KH_LAYER_TIMES)
        times_layer(&j);
    if (layers & KH_LAYER_PLACES)
        places_layer(&j);
    if (layers & KH_LAYER_ACTORS)
        actors_layer(&j);
    if (layers & KH_LAYER_STATEMENTS)
        statements_layer(&j);
    kh_buffer_text(&out, "}");
    return finish(&j, w, err);
}
