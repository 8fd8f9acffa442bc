"""Widths, wrapping and spacing of text as the sample's word processor had them.

Widths are in em (one full-width character = 1). The numbers were fitted to the
sample's own line ends: see CAPACITY.
"""
import re

HAN = r'[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]'
_EDGE = re.compile(rf'(?<={HAN})(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?={HAN})')
# A run that the word processor does not break: Latin letters, digits and their
# half-width punctuation, with the sign before a number held to it.
_RUN = re.compile(r'[≥≤]?[0-9A-Za-z.,%()\[\]+\-]+')

GAP = 0.28          # the space that is set between Han and digits

# em that fit on one line of each cell, fitted to where the sample's lines end
CAPACITY = {'level1': 5.2, 'level2': 5.2, 'level3': 5.2, 'description': 12.6, 'target': 5.2,
            'basis': 7.3, 'name': 20.2, 'purpose': 40.1, 'goal': 40.1, 'title': 31.2, 'prose': 33.0}

CODE_SPLIT = 19     # the code's cell holds 19 characters


def char_width(c):
    if c.isdigit() and c.isascii():
        return 0.56
    if c in '.,/()[]':
        return 0.28
    if c in '“”‘’':
        return 0.5
    if c in '<>':
        return 1.05
    if c == '%':
        return 0.85
    if c.isascii():
        return 0.6
    return 1.0


def is_han(c):
    return re.match(HAN, c) is not None


def width(text):
    return sum(map(char_width, text)) + GAP * len(_EDGE.findall(text))


def tokens(text):
    """The pieces between which a line may end: single characters, and whole runs."""
    out, i = [], 0
    while i < len(text):
        m = _RUN.match(text, i)
        piece = m.group() if m else text[i]
        out.append(piece)
        i += len(piece)
    return out


def wrap(text, capacity, first_capacity=None):
    """Greedy, and without the rules that keep 。 or ） from beginning a line."""
    lines, line = [], ''
    for piece in tokens(text):
        limit = first_capacity if not lines and first_capacity else capacity
        if width(line + piece) <= limit:
            line += piece
            continue
        if width(piece) <= limit:
            if line:
                lines.append(line)
            line = piece
            continue
        for c in piece:                      # a run longer than the cell is broken where it must
            limit = first_capacity if not lines and first_capacity else capacity
            if line and width(line + c) > limit:
                lines.append(line)
                line = ''
            line += c
    if line or not lines:
        lines.append(line)
    return lines


def spaced(line):
    """A line as a dump prints it: a space where the word processor set a gap."""
    return _EDGE.sub(' ', line)


def wrap_cell(text, column):
    return wrap(text, CAPACITY[column])


def wrap_code(code):
    return [code[:CODE_SPLIT], code[CODE_SPLIT:]] if len(code) > CODE_SPLIT else [code]
