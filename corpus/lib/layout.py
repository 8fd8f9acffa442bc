"""Lays a gold out as a word processor did: every printed line with its page and place.

y counts in line pitches from the page's top, x in em. The order of the lines is
the order in which they are drawn, which is the order of a text dump: row by row,
cell by cell, but a merged first column's text with the last of its rows that
stand on the page.
"""
from dataclasses import dataclass

from . import form_hebei, text

LINES_X = {'label': 0, 'level1': 0, 'level2': 6, 'level3': 12, 'description': 18, 'target': 31, 'basis': 37}


@dataclass
class Habits:
    """What differs between documents (and between units within one)."""
    rows: float = 23.0          # row lines that a page holds below the head of a form of three goals
    page_lines: int = 30        # lines of prose on a page
    minimum: int = 1            # least height of an indicator row, in lines
    blank: float = 0.0          # how often level 3 and description end with an empty line, which lifts them
    empty_line: float = 0.1     # how often a purpose or the last goal is followed by an empty line
    low_target: float = 0.1     # targets are set in another font, a little lower


@dataclass
class Fragment:
    page: int
    y: float
    x: float
    text: str
    kind: str = ''              # 'mark': the end of a cell, 'header', 'title', 'unit', 'number'
    cell: object = None         # (project, row, column), for studies


class Pages:
    def __init__(self, habits, rng):
        self.habits, self.rng = habits, rng
        self.out = []
        self.page = 0
        self.y = 0.0

    def new_page(self):
        self.page += 1
        self.y = 0.0

    def put(self, y, x, value, kind='', cell=None):
        self.out.append(Fragment(self.page, y, x, text.spaced(value), kind, cell))

    def centred(self, lines, top, height, x, cell=None, low=0.0):
        start = top + (height - len(lines)) / 2 + low
        for i, line in enumerate(lines):
            self.put(start + i, x, line, '', cell)


def prose(pages, gold):
    pages.new_page()
    for kind, value in form_hebei.overall_paragraphs(gold):
        lines = text.wrap(value, text.CAPACITY['prose'], text.CAPACITY['prose'] - 2) if kind == 'prose' else [value]
        for line in lines:
            if pages.y >= pages.habits.page_lines:
                pages.new_page()
            pages.put(pages.y, 0, line)
            if value == '部门整体绩效目标' and pages.rng.random() < 0.5:
                pages.put(pages.y + 0.5, 0, ' ')          # an empty paragraph
            pages.y += 1
    pages.new_page()
    pages.put(0, 10, '预算项目绩效目标')


def head(pages, gold, project):
    pages.new_page()
    n = project['seq']
    title = text.wrap_cell(f'{n}.{project["title"]}', 'title')
    for i, line in enumerate(title):
        pages.put(pages.y + i, 10, line, 'title')
    # a second line of the title stands closer to what follows
    pages.y += len(title) + (1 if len(title) == 1 else -0.5)
    left, right = form_hebei.unit_line(gold, project)
    pages.put(pages.y, 0, f'{left} {right}', 'unit')
    pages.y += 1.5
    code, name = text.wrap_code(project['code']), text.wrap_cell(project['name'], 'name')
    height = max(len(code), len(name))
    pages.centred(['项目编码'], pages.y, height, 0)
    pages.centred(code, pages.y, height, 8, (n, 'code'))
    # the tail of the code stands half a line lower than the middle: its label follows without an empty line
    pages.put(pages.y + (height - 1) / 2, 20, '项目名称')
    pages.centred(name, pages.y - (0.1 if len(name) > 1 else 0), height, 26, (n, 'name'))
    pages.y += height

    budget = project['budget']
    purpose = text.wrap_cell(project['purpose'], 'purpose')
    empty = pages.rng.random() < pages.habits.empty_line
    tall = len(purpose) + empty
    top = pages.y
    for x, value in ((8, '预算数'), (14, budget['total'])):
        pages.put(top + 0.5, x, value)
    pages.put(top, 20, '其中：财政    ')
    pages.put(top + 1, 20, '资金')
    for x, value in ((26, budget['fiscal']), (32, '其他资金'), (38, budget['other'] or ' ')):
        pages.put(top + 0.5, x, value, 'mark' if value == ' ' else '')
    pages.centred(['预算规模及', '资金用途'], top, 2 + tall, 0, low=0.1)
    for i, line in enumerate(purpose):
        pages.put(top + 2 + i, 8, line, '', (n, 'purpose'))
    pages.y += 2 + tall

    step = 40 / len(project['schedule'])
    for i, entry in enumerate(project['schedule']):
        pages.put(pages.y, 8 + i * step, entry['by'])
    pages.put(pages.y, 0, '资金支出计')
    pages.put(pages.y + 1, 0, '划（%）')
    for i, entry in enumerate(project['schedule']):
        pages.put(pages.y + 1, 8 + i * step, form_hebei.percent_text(entry['percent']))
    pages.y += 2

    goals = []
    for i, goal in enumerate(project['goals'], 1):
        goals += text.wrap_cell(f'{i}.{goal}', 'goal')
    empty = pages.rng.random() < pages.habits.empty_line
    height = len(goals) + empty
    pages.put(pages.y + (height - 1) / 2, 0, '绩效目标')
    for i, line in enumerate(goals):
        pages.put(pages.y + i, 8, line, '', (n, 'goal'))
    pages.put(pages.y + height - 1, 48, ' ', 'end')
    pages.y += height


def header(pages):
    for i, label in enumerate(form_hebei.INDICATOR_HEAD):
        pages.put(pages.y, i * 8, label, 'header')
    pages.y += 1


def room(habits, goals_and_purpose):
    """Lines that remain for rows; the head of a usual form (3 goals, 1 line of purpose) takes what rows counts."""
    return habits.rows - (goals_and_purpose - 4)


def indicators(pages, project, limit):
    """`limit`: y where the page ends."""
    n = project['seq']
    columns = form_hebei.INDICATOR_KEYS[1:]
    header(pages)
    for first, count in form_hebei.groups(project['indicators']):
        drawn = []                  # rows of this group on this page: (top, height, cells)
        labelled = False

        def offset(column, lines, tallest, whole_row):
            if column == 'target' and whole_row:
                # its digits are of another font; two lines of it stand higher, one lower
                return -pages.habits.low_target if len(lines) > 1 else pages.habits.low_target * (tallest % 2 == 0)
            if column in ('level3', 'description') and whole_row and pages.rng.random() < pages.habits.blank:
                return -0.6 if column == 'level3' or pages.rng.random() < 0.65 else -0.2
            return 0.0

        def flush():
            nonlocal labelled, drawn
            for i, (top, height, cells) in enumerate(drawn):
                if i == len(drawn) - 1 and not labelled:
                    whole = drawn[-1][0] + drawn[-1][1] - drawn[0][0]
                    pages.put(drawn[0][0] + (whole - 1) / 2 - (0.1 if len(drawn) > 1 else 0), 0, project['indicators'][first]['level1'], 'level1', (n, first, 'level1'))
                    labelled = True
                whole_row = not any(len(lines) < len(text.wrap_cell(project['indicators'][row][c], c)) for c, lines, row in cells)
                tallest = max(len(lines) for c, lines, _ in cells if c != 'basis')
                for column, lines, row in cells:
                    if lines:
                        pages.centred(lines, top, height, LINES_X[column], (n, row, column), offset(column, lines, tallest, whole_row))
            drawn = []

        for r in range(first, first + count):
            cells = [(c, text.wrap_cell(project['indicators'][r][c], c), r) for c in columns]
            lines = max(len(c[1]) for c in cells)
            height = max(lines, pages.habits.minimum)
            left = limit - pages.y
            if height > left + 1e-6:
                fit = int(left + 1e-6)
                rest = cells
                if 1 <= fit < lines:
                    drawn.append((pages.y, fit, [(c, ls[:fit], i) for c, ls, i in cells]))
                    rest = [(c, ls[fit:], i) for c, ls, i in cells]
                flush()
                pages.new_page()
                header(pages)
                limit = pages.habits.page_lines + 4
                cells, height = rest, max(max(len(c[1]) for c in rest), 1)
            drawn.append((pages.y, height, cells))
            pages.y += height
        flush()


def lay_out(gold, habits, rng, overall=True):
    """`habits`: unit code -> Habits."""
    any_habits = next(iter(habits.values()))
    pages = Pages(any_habits, rng)
    if overall:
        prose(pages, gold)
    for project in gold['projects']:
        pages.habits = habits[project['unit']['code']]
        head(pages, gold, project)
        size = len(text.wrap_cell(project['purpose'], 'purpose')) + sum(
            len(text.wrap_cell(f'{i}.{g}', 'goal')) for i, g in enumerate(project['goals'], 1))
        limit = pages.y + 1 + max(4, room(pages.habits, size))
        indicators(pages, project, limit)
    return pages.out
