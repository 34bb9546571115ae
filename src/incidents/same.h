/* same.h: one act told twice. Inside src/incidents only. */
#ifndef KH_INCIDENTS_SAME_H
#define KH_INCIDENTS_SAME_H

#include "document/document.h"

/* b stands after a. */
bool kh_incidents_same(const kh_doc *doc, const kh_event *a, const kh_event *b);
enum { KH_INCIDENTS_REACH = 40 };      /* events looked back at, so that long lists stay linear */

#endif
