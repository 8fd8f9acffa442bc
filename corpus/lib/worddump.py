"""What Word's "save as plain text" gives of a document: made from the document's source, no PDF is in between.

Blocks are ('line', text), ('sides', left, right) for a line with text at both ends, ('empty',) for an
empty paragraph, and forms.Grid. A cell's lines are its paragraphs: what only the width of a cell
wraps is not told here, so grids are laid out with Layout.natural.
"""
import random

from . import forms

ENCODINGS = {'utf-8': b'\xef\xbb\xbf', 'gb18030': b'', 'utf-16-le': b'\xff\xfe'}
LINE_END = '\r\n'


def grid_rows(grid):
    """Texts of the cells that Word has in each row: a cell merged over columns is one cell, one merged over rows
    is its text in the first of them and an empty cell in the others."""
    rows = [{} for _ in grid.rows]
    for r, row in enumerate(grid.rows):
        for cell in row:
            rows[r][cell.column] = LINE_END.join(cell.lines)
            for below in range(r + 1, min(r + cell.rowspan, len(rows))):
                rows[below][cell.column] = ''
    return [[row[column] for column in sorted(row)] for row in rows]


def word_text(blocks, rng):
    """What differs between documents: whether the ends of a line are parted by a tab stop or by typed spaces, and
    whether grids that touch are one table, or two with the empty paragraph between them that Word wants."""
    gap, parted = rng.choice(['\t', ' ' * rng.randint(4, 40)]), rng.random() < 0.5
    out, last = [], None
    for block in blocks:
        if isinstance(block, forms.Grid):
            if parted and isinstance(last, forms.Grid):
                out.append('')
            out += map('\t'.join, grid_rows(block))
        else:
            kind, *texts = block
            out.append(gap.join(texts) if kind != 'empty' else '')
        last = block
    return LINE_END.join(out) + LINE_END


def blocks(gold):
    """A document as its producers print it: cover, part one, and the forms."""
    layout = forms.Layout(natural=True, loose_code=True)
    out = [('line', gold['department']['name']), ('line', f'{gold["fiscal_year"]}年部门预算绩效文本')]
    out += [('line', value) for _, value in forms.overall_paragraphs(gold)]
    out.append(('line', '预算项目绩效目标'))
    for project in gold['projects']:
        out += [('line', f'{project["seq"]}.{project["title"]}'), ('sides', *forms.unit_line(gold, project)),
                forms.head_grid(project, layout), forms.indicator_grid(project, layout), ('empty',)]
    return out


def dump(gold, seed=0):
    """Bytes of the file, in one of the encodings that Word offers."""
    rng = random.Random(f'word {seed}')
    encoding = rng.choice(list(ENCODINGS))
    return ENCODINGS[encoding] + word_text(blocks(gold), rng).encode(encoding)
