/* weights.h: the numbers that steer which antecedent wins; set by hand on sentences of our own, not yet fitted. */
#ifndef KH_ACTORS_WEIGHTS_H
#define KH_ACTORS_WEIGHTS_H

enum {
    W_SENTENCES_BACK = 3,       /* an antecedent stands at most so many sentences before */
    W_LOOK_BACK = 64,           /* mentions looked at, so that long lists stay linear */
    W_NEAR = 3,                 /* for each sentence nearer */
    W_SUBJECT = 4,
    W_NAMED = 1,
    W_SAME_SENTENCE_POSS = 2,   /* "its", "their" mostly point inside their sentence */
    W_SAME_WORD = 3,            /* "an official ... the official" */
    W_MODIFIER = -5             /* "the U.S. plan ... it" */
};

/* Sentences at the head and foot of a text in which its author is named. By eye on own communiques. */
enum { W_HEAD_SENTENCES = 2, W_FOOT_SENTENCES = 2 };

/* A story is of a country that has so many tenths of its first places. By eye on own stories. */
enum { W_STORY_PLACES = 64, W_STORY_SHARE = 6 };

#endif
