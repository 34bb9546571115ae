/* judgement.c: `khabar judge`: one answer for each given span, in the order of the input. */
#include "export/json.h"

static void pairs(const kh_json *j)
{
    kh_buffer_text(j->out, ",\"pairs\":[");
    for (uint32_t i = 0; i < j->doc->asked.pair_count; i++) {
        const kh_judged_pair *p = &j->doc->judged.pairs[i];
        kh_buffer_text(j->out, i ? ",{\"type\":" : "{\"type\":");
        kh_json_text_or_null(j->out, p->type);
        kh_buffer_text(j->out, ",\"mode\":");
        kh_json_text_or_null(j->out, p->mode);
        kh_buffer_printf(j->out, ",\"status\":\"%s\",\"confidence\":%.2f}", kh_event_status_name(p->status), (double)p->confidence);
    }
    kh_buffer_text(j->out, "]");
}

static void triggers(const kh_json *j)
{
    kh_buffer_text(j->out, ",\"triggers\":[");
    for (uint32_t i = 0; i < j->doc->asked.trigger_count; i++) {
        const kh_event *e = &j->doc->judged.triggers[i];
        kh_buffer_text(j->out, i ? "," : "");
        kh_json_event_open(j, e);
        kh_buffer_printf(j->out, ",\"factuality\":%.2f}", (double)e->factuality);
    }
    kh_buffer_text(j->out, "]");
}

static void toponyms(const kh_json *j)
{
    kh_buffer_text(j->out, ",\"toponyms\":[");
    for (uint32_t i = 0; i < j->doc->asked.toponym_count && j->doc->judged.toponyms; i++) {
        kh_buffer_text(j->out, i ? "," : "");
        kh_json_place(j, &j->doc->judged.toponyms[i]);
    }
    kh_buffer_text(j->out, "]");
}

kh_status kh_export_judgement(const kh_doc *doc, const kh_writer *w, kh_error *err)
{
    kh_buffer out;
    kh_json j;
    kh_json_begin(&j, &out, doc, w->chars);
    kh_buffer_text(&out, "{\"id\":");
    kh_json_text_or_null(&out, doc->meta.id);
    pairs(&j);
    triggers(&j);
    toponyms(&j);
    kh_buffer_text(&out, "}\n");
    return kh_json_end(&j, w, KH_OK, err);
}
