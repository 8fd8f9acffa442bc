"""A form that nobody has defined: unknown. Half of its labels are other forms' labels, half are its own.

Its gold has what the known labels say; the rest is among `facts`, in printed order.
"""
from . import inventing
from .blocks import Ends, Form, Line
from .invent import Inventor
from .inventing import plain
from .printing import Printer, Table, before_forms, columns

NAME = 'unknown'
TITLES = ['政府投资项目申报书', '专项任务计划表', '项目实施方案备案表', '预算项目任务书', '财政支出项目绩效申报书', '重点工程计划表']
KNOWN = ['项目名称', '项目编码', '主管部门', '实施单位', '项目属性', '绩效目标']
OWN = ['项目编号', '工程名称', '承担机构', '牵头处室', '负责人', '联系电话', '建设地点', '建设周期', '投资估算（万元）', '资金来源', '立项依据', '建设内容', '进度安排', '验收标准']
LONG = ['立项依据', '建设内容', '进度安排', '验收标准', '绩效目标']
HEADERS = [('一级指标', '二级指标', '三级指标', '目标值'), ('一级指标', '二级指标', '三级指标', '目标值'), ('考核类别', '考核事项', '考核内容', '考核标准'), None]


def pattern(rng):
    labels = rng.sample(KNOWN, rng.randint(3, 5)) + rng.sample(OWN, rng.randint(4, 7))
    rng.shuffle(labels)
    labels.sort(key=lambda label: label in LONG)
    return inventing.table_pattern(rng) | {'mark': None, 'title': rng.choice(TITLES), 'labels': labels, 'header': rng.choice(HEADERS),
                                           'year': rng.random() < 0.5, 'unit_line': rng.random() < 0.4}


def fact(inventor, label):
    rng, year = inventor.rng, inventor.year
    if label in LONG:
        return ''.join(inventor.pick(rng.choice(['purposes', 'goals'])) for _ in range(rng.choice([1, 2])))
    return {'项目名称': inventor.name, '工程名称': inventor.name, '项目编码': inventor.project_code, '项目编号': lambda: f'XM{year}-{rng.randint(1, 999):03}',
            '主管部门': lambda: inventor.department, '实施单位': lambda: rng.choice(inventor.units())[1], '承担机构': lambda: rng.choice(inventor.units())[1],
            '项目属性': lambda: rng.choice(['新增项目', '延续项目']), '牵头处室': lambda: rng.choice(['规划财务科', '办公室', '综合业务科', '项目管理中心']),
            '负责人': lambda: rng.choice('赵钱孙李周吴郑王') + rng.choice(['建国', '明', '丽华', '志强']), '联系电话': lambda: f'0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}',
            '建设地点': lambda: inventor.place + rng.choice(['城关镇', '经济开发区', '各乡镇']), '建设周期': lambda: f'{year}年{rng.randint(1, 6)}月至{year}年12月',
            '投资估算（万元）': lambda: f'{rng.uniform(1, 900):.2f}', '资金来源': lambda: rng.choice(['本级财政', '上级补助和本级财政', '自筹'])}[label]()


def project(inventor, p, seq):
    facts = [[label, fact(inventor, label)] for label in p['labels']]
    said = dict(facts)
    rows, meanings = inventor.indicators()
    rows = [plain(r) for r in rows]
    return {'seq': seq, 'title': p['title'], 'unit': {'code': None, 'name': said.get('实施单位')}, 'code': said.get('项目编码'), 'name': said.get('项目名称'),
            'budget': {'total': None, 'fiscal': None, 'other': None}, 'purpose': None, 'schedule': [],
            'goals': [said['绩效目标']] if '绩效目标' in said else [], 'indicators': rows if p['header'] == HEADERS[0] else [],
            'extra': {key: said[label] for label, key in (('主管部门', 'authority'), ('项目属性', 'nature')) if label in said},
            'facts': facts, 'rows': rows if p['header'] else []}, meanings


def invent(seed, projects, source):
    inventor = Inventor(f'{NAME} {seed}')
    p = pattern(inventor.rng)
    count = projects or inventor.rng.choice([1, 1, 2, 3])
    return inventing.document(inventor, NAME, p, source, [project(inventor, p, seq) for seq in range(1, count + 1)], p['year'])


class UnknownPrinter(Printer):
    def column_edges(self):
        return columns(0, self.p['columns'], self.total)

    def form(self, project):
        p = self.p
        head = Table()
        below = head if p['one_grid'] else Table()
        self.pairs(head, [f for f in project['facts'] if f[0] not in LONG])
        for label, text in (f for f in project['facts'] if f[0] in LONG):
            head.row(self.label(label, 0, self.left), self.value(text, self.left, self.total, 'left'))
        if project['rows']:
            self.indicators(below, project['rows'], None, p['header'])
        lines = [Line('title', project['title'])]
        if p['year']:
            lines.append(Line('subtitle', f'（{self.gold["fiscal_year"]}年度）'))
        if p['unit_line']:
            lines.append(Ends('', f'单位：{self.gold["amount_unit"]}'))
        return Form([*lines, *self.grids(project['seq'], head, below, 1)])


def document(gold, layout):
    printer = UnknownPrinter(gold, layout)
    return before_forms(gold) + [printer.form(project) for project in gold['projects']]
