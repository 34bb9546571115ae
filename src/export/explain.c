/*
 * Why an article was coded as it was, for `khabar explain`: the text and what of it was read; each event as the contract has it, with
 * the reasoning behind its actors, places and date; readings that were refused. One JSON object:
 *
 *   {"article":{id, title, outlet, published}, "text":…, "blocks":[{role, reason, start, end}],
 *    "events":[{"event":{…}, "actors":[why], "recipients":[why], "source":why, "place":why, "from_place":why, "date":why}],
 *    "refused":[{text, start, end, sentence, rule, reason}]}
 *
 * A `why` is {text, start, end, reason, row}: the words, in a sentence how they were resolved, and the lexicon's row if there is one.
 */
#include "export/json.h"

static void article(const kh_json *j)
{
    const kh_meta *m = &j->doc->meta;
    kh_buffer_text(j->out, "\"article\":{");
    kh_json_field(j, "id", m->id);
    kh_json_next(j, "title", m->title);
    kh_json_next(j, "outlet", m->outlet);
    kh_json_next(j, "published", m->published);
    kh_buffer_text(j->out, "},");
    kh_json_field(j, "text", j->doc->text);
}

static void blocks(const kh_json *j)
{
    kh_buffer_text(j->out, ",\"blocks\":[");
    for (uint32_t i = 0; i < j->doc->block_count; i++) {
        const kh_block *b = &j->doc->blocks[i];
        kh_buffer_printf(j->out, "%s{\"role\":\"%s\",\"coded\":%s,", i ? "," : "", kh_role_name(b->role),
                         kh_role_is_coded(b->role) ? "true" : "false");
        kh_json_field(j, "reason", kh_view_of(b->reason));
        kh_buffer_printf(j->out, ",\"start\":%u,\"end\":%u}", kh_json_offset(j, b->span.from), kh_json_offset(j, b->span.to));
    }
    kh_buffer_text(j->out, "]");
}

/* ------------------------------------------------------------------ one event */

static void why(const kh_json *j, kh_span span, const char *reason, kh_view row)
{
    kh_buffer_text(j->out, "{");
    kh_json_span(j, span);
    kh_json_next(j, "reason", kh_view_of(reason));
    kh_json_next(j, "row", row);
    kh_buffer_text(j->out, "}");
}

static void why_actor(const kh_json *j, uint32_t index)
{
    if (index == KH_NONE) {
        kh_buffer_text(j->out, "null");
        return;
    }
    const kh_actor *a = &j->doc->actors[index];
    why(j, a->span, a->reason, a->note);
}

static void why_actors(const kh_json *j, const char *name, const uint32_t *list, uint32_t count)
{
    kh_buffer_printf(j->out, ",\"%s\":[", name);
    for (uint32_t i = 0; i < count; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        why_actor(j, list[i]);
    }
    kh_buffer_text(j->out, "]");
}

static void why_place(const kh_json *j, const char *name, uint32_t index)
{
    kh_buffer_printf(j->out, ",\"%s\":", name);
    if (index == KH_NONE)
        kh_buffer_text(j->out, "null");
    else
        why(j, j->doc->places[index].span, j->doc->places[index].reason, j->doc->places[index].id);
}

static void why_date(const kh_json *j, uint32_t index)
{
    kh_buffer_text(j->out, ",\"date\":");
    if (index == KH_NONE)
        kh_buffer_text(j->out, "null");
    else
        why(j, j->doc->times[index].span, NULL, j->doc->times[index].value);
}

static void event(const kh_json *j, const kh_event *e)
{
    kh_buffer_text(j->out, "{\"event\":");
    kh_json_event(j, e);
    why_actors(j, "actors", e->actors, e->actor_count);
    why_actors(j, "recipients", e->recipients, e->recipient_count);
    kh_buffer_text(j->out, ",\"source\":");
    why_actor(j, e->source);
    why_place(j, "place", e->place);
    why_place(j, "from_place", e->from_place);
    why_date(j, e->time);
    kh_buffer_text(j->out, "}");
}

/* ------------------------------------------------------------------ readings that lost */

static kh_span sentence_of(const kh_doc *doc, kh_span span)
{
    uint32_t t = kh_doc_token_at(doc, span.from);
    return t < doc->token_count ? doc->sentences[doc->tokens[t].sentence].span : span;
}

static void refusals(const kh_json *j)
{
    kh_buffer_text(j->out, ",\"refused\":[");
    for (uint32_t i = 0; i < j->doc->refusal_count; i++) {
        const kh_refusal *r = &j->doc->refusals[i];
        kh_buffer_text(j->out, i ? ",{" : "{");
        kh_json_span(j, r->trigger);
        kh_buffer_text(j->out, ",\"sentence\":");
        kh_json_offsets(j, sentence_of(j->doc, r->trigger));
        kh_json_next(j, "rule", r->rule);
        kh_json_next(j, "reason", kh_view_of(r->reason));
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_text(j->out, "]");
}

kh_status kh_export_explanation(const kh_doc *doc, const kh_writer *w, double min_confidence, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, w->chars);
    kh_buffer_text(&out, "{");
    article(&j);
    blocks(&j);
    kh_buffer_text(&out, ",\"events\":[");
    for (uint32_t i = 0, n = 0; i < doc->event_count; i++) {
        if ((double)doc->events[i].confidence < min_confidence)
            continue;
        kh_buffer_text(&out, n++ ? "," : "");
        event(&j, &doc->events[i]);
    }
    kh_buffer_text(&out, "]");
    refusals(&j);
    kh_buffer_text(&out, "}\n");
    return kh_json_end(&j, w, KH_OK, err);
}
