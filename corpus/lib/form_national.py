"""The form of the Ministry of Finance's template, which most provinces use: national-project."""
from decimal import Decimal

from . import surroundings
from .blocks import Cell, Form, Line
from .invent import Inventor
from .printing import MARKS, Labels, Table, before_forms, columns, goal_cell, indicator_rows, listed, value

NAME = 'national-project'
TITLE = '项目支出绩效目标表'
KEYS = ['level2', 'level3', 'target']
UNITS = ['code-name', '[code]name', 'name（code）', 'name']          # how a code stands with its name


def pattern(rng):
    """How a document's forms are printed: the same in all of them."""
    two_blocks = rng.random() < 0.25
    two_sums = rng.random() < (0.7 if two_blocks else 0.2)
    return {
        'title': rng.choice(['below', 'below', 'inline']),          # where the year stands
        'code': rng.random() < 0.4,
        'authority_label': rng.choice(['主管部门及代码', '主管部门及代码', '主管部门']),
        'authority': rng.choice(['[code]name', 'name-code', 'name', 'code-name']),
        'unit': rng.choice(UNITS),
        'nature': rng.random() < 0.8,
        'period_label': rng.choice([None, None, '项目期', '项目周期']),
        'two_sums': two_sums,
        'carryover_label': None if two_sums else rng.choice([None, '上年结转', '上年结转资金']),
        'zeros': rng.random() < 0.6,                                # amounts of nothing are printed
        'goals_label': rng.choice(['年度总体目标', '年度总体目标', '总体目标']),
        'period_goal': rng.choice(['实施期目标', '中期目标']) if two_blocks or two_sums or rng.random() < 0.1 else None,
        'mark': rng.choice(list(MARKS) + [None]),
        'two_blocks': two_blocks,
        'indicators_label': two_blocks or rng.random() < 0.85,      # 绩效指标 stands before the indicators
        'narrow': rng.random() < 0.5,                               # the first column holds one character a line
        'narrow_sums': rng.random() < 0.25,
        'one_grid': rng.random() < 0.7,
        'repeated': rng.random() < 0.7,                             # the header of indicators, where it has a grid of its own
        'merge2': not two_blocks and rng.random() < 0.3,            # 二级指标 are merged like 一级指标
        'colon': rng.random() < 0.25,
        'spaced': rng.random() < 0.2,
        'width': 1 if two_blocks else round(rng.uniform(0.76, 1), 2),
        'columns': [round(rng.uniform(*r), 1) for r in ((5, 8), (5.5, 9), (7, 16), (6, 10))],
    }


def with_code(code, name, how):
    return how.replace('code', code).replace('name', name)


def amounts(inventor, p):
    """(budget, extra)"""
    rng = inventor.rng
    step = Decimal(1).scaleb(-inventor.decimals)

    def printed(number):
        return None if not number and not p['zeros'] else inventor.printed(number)

    def split(total, names):
        """Usually all is fiscal; else what is not is carried over or comes from elsewhere."""
        rest = total if rng.random() < 0.3 else Decimal(0)
        parts = {}
        for name in names:
            part = (rest * Decimal(rng.choice(['0', '0.3', '0.25', '0.62']))).quantize(step)
            rest -= part
            parts[name] = printed(part)
            total -= part
        return printed(total), parts
    total = Decimal(str(inventor.amount())).quantize(step)
    fiscal, parts = split(total, ['other', 'carryover'] if p['carryover_label'] else ['other'])
    budget = {'total': inventor.printed(total), 'fiscal': fiscal, 'other': parts['other']}
    extra = {'carryover': parts['carryover']} if parts.get('carryover') else {}
    if p['two_sums']:
        whole = (total * rng.choice([1, 2, 3, 3])).quantize(step)
        fiscal, parts = split(whole, ['other'])
        sums = {'period_total': inventor.printed(whole), 'period_fiscal': fiscal, 'period_other': parts['other']}
        extra |= {k: v for k, v in sums.items() if v is not None}
    return budget, extra


def period_rows(inventor, rows):
    """Indicators of the whole period: of the same first levels as the year's."""
    others, _ = inventor.indicators()
    return [plain(r) for level1 in dict.fromkeys(r['level1'] for r in rows) for r in others if r['level1'] == level1]


def plain(row):
    return {**row, 'description': None, 'basis': None}


def goals(inventor, mark):
    if mark is None:
        return [''.join(inventor.pick('goals') for _ in range(inventor.rng.choice([1, 1, 2])))]
    return [inventor.pick('goals') for _ in range(inventor.rng.choice([1, 2, 3, 3, 4]))]


def project(inventor, seq, units, place, p):
    rng = inventor.rng
    code, name = units[place]
    rows, meanings = inventor.indicators()
    budget, extra = amounts(inventor, p)
    extra['authority'] = with_code(units[0][0][:3], inventor.department, p['authority'])
    if p['nature']:
        extra['nature'] = rng.choice(['新增项目', '延续项目', '一次性项目', '经常性项目', '特定目标类', '其他运转类', '新增性项目'])
    if p['period_label']:
        extra['period'] = rng.choice(['1年', '3年', f'{inventor.year}年', f'{inventor.year}年-{inventor.year + 2}年', f'{inventor.year}.01-{inventor.year}.12', '长期', f'{inventor.year}年1月—12月'])
    if p['period_goal']:
        extra['period_goal'] = ''.join(listed(goals(inventor, p['mark']), p['mark']))
    if p['two_blocks']:
        extra['period_indicators'] = period_rows(inventor, rows)
    return {'seq': seq, 'title': TITLE if p['title'] == 'below' else f'{TITLE}（{inventor.year}年度）',
            'unit': {'code': None if p['unit'] == 'name' else code, 'name': name}, 'code': inventor.project_code() if p['code'] else None,
            'name': inventor.name(), 'budget': budget, 'purpose': None, 'schedule': [], 'goals': goals(inventor, p['mark']),
            'indicators': [plain(r) for r in rows], 'extra': extra}, meanings


def invent(seed, projects, source):
    inventor = Inventor(f'{NAME} {seed}')
    rng = inventor.rng
    p = pattern(rng)
    units = inventor.units()
    count = projects or rng.choice([1, 1, 2, 3, 4, 6])
    places = sorted(rng.randrange(len(units)) for _ in range(count))
    made = [project(inventor, seq, units, place, p) for seq, place in enumerate(places, 1)]
    return {'source': source, 'department': {'name': inventor.department}, 'fiscal_year': inventor.year, 'amount_unit': inventor.unit, 'form': NAME,
            'print': p, 'prose': surroundings.around(inventor), 'overall': {'goal': [], 'subgoals': [], 'safeguards': []},
            'projects': [m[0] for m in made]}, [m[1] for m in made]


class Printer:
    """One document's forms."""

    def __init__(self, gold, layout):
        self.gold, self.layout, self.p = gold, layout, gold['print']
        p = self.p
        self.total = round(layout.total * p['width'], 2)
        self.first = 2.6 if p['narrow'] else 6.6
        self.labels = Labels(layout, p['colon'], p['spaced'])
        self.edges = self.column_edges()                    # of the indicators' columns
        # labels of the head stand over the first column, and where that is narrow over the second too
        self.left = self.edges[1] if p['narrow'] else self.first

    def column_edges(self):
        level1, *others = self.p['columns']
        if self.p['two_blocks']:
            return [self.first, *columns(self.first + 5.4, others * 2, self.total)]
        return columns(self.first if self.p['indicators_label'] else 0, [level1, *others], self.total)

    def value(self, text, left, right, align='center'):
        return left, right, value(text, right - left, self.layout, align)

    def label(self, text, left, right, rowspan=1):
        return left, right, self.labels.cell(text, right - left, rowspan)

    def facts(self, table, project):
        """Name, code, offices, nature, period."""
        p, extra, left, total = self.p, project['extra'], self.left, self.total
        middle = round(left + (total - left) * 0.42, 2)
        second = round(middle + 6.2, 2)
        unit = with_code(project['unit']['code'] or '', project['unit']['name'], p['unit'])

        def pair(a, text_a, b, text_b):
            table.row(self.label(a, 0, left), self.value(text_a, left, middle), self.label(b, middle, second), self.value(text_b, second, total))
        if p['code']:
            pair('项目名称', project['name'], '项目编码', project['code'])
        else:
            table.row(self.label('项目名称', 0, left), self.value(project['name'], left, total))
        pair(p['authority_label'], extra['authority'], '实施单位', unit)
        if p['nature'] and p['period_label']:
            pair('项目属性', extra['nature'], p['period_label'], extra['period'])
        elif p['nature'] or p['period_label']:
            key, text = ('项目属性', extra['nature']) if p['nature'] else (p['period_label'], extra['period'])
            table.row(self.label(key, 0, left), self.value(text, left, total))

    def sums(self, table, project):
        p, budget, extra, total = self.p, project['budget'], project['extra'], self.total
        left = self.first if p['narrow'] and p['narrow_sums'] else self.left
        rows = [('年度资金总额', budget['total']), ('其中：财政拨款', budget['fiscal'])]
        if p['carryover_label']:
            rows.append((p['carryover_label'], extra.get('carryover')))
        rows.append(('其他资金', budget['other']))
        half = total
        period = []
        if p['two_sums']:
            half = round(left + (total - left) / 2, 2)
            period = [('实施期资金总额', extra.get('period_total')), ('其中：财政拨款', extra.get('period_fiscal')), ('其他资金', extra.get('period_other'))]
        for i, (name, text) in enumerate(rows):
            placed = [(0, left, self.labels.group(f'项目资金（{self.gold["amount_unit"]}）', left, len(rows)))] if i == 0 else []
            at = left
            for label, amount in ([period[i]] if period else []) + [(name, text)]:
                end = half if at == left else total
                middle = round(at + (end - at) * 0.45, 2)
                placed += [self.label(label, at, middle), self.value(amount, middle, end)]
                at = end
            table.row(*placed)

    def goals(self, table, project):
        p, total = self.p, self.total
        left = self.first if p['narrow'] else self.left
        label = self.labels.group if p['narrow'] else self.labels.cell

        def cell(goals, left, right):
            return left, right, goal_cell(goals, p['mark'], right - left, self.layout)
        if p['period_goal']:
            middle = round(left + (total - left) / 2, 2)
            table.row((0, left, label('总体目标', left, 2)), self.label(p['period_goal'], left, middle), self.label('年度目标', middle, total))
            table.row(self.period_goal(project, left, middle), cell(project['goals'], middle, total))
        elif p['goals_label'] == '总体目标':
            table.row((0, left, label('总体目标', left, 2)), self.label('年度目标', left, total))
            table.row(cell(project['goals'], left, total))
        else:
            table.row((0, left, label('年度总体目标', left, 1)), cell(project['goals'], left, total))

    def period_goal(self, project, left, right):
        return left, right, value(project['extra']['period_goal'], right - left, self.layout, 'left')

    def header(self, table, count):
        """Over `count` rows of indicators; gives the number of header rows."""
        p, edges = self.p, self.edges
        names = ['一级指标', '二级指标', '三级指标', '指标值']
        placed = []
        if p['indicators_label']:
            label = self.labels.group if p['narrow'] else self.labels.plain
            placed.append((0, self.first, label('绩效指标', self.first, count + (2 if p['two_blocks'] else 1))))
        if not p['two_blocks']:
            table.row(*placed, *[(a, b, self.labels.plain(n, b - a)) for n, a, b in zip(names, edges, edges[1:])])
            return
        placed.append((edges[0], edges[1], self.labels.plain(names[0], edges[1] - edges[0], 2)))
        table.row(*placed, *[(edges[i], edges[i + 3], self.labels.plain(n, edges[i + 3] - edges[i])) for i, n in ((1, '实施期指标'), (4, '年度指标'))])
        table.row(*[(a, b, self.labels.plain(n, b - a)) for n, a, b in zip(names[1:] * 2, edges[1:], edges[2:])])

    def indicators(self, table, project):
        rows = project['indicators']
        if self.p['two_blocks']:
            rows = side_by_side(project['extra']['period_indicators'], rows)
            self.header(table, len(rows))
            self.blocks(table, rows)
            return
        self.header(table, len(rows))
        merge = ['level1', 'level2'] if self.p['merge2'] else ['level1']
        indicator_rows(table, rows, ['level1', *KEYS], self.edges, self.layout, merge)

    def blocks(self, table, rows):
        edges = self.edges
        for i, (level1, span, left, right) in enumerate(rows):
            placed = [(edges[0], edges[1], value(level1, edges[1] - edges[0], self.layout, rowspan=span))] if span else []
            for at, row in ((1, left), (4, right)):
                for k, key in enumerate(KEYS):
                    a, b = edges[at + k], edges[at + k + 1]
                    placed.append((a, b, value(row[key] if row else '', b - a, self.layout, 'left' if key == 'level3' else 'center')))
            table.row(*placed)

    def form(self, project):
        p, n = self.p, project['seq']
        year = f'（{self.gold["fiscal_year"]}年度）'
        out = [Line('title', project['title'])] + ([Line('subtitle', year)] if p['title'] == 'below' else [])
        head = Table()
        self.facts(head, project)
        self.sums(head, project)
        self.goals(head, project)
        if p['one_grid']:
            self.indicators(head, project)
            return Form([*out, head.grid(f'T{n}')])
        below = Table()
        self.indicators(below, project)
        # a label that is merged over header and rows cannot be printed again
        header_rows = 1 if p['repeated'] and not p['indicators_label'] else 0
        return Form([*out, head.grid(f'H{n}'), below.grid(f'I{n}', header_rows)])


def side_by_side(left, right):
    """[(level1, rows it spans or 0, row of the left block or None, row of the right block or None)]"""
    out = []
    for level1 in dict.fromkeys(r['level1'] for r in right):
        a, b = ([r for r in rows if r['level1'] == level1] for rows in (left, right))
        count = max(len(a), len(b))
        out += [(level1, 0 if i else count, a[i] if i < len(a) else None, b[i] if i < len(b) else None) for i in range(count)]
    return out


def document(gold, layout):
    printer = Printer(gold, layout)
    return before_forms(gold) + [printer.form(project) for project in gold['projects']]
