"""Training of khabar's language model: data folder in, one model file (models/en.khm) out.

    text.py    characters, normalisation, word pieces, tokens: what C does at run time, said once in Python
    data.py    treebanks and name sets -> training examples
    model.py   the network
    fit.py     training with checkpoints
    split.py   the sentence splitter
    card.py    scores the file and writes its card
    tune.py    second stage: names and mentions
    export.py  int8 file; its layout is docs/formats.md
"""
