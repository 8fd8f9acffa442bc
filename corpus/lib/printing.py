"""How forms print what they say: tables whose rows have columns of their own, labels, numbered goals."""
from .blocks import Cell, Cover, Grid, Line, runs

MARKS = {'1.': '{}.', '1、': '{}、', '（1）': '（{}）', '目标1：': '目标{}：'}     # before the goals of a list


class Table:
    """Rows of (left edge, right edge, cell), in em; they become a grid whose columns are fine enough for every row."""

    def __init__(self):
        self.rows = []

    def row(self, *placed):
        self.rows.append([(round(left, 2), round(right, 2), cell) for left, right, cell in placed])

    def put(self, row, *placed):
        """Before the row's other cells."""
        self.rows[row][:0] = [(round(left, 2), round(right, 2), cell) for left, right, cell in placed]

    def grid(self, name, header_rows=0):
        edges = sorted({e for row in self.rows for left, right, _ in row for e in (left, right)})
        rows = []
        for placed in self.rows:
            for left, right, cell in placed:
                cell.column = edges.index(left)
                cell.colspan = edges.index(right) - cell.column
            rows.append([cell for _, _, cell in sorted(placed, key=lambda p: p[0])])
        return Grid([b - a for a, b in zip(edges, edges[1:])], rows, header_rows, name)


def value(text, width, layout, align='center', rowspan=1):
    return Cell(layout.fit(text or '', width), align=align, rowspan=rowspan)


class Printer:
    """One document's forms: a head of labels and values above indicators, in the same columns or in others."""

    def __init__(self, gold, layout, first=6.6, whole=False):
        """`first`: em of a first column that is not narrow. `whole`: as wide as the page allows."""
        self.gold, self.layout, self.p = gold, layout, gold['print']
        self.total = layout.total if whole else round(layout.total * self.p['width'], 2)
        self.first = 2.6 if self.p['narrow'] else first
        self.edges = self.column_edges()                    # of the indicators' columns
        # labels of the head stand over the first column, and where that is narrow over the second too
        self.left = self.edges[1] if self.p['narrow'] else self.first
        self.middle = round(self.left + (self.total - self.left) * 0.42, 2)
        self.second = round(self.middle + 6.2, 2)

    def column_edges(self):
        return columns(self.first, self.p['columns'], self.total)

    # cells, with their edges
    def value(self, text, left, right, align='center', rowspan=1):
        return left, right, value(text, right - left, self.layout, align, rowspan)

    def label(self, text, left, right, rowspan=1):
        """With `：` behind it or not, `项 目 名 称` or not."""
        if self.p['spaced'] and len(text) == 4 and right - left > 6.8:
            text = ' '.join(text)
        return self.header(text + ('：' if self.p['colon'] and text else ''), left, right, rowspan)

    def header(self, text, left, right, rowspan=1):
        return left, right, Cell(self.layout.fit(text, right - left), rowspan=rowspan, head=True)

    def group(self, text, left, right, rowspan):
        """The label of several rows; in a narrow cell one character stands under the other."""
        if right - left < 4:
            return left, right, Cell(list(text), rowspan=rowspan, head=True)
        return self.header(text, left, right, rowspan)

    def listed(self, goals, left, right):
        return left, right, goal_cell(goals, self.p['mark'], right - left, self.layout)

    # rows
    def pair(self, table, label1, text1, label2, text2):
        table.row(self.label(label1, 0, self.left), self.value(text1, self.left, self.middle),
                  self.label(label2, self.middle, self.second), self.value(text2, self.second, self.total))

    def single(self, table, label, text):
        table.row(self.label(label, 0, self.left), self.value(text, self.left, self.total))

    def pairs(self, table, facts):
        """Two of the facts in a row; the last alone if they are odd in number."""
        for i in range(0, len(facts) - 1, 2):
            self.pair(table, *facts[i], *facts[i + 1])
        if len(facts) % 2:
            self.single(table, *facts[-1])

    def indicators(self, table, rows, label, names=('一级指标', '二级指标', '三级指标', '指标值'), keys=('level1', 'level2', 'level3', 'target')):
        """Header and rows; `label` is merged over all of them, where there is one."""
        placed = [self.group(label, 0, self.edges[0], len(rows) + 1)] if label else []
        table.row(*placed, *[self.header(n, a, b) for n, a, b in zip(names, self.edges, self.edges[1:])])
        self.indicator_rows(table, rows, keys)

    def indicator_rows(self, table, rows, keys):
        indicator_rows(table, rows, keys, self.edges, self.layout, ['level1', 'level2'] if self.p['merge2'] else ['level1'])


def listed(goals, mark):
    """A goal a line with its number, or as they are."""
    return [MARKS[mark].format(i) + g for i, g in enumerate(goals, 1)] if mark else list(goals)


def goal_cell(goals, mark, width, layout):
    lines = []
    for goal in listed(goals, mark):
        lines += layout.fit(goal, width)
    return Cell(lines, align='left')


def indicator_rows(table, rows, keys, edges, layout, merge):
    """A row of the table for each indicator. `merge`: columns merged over equal neighbours, outer ones first."""
    spans, outer = {}, []
    for key in merge:
        outer.append(key)
        spans[key] = dict(map(tuple, runs(rows, *outer)))
    for i, row in enumerate(rows):
        placed = []
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
