"""Invents whole documents: departments, projects and indicators that are nobody's."""
import json
import random
from pathlib import Path

from . import code, targets, text

FOLDER = Path(__file__).resolve().parent.parent / 'phrases'
KINDS = json.loads((FOLDER / 'kinds.json').read_text(encoding='utf-8'))
GENERAL = json.loads((FOLDER / 'general.json').read_text(encoding='utf-8'))
UNITS = ['万元'] * 8 + ['元', '元', '千元', '亿元']


class Inventor:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        rng = self.rng
        self.kind = rng.choice(list(KINDS))
        self.data = KINDS[self.kind]
        self.year = rng.randint(2021, 2026)
        self.place = rng.choice(GENERAL['places1']) + rng.choice(GENERAL['places2']) + rng.choice(GENERAL['place_kinds'])
        self.department = self.place + self.kind
        self.division = f'{rng.choice([13, 14, 21, 23, 32, 33, 34, 36, 37, 41, 42, 43, 45, 51, 53, 61, 62])}{rng.randint(1, 12):02}{rng.randint(21, 32):02}'
        self.unit = rng.choice(UNITS)
        self.thousands = rng.random() < 0.3
        self.decimals = 2 if rng.random() < 0.85 else rng.choice([0, 1, 4])
        if self.unit == '亿元':
            self.decimals = 4
        self.new_taxonomy = rng.random() < 0.3
        self.codes = set()

    def fill(self, pattern):
        rng, g, d = self.rng, GENERAL, self.data
        others = rng.sample(d['objects'], 3)
        values = {
            'o': others[0], 'o2': others[1], 'o3': others[2], 'a': rng.choice(g['actions']), 'a2': rng.choice(g['actions']),
            'a3': rng.choice(g['actions']), 'f': rng.choice(g['funds']), 'b': rng.choice(g['because']), 't': rng.choice(g['tails']),
            'v': rng.choice(g['verbs']), 'v2': rng.choice(g['verbs']), 'r': rng.choice(g['results']), 'r2': rng.choice(g['results']),
            'h': rng.choice(d['people']), 'h2': rng.choice(d['people']), 'c': rng.choice(d['counts']), 'n': rng.choice([rng.randint(1, 99), rng.randint(100, 9999), 0.5]),
            'm': rng.randint(1, 500), 'k': rng.randint(5, 3000), 'p': rng.choice([80, 85, 90, 95, 98, 99.5]), 'p2': rng.choice([90, 95, 100]),
            'e': rng.choice([0.02, 1.2, 3, 5, 10]), 's': rng.randint(2, 60), 'q': rng.randint(1000, 39999), 'y': rng.choice([self.year, self.year, self.year - 1, self.year - 2]),
            'd': rng.randint(5, 28), 'l': rng.choice(d['laws']), 'z': rng.choice(g['places1']) + rng.choice(g['prefix_offices']), 'x': self.kind}
        return pattern.format(**values)

    def pick(self, name):
        return self.fill(self.rng.choice(GENERAL[name]))

    def units(self):
        """(code, name) of the department's units; the first is the department itself."""
        base = self.rng.randint(101, 899)
        names = self.data['units']
        out = [(f'{base}001', self.department + '本级')]
        for i, name in enumerate(self.rng.sample(names[1:], min(len(names) - 1, 3)), 2):
            whole = self.rng.choice([self.place, self.department, ''])
            out.append((f'{base}{i:03}', whole + name if whole else self.place + name))
        return out

    def project_code(self):
        rng = self.rng
        while True:
            year = self.year % 100 - (1 if rng.random() < 0.1 else 0)
            serial = f'{rng.randint(0, 999999):06}{rng.randint(0, 99999):05}' if rng.random() < 0.5 else f'00{rng.randint(10**8, 10**9 - 1)}'
            first = f'{self.division}{year:02}P{serial}'
            whole = first + code.check_character(first)
            if whole not in self.codes:
                self.codes.add(whole)
                return whole

    def name(self):
        rng, g = self.rng, GENERAL
        obj, action, fund = rng.choice(self.data['objects']), rng.choice(g['actions']), rng.choice(g['funds'])
        r = rng.random()
        if r < 0.12:
            core = obj + rng.choice([fund, '费', '补贴'])
        elif r < 0.2:
            core = f'{rng.choice(self.data["people"])}{rng.choice(["工资及保险", "补助", "体检费", "伙食费", "绩效奖励"])}'
        elif r < 0.27:
            core = rng.choice(['水电费等办公费', '取暖费', '业务费', '聘用人员工资', '办公用房维修', '党建工作经费'])
        elif r < 0.4:
            core = f'{obj}、{rng.choice(self.data["objects"])}及{rng.choice(self.data["objects"])}{action}{fund}'
        else:
            core = obj + action + (fund if not fund.startswith(action) else '资金')
        r = rng.random()
        if r < 0.18:
            number = rng.randint(2, 230)
            form = rng.choice(['{z}法{y}年{n}号提前下达{w}年{l}', '{z}〔{y}〕{n}号', '{z}[{y}]{n}号', '{y}年{l}', '{z}{y}年{n}号{w}年{l}'])
            core = form.format(z=rng.choice(g['places1']) + rng.choice(g['prefix_offices']), y=self.year - 1, n=number, w=self.year, l=rng.choice(g['prefix_levels'])) + core
            if rng.random() < 0.4:
                core += '-' + self.data['short']
        elif r < 0.24:
            core = f'{self.year}年{core}'
        if rng.random() < 0.25:
            core += rng.choice(g['suffixes'])
        return core

    def amount(self, low=None):
        rng = self.rng
        scale = {'万元': (0.5, 4000), '元': (5000, 9e7), '千元': (5, 60000), '亿元': (0.001, 9)}[self.unit]
        value = scale[0] * (scale[1] / scale[0]) ** rng.random()
        if rng.random() < 0.5 and value > 2:
            value = round(value)
        return round(value, self.decimals) or 10 ** -self.decimals

    def printed(self, value):
        return f'{value:,.{self.decimals}f}' if self.thousands else f'{value:.{self.decimals}f}'

    def budget(self):
        from decimal import Decimal
        rng = self.rng
        step = Decimal(1).scaleb(-self.decimals)
        total = Decimal(str(self.amount())).quantize(step)
        r = rng.random()
        if r < 0.7:
            return {'total': self.printed(total), 'fiscal': self.printed(total), 'other': None}
        if r < 0.78:
            return {'total': self.printed(total), 'fiscal': self.printed(total), 'other': self.printed(Decimal(0))}
        fiscal = (total * Decimal(rng.choice(['0.5', '0.8', '0.25', '0.91', '0']))).quantize(step)
        return {'total': self.printed(total), 'fiscal': self.printed(fiscal), 'other': self.printed(total - fiscal)}

    def schedule(self):
        rng = self.rng
        if rng.random() < 0.5:
            months, percents = rng.choice([[3, 6, 10, 12], [3, 6, 9, 12]]), rng.choice([[25, 50, 75, 100], [25, 50, 83, 100], [30, 60, 90, 100], [100] * 4, [0, 50, 80, 100]])
        else:
            count = rng.choice([2, 3, 4, 4, 5, 6])
            months = sorted(rng.sample(range(1, 12), count - 1)) + [12]
            percents = sorted(rng.choice([rng.randint(0, 100), 5 * rng.randint(0, 20), rng.randint(1, 199) / 2]) for _ in range(count - 1)) + [100]
            percents = [int(p) if p == int(p) else p for p in percents]
        return [{'by': f'{m}月底', 'percent': p} for m, p in zip(months, percents)]

    def target(self, level2):
        rng = self.rng
        unit = rng.choice(self.data['counts'])
        if level2 == '数量指标':
            return targets.quantity(rng, unit) if rng.random() < 0.93 else targets.percent(rng)
        if level2 == '质量指标':
            return targets.percent(rng) if rng.random() < 0.9 else targets.qualitative(rng)
        if level2 == '时效指标':
            return targets.date(rng, self.year) if rng.random() < 0.8 else targets.percent(rng)
        if '成本' in level2:
            return targets.cost(rng, self.unit)
        if level2 == '服务对象满意度指标':
            return targets.percent(rng) if rng.random() < 0.95 else targets.qualitative(rng)
        return rng.choice([targets.percent, targets.qualitative, targets.qualitative, lambda r: targets.quantity(r, unit)])(rng)

    def level3(self, level2):
        table = {'数量指标': 'quantity3', '质量指标': 'quality3', '时效指标': 'time3', '成本指标': 'cost3', '经济效益指标': 'economic3',
                 '社会效益指标': 'social3', '生态效益指标': 'ecology3', '可持续影响指标': 'lasting3', '服务对象满意度指标': 'satisfaction3',
                 '经济成本指标': 'cost3', '社会成本指标': 'social3', '生态环境成本指标': 'ecology3'}[level2]
        return self.pick(table)

    def description(self, level3):
        r = self.rng.random()
        if r < 0.4:
            return level3
        if r < 0.6:
            return self.pick('description_prefixes') + level3
        if r < 0.8:
            return level3.rstrip('。') + self.pick('description_suffixes')
        if r < 0.9:
            return self.pick('description_prefixes') + level3.rstrip('。') + self.pick('description_suffixes')
        return self.fill(self.rng.choice(['{v}{o}{r}', '{o}{a}{r}', '{h}对{o}{a}满意的数量占调查总人数的比率', '{a}', '{v}{h}{r}，{t}。', '{o}']))

    def indicators(self):
        """(rows, meaning of each row's target)"""
        rng = self.rng
        output = ['数量指标', '质量指标', '时效指标'] + ([] if self.new_taxonomy else ['成本指标'])
        benefit = rng.sample(['经济效益指标', '社会效益指标', '生态效益指标', '可持续影响指标'], rng.choice([1, 2, 2, 3, 4]))
        cost = rng.sample(['经济成本指标', '社会成本指标', '生态环境成本指标'], rng.choice([1, 1, 2, 3])) if self.new_taxonomy else []
        if rng.random() < 0.5:
            rng.shuffle(output)
        for _ in range(rng.choice([0, 0, 0, 1, 2, 3, 5])):          # a second level repeated
            at = rng.randrange(len(output))
            output.insert(at, output[at])
        if rng.random() < 0.2:
            at = rng.randrange(len(benefit))
            benefit.insert(at, benefit[at])
        if rng.random() < 0.15 and len(output) > 3:
            output.pop(rng.randrange(len(output)))
        satisfaction = ['服务对象满意度指标'] * rng.choice([1, 1, 1, 1, 2])
        blocks = [('产出指标', output), ('效益指标', benefit)]
        if cost:
            blocks.insert(rng.choice([0, 2]), ('成本指标', cost))
        blocks.insert(len(blocks) if rng.random() < 0.9 else len(blocks) - 1, ('满意度指标', satisfaction))
        if rng.random() < 0.06:
            blocks[0], blocks[1] = blocks[1], blocks[0]
        usual = self.basis()
        rows, meanings = [], []
        for level1, seconds in blocks:
            for level2 in seconds:
                third = self.level3(level2)
                value, means = self.target(level2)
                rows.append({'level1': level1, 'level2': level2, 'level3': third, 'description': self.description(third), 'target': value,
                             'basis': usual if rng.random() < 0.5 else self.basis()})
                meanings.append(means)
        return rows, meanings

    def basis(self):
        return self.pick('basis_short') if self.rng.random() < 0.5 else self.pick('basis_docs')

    def project(self, seq, unit):
        name = self.name()
        rows, meanings = self.indicators()
        goals = [self.pick('goals') for _ in range(self.rng.choice([1, 2, 3, 3, 3, 4]))]
        return {'seq': seq, 'title': name + '绩效目标表', 'unit': {'code': unit[0], 'name': unit[1]}, 'code': self.project_code(), 'name': name,
                'budget': self.budget(), 'purpose': self.pick('purposes'), 'schedule': self.schedule(), 'goals': goals, 'indicators': rows}, meanings

    def paragraph(self, table, low, high):
        """Sentences to one paragraph, whose last printed line is clearly short: that is how a dump ends one."""
        while True:
            value = ''.join(self.fill(p) for p in self.rng.sample(GENERAL[table], self.rng.randint(low, high)))
            lines = text.wrap(value, text.CAPACITY['prose'], text.CAPACITY['prose'] - 2)
            if value.endswith('。') and len(lines) > 1 and text.width(lines[-1]) < 26:
                return value

    def overall(self):
        rng = self.rng

        def short_end(make):
            while True:
                value = make()
                lines = text.wrap('绩效目标：' + value, text.CAPACITY['prose'], text.CAPACITY['prose'] - 2)
                if text.width(lines[-1]) < 26:
                    return value
        return {'goal': [self.paragraph('overall_goals', 1, 4) for _ in range(rng.randint(1, 3))],
                'subgoals': [{'seq': i, 'title': short_end(lambda: self.pick('subgoal_titles')),
                              'objective': short_end(lambda: self.pick('subgoal_objectives')),
                              'indicators': short_end(lambda: self.pick('subgoal_indicators'))} for i in range(1, rng.randint(2, 6))],
                'safeguards': [self.paragraph('safeguards', 1, 2) for _ in range(rng.randint(2, 5))]}

    def document(self, projects, source):
        units = self.units()
        out, meanings = [], []
        places = sorted(self.rng.randrange(len(units)) for _ in range(projects))
        for seq, place in enumerate(places, 1):
            project, means = self.project(seq, units[place])
            out.append(project)
            meanings.append(means)
        gold = {'source': source, 'department': {'name': self.department}, 'fiscal_year': self.year, 'amount_unit': self.unit,
                'overall': self.overall(), 'projects': out}
        return gold, meanings


def invent(seed, projects=None, source=''):
    inventor = Inventor(seed)
    count = projects or inventor.rng.choice([1, 2, 3, 4, 5, 6, 8, 12])
    return inventor.document(count, source)
