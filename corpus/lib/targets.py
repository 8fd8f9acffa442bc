"""Target values (指标值) in the grammars that such tables print, each with what it means.

The meaning is None where it is open to argument; the property test compares only
what is certain.
"""
import calendar

SIGNS = {'≥': '>=', '≤': '<=', '＞': '>', '＜': '<', '>': '>', '<': '<', '=': '=', '': '=', '＞＝': '>=', '≧': '>='}


def meaning(kind, operator=None, value=None, unit=None, date=None):
    return {'kind': kind, 'operator': operator, 'value': value, 'unit': unit, 'date': date}


def number(rng, counts=True):
    r = rng.random()
    if r < 0.12:
        return f'{rng.choice([0.5, 0.2, 1.5, 2.35, 12.8, 0.02, 9.1])}'
    if r < 0.25:
        return str(rng.randint(10000, 900000))
    if r < 0.33:
        return f'{rng.randint(1000, 900000):,}'
    if r < 0.6:
        return str(rng.randint(1, 12))
    return str(rng.randint(1, 3500))


def numeric(text):
    return float(text.replace(',', '')) if '.' in text else int(text.replace(',', ''))


def quantity(rng, unit):
    value = number(rng)
    r = rng.random()
    if r < 0.45:
        sign = rng.choice(['≥', '≤', '≥', '≤', '<', '>', '=', '＞', '＜'])
        return f'{sign}{value}{unit}', meaning('quantity', SIGNS[sign], numeric(value), unit)
    if r < 0.8:
        return f'{value}{unit}', meaning('quantity', '=', numeric(value), unit)
    if r < 0.87:
        return f'{value}{unit}以上', meaning('quantity', '>=', numeric(value), unit)
    if r < 0.92:
        return f'不超过{value}{unit}', meaning('quantity', '<=', numeric(value), unit)
    if r < 0.96:
        return f'不少于{value}{unit}', meaning('quantity', '>=', numeric(value), unit)
    return rng.choice([('若干' + unit, None), ('根据实际数量核定', None), ('按实际发生', None), (f'{value}{unit}或{unit}', None)])


def percent(rng):
    value = rng.choice(['95', '90', '100', '98', '85', '80', '99.5', '60', '30', '5', '0.02', '12.5'])
    mark = '％' if rng.random() < 0.06 else '%'
    r = rng.random()
    if r < 0.6:
        sign = rng.choice(['≥', '≥', '≥', '≥', '≤', '>', '=', '＞', '＞＝'])
        return f'{sign}{value}{mark}', meaning('percent', SIGNS[sign], numeric(value))
    if r < 0.8:
        return f'{value}{mark}', meaning('percent', '=', numeric(value))
    if r < 0.88:
        return f'{value}{mark}以上', meaning('percent', '>=', numeric(value))
    if r < 0.94:
        return f'不低于{value}{mark}', meaning('percent', '>=', numeric(value))
    if r < 0.97:
        return f'大于{value}{mark}', meaning('percent', '>', numeric(value))
    return f'{value}{mark}以下', meaning('percent', '<=', numeric(value))


def date(rng, year):
    month = rng.choice([12, 12, 12, 6, 9, 10, 11, 3])
    last = f'-{month:02}-{calendar.monthrange(year, month)[1]:02}'
    r = rng.random()
    if r < 0.25:
        return f'{month}月底前', meaning('date', '<=', date=f'{year}{last}')
    if r < 0.5:
        return f'{year}年{month}月底', meaning('date', '=', date=f'{year}{last}')
    if r < 0.6:
        return f'{year}年{month}月底前', meaning('date', '<=', date=f'{year}{last}')
    if r < 0.66:
        return f'{year % 100}年底', meaning('date', '=', date=f'{year}-12-31')
    if r < 0.72:
        return f'{year}年{month}月{rng.randint(1, 28)}日前', None
    if r < 0.77:
        return f'{year - 1}年12月底前', meaning('date', '<=', date=f'{year - 1}-12-31')
    if r < 0.82:
        return f'{year}年{month}月份', None
    if r < 0.88:
        return f'每月{rng.randint(5, 28)}日前', None
    return rng.choice([('1年', meaning('quantity', '=', 1, '年')), (f'{rng.randint(2, 24)}个月', None),
                       (f'{rng.randint(30, 365)}天', None), ('长期', meaning('qualitative')), ('及时', meaning('qualitative')),
                       ('全年', meaning('qualitative')), (f'≤{rng.randint(2, 48)}小时', None)])


def cost(rng, unit):
    value = number(rng)
    r = rng.random()
    if r < 0.4:
        each = rng.choice(['万元', '元', '万元', unit if unit in ('亿元', '千元') else '万元'])
        sign = rng.choice(['≤', '≤', '≤', '', '<', '='])
        return f'{sign}{value}{each}', meaning('quantity', SIGNS[sign], numeric(value), each)
    if r < 0.75:
        each = rng.choice(['元/人', '元/人/月', '元/人/天', '元/件', '万元/公里', '元/月', '元/平方米', '元/人·年', '元/亩', '万元/件', '元/人次'])
        sign = rng.choice(['≤', '≤', '<', '', '='])
        return f'{sign}{value}{each}', meaning('quantity', SIGNS[sign], numeric(value), each)
    if r < 0.83:
        return f'{rng.randint(1, 90)}万', None
    if r < 0.9:
        return f'不超过{value}元', meaning('quantity', '<=', numeric(value), '元')
    return rng.choice([('≤预算批复数', None), ('按标准执行', None), ('不突破概算', None), ('≤100%', meaning('percent', '<=', 100))])


QUALITATIVE = ['持续上升', '持续提升', '持续稳定', '提升', '明显改善', '进一步提高', '长期', '有效保障', '逐步提高', '显著', '优', '良好',
               '基本消除', '工作不返工', '持续发挥作用', '有所降低', '稳步提高', '不断增强', '满意', '是', '达标', '合格']


def qualitative(rng):
    if rng.random() < 0.08:
        return rng.choice(['≥1明显', '1长期', '≥1年', '“零”事故', '0']), None
    return rng.choice(QUALITATIVE), meaning('qualitative')
