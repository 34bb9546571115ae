/*
 * site.h: which place of its sentence is an act's. A linear score over what the tree says of the two; site.c names the features, and
 * train/site.py fits their weights. Inside src/events and for tools/khsite.c.
 */
#ifndef KH_EVENTS_SITE_H
#define KH_EVENTS_SITE_H

#include "document/document.h"
#include "events/table.h"

enum { KH_SITE_ACTIVE = 40, KH_SITE_FEATURES = 768 };

typedef struct kh_site { uint16_t on[KH_SITE_ACTIVE]; uint32_t count; } kh_site;

/* Places that may be an act's at all. */
bool kh_site_may_be(const kh_doc *doc, uint32_t place, uint32_t sentence);
/* The places of a sentence, [*from, *to), so few that what weighs them against each other stays cheap on a list of names. */
void kh_site_range(const kh_doc *doc, uint32_t sentence, uint32_t *from, uint32_t *to);
/* The features that hold of an act's token and a place of its sentence. */
void kh_site_features(const kh_events *events, const kh_doc *doc, uint32_t token, uint32_t place, kh_site *site);
/* Above 0: the place is more likely the act's than that it has none. */
float kh_site_score(const kh_site *site);

#endif
