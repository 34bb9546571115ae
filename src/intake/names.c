/* The elements of HTML: what each does to paragraphs, and which role its name gives to what it holds. */
#include "intake/page.h"

#include <string.h>

enum {
    V = KH_TAG_VOID, I = KH_TAG_INLINE, D = KH_TAG_DROP, P = KH_TAG_ENDS_P, W = KH_TAG_WALL, R = KH_TAG_RAW, C = KH_TAG_CONTENT,
    ROW = KH_TAG_ROW, CELL = KH_TAG_CELL, LIST = KH_TAG_LIST, NONE = KH_NO_MARK
};

/* Sorted by name. */
static const kh_tag_kind kinds[] = {
    { "a", I | KH_TAG_A, NONE, 0 }, { "abbr", I, NONE, 0 }, { "acronym", I, NONE, 0 }, { "address", P, KH_ROLE_BYLINE, 0 },
    { "amp-ad", 0, KH_ROLE_ADVERT, 0 }, { "amp-sidebar", 0, KH_ROLE_NAVIGATION, 0 }, { "applet", D, NONE, 0 },
    { "area", V | I, NONE, 0 }, { "article", P | C, NONE, 0 }, { "aside", P, KH_ROLE_RELATED, 0 }, { "audio", D, NONE, 0 },
    { "b", I, NONE, 0 }, { "base", V | I, NONE, 0 }, { "big", I, NONE, 0 }, { "blockquote", P, NONE, 0 },
    { "body", 0, NONE, 0 }, { "br", V | I | KH_TAG_BR, NONE, 0 }, { "button", W | KH_TAG_BUTTON, KH_ROLE_FORM, 0 },
    { "canvas", D, NONE, 0 }, { "caption", W, KH_ROLE_CAPTION, 0 }, { "center", P, NONE, 0 }, { "cite", I, NONE, 0 },
    { "code", I, NONE, 0 }, { "col", V, NONE, 0 }, { "datalist", D, NONE, 0 }, { "dd", P | KH_TAG_DD, NONE, 0 },
    { "del", I, NONE, 0 }, { "details", P, NONE, 0 }, { "dialog", P, KH_ROLE_OTHER, 0 }, { "dir", P | LIST, NONE, 0 },
    { "div", P, NONE, 0 }, { "dl", P | KH_TAG_DL, NONE, 0 }, { "dt", P | KH_TAG_DD, NONE, 0 }, { "em", I, NONE, 0 },
    { "embed", V | I, NONE, 0 }, { "fieldset", P, KH_ROLE_FORM, 0 }, { "figcaption", P, KH_ROLE_CAPTION, 0 },
    { "figure", P, KH_ROLE_CAPTION, 0 }, { "font", I, NONE, 0 }, { "footer", P, KH_ROLE_NAVIGATION, 0 },
    { "form", P, KH_ROLE_FORM, 0 }, { "frame", V, NONE, 0 }, { "h1", P, NONE, 1 }, { "h2", P, NONE, 2 }, { "h3", P, NONE, 3 },
    { "h4", P, NONE, 4 }, { "h5", P, NONE, 5 }, { "h6", P, NONE, 6 }, { "head", 0, NONE, 0 }, { "header", P, NONE, 0 },
    { "hr", V | P, NONE, 0 }, { "html", 0, NONE, 0 }, { "i", I, NONE, 0 }, { "iframe", D, NONE, 0 }, { "img", V | I, NONE, 0 },
    { "input", V, NONE, 0 }, { "ins", I, NONE, 0 }, { "kbd", I, NONE, 0 }, { "keygen", V | I, NONE, 0 },
    { "label", I, KH_ROLE_FORM, 0 }, { "legend", P, KH_ROLE_FORM, 0 }, { "li", P | KH_TAG_LI, NONE, 0 },
    { "link", V | I, NONE, 0 }, { "main", P | C, NONE, 0 }, { "map", D, NONE, 0 }, { "mark", I, NONE, 0 },
    { "math", D, NONE, 0 }, { "menu", P | LIST, KH_ROLE_NAVIGATION, 0 }, { "meta", V | I, NONE, 0 },
    { "nav", P, KH_ROLE_NAVIGATION, 0 }, { "nobr", I, NONE, 0 }, { "noembed", D, NONE, 0 }, { "noframes", D, NONE, 0 },
    { "noscript", D, NONE, 0 }, { "object", D, NONE, 0 }, { "ol", P | LIST, NONE, 0 }, { "optgroup", 0, KH_ROLE_FORM, 0 },
    { "option", KH_TAG_OPTION, KH_ROLE_FORM, 0 }, { "p", P | KH_TAG_P, NONE, 0 }, { "param", V, NONE, 0 },
    { "picture", I, NONE, 0 }, { "pre", P | KH_TAG_PRE, NONE, 0 }, { "q", I, NONE, 0 }, { "rp", D, NONE, 0 },
    { "rt", D, NONE, 0 }, { "s", I, NONE, 0 }, { "script", D | KH_TAG_SCRIPT, NONE, 0 }, { "section", P, NONE, 0 },
    { "select", D, NONE, 0 }, { "small", I, NONE, 0 }, { "source", V | I, NONE, 0 }, { "span", I, NONE, 0 },
    { "strike", I, NONE, 0 }, { "strong", I, NONE, 0 }, { "style", D, NONE, 0 }, { "sub", I, NONE, 0 },
    { "summary", P, NONE, 0 }, { "sup", I, NONE, 0 }, { "svg", D, NONE, 0 }, { "table", W | KH_TAG_TABLE, NONE, 0 },
    { "tbody", ROW, NONE, 0 }, { "td", W | CELL, NONE, 0 }, { "template", D, NONE, 0 }, { "textarea", D, NONE, 0 },
    { "tfoot", ROW, NONE, 0 }, { "th", W | CELL, NONE, 0 }, { "thead", ROW, NONE, 0 }, { "time", I, KH_ROLE_META, 0 },
    { "title", R | KH_TAG_TITLE, NONE, 0 }, { "tr", ROW, NONE, 0 }, { "track", V, NONE, 0 }, { "tt", I, NONE, 0 },
    { "u", I, NONE, 0 }, { "ul", P | LIST, NONE, 0 }, { "var", I, NONE, 0 }, { "video", D, NONE, 0 }, { "wbr", V | I, NONE, 0 },
};

static const kh_tag_kind unknown = { "", I, NONE, 0 };

const kh_tag_kind *kh_tag_kind_of(kh_view name)
{
    char key[sizeof kinds->name] = "";
    size_t lo = 0, hi = sizeof kinds / sizeof *kinds;
    if (name.n >= sizeof key)
        return &unknown;
    memcpy(key, name.n ? name.p : "", name.n);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int d = memcmp(kinds[mid].name, key, sizeof key);
        if (d == 0)
            return &kinds[mid];
        if (d < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return &unknown;
}

bool kh_tag_is(const kh_tag_kind *kind, const char *name) { return strcmp(kind->name, name) == 0; }
