/* weights.h: numbers that steer a decision of this stage. What the network has learned is in the model file. */
#ifndef KH_LANGUAGE_WEIGHTS_H
#define KH_LANGUAGE_WEIGHTS_H

/* Where the best lemma rule gives no known word ("provok"), as many rules are tried, as long as their scores are as near to the best.
 * EWT and GUM dev: see lemma accuracy in docs/model-card.md. */
enum { KH_LEMMA_TRIES = 4 };
#define KH_LEMMA_MARGIN 6.0f

/* A sentence with at least so many words in small letters, of which less than this share stands in the model's word table (or is long and
 * one piece), is in another language. English prose has .9 and more, thirteen other languages in Latin script .1 to .35. */
enum { KH_FOREIGN_WORDS = 4, KH_LONG_WORD = 7 };
#define KH_KNOWN_SHARE 0.5

#endif
