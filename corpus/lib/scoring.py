"""Compares what `budgetlift extract -f json` prints with a gold, field by field.

A field is a JSON pointer into a record. A wrong field is flagged when a `review`
entry names the pointer, one above it, or a part of it; a wrong field that nothing
names is silent. A review entry under which every field is right is needless.
Documents read by OCR are compared after NFKC: `(` for `（` is no error there.
"""
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

YUAN = {'元': 1, '千元': 1000, '万元': 10000, '亿元': 100000000}
PARTS = ['level1', 'level2', 'level3', 'description', 'target', 'basis']
TASK_PARTS = ['name', 'content', 'total', 'fiscal', 'other']
# Lists of rows, which stand against each other row by row: pointer -> parts of a row.
TABLES = {'/indicators': PARTS, '/extra/period_indicators': PARTS, '/extra/tasks': TASK_PARTS}
MISSING = '<missing>'


@dataclass
class Field:
    place: str            # 'project 3' or 'overall'
    pointer: str
    gold: object
    got: object
    flagged: bool
    record: int | None = None   # which of the output's projects; None: overall, or a project that the output lacks

    @property
    def right(self):
        return self.gold == self.got and type(self.gold) is type(self.got)


@dataclass
class Result:
    judged: list = field(default_factory=list)        # every field
    needless: list = field(default_factory=list)      # (place, review entry)
    unplaced: list = field(default_factory=list)
    lost: list = field(default_factory=list)          # unplaced text that belongs to a field
    forms_wrong: list = field(default_factory=list)   # (place, form, form that the record names)
    projects: int = 0
    clean: int = 0                                    # projects with every field right and an empty review

    @property
    def fields(self):
        return len(self.judged)

    @property
    def right(self):
        return len(self.judged) - len(self.wrong)

    @property
    def wrong(self):
        return [f for f in self.judged if not f.right]

    @property
    def silent(self):
        return [w for w in self.wrong if not w.flagged]

    def add(self, other):
        for name in ('projects', 'clean'):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ('judged', 'needless', 'unplaced', 'lost', 'forms_wrong'):
            getattr(self, name).extend(getattr(other, name))

    @property
    def perfect(self):
        return not self.wrong and not self.needless and not self.lost and not self.forms_wrong

    def line(self):
        share = 100 * self.right / self.fields if self.fields else 100
        forms = f', {len(self.forms_wrong)} forms wrong' if self.forms_wrong else ''
        return (f'{self.right}/{self.fields} fields right ({share:.2f}%), {len(self.wrong)} wrong of which {len(self.silent)} silent, '
                f'{len(self.needless)} needless flags, {len(self.unplaced)} unplaced of which {len(self.lost)} of a field, {self.clean}/{self.projects} projects clean{forms}')


def yuan(printed, unit):
    try:
        return Decimal(printed.replace(',', '').replace('，', '')) * YUAN[unit]
    except (InvalidOperation, KeyError):
        return None


def gold_fields(project, unit):
    """pointer -> text, in reading order."""
    out = {'/title': project['title'], '/unit/code': project['unit']['code'], '/unit/name': project['unit']['name'],
           '/project/code': project['code'], '/project/name': project['name'], '/budget/printed_unit': unit}
    for part in ('total', 'fiscal', 'other'):
        printed = project['budget'][part]
        out[f'/budget/{part}/printed'] = printed
        out[f'/budget/{part}/cny'] = None if printed is None else yuan(printed, unit)
    out['/purpose'] = project['purpose']
    for i, entry in enumerate(project['schedule']):
        out[f'/schedule/{i}/label'] = entry['by']
        out[f'/schedule/{i}/percent'] = Decimal(str(entry['percent']))
    for i, goal in enumerate(project['goals']):
        out[f'/goals/{i}'] = goal
    return out | extra_texts(project)


def extra_texts(holder):
    """What a form prints beyond the usual fields and is one text; one that is not printed may be null or not there."""
    return {f'/extra/{key}': value for key, value in (holder.get('extra') or {}).items() if f'/extra/{key}' not in TABLES and value is not None}


def _get(record, *path):
    for key in path:
        if isinstance(record, list):
            record = record[key] if isinstance(key, int) and key < len(record) else None
        else:
            record = (record or {}).get(key)
    return record


def record_fields(record):
    out = {'/title': _get(record, 'title'), '/unit/code': _get(record, 'unit', 'code'), '/unit/name': _get(record, 'unit', 'name'),
           '/project/code': _get(record, 'project', 'code'), '/project/name': _get(record, 'project', 'name'),
           '/budget/printed_unit': _get(record, 'budget', 'printed_unit')}
    for part in ('total', 'fiscal', 'other'):
        out[f'/budget/{part}/printed'] = _get(record, 'budget', part, 'printed')
        cny = _get(record, 'budget', part, 'cny')
        out[f'/budget/{part}/cny'] = None if cny is None else Decimal(cny)
    out['/purpose'] = _get(record, 'purpose')
    for i, entry in enumerate(record.get('schedule') or []):
        out[f'/schedule/{i}/label'] = entry.get('label')
        out[f'/schedule/{i}/percent'] = None if entry.get('percent') is None else Decimal(entry['percent'])
    for i, goal in enumerate(record.get('goals') or []):
        out[f'/goals/{i}'] = goal
    return out | extra_texts(record)


def table(holder, pointer):
    """The rows of one of TABLES as lists of texts; a target is an object in a record and a text in a gold."""
    rows = _get(holder, *pointer.strip('/').split('/')) or []
    values = [[row.get(part) for part in TABLES[pointer]] for row in rows]
    return [[v.get('text') if isinstance(v, dict) else v for v in row] for row in values]


def align(golds, gots, likeness):
    """Pairs in order, (i or None, j or None), with the greatest sum of likeness."""
    n, m = len(golds), len(gots)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness(golds[i], gots[j]))
    out, i, j = [], 0, 0
    while i < n and j < m:
        like = likeness(golds[i], gots[j])
        if like > 0 and best[i][j] == best[i + 1][j + 1] + like:
            out.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            out.append((i, None))
            i += 1
        else:
            out.append((None, j))
            j += 1
    return out + [(k, None) for k in range(i, n)] + [(None, k) for k in range(j, m)]


def rows_alike(a, b):
    return sum(x == y for x, y in zip(a, b)) / len(a)


def projects_alike(gold, record):
    same = 3 * (gold['code'] == _get(record, 'project', 'code')) + 2 * (gold['name'] == _get(record, 'project', 'name'))
    return same + (gold['title'] == record.get('title')) + 0.1


def covers(flag, pointer):
    return flag == pointer or pointer.startswith(flag.rstrip('/') + '/') or flag.startswith(pointer + '/')


def folded(value):
    """The same with every text in NFKC."""
    if isinstance(value, str):
        return unicodedata.normalize('NFKC', value)
    if isinstance(value, list):
        return [folded(v) for v in value]
    return {k: folded(v) for k, v in value.items()} if isinstance(value, dict) else value


def score_project(gold, record, unit, place, number=None):
    result = Result(projects=1)
    flags = [] if record is None else record.get('review') or []
    expected = {} if gold is None else gold_fields(gold, unit)
    got = {} if record is None else record_fields(record)
    pairs = [(p, expected.get(p, MISSING), got.get(p, MISSING)) for p in dict.fromkeys([*expected, *got])]
    for name, parts in TABLES.items():
        golds, rows = table(gold, name), table(record, name)
        if len(golds) == len(rows):
            matched = [(i, i) for i in range(len(rows))]
        else:
            matched = align(golds, rows, rows_alike)
        for i, j in matched:
            for k, part in enumerate(parts):
                # a row that is missing can be named by its neighbour's place only; '/indicators' is what names it
                pointer = f'{name}/{j}/{part}' if j is not None else f'{name}/-{i}/{part}'
                pairs.append((pointer, MISSING if i is None else golds[i][k], MISSING if j is None else rows[j][k]))
    for pointer, want, have in pairs:
        result.judged.append(Field(place, pointer, want, have, any(covers(f.get('field', ''), pointer) for f in flags), number))
    wrong = result.wrong
    for f in flags:
        if not any(covers(f.get('field', ''), w.pointer) for w in wrong):
            result.needless.append((place, f))
    result.clean = int(not wrong and not flags)
    return result


def score_overall(gold, output):
    result = Result()
    overall = output.get('overall') or {}
    flags = [f for f in output.get('review') or []]
    pairs = []
    for key in ('goal', 'safeguards'):
        a, b = gold['overall'][key], overall.get(key) or []
        for i in range(max(len(a), len(b))):
            pairs.append((f'/overall/{key}/{i}', a[i] if i < len(a) else MISSING, b[i] if i < len(b) else MISSING))
    a, b = gold['overall']['subgoals'], overall.get('subgoals') or []
    for i in range(max(len(a), len(b))):
        for part in ('title', 'objective', 'indicators'):
            pairs.append((f'/overall/subgoals/{i}/{part}', a[i][part] if i < len(a) else MISSING,
                          b[i].get(part) if i < len(b) else MISSING))
    for pointer, want, have in pairs:
        result.judged.append(Field('overall', pointer, want, have, any(covers(f.get('field', ''), pointer) for f in flags)))
    return result


def score(gold, output, nfkc=False):
    if nfkc:
        gold, output = folded(gold), folded(output)
    total = score_overall(gold, output)
    golds, records = gold['projects'], output.get('projects') or []
    matched = [(i, i) for i in range(len(golds))] if len(golds) == len(records) else align(golds, records, projects_alike)
    for i, j in matched:
        place = f'project {golds[i]["seq"]}' if i is not None else f'extra record {j + 1}'
        total.add(score_project(golds[i] if i is not None else None, records[j] if j is not None else None,
                                gold['amount_unit'], place, j))
        form = gold.get('form', 'hebei-2024')
        named = _get(records[j], 'document', 'form', 'name') if j is not None else None
        # what two definitions describe alike is either's
        other = _get(records[j], 'document', 'form', 'runner_up') if named not in (None, form) else None
        alike = other and other['name'] == form and other['score'] == _get(records[j], 'document', 'form', 'score')
        if named is not None and named != form and not alike:
            total.forms_wrong.append((place, form, named))
    total.unplaced = list(output.get('unplaced') or [])
    # where every field is right none has lost anything: a listing's sum may be printed like one of its amounts
    texts = list(strings(gold['overall'])) + list(strings(golds)) if total.wrong else []
    around = list(strings(gold.get('prose') or []))
    for u in total.unplaced:
        text = u.get('text') or ''
        # a cover's text or a page number has no field; a piece of a field's text has, unless the pages around say the same
        if len(text) > 1 and any(text in t for t in texts) and not any(text in t for t in around) and not text.isdigit():
            total.lost.append(u)
    return total


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for v in value.values() if isinstance(value, dict) else value:
            yield from strings(v)


def report(result, limit=None):
    """Lines that name each wrong field, needless flag and unplaced text."""
    out = []
    for w in result.wrong[:limit]:
        out.append(f'  {"flagged" if w.flagged else "SILENT "} {w.place} {w.pointer}: gold {shown(w.gold)} got {shown(w.got)}')
    for place, f in result.needless[:limit]:
        out.append(f'  needless {place} {f.get("field")}: {f.get("reason")} {f.get("detail", "")}')
    for place, form, named in result.forms_wrong[:limit]:
        out.append(f'  form of {place}: gold {form} got {named}')
    for u in result.unplaced[:limit]:
        out.append(f'  {"LOST" if u in result.lost else "unplaced"} page {u.get("page")}: {shown(u.get("text"))}')
    return out


def shown(value):
    return str(value) if isinstance(value, Decimal) or value is None or value == MISSING else repr(value)
