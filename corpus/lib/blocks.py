"""What a document is made of, whatever its form: lines, and grids of cells with spans and wrapped lines.

The forms (form_*.py) make blocks, the producers (html.py, fodt.py) draw them, so that
these differ in what they do to a page and in nothing else.
"""
from dataclasses import dataclass, field

from . import text

PAD = 0.4           # em of padding left and right in a cell
ROOM = 0.3          # em that a line leaves free in its cell: fonts differ in the widths of letters


@dataclass
class Cell:
    lines: list                   # text lines; wrapped by the producer where Layout.natural
    column: int = 0
    colspan: int = 1
    rowspan: int = 1
    align: str = 'center'
    head: bool = False
    top: bool = False             # its text begins at the cell's top in every style


@dataclass
class Grid:
    widths: list                  # em of each column, padding included
    rows: list = field(default_factory=list)
    header_rows: int = 0          # printed again on every page
    name: str = ''                # an office document's tables have names


@dataclass
class Line:
    kind: str                     # heading, part (a heading that begins a page), caption, prose, title, subtitle
    text: str


@dataclass
class Ends:
    """A line with a text at either end."""
    left: str
    right: str


@dataclass
class Cover:
    """A page of its own."""
    lines: list


@dataclass
class Form:
    """Title, lines and grids of one form; begins a page where the style says so."""
    blocks: list


@dataclass
class Sheet:
    width: float                  # pt
    height: float
    size: float                   # pt of the text in forms
    stretch: float                # how wide the columns are
    sides: float = 60             # pt of margin left and right


PORTRAIT = Sheet(595, 842, 9.4, 1.0)
LANDSCAPE = Sheet(842, 595, 9.6, 1.4)


@dataclass
class Layout:
    """What a document's look needs of the grids."""
    stretch: float = 1.0          # landscape pages have wider columns
    natural: bool = False         # the producer wraps, by its own rules
    loose_code: bool = False      # a project's code is not wrapped

    @property
    def total(self):
        """em of a grid's width"""
        return 7.0 + 40.0 * self.stretch

    def fit(self, value, width):
        """The lines of a text in a cell `width` em wide."""
        return [value] if self.natural else lines(value, width)


def lines(value, width):
    # in some fonts a quotation mark is as wide as a character
    quotes = min(2, sum(c in '“”‘’' for c in value))
    return text.wrap(value, width - 2 * PAD - ROOM - 0.5 * quotes)


def height(cell, grid):
    """Lines that the cell's text takes, however it is wrapped."""
    width = sum(grid.widths[cell.column:cell.column + cell.colspan])
    return sum(len(lines(line, width)) for line in cell.lines)


def spread(cells, edges, grid_edges):
    """Gives cells that lie between `edges` (em) their place in the fine grid."""
    for cell, left, right in zip(cells, edges, edges[1:]):
        cell.column = grid_edges.index(left)
        cell.colspan = grid_edges.index(right) - cell.column
    return cells


def runs(rows, *keys):
    """(first row, row count) of every run of rows with the same values."""
    out = []
    for i, row in enumerate(rows):
        if out and all(rows[out[-1][0]][k] == row[k] for k in keys):
            out[-1][1] += 1
        else:
            out.append([i, 1])
    return out
