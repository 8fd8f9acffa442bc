"""Older relatives of Hebei's form: hebei-early. One way in all of a document, each document in its own."""
from . import form_hebei
from .blocks import Cell, Ends, Form, Line
from .invent import Inventor
from .inventing import projects as each, without_year
from .printing import Table, columns, indicator_rows

NAME = 'hebei-early'
QUARTERS = ['{}季度', '第{}季度']
COLUMNS = {'level1': ('一级指标', 6.2), 'level2': ('二级指标', 6.2), 'level3': ('三级指标', 6.6), 'description': ('绩效指标描述', 13.6),
           'target': ('指标值', 6.6), 'basis': ('指标值确定依据', 8.4)}


def pattern(rng):
    return {
        'numbered': rng.random() < 0.5,                             # titles
        'without': rng.choice([[], ['other'], ['description'], ['basis'], ['description', 'basis'], ['other', 'basis'], ['other', 'description'],
                               ['other', 'description', 'basis']]),
        'quarters': rng.choice([None, '一二三四', '一二三四', '1234']),
        'quarter': rng.choice(QUARTERS),
        'total_label': rng.choice(['预算数', '预算金额']),
        'fiscal_label': rng.choice(['其中：财政资金', '其中：财政拨款']),
        'purpose_label': rng.choice(['资金用途', '预算规模及资金用途']),
        'name_first': rng.random() < 0.4,
        'goals_first': rng.random() < 0.25,                         # 绩效目标 stand above 资金支出计划
        'forms_only': rng.random() < 0.25,
    }


def schedule(inventor, p):
    if not p['quarters']:
        return inventor.schedule()
    rng = inventor.rng
    how = p['quarter'] if p['quarters'] == '一二三四' else '{}季度'
    percents = rng.choice([[25, 50, 75, 100], [20, 45, 70, 100], [30, 60, 90, 100], [0, 50, 80, 100], [12.5, 37.5, 80, 100]])
    return [{'by': how.format(n), 'percent': percent} for n, percent in zip(p['quarters'], percents)]


def project(inventor, p, seq, units, place):
    made, meanings = inventor.project(seq, units[place])
    made |= {'schedule': schedule(inventor, p), 'extra': {}}
    if 'other' in p['without']:
        made['budget']['other'] = None
    for row in made['indicators']:
        row.update({key: None for key in p['without'] if key != 'other'})
    return made, meanings


def invent(seed, projects, source):
    inventor = Inventor(f'{NAME} {seed}')
    rng = inventor.rng
    inventor.unit = rng.choice(['元', '元', inventor.unit])
    if inventor.unit == '元' and inventor.decimals == 4:
        inventor.decimals = 2
    p = pattern(rng)
    made = each(inventor, projects or rng.choice([1, 2, 3, 4, 6]), lambda *where: project(inventor, p, *where))
    if p['forms_only']:
        made = without_year(made)
    overall = {'goal': [], 'subgoals': [], 'safeguards': []} if p['forms_only'] else inventor.overall()
    return {'source': source, 'department': {'name': inventor.department}, 'fiscal_year': inventor.year, 'amount_unit': inventor.unit, 'form': NAME,
            'print': p, 'overall': overall, 'projects': [m[0] for m in made]}, [m[1] for m in made]


class EarlyPrinter:
    def __init__(self, gold, layout):
        self.gold, self.layout, self.p = gold, layout, gold['print']
        self.left, self.total = 7.0, layout.total

    def label(self, text, left, right, rowspan=1):
        return left, right, Cell(self.layout.fit(text, right - left), rowspan=rowspan, head=True)

    def value(self, text, left, right, align='center'):
        return left, right, Cell(self.layout.fit(text or '', right - left), align=align)

    def name_and_code(self, table, project):
        code = [project['code']] if self.layout.loose_code else self.layout.fit(project['code'], 12.8)
        facts = {'项目编码': (12.8, code, 'center'), '项目名称': (self.total - self.left - 5.6 - 12.8, None, 'left')}
        at, placed = 0.0, []
        for label in reversed(facts) if self.p['name_first'] else facts:
            width, lines, align = facts[label]
            a = self.left if at == 0 else at + 5.6
            placed += [self.label(label, at, a), (a, a + width, Cell(lines or self.layout.fit(project['name'], width), align=align))]
            at = a + width
        table.row(*placed)

    def money(self, table, project):
        p, budget = self.p, project['budget']
        facts = [(p['total_label'], budget['total']), (p['fiscal_label'], budget['fiscal'])]
        if 'other' not in p['without']:
            facts.append(('其他资金', budget['other']))
        shared = p['purpose_label'] != '资金用途'                    # one label before the amounts and the purpose
        edges = columns(self.left if shared else 0, [5, 7.2] * len(facts), self.total)
        placed = [self.label(p['purpose_label'], 0, self.left, 2)] if shared else []
        for i, (label, amount) in enumerate(facts):
            placed += [self.label(label, edges[2 * i], edges[2 * i + 1]), self.value(amount, edges[2 * i + 1], edges[2 * i + 2])]
        table.row(*placed)
        purpose = self.value(project['purpose'], self.left, self.total, 'left')
        table.row(*([] if shared else [self.label(p['purpose_label'], 0, self.left)]), purpose)

    def schedule(self, table, project):
        entries = project['schedule']
        edges = columns(self.left, [1] * len(entries), self.total)
        table.row(self.label('资金支出计划（%）', 0, self.left, 2), *[self.value(e['by'], a, b) for e, a, b in zip(entries, edges, edges[1:])])
        table.row(*[self.value(form_hebei.percent_text(e['percent']), a, b) for e, a, b in zip(entries, edges, edges[1:])])

    def goals(self, table, project):
        lines = []
        for i, goal in enumerate(project['goals'], 1):
            lines += self.layout.fit(f'{i}.{goal}', self.total - self.left)
        table.row(self.label('绩效目标', 0, self.left), (self.left, self.total, Cell(lines, align='left')))

    def indicators(self, project):
        keys = [k for k in COLUMNS if k not in self.p['without']]
        edges = columns(0, [COLUMNS[k][1] for k in keys], self.total)
        table = Table()
        table.row(*[self.label(COLUMNS[k][0], a, b) for k, a, b in zip(keys, edges, edges[1:])])
        indicator_rows(table, project['indicators'], keys, edges, self.layout, ['level1'])
        return table.grid(f'I{project["seq"]}', 1)

    def form(self, project):
        head = Table()
        self.name_and_code(head, project)
        self.money(head, project)
        parts = [self.schedule, self.goals]
        for part in reversed(parts) if self.p['goals_first'] else parts:
            part(head, project)
        title = f'{project["seq"]}.{project["title"]}' if self.p['numbered'] else project['title']
        return Form([Line('title', title), Ends(*form_hebei.unit_line(self.gold, project)), head.grid(f'H{project["seq"]}'), self.indicators(project)])


def document(gold, layout):
    printer = EarlyPrinter(gold, layout)
    out = [] if gold['print']['forms_only'] else form_hebei.before_forms(gold)
    return out + [printer.form(project) for project in gold['projects']]
