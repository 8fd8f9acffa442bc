"""Real documents as truth for characters: the tables of a digital page beside those of the same page as a picture."""
from collections import Counter
from dataclasses import dataclass, field

from . import edits

FAR = 12000      # characters of a page beyond which a comparison takes too long


@dataclass
class Counts:
    characters: int = 0
    errors: int = 0                                       # fewest edits from the truth to the reading
    extra: int = 0                                        # characters read where the truth has no cell; no errors of reading
    cells: int = 0
    cells_right: int = 0
    confusions: Counter = field(default_factory=Counter)  # (truth, read)

    def add(self, other):
        for name in ('characters', 'errors', 'extra', 'cells', 'cells_right'):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.confusions.update(other.confusions)


def cells_of_page(tables, page):
    """(box, text) of the cells whose text begins on the page, from top to bottom."""
    out = []
    for table in tables:
        for cell in table.get('cells') or []:
            if cell.get('page') == page and cell.get('bbox') and edits.plain(cell.get('text')):
                out.append(([float(v) for v in cell['bbox']], edits.plain(cell['text'])))
    return sorted(out, key=lambda c: (c[0][1], c[0][0]))


def overlap(a, b):
    """Shared area as a share of the smaller box's."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0


def compare(truth, reading):
    """Cell by cell, by place: each read cell goes to the true cell that it covers most."""
    counts, read = Counts(), [[] for _ in truth]
    for box, text in reading:
        shares = [overlap(box, t[0]) for t in truth]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        if best is None or shares[best] < 0.1:
            counts.extra += len(text)
        else:
            read[best].append((box, text))
    for (_, text), parts in zip(truth, read, strict=True):
        got = ''.join(t for _, t in sorted(parts, key=lambda c: (round(c[0][1]), c[0][0])))
        found = edits.edits(text, got)
        counts.characters += len(text)
        counts.errors += len(found)
        counts.cells += 1
        counts.cells_right += not found
        # a cell that came back empty tells nothing of single characters
        counts.confusions.update(found if got else [('(whole cell)', '')])
    return counts


def compare_prose(truth, reading):
    """The lines of a page without tables, from top to bottom, as one text."""
    text, got = (''.join(edits.plain(u['text']) for u in sorted(lines, key=lambda u: (round(u['bbox'][1] / 8), u['bbox'][0]))) for lines in (truth, reading))
    found = edits.edits(text, got)
    return Counts(len(text), len(found), confusions=Counter(found))


def lines_of_page(output, page):
    return [u for u in output.get('unplaced') or [] if u.get('page') == page and u.get('bbox')]


def compare_pages(truth, reading, pages):
    """{page: (tables or prose, Counts)} of the pages of a document without project forms. `truth` and `reading`: the list of
    tables that `tables` printed, and what `extract -f json` did."""
    out = {}
    for page in range(1, pages + 1):
        cells, lines = cells_of_page(truth[0], page), lines_of_page(truth[1], page)
        if sum(len(t) for _, t in cells) > FAR or sum(len(u['text']) for u in lines) > FAR:
            continue
        if cells:
            out[page] = 'tables', compare(cells, cells_of_page(reading[0], page))
        elif lines:
            out[page] = 'prose', compare_prose(lines, lines_of_page(reading[1], page))
    return out


def chosen_pages(tables, output, count):
    """Up to `count` pages with tables and as many without, spread over the document."""
    pages = range(1, len(output.get('pages') or []) + 1)
    with_tables = [p for p in pages if len(cells_of_page(tables, p)) >= 8]
    prose = [p for p in pages if not cells_of_page(tables, p) and sum(len(u['text']) for u in lines_of_page(output, p)) >= 150]
    return sorted(p for some in (with_tables, prose) for p in spread(some, count))


def spread(items, count):
    return items if len(items) <= count else [items[(2 * i + 1) * len(items) // (2 * count)] for i in range(count)]
