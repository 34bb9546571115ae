/* What a page says about itself in tags and JSON-LD. */
#include "intake/page.h"

#include <jansson.h>
#include <string.h>

/* Where each name of <meta> goes: protocol words of Open Graph, Dublin Core, schema.org and of sites' own, in lower case. */
typedef enum fact { TITLE, SITE, URL, LANGUAGE, AUTHOR, DATE_SURE, DATE_ITEM, DATE_OTHER } fact;
static const struct { const char *name; fact fact; } metas[] = {
    { "og:title", TITLE },             { "twitter:title", TITLE },          { "dc.title", TITLE },          { "parsely-title", TITLE },
    { "og:site_name", SITE },          { "application-name", SITE },        { "dc.publisher", SITE },       { "og:url", URL },
    { "author", AUTHOR },              { "article:author", AUTHOR },        { "dc.creator", AUTHOR },       { "byl", AUTHOR },
    { "parsely-author", AUTHOR },      { "sailthru.author", AUTHOR },       { "article:published_time", DATE_SURE },
    { "og:article:published_time", DATE_SURE }, { "article:published", DATE_SURE }, { "datepublished", DATE_ITEM },
    { "parsely-pub-date", DATE_OTHER }, { "sailthru.date", DATE_OTHER },    { "pubdate", DATE_OTHER },      { "publishdate", DATE_OTHER },
    { "publish-date", DATE_OTHER },    { "publication_date", DATE_OTHER },  { "publish_date", DATE_OTHER }, { "ptime", DATE_OTHER },
    { "dc.date", DATE_OTHER },         { "dc.date.issued", DATE_OTHER },    { "dcterms.created", DATE_OTHER }, { "dc.date.created", DATE_OTHER },
    { "dcterms.date", DATE_OTHER },    { "article.published", DATE_OTHER }, { "original-publish-date", DATE_OTHER },
    { "displaydate", DATE_OTHER },     { "date", DATE_OTHER },              { "og:published_time", DATE_OTHER },
    { "article_date_original", DATE_OTHER },
    { "content-language", LANGUAGE },  { "language", LANGUAGE },
};

static bool take(kh_page *page, kh_view value, kh_view *field)
{
    value = kh_view_trim(value);
    if (field->n || !value.n)
        return true;
    *field = kh_entities(value, page->scratch);
    *field = field->p ? kh_view_trim(*field) : *field;
    return field->p != NULL;
}

static bool take_author(kh_page *page, kh_view value)
{
    enum { LONGEST = 120 };
    kh_facts *f = &page->facts;
    value = kh_view_trim(value);
    bool address = value.n > 8 && memmem(value.p, value.n, "://", 3);        /* a profile page, no name */
    if (!value.n || value.n > LONGEST || address || f->author_count == KH_PAGE_AUTHORS)
        return true;
    kh_view *slot = &f->authors[f->author_count];
    *slot = (kh_view){ NULL, 0 };
    if (!take(page, value, slot))
        return false;
    f->author_count++;
    return true;
}

static bool same(kh_view name, const char *low)
{
    size_t n = strlen(low);
    if (name.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]) != low[i])
            return false;
    return true;
}

static bool take_meta(kh_page *page, const kh_tag *t, kh_view name)
{
    kh_facts *f = &page->facts;
    kh_view value = t->value[KH_ATTR_CONTENT];
    for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
        if (!same(name, metas[i].name))
            continue;
        switch (metas[i].fact) {
        case TITLE: return take(page, value, &f->title[0]);
        case SITE: return take(page, value, &f->site);
        case URL: return take(page, value, &f->url);
        case LANGUAGE: return take(page, value, &f->language);
        case AUTHOR: return take_author(page, value);
        case DATE_SURE: return take(page, value, &f->date[1]);
        case DATE_ITEM: return take(page, value, &f->date[2]);
        case DATE_OTHER: return take(page, value, &f->date[3]);
        }
    }
    return true;
}

static bool take_time(kh_page *page, kh_view value)
{
    kh_facts *f = &page->facts;
    if (!value.n || f->time_count == KH_PAGE_TIMES)
        return true;
    f->times[f->time_count++] = (kh_time_seen){ page->elem_count - 1, page->piece_count, value };
    return true;
}

static bool has_word(kh_view list, const char *word)
{
    while (list.n)
        if (same(kh_view_cut(&list, ' '), word))
            return true;
    return false;
}

bool kh_page_fact(kh_page *page, const kh_tag *t)
{
    kh_facts *f = &page->facts;
    const char *name = t->kind->name;
    if (strcmp(name, "meta") == 0)
        return take_meta(page, t, t->value[KH_ATTR_PROPERTY]) && take_meta(page, t, t->value[KH_ATTR_NAME]) &&
               take_meta(page, t, t->value[KH_ATTR_ITEMPROP]);
    if (strcmp(name, "link") == 0 && has_word(t->value[KH_ATTR_REL], "canonical")) {
        f->url = (kh_view){ NULL, 0 };                           /* beats og:url, which may stand before it */
        return take(page, t->value[KH_ATTR_HREF], &f->url);
    }
    if (strcmp(name, "html") == 0)
        return take(page, t->value[KH_ATTR_LANG], &f->language);
    if (same(t->value[KH_ATTR_ITEMPROP], "datepublished") && !take(page, t->value[KH_ATTR_CONTENT].n ? t->value[KH_ATTR_CONTENT] :
                                                                         t->value[KH_ATTR_DATETIME], &f->date[2]))
        return false;
    return strcmp(name, "time") != 0 || take_time(page, t->value[KH_ATTR_DATETIME]);
}

/* ------------------------------------------------------------------ JSON-LD */

static kh_view text_of(const json_t *v)
{
    return json_is_string(v) ? (kh_view){ json_string_value(v), json_string_length(v) } : (kh_view){ NULL, 0 };
}

/* "NewsArticle", or a list that has such a word. */
static bool is_article(const json_t *type)
{
    static const char *const kinds[] = { "Article", "Posting", "Report", "PressRelease" };
    for (size_t i = 0, n = json_is_array(type) ? json_array_size(type) : 1; i < n; i++) {
        kh_view t = text_of(json_is_array(type) ? json_array_get(type, i) : type);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (t.n && memmem(t.p, t.n, kinds[k], strlen(kinds[k])))
                return true;
    }
    return false;
}

static bool take_people(kh_page *page, const json_t *who)
{
    size_t n = json_is_array(who) ? json_array_size(who) : who ? 1 : 0;
    for (size_t i = 0; i < n && i < KH_PAGE_AUTHORS; i++) {
        const json_t *one = json_is_array(who) ? json_array_get(who, i) : who;
        const json_t *name = json_is_object(one) ? json_object_get(one, "name") : one;
        if (!take_author(page, text_of(json_is_array(name) ? json_array_get(name, 0) : name)))
            return false;
    }
    return true;
}

static bool take_object(kh_page *page, const json_t *o)
{
    kh_facts *f = &page->facts;
    const json_t *publisher = json_object_get(o, "publisher");
    if (json_object_get(o, "author"))
        f->author_count = 0;                 /* these are whole; names from meta tags may be accounts */
    return take(page, text_of(json_object_get(o, "datePublished")), &f->date[0]) &&
           take(page, text_of(json_object_get(o, "headline")), &f->title[0]) &&
           take(page, text_of(json_object_get(publisher, "name")), &f->site) && take_people(page, json_object_get(o, "author"));
}

/* The articles among an object, a list, or the list under "@graph". Sites nest no deeper. */
static bool take_any(kh_page *page, const json_t *v, int depth)
{
    enum { MOST = 64 };
    if (json_is_array(v)) {
        for (size_t i = 0; i < json_array_size(v) && i < MOST; i++)
            if (depth && !take_any(page, json_array_get(v, i), depth - 1))
                return false;
    } else if (json_is_object(v)) {
        if (is_article(json_object_get(v, "@type")) && !page->facts.date[0].n)
            return take_object(page, v);
        const json_t *graph = json_object_get(v, "@graph");
        return !graph || !depth || take_any(page, graph, depth - 1);
    }
    return true;
}

bool kh_page_linked(kh_page *page, kh_view json)
{
    json_error_t e;
    if (json.n > KH_PAGE_MAX_LD_BYTES || page->facts.linked == KH_PAGE_MAX_LD)
        return true;
    page->facts.linked++;
    json_t *v = json_loadb(json.n ? json.p : "", json.n, JSON_DISABLE_EOF_CHECK, &e);
    bool ok = take_any(page, v, 3);          /* a broken one tells nothing, which is no fault of the page's text */
    json_decref(v);
    return ok;
}
