"""The form of the Ministry of Finance's template, which most provinces use: national-project."""
from . import inventing
from .blocks import Form, Line
from .invent import Inventor
from .inventing import plain, present, split, with_code
from .printing import Printer, Table, before_forms, columns, listed

NAME = 'national-project'
TITLE = '项目支出绩效目标表'
KEYS = ['level2', 'level3', 'target']
NATURES = ['新增项目', '延续项目', '一次性项目', '经常性项目', '特定目标类', '其他运转类', '新增性项目']


def pattern(rng):
    """What of the form varies: the same in all of a document."""
    two_blocks = rng.random() < 0.25
    two_sums = rng.random() < (0.7 if two_blocks else 0.2)
    table = inventing.table_pattern(rng)
    return table | {
        'title': rng.choice(['below', 'below', 'inline']),          # where the year stands
        'code': rng.random() < 0.4,
        'authority_label': rng.choice(['主管部门及代码', '主管部门及代码', '主管部门']),
        'authority': rng.choice(['[code]name', 'name-code', 'name', 'code-name']),
        'unit': rng.choice(inventing.CODED),
        'nature': rng.random() < 0.8,
        'period_label': rng.choice([None, None, '项目期', '项目周期']),
        'two_sums': two_sums,
        'carryover_label': None if two_sums else rng.choice([None, '上年结转', '上年结转资金']),
        'zeros': rng.random() < 0.6,                                # amounts of nothing are printed
        'goals_label': rng.choice(['年度总体目标', '年度总体目标', '总体目标']),
        'period_goal': rng.choice(['实施期目标', '中期目标']) if two_blocks or two_sums or rng.random() < 0.1 else None,
        'two_blocks': two_blocks,
        'indicators_label': two_blocks or rng.random() < 0.85,      # 绩效指标 stands before the indicators
        'narrow_sums': rng.random() < 0.25,
        'repeated': rng.random() < 0.7,                             # the header of indicators, where it has a grid of its own
        'merge2': table['merge2'] and not two_blocks,
    }


def amounts(inventor, p):
    """(budget, extra)"""
    rng = inventor.rng
    total = inventing.total(inventor)
    fiscal, parts = split(inventor, total, ['other', 'carryover'] if p['carryover_label'] else ['other'], p['zeros'])
    budget = {'total': inventor.printed(total), 'fiscal': fiscal, 'other': parts['other']}
    extra = {'carryover': parts.get('carryover')}
    if p['two_sums']:
        whole = total * rng.choice([1, 2, 3, 3])
        fiscal, parts = split(inventor, whole, ['other'], p['zeros'])
        extra |= {'period_total': inventor.printed(whole), 'period_fiscal': fiscal, 'period_other': parts['other']}
    return budget, present(extra)


def period_rows(inventor, rows):
    """Indicators of the whole period: of the same first levels as the year's."""
    others, _ = inventor.indicators()
    return [plain(r) for level1 in dict.fromkeys(r['level1'] for r in rows) for r in others if r['level1'] == level1]


def project(inventor, p, seq, units, place):
    rng, year = inventor.rng, inventor.year
    code, name = units[place]
    rows, meanings = inventor.indicators()
    budget, extra = amounts(inventor, p)
    extra['authority'] = with_code(units[0][0][:3], inventor.department, p['authority'])
    if p['nature']:
        extra['nature'] = rng.choice(NATURES)
    if p['period_label']:
        extra['period'] = rng.choice(['1年', '3年', f'{year}年', f'{year}年-{year + 2}年', f'{year}.01-{year}.12', '长期', f'{year}年1月—12月'])
    period = inventing.goals(inventor, p['mark']) if p['period_goal'] else None
    if period:
        extra['period_goal'] = ''.join(listed(period, p['mark']))
    if p['two_blocks']:
        extra['period_indicators'] = period_rows(inventor, rows)
    return {'seq': seq, 'title': TITLE if p['title'] == 'below' else f'{TITLE}（{year}年度）',
            'unit': {'code': None if p['unit'] == 'name' else code, 'name': name}, 'code': inventor.project_code() if p['code'] else None,
            'name': inventor.name(), 'budget': budget, 'purpose': None, 'schedule': [], 'goals': inventing.goals(inventor, p['mark']),
            'indicators': [plain(r) for r in rows], 'extra': extra, 'period_goals': period}, meanings


def invent(seed, projects, source):
    inventor = Inventor(f'{NAME} {seed}')
    p = pattern(inventor.rng)
    count = projects or inventor.rng.choice([1, 1, 2, 3, 4, 6])
    made = inventing.projects(inventor, count, lambda *where: project(inventor, p, *where))
    return inventing.document(inventor, NAME, p, source, made, True)


class NationalPrinter(Printer):
    def __init__(self, gold, layout):
        super().__init__(gold, layout, whole=gold['print']['two_blocks'])

    def column_edges(self):
        level1, *others = self.p['columns']
        if self.p['two_blocks']:
            return [self.first, *columns(self.first + 5.4, others * 2, self.total)]
        return columns(self.first if self.p['indicators_label'] else 0, [level1, *others], self.total)

    def facts(self, table, project):
        p, extra = self.p, project['extra']
        unit = with_code(project['unit']['code'] or '', project['unit']['name'], p['unit'])
        if p['code']:
            self.pair(table, '项目名称', project['name'], '项目编码', project['code'])
        else:
            self.single(table, '项目名称', project['name'])
        self.pair(table, p['authority_label'], extra['authority'], '实施单位', unit)
        self.pairs(table, [(label, text) for label, text in (('项目属性', extra.get('nature')), (p['period_label'], extra.get('period'))) if text])

    def sums(self, table, project):
        p, budget, extra, total = self.p, project['budget'], project['extra'], self.total
        left = self.first if p['narrow'] and p['narrow_sums'] else self.left
        rows = [('年度资金总额', budget['total']), ('其中：财政拨款', budget['fiscal'])]
        if p['carryover_label']:
            rows.append((p['carryover_label'], extra.get('carryover')))
        rows.append(('其他资金', budget['other']))
        half = round(left + (total - left) / 2, 2) if p['two_sums'] else total
        period = [('实施期资金总额', extra.get('period_total')), ('其中：财政拨款', extra.get('period_fiscal')), ('其他资金', extra.get('period_other'))]
        for i, row in enumerate(rows):
            placed = [self.group(f'项目资金（{self.gold["amount_unit"]}）', 0, left, len(rows))] if i == 0 else []
            for (label, amount), a, b in ((period[i], left, half), (row, half, total)) if p['two_sums'] else ((row, left, total),):
                middle = round(a + (b - a) * 0.45, 2)
                placed += [self.label(label, a, middle), self.value(amount, middle, b)]
            table.row(*placed)

    def goals(self, table, project):
        p, total, goals = self.p, self.total, project['goals']
        left = self.first if p['narrow'] else self.left
        if p['period_goal']:
            middle = round(left + (total - left) / 2, 2)
            table.row(self.group('总体目标', 0, left, 2), self.label(p['period_goal'], left, middle), self.label('年度目标', middle, total))
            table.row(self.listed(project['period_goals'], left, middle), self.listed(goals, middle, total))
        elif p['goals_label'] == '总体目标':
            table.row(self.group('总体目标', 0, left, 2), self.label('年度目标', left, total))
            table.row(self.listed(goals, left, total))
        else:
            table.row(self.group('年度总体目标', 0, left, 1), self.listed(goals, left, total))

    def two_blocks(self, table, project):
        edges = self.edges
        rows = side_by_side(project['extra']['period_indicators'], project['indicators'])
        table.row(self.group('绩效指标', 0, edges[0], len(rows) + 2), self.header('一级指标', edges[0], edges[1], 2),
                  self.header('实施期指标', edges[1], edges[4]), self.header('年度指标', edges[4], edges[7]))
        table.row(*[self.header(n, a, b) for n, a, b in zip(['二级指标', '三级指标', '指标值'] * 2, edges[1:], edges[2:])])
        for level1, span, left, right in rows:
            placed = [self.value(level1, edges[0], edges[1], rowspan=span)] if span else []
            for at, row in ((1, left), (4, right)):
                for k, key in enumerate(KEYS):
                    placed.append(self.value(row and row[key], edges[at + k], edges[at + k + 1], 'left' if key == 'level3' else 'center'))
            table.row(*placed)

    def form(self, project):
        p = self.p
        head = Table()
        below = head if p['one_grid'] else Table()
        self.facts(head, project)
        self.sums(head, project)
        self.goals(head, project)
        if p['two_blocks']:
            self.two_blocks(below, project)
        else:
            self.indicators(below, project['indicators'], '绩效指标' if p['indicators_label'] else None)
        # a label that is merged over header and rows cannot be printed again
        header_rows = 1 if p['repeated'] and not p['indicators_label'] else 0
        year = [Line('subtitle', f'（{self.gold["fiscal_year"]}年度）')] if p['title'] == 'below' else []
        return Form([Line('title', project['title']), *year, *self.grids(project['seq'], head, below, header_rows)])


def side_by_side(left, right):
    """[(level1, rows it spans or 0, row of the left block or None, row of the right block or None)]"""
    out = []
    for level1 in dict.fromkeys(r['level1'] for r in right):
        a, b = ([r for r in rows if r['level1'] == level1] for rows in (left, right))
        count = max(len(a), len(b))
        out += [(level1, 0 if i else count, a[i] if i < len(a) else None, b[i] if i < len(b) else None) for i in range(count)]
    return out


def document(gold, layout):
    printer = NationalPrinter(gold, layout)
    return before_forms(gold) + [printer.form(project) for project in gold['projects']]
