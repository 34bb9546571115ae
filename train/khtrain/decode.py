"""Decoding that the C program does as well: the best projective tree with one root."""
import numpy as np


def eisner(score):
    """Best projective tree with one child of the root; score[dependent, head] in log probabilities, word 0 is the root."""
    s = score.T.astype(np.float64).copy()
    n = s.shape[0]
    s[0, 1:] -= 1000.0                                         # each child of the root costs; one is the least
    I, C = np.full((n, n, 2), -1e18), np.full((n, n, 2), -1e18)
    bi, bc = np.zeros((n, n), int), np.zeros((n, n, 2), int)
    for i in range(n):
        C[i, i] = 0
    for w in range(1, n):
        for i in range(n - w):
            j = i + w
            t = C[i, i:j, 1] + C[i + 1:j + 1, j, 0]
            k = int(t.argmax())
            bi[i, j] = i + k
            I[i, j, 1], I[i, j, 0] = t[k] + s[i, j], t[k] + (s[j, i] if i else -1e18)
            t = C[i, i:j, 0] + I[i:j, j, 0]
            k = int(t.argmax())
            C[i, j, 0] = t[k]
            bc[i, j, 0] = i + k
            t = I[i, i + 1:j + 1, 1] + C[i + 1:j + 1, j, 1]
            k = int(t.argmax())
            C[i, j, 1] = t[k]
            bc[i, j, 1] = i + 1 + k
    heads = np.zeros(n, int)
    stack = [(0, n - 1, 1, 1)]
    while stack:
        i, j, d, complete = stack.pop()
        if i == j:
            continue
        if complete:
            k = bc[i, j, d]
            stack += [(i, k, 0, 1), (k, j, 0, 0)] if d == 0 else [(i, k, 1, 0), (k, j, 1, 1)]
        else:
            heads[j if d else i] = i if d else j
            k = bi[i, j]
            stack += [(i, k, 1, 1), (k + 1, j, 0, 1)]
    return heads
