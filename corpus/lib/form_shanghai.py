"""The form with which units of Shanghai (and others after it) apply for projects: shanghai-project."""
import calendar

from . import inventing
from .blocks import Ends, Form, Line
from .invent import Inventor
from .inventing import plain, present, split, with_code
from .printing import Printer, Table, before_forms, listed

NAME = 'shanghai-project'
NATURES = ['经常性项目', '一次性项目', '新增项目', '延续项目', '经常性']
CATEGORIES = ['其他一次性项目', '信息系统运行维护', '政策补助类', '工程类', '设备购置类', '专项业务类', '其他经常性项目', '政府购买服务类']
DATES = ['{y}-{m:02}-{d:02}', '{y}年{m}月{d}日', '{y}/{m}/{d}', '{y}.{m:02}.{d:02}', '{y}年{m:02}月{d:02}日']


def pattern(rng):
    return inventing.table_pattern(rng) | {
        'title': rng.choice(['财政项目支出绩效目标申报表', '财政项目支出绩效目标申报表', '财政项目支出绩效目标填报表']),
        'year': rng.random() < 0.65,                                # on the line below the title
        'filled_by': rng.random() < 0.5,                            # 填报单位：… above the table
        'unit_line': rng.random() < 0.4,                            # 单位：元 above the table
        'code': rng.random() < 0.4,
        'unit': rng.choice(inventing.CODED + ['name', 'name']),
        'date': rng.choice(DATES),
        'two_sums': rng.random() < 0.65,
        'fiscal': rng.random() < 0.6,                               # 其中：财政资金 of the whole project
        'other_at': rng.choice([2, 3]),                             # the row of its 其他资金
        'annual_fiscal_label': rng.choice(['其中：当年财政拨款', '其中：当年财政拨款', '当年财政拨款']),
        'zeros': rng.random() < 0.6,
        'goals': rng.choice(['beside', 'beside', 'beside', 'below']),   # how 年度总体目标 stands to 项目总目标
        'target_label': rng.choice(['指标值', '指标目标值']),
    }


def amounts(inventor, p):
    """(budget, extra)"""
    total = inventing.total(inventor)
    annual = total if inventor.rng.random() < 0.6 else (total / 2).quantize(total)
    fiscal, parts = split(inventor, total, ['other'], p['zeros'])
    budget = {'total': inventor.printed(total), 'fiscal': fiscal if p['fiscal'] else None, 'other': parts['other']}
    if not p['two_sums']:
        budget |= {'fiscal': None, 'other': None}
    annual_fiscal, parts = split(inventor, annual, ['carryover', 'annual_other'], p['zeros'])
    return budget, present({'annual_total': inventor.printed(annual), 'annual_fiscal': annual_fiscal, **parts})


def dates(inventor, how):
    rng, year = inventor.rng, inventor.year
    month = rng.choice([1, 1, 1, 3, 4, 7])
    last = rng.choice([12, 12, 12, 11, 10])
    end = rng.choice([year, year, year + 1])
    return how.format(y=year, m=month, d=1), how.format(y=end, m=last, d=calendar.monthrange(end, last)[1])


def project(inventor, p, seq, units, place):
    rng = inventor.rng
    code, name = units[place]
    rows, meanings = inventor.indicators()
    budget, extra = amounts(inventor, p)
    start, end = dates(inventor, p['date'])
    annual = inventing.goals(inventor, p['mark'])
    extra |= {'nature': rng.choice(NATURES), 'category': rng.choice(CATEGORIES), 'authority': inventor.department, 'start': start, 'end': end,
              'annual_goal': ''.join(listed(annual, p['mark']))}
    return {'seq': seq, 'title': p['title'], 'unit': {'code': None if p['unit'] == 'name' else code, 'name': name},
            'code': inventor.project_code() if p['code'] else None, 'name': inventor.name(), 'budget': budget, 'purpose': None, 'schedule': [],
            'goals': inventing.goals(inventor, p['mark']), 'indicators': [plain(r) for r in rows], 'extra': extra, 'annual_goals': annual}, meanings


def invent(seed, projects, source):
    inventor = Inventor(f'{NAME} {seed}')
    inventor.unit = inventor.rng.choice(['元', '元', '元', '元', '万元'])
    p = pattern(inventor.rng)
    count = projects or inventor.rng.choice([1, 1, 2, 3, 4, 6])
    made = inventing.projects(inventor, count, lambda *where: project(inventor, p, *where))
    return inventing.document(inventor, NAME, p, source, made, p['year'])


class ShanghaiPrinter(Printer):
    def facts(self, table, project):
        p, extra = self.p, project['extra']
        if p['code']:
            self.pair(table, '项目名称', project['name'], '项目编码', project['code'])
        else:
            self.single(table, '项目名称', project['name'])
        unit = with_code(project['unit']['code'] or '', project['unit']['name'], p['unit'])
        self.pairs(table, [('项目性质', extra['nature']), ('项目类别', extra['category']), ('主管部门', extra['authority']), ('实施单位', unit),
                           ('计划开始日期', extra['start']), ('计划完成日期', extra['end'])])

    def sums(self, table, project):
        p, budget, extra = self.p, project['budget'], project['extra']
        annual = [('年度资金申请总额', extra['annual_total']), (p['annual_fiscal_label'], extra.get('annual_fiscal')),
                  ('上年结转资金', extra.get('carryover')), ('其他资金', extra.get('annual_other'))]
        whole = [('项目资金总额', budget['total'])]
        if p['two_sums']:
            whole += [('其中：财政资金', budget['fiscal']) if p['fiscal'] else ('', None), ('', None), ('', None)]
            whole[p['other_at']] = ('其他资金', budget['other'])
            rows = list(zip(whole, annual))
        else:
            rows = [[fact] for fact in whole + annual]
        for i, facts in enumerate(rows):
            placed = [self.group(f'项目资金（{self.gold["amount_unit"]}）', 0, self.left, len(rows))] if i == 0 else []
            width = (self.total - self.left) / len(facts)
            for k, (label, amount) in enumerate(facts):
                a, b = self.left + k * width, self.left + (k + 1) * width
                middle = a + width * 0.48
                placed += [self.label(label, a, middle), self.value(amount, middle, b)]
            table.row(*placed)

    def goals(self, table, project):
        left = self.first if self.p['narrow'] else self.left
        whole, annual = ('项目总目标', project['goals']), ('年度总体目标', project['annual_goals'])
        label = self.group('项目绩效目标', 0, left, 2)
        if self.p['goals'] == 'beside':
            middle = left + (self.total - left) / 2
            table.row(label, self.label(whole[0], left, middle), self.label(annual[0], middle, self.total))
            table.row(self.listed(whole[1], left, middle), self.listed(annual[1], middle, self.total))
        else:
            middle = left + 5.6
            table.row(label, self.label(whole[0], left, middle), self.listed(whole[1], middle, self.total))
            table.row(self.label(annual[0], left, middle), self.listed(annual[1], middle, self.total))

    def form(self, project):
        p, gold = self.p, self.gold
        head = Table()
        below = head if p['one_grid'] else Table()
        self.facts(head, project)
        self.sums(head, project)
        self.goals(head, project)
        self.indicators(below, project['indicators'], '绩效指标', ('一级指标', '二级指标', '三级指标', p['target_label']))
        lines = [Line('title', project['title'])]
        if p['year']:
            lines.append(Line('subtitle', f'（{gold["fiscal_year"]}年度）'))
        if p['filled_by'] or p['unit_line']:
            lines.append(Ends(f'填报单位：{project["unit"]["name"]}' if p['filled_by'] else '', f'单位：{gold["amount_unit"]}' if p['unit_line'] else ''))
        return Form([*lines, *self.grids(project['seq'], head, below)])


def document(gold, layout):
    printer = ShanghaiPrinter(gold, layout)
    return before_forms(gold) + [printer.form(project) for project in gold['projects']]
