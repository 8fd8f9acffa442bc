"""What several forms draw alike, each from its own generator."""
from decimal import Decimal

from . import surroundings
from .printing import MARKS

CODED = ['code-name', '[code]name', 'name（code）', 'name']          # how a code stands with its name


def with_code(code, name, how):
    return how.replace('code', code).replace('name', name)


def table_pattern(rng):
    """How a form's table is printed: the same in all forms of a document."""
    return {
        'mark': rng.choice(list(MARKS) + [None]),                   # before goals; None: they are one paragraph
        'narrow': rng.random() < 0.5,                               # the first column holds one character a line
        'merge2': rng.random() < 0.3,                               # 二级指标 are merged like 一级指标
        'one_grid': rng.random() < 0.7,                             # head and indicators
        'colon': rng.random() < 0.25,
        'spaced': rng.random() < 0.2,
        'width': round(rng.uniform(0.76, 1), 2),
        'columns': [round(rng.uniform(*r), 1) for r in ((5, 8), (5.5, 9), (7, 16), (6, 10))],
    }


def plain(row):
    """An indicator of a form that prints neither description nor basis."""
    return {**row, 'description': None, 'basis': None}


def goals(inventor, mark):
    if mark is None:
        return [''.join(inventor.pick('goals') for _ in range(inventor.rng.choice([1, 1, 2])))]
    return [inventor.pick('goals') for _ in range(inventor.rng.choice([1, 2, 3, 3, 4]))]


def total(inventor):
    return Decimal(str(inventor.amount())).quantize(Decimal(1).scaleb(-inventor.decimals))


def printed(inventor, number, zeros):
    """An amount of nothing is printed or its cell is empty."""
    return None if not number and not zeros else inventor.printed(number)


def split(inventor, whole, names, zeros):
    """(what is fiscal, {name: the others}): usually all is fiscal."""
    rng = inventor.rng
    rest = whole if rng.random() < 0.3 else Decimal(0)
    parts = {}
    for name in names:
        part = (rest * Decimal(rng.choice(['0', '0.3', '0.25', '0.62']))).quantize(whole)
        rest -= part
        whole -= part
        parts[name] = printed(inventor, part, zeros)
    return printed(inventor, whole, zeros), parts


def present(values):
    return {k: v for k, v in values.items() if v is not None}


def without_year(made):
    """The same where nothing tells the year: what `12月底前` means is then open."""
    return [(project, [None if m and m['date'] and '年' not in row['target'] else m for row, m in zip(project['indicators'], meanings)])
            for project, meanings in made]


def document(inventor, form, pattern, source, made, dated):
    """`made`: (project, what its targets mean) of each. `dated`: the forms print their year."""
    prose = surroundings.around(inventor)
    if not dated and not prose:
        made = without_year(made)
    return {'source': source, 'department': {'name': inventor.department}, 'fiscal_year': inventor.year, 'amount_unit': inventor.unit, 'form': form,
            'print': pattern, 'prose': prose, 'overall': {'goal': [], 'subgoals': [], 'safeguards': []},
            'projects': [project for project, _ in made]}, [meanings for _, meanings in made]


def projects(inventor, count, make):
    """[make(seq, units, place)], each in one of the department's units."""
    units = inventor.units()
    places = sorted(inventor.rng.randrange(len(units)) for _ in range(count))
    return [make(seq, units, place) for seq, place in enumerate(places, 1)]
