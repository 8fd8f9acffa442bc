"""What Word's "save as plain text" gives of a document: made from the document's blocks, no PDF is in between.

A row is a line, its cells parted by tabs; a cell's own paragraphs are line ends within it. What only the width
of a cell wraps is one paragraph, so blocks are laid out with Layout.natural. There are no pages.
"""
import random
from dataclasses import dataclass

from . import blocks, forms

ENCODINGS = {'utf-8': b'\xef\xbb\xbf', 'gb18030': b'', 'utf-16-le': b'\xff\xfe'}
LINE_END = '\r\n'


@dataclass
class Typist:
    """What differs between people who typed such documents."""
    gap: str            # between the ends of a line: a tab stop, or spaces
    parted: bool        # an empty paragraph between two tables; without it they are one table to Word
    stacked: bool       # the characters of a narrow label are paragraphs; usually the narrow cell wraps them

    @staticmethod
    def random(rng):
        return Typist(rng.choice(['\t', ' ' * rng.randint(4, 40)]), rng.random() < 0.5, rng.random() < 0.25)


def cell_text(cell, typist):
    upright = len(cell.lines) > 1 and all(len(line) == 1 for line in cell.lines)
    return ('' if upright and not typist.stacked else LINE_END).join(cell.lines)


def grid_rows(grid, typist):
    """Texts of the cells that Word has in each row: a cell merged over columns is one cell, one merged over rows
    is its text in the first of them and an empty cell in the others."""
    rows = [{} for _ in grid.rows]
    for r, row in enumerate(grid.rows):
        for cell in row:
            rows[r][cell.column] = cell_text(cell, typist)
            for below in rows[r + 1:r + cell.rowspan]:
                below[cell.column] = ''
    return [[row[column] for column in sorted(row)] for row in rows]


def lines(parts, typist):
    out, before = [], None
    for block in parts:
        if isinstance(block, blocks.Cover):
            out += block.lines
        elif isinstance(block, blocks.Form):
            out += [*lines(block.blocks, typist), '']           # after a table Word keeps a paragraph
        elif isinstance(block, blocks.Grid):
            if isinstance(before, blocks.Grid) and typist.parted:
                out.append('')
            out += map('\t'.join, grid_rows(block, typist))
        elif isinstance(block, blocks.Ends):
            out.append(block.left + typist.gap + block.right)
        else:
            out.append(block.text)
        before = block
    return out


def dump(gold, seed=0):
    """Bytes of the file, in one of the encodings that Word offers."""
    rng = random.Random(f'word {seed}')
    encoding = rng.choice(list(ENCODINGS))
    parts = forms.document(gold, blocks.Layout(natural=True, loose_code=True))
    return ENCODINGS[encoding] + ''.join(line + LINE_END for line in lines(parts, Typist.random(rng))).encode(encoding)
