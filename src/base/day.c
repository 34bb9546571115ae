#include "base/base.h"

#include <stdio.h>

/* Civil date <-> day number by eras of 400 years (146,097 days), years beginning in March so that the leap day comes last. */
int32_t kh_day_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void kh_day_split(int32_t days, int *year, int *month, int *day)
{
    int z = days + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp + (mp < 10 ? 3 : -9);
    *year = yoe + era * 400 + (*month <= 2);
}

int kh_day_week(int32_t days)
{
    int w = (days + 3) % 7;                /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

static bool digits(kh_view t, size_t from, size_t n, int *value)
{
    *value = 0;
    for (size_t i = from; i < from + n; i++) {
        if (i >= t.n || t.p[i] < '0' || t.p[i] > '9')
            return false;
        *value = *value * 10 + (t.p[i] - '0');
    }
    return true;
}

bool kh_day_read(kh_view t, int32_t *days)
{
    int y, m, d, yy, mm, dd;
    if (t.n < 10 || t.p[4] != '-' || t.p[7] != '-' || !digits(t, 0, 4, &y) || !digits(t, 5, 2, &m) || !digits(t, 8, 2, &d))
        return false;
    if (t.n > 10 && t.p[10] != 'T' && t.p[10] != ' ')
        return false;
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    int32_t day = kh_day_of(y, m, d);
    kh_day_split(day, &yy, &mm, &dd);
    if (mm != m || dd != d)
        return false;
    *days = day;
    return true;
}

void kh_day_write(int32_t days, char out[16])
{
    int y, m, d;
    kh_day_split(days, &y, &m, &d);
    if (y < 0 || y > 9999)
        y = 0;
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)y % 10000u, (unsigned)m % 100u, (unsigned)d % 100u);
}
