"""The goals of a whole department: department-overall."""
from decimal import Decimal

from . import inventing
from .blocks import Form, Line
from .invent import Inventor
from .inventing import plain, printed, with_code
from .printing import Printer, Table, before_forms

NAME = 'department-overall'
TITLE = '部门整体支出绩效目标表'
TASKS = ['保障机关正常运转', '人员经费保障', '党建与干部队伍建设', '重点项目建设', '信息化运行维护']


def pattern(rng):
    return inventing.table_pattern(rng) | {
        'title': rng.choice(['below', 'below', 'inline']),
        'name_label': rng.choice(['部门（单位）名称', '部门（单位）名称', '部门名称']),
        'unit': rng.choice(['name', 'name', 'name', '[code]name', 'name（code）']),
        'zeros': rng.random() < 0.6,
        'tasks': [round(rng.uniform(*r), 1) for r in ((6, 9), (11, 18), (4.5, 6), (4.5, 6), (4.5, 6))],    # widths of the columns
    }


def tasks(inventor, p):
    """(tasks, their sums)"""
    rng = inventor.rng
    names = rng.sample(TASKS, 2) + [inventor.fill('{o}{a}') for _ in range(3)]
    rng.shuffle(names)
    out, sums = [], {'total': Decimal(0), 'fiscal': Decimal(0), 'other': Decimal(0)}
    for name in names[:rng.randint(2, 5)]:
        total = inventing.total(inventor)
        other = (total * Decimal(rng.choice(['0', '0', '0', '0.2', '1']))).quantize(total)
        values = {'total': total, 'fiscal': total - other, 'other': other}
        sums = {k: sums[k] + values[k] for k in sums}
        out.append({'name': name, 'content': inventor.pick(rng.choice(['purposes', 'goals'])), **{k: printed(inventor, v, p['zeros']) for k, v in values.items()}})
    return out, {k: printed(inventor, v, p['zeros']) for k, v in sums.items()}


def invent(seed, projects, source):
    """One form, whatever `projects` says."""
    inventor = Inventor(f'{NAME} {seed}')
    p = pattern(inventor.rng)
    units = inventor.units()
    done, budget = tasks(inventor, p)
    rows, meanings = inventor.indicators()
    form = {'seq': 1, 'title': TITLE if p['title'] == 'below' else f'{TITLE}（{inventor.year}年度）',
            'unit': {'code': None if p['unit'] == 'name' else units[0][0][:3], 'name': inventor.department}, 'code': None, 'name': None,
            'budget': budget, 'purpose': None, 'schedule': [], 'goals': inventing.goals(inventor, p['mark']), 'indicators': [plain(r) for r in rows],
            'extra': {'tasks': done}}
    return inventing.document(inventor, NAME, p, source, [(form, meanings)], True)


class DepartmentPrinter(Printer):
    def __init__(self, gold, layout):
        super().__init__(gold, layout, whole=True)

    def tasks(self, table, project):
        left = self.first if self.p['narrow'] else self.left
        name, content, total, fiscal, other, end = self.task_edges(left)
        done, budget = project['extra']['tasks'], project['budget']
        amounts = [('total', total, fiscal), ('fiscal', fiscal, other), ('other', other, end)]
        table.row(self.group('年度主要任务', 0, left, len(done) + 3), self.header('任务名称', name, content, 2), self.header('主要内容', content, total, 2),
                  self.header(f'预算金额（{self.gold["amount_unit"]}）', total, end))
        table.row(*[self.header(n, a, b) for n, (_, a, b) in zip(('总额', '财政拨款', '其他资金'), amounts)])
        for task in done:
            table.row(self.value(task['name'], name, content), self.value(task['content'], content, total, 'left'),
                      *[self.value(task[key], a, b) for key, a, b in amounts])
        table.row(self.header('金额合计', name, total), *[self.value(budget[key], a, b) for key, a, b in amounts])

    def task_edges(self, left):
        widths = self.p['tasks']
        # amounts in yuan need room; the name and the content share what is left
        sums = [max(w, 8.0) if self.gold['amount_unit'] in ('元', '千元') else max(w, 6.2) for w in widths[2:]]
        rest = self.total - left - sum(sums)
        name = rest * widths[0] / (widths[0] + widths[1])
        edges = [left, left + name, left + rest]
        for w in sums:
            edges.append(edges[-1] + w)
        return edges[:-1] + [self.total]

    def form(self, project):
        p = self.p
        head = Table()
        below = head if p['one_grid'] else Table()
        unit = project['unit']
        self.single(head, p['name_label'], with_code(unit['code'] or '', unit['name'], p['unit']))
        self.tasks(head, project)
        left = self.first if p['narrow'] else self.left
        head.row(self.group('年度总体目标', 0, left, 1), self.listed(project['goals'], left, self.total))
        self.indicators(below, project['indicators'], '年度绩效指标')
        year = [Line('subtitle', f'（{self.gold["fiscal_year"]}年度）')] if p['title'] == 'below' else []
        return Form([Line('title', project['title']), *year, *self.grids(1, head, below)])


def document(gold, layout):
    printer = DepartmentPrinter(gold, layout)
    return before_forms(gold) + [printer.form(project) for project in gold['projects']]
