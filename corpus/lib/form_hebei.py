"""The form of Hebei's department budgets of 2024: hebei-2024."""
from . import blocks, text
from .blocks import PAD, Cell, Grid, spread

LABELS = {'code': '项目编码', 'name': '项目名称', 'size': '预算规模及资金用途', 'total': '预算数',
          'fiscal': '其中：财政资金', 'other': '其他资金', 'schedule': '资金支出计划（%）', 'goals': '绩效目标'}
INDICATOR_HEAD = ['一级指标', '二级指标', '三级指标', '绩效指标描述', '指标值', '指标值确定依据']
INDICATOR_KEYS = ['level1', 'level2', 'level3', 'description', 'target', 'basis']


def capacity(column, layout):
    if column in ('purpose', 'goal'):
        return 38.0 + 40.0 * (layout.stretch - 1)
    return text.CAPACITY[column] * layout.stretch


def wrap(value, column, layout):
    """As the sample's word processor did."""
    return [value] if layout.natural else text.wrap(value, capacity(column, layout))


def head_grid(project, layout):
    s = layout.stretch
    label, total = 7.0, layout.total
    inner = total - label
    code_width = 12.8 if s < 1.2 else 14.8         # on landscape pages the code is not wrapped
    names = [label, label + code_width, label + code_width + 5.6, total]
    money = [label] + [round(label + inner * f, 2) for f in (0.13, 0.31, 0.48, 0.65, 0.80)] + [total]
    months = [round(label + inner * i / len(project['schedule']), 2) for i in range(len(project['schedule']))] + [total]
    edges = sorted({0.0, label, total, *names, *money, *months})
    grid = Grid([b - a for a, b in zip(edges, edges[1:])], name=f'H{project["seq"]}')

    def tag(key, rowspan=1):
        lines = [LABELS[key]]
        if not layout.natural and key in ('size', 'schedule'):
            lines = [LABELS[key][:5], LABELS[key][5:]] if key == 'size' else [LABELS[key][:6], LABELS[key][6:]]
        return Cell(lines, rowspan=rowspan, head=True)

    budget = project['budget']
    fiscal = tag('fiscal')
    if not layout.natural and s < 1.2:
        fiscal.lines = ['其中：财政', '资金']
    code = [project['code']] if layout.loose_code or s > 1.2 else text.wrap_code(project['code'])
    rows = [
        ([0.0] + names, [tag('code'), Cell(code), tag('name'), Cell(wrap(project['name'], 'name', layout), align='left')]),
        ([0.0] + money, [tag('size', 2), tag('total'), Cell([budget['total'] or '']), fiscal,
                         Cell([budget['fiscal'] or '']), tag('other'), Cell([budget['other'] or ''])]),
        ([label, total], [Cell(wrap(project['purpose'], 'purpose', layout), align='left')]),
        ([0.0] + months, [tag('schedule', 2)] + [Cell([e['by']]) for e in project['schedule']]),
        (months, [Cell([percent_text(e['percent'])]) for e in project['schedule']]),
    ]
    goals = []
    for i, goal in enumerate(project['goals'], 1):
        goals += wrap(f'{i}.{goal}', 'goal', layout)
    rows.append(([0.0, label, total], [tag('goals'), Cell(goals, align='left')]))
    for row_edges, cells in rows:
        grid.rows.append(spread(cells, row_edges, edges))
    return grid


def percent_text(value):
    return f'{value:g}%'


def groups(indicators):
    """(first row, row count) of every run of rows under one first level."""
    return blocks.runs(indicators, 'level1')


def indicator_grid(project, layout):
    s = layout.stretch
    widths = [5.4, 5.4 * s, 5.5 * s, 12.8 * s, 5.5 * s, 7.6 * s]
    scale = layout.total / (sum(widths) + 12 * PAD)
    grid = Grid([(w + 2 * PAD) * scale for w in widths], header_rows=1, name=f'I{project["seq"]}')
    grid.rows.append([Cell([t], i, head=True) for i, t in enumerate(INDICATOR_HEAD)])
    spans = dict(map(tuple, groups(project['indicators'])))
    for i, row in enumerate(project['indicators']):
        cells = []
        for column, key in enumerate(INDICATOR_KEYS):
            if column == 0:
                if i in spans:
                    cells.append(Cell([row[key]], 0, rowspan=spans[i]))
                continue
            cells.append(Cell(wrap(row[key], key, layout), column,
                              align='left' if key in ('level3', 'description', 'basis') else 'center'))
        grid.rows.append(cells)
    return grid


def overall_paragraphs(gold):
    """Part one as (kind, text): kind is 'heading', 'caption' or 'prose'."""
    overall = gold['overall']
    out = [('heading', '第一部分'), ('heading', '部门整体绩效目标'), ('caption', '一、总体绩效目标'), ('caption', '总体绩效目标')]
    out += [('prose', t) for t in overall['goal']]
    if overall['subgoals']:
        out += [('caption', '二、分项绩效目标'), ('caption', '分项绩效目标')]
    numerals = '一二三四五六七八九十'
    for i, sub in enumerate(overall['subgoals']):
        out.append(('prose', f'（{numerals[i]}）{sub["title"]}'))
        out.append(('prose', f'绩效目标：{sub["objective"]}'))
        out.append(('prose', f'绩效指标：{sub["indicators"]}'))
    if overall['safeguards']:
        out.append(('caption', '三、工作保障措施'))
        out += [('prose', t) for t in overall['safeguards']]
    return out


def unit_line(gold, project):
    return f'{project["unit"]["code"]} {project["unit"]["name"]}', f'单位：{gold["amount_unit"]}'


def before_forms(gold):
    out = [blocks.Cover([gold['department']['name'], f'{gold["fiscal_year"]}年部门预算绩效文本'])]
    for i, (kind, value) in enumerate(overall_paragraphs(gold)):
        out.append(blocks.Line('part' if i == 0 else kind, value))
    out.append(blocks.Line('part', '预算项目绩效目标'))
    return out


def document(gold, layout):
    out = before_forms(gold)
    for project in gold['projects']:
        out.append(blocks.Form([blocks.Line('title', f'{project["seq"]}.{project["title"]}'), blocks.Ends(*unit_line(gold, project)),
                                head_grid(project, layout), indicator_grid(project, layout)]))
    return out
