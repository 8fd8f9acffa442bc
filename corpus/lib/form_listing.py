"""All projects of a department in one wide table: listing."""
from decimal import Decimal

from . import blocks, inventing
from .blocks import Ends, Form, Line, Sheet
from .invent import Inventor
from .inventing import printed, split
from .printing import MARKS, Printer, Table, before_forms, columns, listed

NAME = 'listing'
# key: (label, em of width); the project's own columns, in the usual order
PROJECT = {'sequence': ('序号', 3.0), 'unit_code': ('单位编码', 5.0), 'unit_name': ('单位名称', 7.5), 'code': ('项目编码', 8.4), 'name': ('项目名称', 9.0),
           'total': ('预算数', 6.4), 'fiscal': ('其中：财政资金', 6.4), 'other': ('其他资金', 5.6), 'goals': ('绩效目标', 14.0)}
INDICATOR = {'level1': ('一级指标', 4.8), 'level2': ('二级指标', 5.4), 'level3': ('三级指标', 8.5), 'description': ('绩效指标描述', 10.5),
             'target': ('指标值', 6.4), 'basis': ('指标值确定依据', 8.5)}
COLUMNS = {**PROJECT, **INDICATOR}
MONEY = ['total', 'fiscal', 'other']
PAPERS = {'A4': (842, 595), 'A3': (1190, 842)}


def chosen_columns(rng):
    odds = {'sequence': 0.85, 'unit_code': 0.5, 'unit_name': 0.8, 'code': 0.6, 'name': 1, 'total': 0.9, 'goals': 0.9}
    own = [key for key, odd in odds.items() if rng.random() < odd]
    if 'total' in own and rng.random() < 0.45:
        at = own.index('total')
        own[at:at + 1] = MONEY
    order = rng.random()
    if order < 0.2 and 'code' in own:                               # the name first
        own.remove('code')
        own.insert(own.index('name') + 1, 'code')
    elif order < 0.4:                                               # the unit behind the project
        units = [k for k in own if k.startswith('unit')]
        own = [k for k in own if k not in units]
        at = own.index('name') + 1
        own[at:at] = units
    elif order < 0.6 and 'goals' in own:                            # the amounts behind the goals
        own = [k for k in own if k not in MONEY] + [k for k in own if k in MONEY]
    return own


def pattern(rng):
    own = chosen_columns(rng)
    rows = ['level1', 'level2', 'level3'] + ['description'] * (rng.random() < 0.35) + ['target'] + ['basis'] * (rng.random() < 0.35)
    widths = {k: round(rng.uniform(0.85, 1.15), 2) for k in own + rows}
    wide = sum(PROJECT[k][1] * widths[k] for k in own) + sum(INDICATOR[k][1] * widths[k] for k in rows)
    return {
        'title': rng.choice(['{year}年部门预算项目绩效目标表', '{year}年项目支出绩效目标一览表', '{department}{year}年部门预算项目绩效目标表', '项目支出绩效目标一览表',
                             '{year}年度部门预算项目支出绩效目标表']),
        'department_line': rng.random() < 0.5,
        'own': own, 'rows': rows, 'widths': widths,
        'paper': 'A3' if wide > 98 or rng.random() < 0.2 else 'A4',
        'size': rng.choice([7.2, 7.5, 8.0]),
        'money_label': rng.choice(['预算数', '资金', '预算数']),
        'sum_label': rng.choice(['合计', '小计']),
        'of_which': rng.random() < 0.3,                             # 合计 beside 其中 above 财政资金 | 其他资金: three rows of header
        'indicators_label': rng.random() < 0.5,                     # 绩效指标 above the indicators' columns
        'parts': rng.random() < 0.15,                               # 项目基本情况 | 项目资金 | 绩效目标及指标 above all
        'repeated': rng.random() < 0.85,                            # the header, on every page
        'sum': 'total' in own and rng.random() < 0.35,              # a last row 合计
        'few': rng.random() < 0.5,                                  # indicators of each project
        'mark': rng.choice(list(MARKS) + [None]), 'zeros': rng.random() < 0.6, 'merge2': False, 'narrow': False, 'colon': False, 'spaced': False,
    }


def fitting(inventor, p, goals, texts):
    """(indicators, their targets' meanings, goals): the indicators are taller than the project's own cells.

    Writer loses what of a merged cell stands lower than the rows that it is merged over, where a page ends there.
    """
    rng = inventor.rng
    rows, meanings = inventor.indicators()
    layout, at = blocks.Layout(paper(p).stretch), edges_of(p, blocks.Layout(paper(p).stretch).total)

    def height(key, text, spare):
        left, right = at[key]
        return len(layout.fit(text, right - left - spare)) if text else 1

    def goals_height():
        return sum(height('goals', g, 0.5) for g in listed(goals, p['mark'])) if 'goals' in p['own'] else 0
    heights = [max(height(k, row[k], -0.5) for k in p['rows'] if k != 'level1') for row in rows]      # level 1 is merged too
    tallest = max(height(k, texts[k], 0.5) for k in p['own'] if k in texts)
    while goals_height() >= sum(heights):
        goals = goals[:-1] or [inventor.pick('goals')]
    order = rng.sample(range(len(rows)), len(rows))
    count = rng.randint(2, 6) if p['few'] else len(rows)
    while count < len(rows) and sum(heights[i] for i in order[:count]) <= max(tallest, goals_height()):
        count += 1
    kept = sorted(order[:count])
    return [{k: v if k in p['rows'] else None for k, v in rows[i].items()} for i in kept], [meanings[i] for i in kept], goals


def project(inventor, p, title, seq, units, place):
    code, name = units[place]
    total = inventing.total(inventor)
    fiscal, parts = split(inventor, total, ['other'], p['zeros'])
    budget = {'total': inventor.printed(total), 'fiscal': fiscal, 'other': parts['other']}
    of_unit = {'unit_code': code, 'unit_name': name, 'code': inventor.project_code(), 'name': inventor.name()}
    rows, meanings, goals = fitting(inventor, p, inventing.goals(inventor, p['mark']), of_unit)
    here = {k: v if k in p['own'] else None for k, v in {**of_unit, **budget}.items()}
    return {'seq': seq, 'title': title, 'unit': {'code': here['unit_code'], 'name': here['unit_name']}, 'code': here['code'], 'name': here['name'],
            'budget': {k: here[k] for k in budget}, 'purpose': None, 'schedule': [], 'goals': goals if 'goals' in p['own'] else [], 'indicators': rows,
            'extra': {'sequence': str(seq)} if 'sequence' in p['own'] else {}}, meanings


def invent(seed, projects, source):
    inventor = Inventor(f'{NAME} {seed}')
    rng = inventor.rng
    p = pattern(rng)
    title = p['title'].format(year=inventor.year, department=inventor.department)
    count = projects or rng.choice([3, 4, 5, 6, 8, 12])
    made = inventing.projects(inventor, count, lambda *where: project(inventor, p, title, *where))
    if p['sum']:
        for key in (k for k in MONEY if k in p['own']):
            values = [Decimal((m['budget'][key] or '0').replace(',', '')) for m, _ in made]
            p[f'sum_{key}'] = printed(inventor, sum(values), p['zeros'])
    return inventing.document(inventor, NAME, p, source, made, 'year' in p['title'])


def sheet(gold):
    return paper(gold['print'])


def paper(p):
    width, height = PAPERS[p['paper']]
    sides, size = 36, p['size']
    return Sheet(width, height, size, ((width - 2 * sides) / size - 7.5) / 40, sides)


def edges_of(p, total):
    """{key: (left, right)} of every column"""
    keys = p['own'] + p['rows']
    edges = columns(0, [COLUMNS[k][1] * p['widths'][k] for k in keys], total)
    return {k: (a, b) for k, a, b in zip(keys, edges, edges[1:])}


class ListingPrinter(Printer):
    def __init__(self, gold, layout):
        super().__init__(gold, layout, whole=True)

    def column_edges(self):
        self.at = edges_of(self.p, self.total)
        return [self.at[k][0] for k in self.p['rows']] + [self.total]

    def over(self, keys):
        return self.at[keys[0]][0], self.at[keys[-1]][1]

    def head_tree(self):
        """[(label, keys, what stands below)]: a label that has nothing below it reaches down to the rows."""
        p = self.p
        money = [k for k in MONEY if k in p['own']]
        out = []
        for key in p['own']:
            if key not in MONEY or len(money) == 1:
                out.append((COLUMNS[key][0], [key], []))
            elif key == 'total':
                whole = (p['sum_label'], ['total'], [])
                below = [whole, ('其中', ['fiscal', 'other'], [('财政资金', ['fiscal'], []), ('其他资金', ['other'], [])])]
                out.append((p['money_label'], money, below if p['of_which'] else [whole, ('其中：财政资金', ['fiscal'], []), ('其他资金', ['other'], [])]))
        rows = [(COLUMNS[k][0], [k], []) for k in p['rows']]
        out += [('绩效指标', p['rows'], rows)] if p['indicators_label'] else rows
        return self.parted(out) if p['parts'] else out

    def parted(self, tree):
        """Neighbours of one part under its name."""
        out = []
        for node in tree:
            key = node[1][0]
            part = '项目资金' if key in MONEY else '绩效目标及指标' if key == 'goals' or key in INDICATOR else '项目基本情况'
            if out and out[-1][0] == part:
                out[-1][1].extend(node[1])
                out[-1][2].append(node)
            else:
                out.append((part, list(node[1]), [node]))
        return out

    def head(self, table):
        """Gives the number of header rows."""
        tree = self.head_tree()
        height = depth(tree)
        rows = [[] for _ in range(height)]

        def place(nodes, row):
            for label, keys, below in nodes:
                rows[row].append(self.header(label, *self.over(keys), 1 if below else height - row))
                place(below, row + 1)
        place(tree, 0)
        for row in rows:
            table.row(*row)
        return height

    def own(self, project, key, span):
        """Longer texts begin at the top: Writer centres the second part of a cell that a page's end divides too low,
        and cuts its last lines off."""
        a, b = self.at[key]
        if key == 'goals':
            a, b, cell = self.listed(project['goals'], a, b)
            cell.rowspan, cell.top = span, True
            return a, b, cell
        text = {'sequence': project['extra'].get('sequence'), 'unit_code': project['unit']['code'], 'unit_name': project['unit']['name'],
                'code': project['code'], 'name': project['name'], **project['budget']}[key]
        a, b, cell = self.value(text, a, b, 'left' if key in ('name', 'unit_name') else 'center', span)
        cell.top = len(blocks.lines(text or '', b - a)) > 2
        return a, b, cell

    def rows(self, table, project):
        start = len(table.rows)
        self.indicator_rows(table, project['indicators'], self.p['rows'])
        table.put(start, *[self.own(project, key, len(project['indicators'])) for key in self.p['own']])

    def last_row(self, table):
        """The sum, with empty cells where nothing is to be summed up."""
        p = self.p
        first = min(p['own'].index(k) for k in MONEY if k in p['own'])
        placed = [self.value('合计', *self.over(p['own'][:first]))]
        for key in p['own'][first:] + p['rows']:
            placed.append(self.value(p.get(f'sum_{key}'), *self.at[key]))
        table.row(*placed)

    def form(self):
        gold, p, table = self.gold, self.p, Table()
        header_rows = self.head(table)
        for project in gold['projects']:
            self.rows(table, project)
        if p['sum']:
            self.last_row(table)
        line = Ends(f'部门：{gold["department"]["name"]}' if p['department_line'] else '', f'单位：{gold["amount_unit"]}')
        return Form([Line('title', gold['projects'][0]['title']), line, table.grid('T1', header_rows if p['repeated'] else 0)])


def depth(tree):
    return max((1 + depth(below) for _, _, below in tree), default=0)


def document(gold, layout):
    return [*before_forms(gold), ListingPrinter(gold, layout).form()]
