/*
 * An item of a feed in XML: RSS <item>, Atom <entry>, alone or in their feed (then the first one). Items are read by expat, after a
 * repair of what feeds do wrong most: names of HTML's entities and bare ampersands. A document type is refused, so that no entity can be
 * declared, let alone grow.
 */
#include "intake/page.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

/* Where the text of an element goes. Names are compared without their prefix where no prefix is given here. */
typedef enum part { TITLE, LINK, GUID, DATE, UPDATED, AUTHOR, SOURCE, SHORT, LONG, LANGUAGE, PARTS, SKIP } part;
static const struct { const char *name; part part; } elements[] = {
    { "title", TITLE },           { "link", LINK },             { "guid", GUID },          { "id", GUID },
    { "pubDate", DATE },          { "dc:date", DATE },          { "published", DATE },     { "issued", DATE },
    { "updated", UPDATED },       { "author", AUTHOR },         { "dc:creator", AUTHOR },  { "name", AUTHOR },
    { "source", SOURCE },         { "dc:publisher", SOURCE },   { "dc:source", SOURCE },   { "description", SHORT },
    { "summary", SHORT },         { "content:encoded", LONG },  { "content", LONG },       { "dc:language", LANGUAGE },
};

typedef struct feed {
    XML_Parser parser;
    kh_arena *scratch;
    char *text[PARTS];
    size_t n[PARTS], capacity[PARTS];
    uint32_t depth, item, part_depth, skip_depth;  /* depths at which item, part and what is passed over began; 0: outside */
    part part;
    bool markup;                                   /* the part holds elements of XHTML, which are written out again */
    bool done, failed, declares;
} feed;

static void put(feed *f, const char *p, size_t n)
{
    part to = f->part;
    char *grown = kh_arena_grow(f->scratch, f->text[to], &f->capacity[to], f->n[to] + n, 1);
    if (!grown) {
        f->failed = true;
        XML_StopParser(f->parser, XML_FALSE);
        return;
    }
    f->text[to] = grown;
    memcpy(grown + f->n[to], p, n);
    f->n[to] += n;
}

static part part_of(const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(name, elements[i].name) == 0)
            return elements[i].part;
    return SKIP;
}

static const char *attribute(const char **list, const char *name)
{
    for (; *list; list += 2)
        if (strcmp(list[0], name) == 0)
            return list[1];
    return NULL;
}

static void begin_part(feed *f, const char *name, const char **attributes)
{
    part p = part_of(name);
    const char *href = attribute(attributes, "href"), *rel = attribute(attributes, "rel"), *type = attribute(attributes, "type");
    if (p == SKIP || (f->n[p] && p != AUTHOR && p != LINK)) {            /* the first of each counts */
        f->skip_depth = f->depth;
        return;
    }
    if (p == AUTHOR && f->n[p]) {
        f->part = p;
        put(f, ", ", 2);
    }
    f->part = p;
    f->part_depth = f->depth;
    f->markup = type && strcmp(type, "xhtml") == 0;
    if (p == LINK && href && !f->n[p] && (!rel || strcmp(rel, "alternate") == 0))
        put(f, href, strlen(href));
}

static void XMLCALL start(void *ctx, const char *name, const char **attributes)
{
    feed *f = ctx;
    f->depth++;
    if (f->done || f->skip_depth)
        return;
    if (!f->item) {
        if (strcmp(name, "item") == 0 || strcmp(name, "entry") == 0)
            f->item = f->depth;
    } else if (!f->part_depth) {
        begin_part(f, name, attributes);
    } else if (f->markup) {
        put(f, "<", 1);
        put(f, name, strlen(name));
        put(f, ">", 1);
    } else if (f->part == AUTHOR && part_of(name) != AUTHOR) {            /* Atom: <author><name/><uri/></author> */
        f->skip_depth = f->depth;
    }
}

static void XMLCALL end(void *ctx, const char *name)
{
    feed *f = ctx;
    if (f->skip_depth == f->depth) {
        f->skip_depth = 0;
    } else if (!f->skip_depth) {
        if (f->part_depth == f->depth)
            f->part_depth = 0;
        else if (f->part_depth && f->markup) {
            put(f, "</", 2);
            put(f, name, strlen(name));
            put(f, ">", 1);
        }
        if (f->item == f->depth) {
            f->item = 0;
            f->done = true;
        }
    }
    f->depth--;
}

static void XMLCALL characters(void *ctx, const char *p, int n)
{
    feed *f = ctx;
    if (f->done || f->skip_depth || !f->part_depth)
        return;
    if (!f->markup) {
        put(f, p, (size_t)n);
        return;
    }
    for (int i = 0; i < n && !f->failed; i++) {    /* text between elements that are written out: its own signs stay signs */
        if (p[i] == '<')
            put(f, "&lt;", 4);
        else if (p[i] == '&')
            put(f, "&amp;", 5);
        else
            put(f, p + i, 1);
    }
}

static void XMLCALL doctype(void *ctx, const char *name, const char *system, const char *public, int internal)
{
    feed *f = ctx;
    (void)name;
    (void)system;
    (void)public;
    if (internal) {
        f->declares = true;
        XML_StopParser(f->parser, XML_FALSE);
    }
}

/* ------------------------------------------------------------------ repair */

/* One entity or ampersand outside CDATA: what expat can read. Gives the bytes read. */
static size_t repair_one(kh_view t, size_t at, char *out, size_t *n)
{
    static const char *const known[] = { "&lt;", "&gt;", "&amp;", "&quot;", "&apos;" };
    char text[8];
    size_t k;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (kh_view_starts((kh_view){ t.p + at, t.n - at }, kh_view_of(known[i]))) {
            *n = strlen(known[i]);
            memcpy(out, known[i], *n);
            return *n;
        }
    size_t read = kh_entity(t, at, text, &k);
    bool sign = read && k == 1 && (text[0] == '<' || text[0] == '&');
    if (read && !sign) {
        memcpy(out, text, k);
        *n = k;
        return read;
    }
    memcpy(out, sign && text[0] == '<' ? "&lt;" : "&amp;", 5);
    *n = sign && text[0] == '<' ? 4 : 5;
    return sign ? read : 1;
}

static bool is_control(char c) { return (unsigned char)c < ' ' && c != '\n' && c != '\t' && c != '\r'; }

static kh_status repair(kh_view t, kh_view *out, kh_arena *scratch, kh_error *err)
{
    enum { GROWS = 5 };                  /* "&" to "&amp;" */
    if (t.n > INT_MAX / GROWS - 8)
        return kh_fail(err, KH_E_LIMIT, INT_MAX / GROWS, "a feed item is larger than %d bytes", INT_MAX / GROWS);
    char *room = kh_arena_get(scratch, t.n * GROWS + 8), *cdata_end;
    size_t n = 0, k;
    if (!room)
        return kh_arena_fail(scratch, err);
    for (size_t at = 0; at < t.n;) {
        if (t.p[at] == '<' && kh_view_starts((kh_view){ t.p + at, t.n - at }, KH_LIT("<![CDATA["))) {
            cdata_end = memmem(t.p + at, t.n - at, "]]>", 3);
            size_t until = cdata_end ? (size_t)(cdata_end - t.p) : t.n;
            for (; at < until; at++)
                room[n++] = is_control(t.p[at]) ? ' ' : t.p[at];
        } else if (t.p[at] == '&') {
            at += repair_one(t, at, room + n, &k);
            n += k;
        } else {
            room[n++] = is_control(t.p[at]) ? ' ' : t.p[at];
            at++;
        }
    }
    *out = (kh_view){ room, n };
    return KH_OK;
}

/* ------------------------------------------------------------------ into the document */

static kh_view part_view(const feed *f, part p) { return kh_view_trim((kh_view){ f->text[p], f->n[p] }); }

static kh_status keep(kh_view value, kh_view *field, kh_doc *doc, kh_error *err)
{
    if (!value.n || field->n)
        return KH_OK;
    kh_view plain = kh_entities(value, doc->arena);
    *field = plain.p ? kh_view_trim(plain) : plain;
    return plain.p ? KH_OK : kh_arena_fail(doc->arena, err);
}

static kh_status keep_parts(const kh_intake *in, const feed *f, kh_doc *doc, kh_error *err)
{
    kh_meta *m = &doc->meta;
    kh_view guid = part_view(f, GUID);
    bool address = kh_view_starts(guid, KH_LIT("http"));
    struct { kh_view value, *field; } all[] = { { part_view(f, TITLE), &m->title }, { part_view(f, LINK), &m->url },
                                                { guid, address ? &m->url : &m->id }, { part_view(f, DATE), &m->published },
                                                { part_view(f, UPDATED), &m->published }, { part_view(f, LANGUAGE), &m->language } };
    kh_status s = KH_OK;
    for (size_t i = 0; !s && i < sizeof all / sizeof *all; i++)
        s = keep(all[i].value, all[i].field, doc, err);
    kh_view source = part_view(f, SOURCE), agency = kh_intake_agency(in, source);
    if (!s)
        s = keep(agency.n ? agency : source, agency.n ? &m->agency : &m->outlet, doc, err);
    return s ? s : kh_intake_byline(in, part_view(f, AUTHOR), doc, err);
}

static kh_status parse(feed *f, kh_view text, kh_error *err)
{
    f->parser = XML_ParserCreate("UTF-8");
    if (!f->parser)
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    XML_SetUserData(f->parser, f);
    XML_SetElementHandler(f->parser, start, end);
    XML_SetCharacterDataHandler(f->parser, characters);
    XML_SetStartDoctypeDeclHandler(f->parser, doctype);
    enum XML_Status ok = XML_Parse(f->parser, text.n ? text.p : "", (int)text.n, XML_TRUE);
    kh_status s = KH_OK;
    uint64_t at = XML_GetCurrentByteIndex(f->parser) < 0 ? 0 : (uint64_t)XML_GetCurrentByteIndex(f->parser);
    if (f->failed)
        s = kh_arena_fail(f->scratch, err);
    else if (f->declares)
        s = kh_fail(err, KH_E_INPUT, at, "a feed must not declare entities of its own");
    else if (ok != XML_STATUS_OK && !f->done && !f->n[SHORT] && !f->n[LONG])
        s = kh_fail(err, KH_E_INPUT, at, "not a feed item: %s", XML_ErrorString(XML_GetErrorCode(f->parser)));
    XML_ParserFree(f->parser);
    return s;
}

static kh_status read_xml(const kh_intake *in, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    feed *f = kh_arena_get(scratch, sizeof *f);
    kh_view fixed = { NULL, 0 };
    if (!f)
        return kh_arena_fail(scratch, err);
    f->scratch = scratch;
    kh_status s = repair(text, &fixed, scratch, err);
    if (!s)
        s = parse(f, fixed, err);
    if (!s && !f->n[TITLE] && !f->n[SHORT] && !f->n[LONG])
        s = kh_fail(err, KH_E_INPUT, 0, "the feed has no item with a title or text");
    if (!s)
        s = keep_parts(in, f, doc, err);
    if (s)
        return s;
    return kh_intake_body(in, f->n[LONG] ? part_view(f, LONG) : part_view(f, SHORT), doc, scratch, err);
}

kh_status kh_intake_feed(const kh_intake *in, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    kh_mark mark = kh_arena_mark(scratch);
    kh_view start_at = kh_view_starts(text, KH_LIT("\xEF\xBB\xBF")) ? (kh_view){ text.p + 3, text.n - 3 } : text;
    start_at = kh_view_trim(start_at);
    kh_status s = kh_view_starts(start_at, KH_LIT("---")) ? kh_intake_front(in, start_at, doc, scratch, err)
                                                           : read_xml(in, start_at, doc, scratch, err);
    kh_arena_rewind(scratch, mark);
    return s;
}
