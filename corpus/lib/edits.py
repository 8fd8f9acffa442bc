"""Which characters were read as which: the fewest edits from a truth to a reading."""
import re
import unicodedata

import numpy as np


def plain(text):
    """NFKC without spaces: justified labels have them as printed, or not."""
    return re.sub(r'\s', '', unicodedata.normalize('NFKC', text or ''))


def distances(truth, reading):
    """Table of the fewest edits (one character inserted, left out or exchanged) between all beginnings."""
    a, b = (np.array([ord(c) for c in text], np.int32) for text in (truth, reading))
    columns = np.arange(len(b) + 1, dtype=np.int32)
    table = np.empty((len(a) + 1, len(b) + 1), np.int32)
    table[0] = columns
    for i, character in enumerate(a, 1):
        above = table[i - 1]
        row = np.empty_like(above)
        row[0] = i
        row[1:] = np.minimum(above[1:] + 1, above[:-1] + (b != character))
        # the best way along the row: each step to the right is one more character read
        table[i] = np.minimum.accumulate(row - columns) + columns
    return table


def distance(truth, reading):
    return int(distances(truth, reading)[-1, -1])


def edits(truth, reading):
    """(truth's part, reading's part) of every place where the two differ; '' where a side has nothing."""
    table = distances(truth, reading)
    i, j, out = len(truth), len(reading), []
    while i or j:
        if i and j and table[i, j] == table[i - 1, j - 1] + (truth[i - 1] != reading[j - 1]):
            i, j = i - 1, j - 1
            if truth[i] != reading[j]:
                out.append((truth[i], reading[j]))
        elif i and table[i, j] == table[i - 1, j] + 1:
            i -= 1
            out.append((truth[i], ''))
        else:
            j -= 1
            out.append(('', reading[j]))
    return out[::-1]
