/* Datelines at the start of a paragraph: "PARIS, May 3 (Reuters) - ", "KABUL, Afghanistan (AP) _ ", "Geneva -- ". */
#include "places/table.h"

static bool is_capital(kh_view w) { return w.n && ((w.p[0] >= 'A' && w.p[0] <= 'Z') || (unsigned char)w.p[0] >= 0x80); }

static bool all_capitals(kh_view w)
{
    size_t letters = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] >= 'a' && w.p[i] <= 'z')
            return false;
        letters += (w.p[i] >= 'A' && w.p[i] <= 'Z') || (unsigned char)w.p[i] >= 0x80;
    }
    return letters >= 2;
}

static bool is_dash(kh_view w)
{
    return kh_view_is(w, "-") || kh_view_is(w, "--") || kh_view_is(w, "_") || kh_view_is(w, "–") || kh_view_is(w, "—") || kh_view_is(w, "---");
}

enum { LONGEST = 18 };

uint32_t kh_places_dateline(const kh_doc *d, uint32_t first)
{
    if (first >= d->token_count || !is_capital(kh_doc_form(d, first)))
        return first;
    bool agency = false, capitals = all_capitals(kh_doc_form(d, first)), bracket = false;
    for (uint32_t t = first; t < d->token_count && t < first + LONGEST; t++) {
        kh_view w = kh_doc_form(d, t);
        if (t > first && is_dash(w)) {
            /* "Al-Shabaab" and "Afghan-Pakistan" have no blank before their hyphen */
            if (!d->tokens[t - 1].space_after && !bracket && w.n == 1)
                continue;
            return agency || capitals ? t + 1 : first;
        }
        if (kh_view_is(w, "(")) {
            bracket = true;
            agency = true;
        } else if (kh_view_is(w, ")")) {
            uint32_t next = t + 1;
            if (next < d->token_count && !is_dash(kh_doc_form(d, next)) && capitals)
                return next;                       /* "PARIS (AP) The president ..." */
        } else if (!is_capital(w) && !kh_view_is(w, ",") && !kh_view_is(w, "/") && !kh_view_is(w, ".") && !kh_view_is(w, ":") &&
                   !(w.p[0] >= '0' && w.p[0] <= '9') && !kh_view_is(w, "of") && !kh_view_is(w, "'s")) {
            return first;
        }
    }
    return first;
}
