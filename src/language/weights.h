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

/* Caps, in words. The longest news text of the sets that we measure on has 9,000; what has more in one paragraph is a list or no language,
 * and is read to the cap only, so that the rest of the article is still coded. A document with more than the second is KH_E_LIMIT: a
 * token takes about 250 bytes with what hangs on it, and 25,000 are read a second. */
enum { KH_MOST_IN_BLOCK = 20000, KH_MOST_WORDS = 250000 };

/* What "no name here" is given beforehand, in log probability. Training sets mark densely; without it the program finds a tenth more names
 * than there are. 0, .7, 1.4, 2.2 give F1 .787, .794, .797, .802 on wikigold dev, .727, .730, .729, .728 on uner-ewt, .761, -, .768, .769 on
 * worldwide; .5, 1.0, 1.2 for mentions give .611, .611, .613 on re3d dev. */
#define KH_OUTSIDE_BONUS 2.0f
#define KH_MENTION_BONUS 1.2f

#endif
