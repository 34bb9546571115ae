/* TimeML values and the days they mean. */
#include "times/table.h"

#include <math.h>
#include <stdio.h>

uint8_t kh_precision_of(int32_t days) { return days <= 1 ? 1 : days <= 6 ? 2 : days <= 8 ? 3 : days <= 32 ? 4 : 5; }

static void span(kh_reading *r, int32_t day, int32_t last)
{
    r->day = day;
    r->last = last;
    r->precision = kh_precision_of(last - day + 1);
    r->type = KH_TIME_DATE;
}

void kh_read_day(kh_reading *r, int32_t day)
{
    span(r, day, day);
    kh_day_write(day, r->value);
}

void kh_read_month(kh_reading *r, int year, int month)
{
    int32_t first = kh_month_first(year, month);
    int d;
    kh_day_split(first, &year, &month, &d);
    span(r, first, first + kh_month_days(year, month) - 1);
    snprintf(r->value, sizeof r->value, "%04d-%02d", year, month);
}

void kh_read_year(kh_reading *r, int year)
{
    span(r, kh_day_of(year, 1, 1), kh_day_of(year, 12, 31));
    snprintf(r->value, sizeof r->value, "%04d", year);
}

void kh_read_week(kh_reading *r, int32_t day)
{
    int y, w;
    int32_t monday = day - kh_day_week(day);
    kh_week_of(day, &y, &w);
    span(r, monday, monday + 6);
    r->precision = 3;
    snprintf(r->value, sizeof r->value, "%04d-W%02d", y, w);
}

void kh_read_quarter(kh_reading *r, int year, int quarter)
{
    int q = year * 4 + quarter - 1;
    year = q / 4;
    quarter = q % 4 + 1;
    span(r, kh_month_first(year, quarter * 3 - 2), kh_month_first(year, quarter * 3 + 1) - 1);
    snprintf(r->value, sizeof r->value, "%04d-Q%d", year, quarter);
}

void kh_read_ref(kh_reading *r, const char *value, int32_t day, int32_t last, int precision)
{
    r->type = KH_TIME_DATE;
    r->day = day;
    r->last = last;
    r->precision = (uint8_t)precision;
    snprintf(r->value, sizeof r->value, "%s", value);
}

void kh_read_part(kh_reading *r, int daypart)
{
    static const char *const parts[] = { "TMO", "TAF", "TEV", "TNI", "T12:00", "T24:00" };
    char day[16];
    if (r->day == KH_NO_DAY)
        return;
    kh_day_write(r->day, day);
    r->type = KH_TIME_TIME;
    r->minute = daypart == 4 ? 720 : (int16_t)-1;
    snprintf(r->value, sizeof r->value, "%s%s", day, parts[daypart >= 0 && daypart < 6 ? daypart : 3]);
}

void kh_read_period(kh_reading *r, double n, bool vague, int unit, bool small)
{
    static const struct { int unit; char letter; double times; } units[] = { { 1, 'D', 1 }, { 7, 'W', 1 }, { 30, 'M', 1 }, { 365, 'Y', 1 }, { 3652, 'Y', 10 },
                                                                            { 36525, 'Y', 100 }, { 91, 'M', 3 }, { 14, 'W', 2 }, { 2, 'D', 2 } };
    char letter = small ? (unit == 60 ? 'H' : unit == 1 ? 'M' : 'S') : 'D';
    double times = 1;
    for (size_t i = 0; !small && i < sizeof units / sizeof *units; i++)
        if (units[i].unit == unit) {
            letter = units[i].letter;
            times = units[i].times;
        }
    r->type = KH_TIME_DURATION;
    r->day = r->last = KH_NO_DAY;
    r->precision = 0;
    if (vague)
        snprintf(r->value, sizeof r->value, "P%sX%s%c", small ? "T" : "", times > 1 && unit == 3652 ? "0" : "", letter);
    else if (n == floor(n))
        snprintf(r->value, sizeof r->value, "P%s%.0f%c", small ? "T" : "", n * times, letter);
    else if (letter == 'Y' && n * 12 == floor(n * 12))
        snprintf(r->value, sizeof r->value, "P%.0fY%.0fM", floor(n), (n - floor(n)) * 12);
    else
        snprintf(r->value, sizeof r->value, "P%s%.4g%c", small ? "T" : "", n * times, letter);
}

void kh_read_narrow(kh_reading *r, int which)
{
    int32_t n = r->last - r->day + 1, third = n / 3;
    if (r->day == KH_NO_DAY || n < 3)
        return;
    int32_t from = which == 1 ? r->day : which == 2 ? r->day + third : r->last - third;
    int32_t to = which == 1 ? r->day + third : which == 2 ? r->last - third : r->last;
    r->day = from;
    r->last = to;
}
