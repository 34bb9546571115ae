/* weights.h: numbers that steer a decision of this stage. What the network has learned is in the model file. */
#ifndef KH_LANGUAGE_WEIGHTS_H
#define KH_LANGUAGE_WEIGHTS_H

/* Where the best lemma rule gives no known word ("provok"), as many rules are tried, as long as their scores are as near to the best.
 * EWT and GUM dev: see lemma accuracy in docs/model-card.md. */
enum { KH_LEMMA_TRIES = 4 };
#define KH_LEMMA_MARGIN 6.0f

#endif
