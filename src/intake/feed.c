#include "intake/parts.h"
kh_status kh_intake_feed(const kh_intake *in, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    (void)in; (void)text; (void)doc; (void)scratch;
    return kh_fail(err, KH_E_USAGE, 0, "feeds cannot be read yet");
}
