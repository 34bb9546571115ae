/* weights.h: what speaks for and against two events being one incident, in log-odds. Set by reason and by eye on the clusters of
 * tests/golden/clusters (24 November 2026); none is learned. */
#ifndef KH_INCIDENTS_WEIGHTS_H
#define KH_INCIDENTS_WEIGHTS_H

#define W_BEGIN (-2.2)              /* most pairs of one day, kind and country are two */
#define W_SAME_DAY 1.0
#define W_NEXT_DAY (-0.4)           /* a report that slips by a day, or night to morning */
#define W_DAY_APART (-1.2)          /* for each further day */
#define W_DAY_GUESSED 0.2           /* one has no date but its article's */
#define W_SAME_PLACE 2.0
#define W_NEAR_PLACE 1.2            /* within 15 km */
#define W_IN_REACH (-0.5)           /* within 60 km */
#define W_FAR (-5.0)                /* two places that are exact and far from each other */
#define W_SAME_REGION 1.2           /* of one name, no town and no country: a gulf, a district */
#define W_HOLDS_PLACE 0.5           /* one is a province or country with the other in it */
#define W_OTHER_PROVINCE (-2.0)
#define W_SAME_MODE 0.8
#define W_OTHER_MODE (-1.2)
#define W_SAME_WEAPON 0.7
#define W_OTHER_WEAPON (-0.8)
#define W_SAME_PEOPLE 1.3
#define W_OTHER_PEOPLE (-1.8)
#define W_LIKE_PEOPLE 0.3           /* the same country and sector */
#define W_UNLIKE_PEOPLE (-0.4)
#define W_SAME_TOLL 0.8             /* and more for a large number */
#define W_TOLL_GROWS 0.2            /* up to twice the number */
#define W_TOLL_FALLS (-0.2)
#define W_TOLL_FAR (-0.7)           /* up to four times */
#define W_TOLL_OTHER (-1.8)
#define W_SAME_SPOT 1.2
#define W_OTHER_SPOT (-1.3)
#define W_WORDS 3.5                 /* times the share of words in common beyond what two reports of one kind share */
#define WORDS_BY_CHANCE 0.3
#define W_NAMES 3.0                 /* the same of the articles' names; two that tell of one region share some */
#define NAMES_BY_CHANCE 0.35
#define LEAST_WORDS 4               /* fewer say nothing */
#define W_COPY 3.0                  /* one article is a copy of the other */
#define W_SAME_ARTICLE (-2.5)       /* an article that tells two acts apart means two */

#define NEAR_KM 15.0
#define REACH_KM 60.0
#define MOST_DAYS 3                 /* between the days that two reports give one incident */

#endif
