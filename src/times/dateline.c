/* The date of a dateline that is a block of its own: "MANDRI, May 3 (Newswire) -". It tells when the story was sent. */
#include "times/table.h"

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static int month_of(kh_view w)
{
    for (int m = 0; m < 12 && w.n >= 3; m++)
        if (kh_view_starts(w, kh_view_of(months[m])))
            return m + 1;
    return 0;
}

static kh_view bare(kh_view w)
{
    while (w.n && (w.p[w.n - 1] == ',' || w.p[w.n - 1] == '.' || w.p[w.n - 1] == ')'))
        w.n--;
    return w.n && w.p[0] == '(' ? (kh_view){ w.p + 1, w.n - 1 } : w;
}

static int number_of(kh_view w)
{
    int64_t v;
    return kh_view_to_int(bare(w), &v) && v > 0 && v < 3000 ? (int)v : 0;
}

/* Reads "May 3", "May 3, 2021" or "3 May" out of the words; false if there is none. */
bool kh_times_dateline(const kh_doc *d, kh_span block, kh_span *span, int32_t *day)
{
    kh_view text = kh_doc_view(d, block), words[24];
    size_t n = 0;
    while (text.n && n < 24) {
        kh_view w = kh_view_cut(&text, ' ');
        if (w.n)
            words[n++] = w;
    }
    for (size_t i = 0; i < n; i++) {
        int month = month_of(bare(words[i])), after = i + 1 < n ? number_of(words[i + 1]) : 0, before = i ? number_of(words[i - 1]) : 0;
        if (!month || (!after && !before))
            continue;
        size_t first = after && after <= 31 ? i : before ? i - 1 : i, last = after && after <= 31 ? i + 1 : i;
        int which = after && after <= 31 ? after : before, year = last + 1 < n ? number_of(words[last + 1]) : 0, y, m, dd;
        if (year >= 1900 && year < 2100)
            last++;
        else if (d->meta.day == KH_NO_DAY)
            return false;
        else
            year = 0;
        if (!year) {
            kh_day_split(d->meta.day, &y, &m, &dd);
            year = month > m + 1 ? y - 1 : y;
        }
        if (!kh_day_real(year, month, which))
            return false;
        *day = kh_day_of(year, month, which);
        kh_view end = bare(words[last]);
        *span = (kh_span){ (uint32_t)(words[first].p - d->text.p), (uint32_t)(end.p + end.n - d->text.p) };
        return true;
    }
    return false;
}
