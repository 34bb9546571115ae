/* incidents.h: one act, one event. Merges doc->events that tell the same act, numbers incidents, gives ids. */
#ifndef KH_INCIDENTS_H
#define KH_INCIDENTS_H

#include "document/document.h"

kh_status kh_incidents_run(kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
