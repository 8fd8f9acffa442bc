"""How forms print what they say: labels, numbered goals, tables whose rows have columns of their own."""
from .blocks import Cell, Cover, Grid, Line, runs

MARKS = {'1.': '{}.', '1、': '{}、', '（1）': '（{}）', '目标1：': '目标{}：'}     # before the goals of a list


class Table:
    """Rows of (left edge, right edge, cell), in em; they become a grid whose columns are fine enough for every row."""

    def __init__(self):
        self.rows = []

    def row(self, *placed):
        self.rows.append([(round(left, 2), round(right, 2), cell) for left, right, cell in placed])

    def grid(self, name, header_rows=0):
        edges = sorted({e for row in self.rows for left, right, _ in row for e in (left, right)})
        rows = []
        for placed in self.rows:
            for left, right, cell in placed:
                cell.column = edges.index(left)
                cell.colspan = edges.index(right) - cell.column
            rows.append([cell for _, _, cell in sorted(placed, key=lambda p: p[0])])
        return Grid([b - a for a, b in zip(edges, edges[1:])], rows, header_rows, name)


class Labels:
    """The labels of one document: with `：` behind them or not, `项 目 名 称` or not."""

    def __init__(self, layout, colon=False, spaced=False):
        self.layout, self.colon, self.spaced = layout, colon, spaced

    def cell(self, text, width, rowspan=1, head=True):
        if self.spaced and len(text) == 4 and width > 6.8:
            text = ' '.join(text)
        return Cell(self.layout.fit(text + ('：' if self.colon else ''), width), rowspan=rowspan, head=head)

    def plain(self, text, width, rowspan=1):
        """A column's header."""
        return Cell(self.layout.fit(text, width), rowspan=rowspan, head=True)

    def group(self, text, width, rowspan):
        """The label of several rows; in a narrow cell one character stands under the other."""
        return Cell(list(text) if width < 4 else self.layout.fit(text, width), rowspan=rowspan, head=True)


def value(text, width, layout, align='center', rowspan=1):
    return Cell(layout.fit(text or '', width), align=align, rowspan=rowspan)


def listed(goals, mark):
    """A goal a line with its number, or as they are."""
    return [MARKS[mark].format(i) + g for i, g in enumerate(goals, 1)] if mark else list(goals)


def goal_cell(goals, mark, width, layout):
    lines = []
    for goal in listed(goals, mark):
        lines += layout.fit(goal, width)
    return Cell(lines, align='left')


def indicator_rows(table, rows, keys, edges, layout, merge=('level1',), label=None):
    """A row of the table for each indicator. `merge`: columns merged over equal neighbours, of outer ones first.
    `label`: (left, right, cell) that stands before the first row and spans what it says."""
    spans, outer = {}, []
    for key in merge:
        outer.append(key)
        spans[key] = dict(map(tuple, runs(rows, *outer)))
    for i, row in enumerate(rows):
        placed = [label] if label and i == 0 else []
        for key, left, right in zip(keys, edges, edges[1:]):
            if key in spans and i not in spans[key]:
                continue
            align = 'left' if key in ('level3', 'description', 'basis') else 'center'
            placed.append((left, right, value(row[key], right - left, layout, align, spans.get(key, {}).get(i, 1))))
        table.row(*placed)


def columns(first, widths, total):
    """Edges of columns that begin at `first` and fill the table, their widths in the given proportions."""
    edges, scale = [first], (total - first) / sum(widths)
    for w in widths:
        edges.append(round(edges[-1] + w * scale, 2))
    edges[-1] = total
    return edges


def before_forms(gold):
    """Blocks of the cover and the prose."""
    return [Cover([text]) if kind == 'cover' else Line(kind, text) for kind, text in gold['prose']]
