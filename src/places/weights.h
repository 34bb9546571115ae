/* weights.h: the numbers that steer which of several namesakes is meant. Set by hand from what they mean, in units of a tenfold
 * population (one unit = ten times as many people); checked on the development parts of the four place sets, never fitted to them. */
#ifndef KH_PLACES_WEIGHTS_H
#define KH_PLACES_WEIGHTS_H

/* What a place is, before anything is known of the text. */
#define KH_W_PEOPLE 1.0       /* a decimal digit of population */
#define KH_W_COUNTRY 9.0      /* a country outweighs any namesake ("Georgia" has 4 million, Lebanon's namesakes a few thousand) */
#define KH_W_PROVINCE 4.5     /* units that have no population of their own in the tables: as a town of 30,000 */
#define KH_W_OWN_PROVINCE 6.5  /* one that our own tables have: known to every reader */
#define KH_W_DISTRICT 2.5
#define KH_W_CAPITAL 1.5      /* a capital is in the news more often than its size says */
#define KH_W_SEAT 0.5         /* seat of a province */
#define KH_W_TABLE 5.5        /* a row of our own tables stands there because news tells of it */
#define KH_W_POINT 2.0        /* airports and the like, where the text does not say "airport" */
#define KH_W_ALTERNATE (-1.5) /* the name is one of its other names */
#define KH_W_PART (-1.0)      /* a section of a town */

/* What the text says. */
#define KH_W_LAND 3.5         /* all that is known of the text points to the country */
#define KH_W_LAND_NONE (-0.7) /* the text names other countries only */
#define KH_W_OUTLET 1.0       /* the outlet's own country */
#define KH_W_ADMIN 2.5        /* its province is named too */
#define KH_W_CLOSE 2.0        /* another place of the text lies at the same spot */
#define KH_CLOSE_KM 120.0     /* where that support has fallen to a third */
#define KH_W_INSIDE 50.0      /* "X, Y": a rule, not a weight */
#define KH_W_SAID 3.0         /* "X province", "X city": the word behind the name says what it is */

enum {
    KH_MAX_CANDIDATES = 64,   /* namesakes kept for one name, the largest first */
    KH_MAX_WEIGHED = 96,      /* names of one text that support each other; the rest are judged by them and support none */
    KH_MAX_SUPPORT = 8,       /* of their namesakes, the likeliest */
    KH_MAX_WORDS = 6,         /* words of a gazetteer name */
};

#endif
