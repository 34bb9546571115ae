/* The calendar: months that run over, ISO weeks. */
#include "times/table.h"

int32_t kh_month_first(int year, int month)
{
    int m = year * 12 + month - 1;
    return kh_day_of(m / 12, m % 12 + 1, 1);
}

int kh_month_days(int year, int month) { return kh_month_first(year, month + 1) - kh_month_first(year, month); }

bool kh_day_real(int year, int month, int day) { return month >= 1 && month <= 12 && day >= 1 && day <= kh_month_days(year, month); }

int32_t kh_month_shift(int32_t day, int months)
{
    int y, m, d;
    kh_day_split(day, &y, &m, &d);
    int32_t first = kh_month_first(y, m + months);
    kh_day_split(first, &y, &m, &(int){ 0 });
    int most = kh_month_days(y, m);
    return first + (d < most ? d : most) - 1;
}

void kh_week_of(int32_t day, int *year, int *week)
{
    int32_t thursday = day - kh_day_week(day) + 3;
    int m, d;
    kh_day_split(thursday, year, &m, &d);
    *week = (thursday - kh_day_of(*year, 1, 1)) / 7 + 1;
}
