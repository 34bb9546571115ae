/* The contract: one event as one JSON object, docs/event.schema.json. */
#include "export/json.h"

static void article(const kh_json *j)
{
    const kh_meta *m = &j->doc->meta;
    kh_buffer_text(j->out, "\"article\":{");
    kh_json_field(j, "id", m->id);
    kh_json_next(j, "title", m->title);
    kh_json_next(j, "outlet", m->outlet);
    kh_json_next(j, "agency", m->agency);
    kh_json_next(j, "published", m->published);
    kh_json_next(j, "url", m->url);
    kh_buffer_text(j->out, "}");
}

static void countries(const kh_json *j, const kh_actor *a)
{
    kh_buffer_text(j->out, "\"country\":[");
    for (int i = 0; i < KH_COUNTRIES && a->country[i][0]; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        kh_json_string(j->out, kh_view_of(a->country[i]));
    }
    kh_buffer_text(j->out, "]");
}

static void actor(const kh_json *j, uint32_t index, bool recipient)
{
    const kh_actor *a = &j->doc->actors[index];
    kh_buffer_text(j->out, "{");
    kh_json_field(j, "id", a->id);
    kh_json_next(j, "name", a->name);
    kh_buffer_text(j->out, ",");
    countries(j, a);
    kh_json_next(j, "sector", kh_view_of(a->sector));
    if (recipient) {
        kh_json_next(j, "kind", kh_view_of(kh_actor_kind_name(a->kind)));
    }
    kh_buffer_text(j->out, ",");
    kh_json_span(j, a->span);
    kh_buffer_text(j->out, ",\"via\":[");
    for (int i = 0, n = 0; i < KH_VIA && a->via[i] != KH_NONE && a->via[i] < j->doc->actor_count; i++) {
        kh_buffer_text(j->out, n++ ? ",{" : "{");
        kh_json_span(j, j->doc->actors[a->via[i]].span);
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_text(j->out, "]}");
}

static void actors(const kh_json *j, const char *name, const uint32_t *list, uint32_t count, bool recipient)
{
    kh_buffer_printf(j->out, ",\"%s\":[", name);
    for (uint32_t i = 0; i < count; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        actor(j, list[i], recipient);
    }
    kh_buffer_text(j->out, "]");
}

static void source(const kh_json *j, const kh_event *e)
{
    kh_buffer_text(j->out, ",\"source\":");
    if (e->source == KH_NONE && kh_span_empty(e->cue)) {
        kh_buffer_text(j->out, "null");
        return;
    }
    kh_buffer_text(j->out, "{");
    if (e->source != KH_NONE) {
        const kh_actor *a = &j->doc->actors[e->source];
        kh_json_field(j, "id", a->id);
        kh_json_next(j, "name", a->name);
        kh_buffer_text(j->out, ",\"text\":");
        kh_json_text_or_null(j->out, kh_doc_view(j->doc, a->span));
        kh_buffer_text(j->out, ",");
        countries(j, a);
        kh_json_next(j, "sector", kh_view_of(a->sector));
    } else {
        kh_buffer_text(j->out, "\"id\":null,\"name\":null,\"text\":null,\"country\":[],\"sector\":null");
    }
    kh_buffer_text(j->out, ",\"cue\":");
    kh_json_text_or_null(j->out, kh_doc_view(j->doc, e->cue));
    if (kh_span_empty(e->cue))
        kh_buffer_text(j->out, ",\"start\":null,\"end\":null}");
    else
        kh_buffer_printf(j->out, ",\"start\":%u,\"end\":%u}", kh_json_offset(j, e->cue.from), kh_json_offset(j, e->cue.to));
}

static void date(const kh_json *j, const kh_event *e)
{
    if (e->day == KH_NO_DAY && e->last == KH_NO_DAY) {
        kh_buffer_text(j->out, ",\"date\":null");
        return;
    }
    char from[16], to[16];
    kh_day_write(e->day == KH_NO_DAY ? e->last : e->day, from);
    kh_day_write(e->last == KH_NO_DAY ? e->day : e->last, to);
    kh_buffer_printf(j->out, ",\"date\":{\"start\":\"%s\",\"end\":\"%s\",\"precision\":%u,", from, to, e->date_precision);
    kh_span s = e->time != KH_NONE ? j->doc->times[e->time].span : (kh_span){ 0, 0 };
    kh_buffer_text(j->out, "\"text\":");
    kh_json_text_or_null(j->out, kh_doc_view(j->doc, s));
    if (kh_span_empty(s))
        kh_buffer_text(j->out, ",\"from\":null}");
    else
        kh_buffer_printf(j->out, ",\"from\":%u}", kh_json_offset(j, s.from));
}

void kh_json_place(const kh_json *j, const kh_place *p)
{
    kh_buffer_text(j->out, "{");
    kh_json_field(j, "name", p->name);
    kh_json_next(j, "id", p->id);
    kh_json_next(j, "country", kh_view_of(p->country));
    kh_json_next(j, "admin1", p->admin1);
    if (p->resolved)
        kh_buffer_printf(j->out, ",\"lat\":%.4f,\"lon\":%.4f,\"precision\":%u", p->lat, p->lon, p->precision);
    else
        kh_buffer_text(j->out, ",\"lat\":null,\"lon\":null,\"precision\":null");
    kh_buffer_text(j->out, ",\"text\":");
    kh_json_text_or_null(j->out, kh_doc_view(j->doc, p->span));
    kh_buffer_printf(j->out, ",\"from\":%u}", kh_json_offset(j, p->span.from));
}

static void place(const kh_json *j, uint32_t index)
{
    if (index == KH_NONE)
        kh_buffer_text(j->out, "null");
    else
        kh_json_place(j, &j->doc->places[index]);
}

static void number(const kh_json *j, const char *name, int64_t v)
{
    if (v < 0)
        kh_buffer_printf(j->out, "\"%s\":null", name);
    else
        kh_buffer_printf(j->out, "\"%s\":%lld", name, (long long)v);
}

static bool stated(const kh_toll *t) { return t->low >= 0 || t->best >= 0 || t->high >= 0; }

static void one_toll(const kh_json *j, const char *name, const kh_toll *t, int *n)
{
    if (!stated(t))
        return;
    kh_buffer_printf(j->out, "%s\"%s\":{", (*n)++ ? "," : "", name);
    number(j, "low", t->low);
    kh_buffer_text(j->out, ",");
    number(j, "best", t->best);
    kh_buffer_text(j->out, ",");
    number(j, "high", t->high);
    kh_buffer_text(j->out, ",");
    kh_json_span(j, t->span);
    kh_buffer_text(j->out, ",\"parts\":[");
    for (uint32_t i = 0; i < t->part_count; i++) {
        const kh_toll_part *p = &t->parts[i];
        const kh_actor *a = p->actor != KH_NONE ? &j->doc->actors[p->actor] : NULL;
        kh_buffer_printf(j->out, "%s{\"who\":", i ? "," : "");
        kh_json_text_or_null(j->out, kh_doc_view(j->doc, a ? a->span : p->span));
        kh_buffer_text(j->out, ",");
        if (a)
            countries(j, a);
        else
            kh_buffer_text(j->out, "\"country\":[]");
        kh_json_next(j, "sector", a ? kh_view_of(a->sector) : (kh_view){ NULL, 0 });
        kh_buffer_text(j->out, ",");
        number(j, "best", p->best);
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_text(j->out, "]}");
}

static void toll(const kh_json *j, const kh_event *e)
{
    int n = 0;
    kh_buffer_text(j->out, ",\"toll\":{");
    for (int h = 0; h < KH_HARM_COUNT; h++)
        one_toll(j, kh_harm_name((kh_harm)h), &e->toll[h], &n);
    one_toll(j, "perpetrators", &e->perpetrators, &n);
    kh_buffer_text(j->out, "}");
}

static void evidence(const kh_json *j, const kh_event *e)
{
    kh_buffer_text(j->out, ",\"trigger\":{");
    kh_json_span(j, e->trigger);
    kh_buffer_text(j->out, "},\"mentions\":[");
    for (uint32_t i = 0; i < e->mention_count; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        kh_json_offsets(j, e->mentions[i]);
    }
    kh_buffer_text(j->out, "],\"sentence\":");
    kh_json_offsets(j, e->sentence);
}

void kh_json_event_open(const kh_json *j, const kh_event *e)
{
    kh_buffer_text(j->out, "{\"schema\":1,");
    kh_json_field(j, "id", e->id);
    kh_buffer_text(j->out, ",");
    article(j);
    kh_json_next(j, "type", e->type);
    kh_json_next(j, "mode", e->mode);
    kh_buffer_text(j->out, ",\"contexts\":[");
    for (uint32_t i = 0; i < e->context_count; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        kh_json_string(j->out, e->contexts[i]);
    }
    kh_buffer_text(j->out, "],");
    kh_json_field(j, "cameo", e->cameo);
    kh_buffer_printf(j->out, ",\"status\":\"%s\",\"background\":%s,\"certainty\":\"%s\",\"confidence\":%.2f", kh_event_status_name(e->status),
                     e->background ? "true" : "false", kh_certainty_name(e->certainty), (double)e->confidence);
    actors(j, "actors", e->actors, e->actor_count, false);
    actors(j, "recipients", e->recipients, e->recipient_count, true);
    source(j, e);
    date(j, e);
    kh_buffer_text(j->out, ",\"place\":");
    place(j, e->place);
    kh_buffer_text(j->out, ",\"from_place\":");
    place(j, e->from_place);
    kh_buffer_text(j->out, ",\"places\":[");
    for (int i = 0; i < 4 && e->places[i] != KH_NONE; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        place(j, e->places[i]);
    }
    kh_buffer_text(j->out, "]");
    toll(j, e);
    kh_buffer_text(j->out, ",\"weapon\":");
    if (kh_span_empty(e->weapon)) {
        kh_buffer_text(j->out, "null");
    } else {
        kh_buffer_text(j->out, "{");
        kh_json_span(j, e->weapon);
        kh_json_next(j, "kind", e->weapon_kind);
        kh_buffer_text(j->out, "}");
    }
    kh_buffer_printf(j->out, ",\"count\":%u", e->count ? e->count : 1);
    evidence(j, e);
    kh_buffer_text(j->out, ",\"about\":");
    kh_json_text_or_null(j->out, e->about != KH_NONE ? j->doc->events[e->about].id : (kh_view){ NULL, 0 });
    kh_buffer_text(j->out, ",\"incident\":");
    if (e->incident == KH_NONE)
        kh_buffer_text(j->out, "null");
    else
        kh_buffer_printf(j->out, "\"i:%u\"", e->incident);
    kh_json_next(j, "rule", e->rule);
    kh_json_next(j, "made_by", kh_view_of(j->doc->made_by));
}

void kh_json_event(const kh_json *j, const kh_event *e)
{
    kh_json_event_open(j, e);
    kh_buffer_text(j->out, "}");
}

kh_status kh_export_event(const kh_doc *doc, const kh_event *event, bool chars, kh_buffer *out)
{
    kh_json_event(&(kh_json){ .out = out, .doc = doc, .chars = chars }, event);
    return out->failed;
}

kh_status kh_export_events(const kh_doc *doc, const kh_writer *w, double min_confidence, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, w->chars);
    kh_status s = KH_OK;
    for (uint32_t i = 0; !s && i < doc->event_count; i++) {
        if ((double)doc->events[i].confidence < min_confidence)
            continue;
        kh_json_event(&j, &doc->events[i]);
        kh_buffer_text(&out, "\n");
        s = kh_json_flush(&out, w, err);
    }
    return kh_json_end(&j, w, s, err);
}
