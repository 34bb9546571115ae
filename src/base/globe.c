#include "base/base.h"

#include <math.h>

double kh_km(double lat, double lon, double lat2, double lon2)
{
    const double a = lat * KH_RADIANS, b = lat2 * KH_RADIANS, s = sin((b - a) / 2), t = sin((lon2 - lon) * KH_RADIANS / 2);
    const double h = s * s + cos(a) * cos(b) * t * t;
    return 2 * KH_EARTH_KM * asin(h < 1 ? sqrt(h) : 1);
}
