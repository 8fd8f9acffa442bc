"""Damages a text dump at known places.

Works on any dump of which the gold is known, not only on our own: cells are found
by walking the gold's rows through the text.
"""
import random
import re
from dataclasses import dataclass

from . import form_hebei, text

PARTS = ['level2', 'level3', 'description', 'target', 'basis']
_HEADER = ''.join(form_hebei.INDICATOR_HEAD)


@dataclass
class Damage:
    kind: str
    project: int        # the record's index, from 1
    field: str          # what was damaged
    also: list          # pointers that name the place as well, where the text cannot tell which
    what: str
    text: str


def _pattern(value):
    return re.compile(r'[ \n]*'.join(map(re.escape, value)))


def blocks(dump, gold):
    """(start, end) of each project's text: from its title to the next one's."""
    starts = []
    at = 0
    for project in gold['projects']:
        m = _pattern(f'{project["seq"]}.{project["title"]}').search(dump, at)
        if not m:
            raise ValueError(f'project {project["seq"]} is not in the dump')
        starts.append(m.start())
        at = m.end()
    return list(zip(starts, starts[1:] + [len(dump)]))


def cells(dump, project, start, end):
    """{(row, part): (start, end)} of the cells that stand undivided in the text."""
    found = {}
    m = _pattern(_HEADER).search(dump, start, end)
    at = m.end() if m else start
    labels = {r['level1'] for r in project['indicators']}
    lost = False                    # the row before was cut by a page's end
    for i, row in enumerate(project['indicators']):
        if lost:
            m = _pattern(_HEADER).search(dump, at, end)
            at = m.end() if m else at
        here, place = {}, at
        for part in PARTS:
            m = _pattern(row[part]).search(dump, place, end)
            between = re.sub(r'\s', '', dump[place:m.start()]) if m else 'nothing'
            # after a cut row its other half stands before the next one
            if between and between not in labels and not (m and lost and part == PARTS[0]):
                break
            here[part] = m.span()
            place = m.end()
        lost = len(here) < len(PARTS)
        if not lost:
            at = place
            found.update({(i, part): span for part, span in here.items()})
    return found


def _change(dump, span, index, new):
    places = [k for k in range(*span) if not dump[k].isspace()]
    k = places[index]
    return dump[:k] + new + dump[k + 1:]


def code_digit(rng, dump, gold, n, span):
    project = gold['projects'][n]
    m = _pattern(project['code']).search(dump, *span)
    i = rng.randrange(21)
    new = rng.choice([c for c in '0123456789' if c != project['code'][i]])
    return Damage('code-character', n + 1, '/project/code', [], f'character {i + 1}: {project["code"][i]} became {new}',
                  _change(dump, m.span(), i, new)) if m else None


def amount(rng, dump, gold, n, span):
    project = gold['projects'][n]
    part, label = rng.choice([('total', '预算数'), ('fiscal', '资金')])
    value = project['budget'][part]
    m = re.compile(rf'{label}\s+({re.escape(value)})(?=\s)').search(dump, *span)
    if not m:
        return None
    digits = [k for k, c in enumerate(value) if c.isdigit()]
    k = rng.choice(digits)
    new = rng.choice([c for c in '123456789' if c != value[k]])
    changed = value[:k] + new + value[k + 1:]
    # which of the three amounts is the wrong one, nobody can tell
    return Damage('amount', n + 1, f'/budget/{part}', ['/budget/total', '/budget/fiscal', '/budget/other'], f'{value} became {changed}',
                  dump[:m.start(1)] + changed + dump[m.end(1):])


def emptied(rng, dump, gold, n, span):
    found = cells(dump, gold['projects'][n], *span)
    choices = [k for k in found if k[1] in ('level3', 'description', 'target', 'basis')]
    if not choices:
        return None
    i, part = rng.choice(choices)
    a, b = found[i, part]
    before, after = dump[:a], dump[b:]
    left = len(before) - len(before.rstrip(' \n'))
    right = len(after) - len(after.lstrip(' \n'))
    gap = max(before[len(before) - left:], after[:right], key=len)
    return Damage('emptied', n + 1, f'/indicators/{i}/{part}', [], f'{gold["projects"][n]["indicators"][i][part]} was taken out',
                  before[:len(before) - left] + gap + after[right:])


def swapped(rng, dump, gold, n, span):
    project = gold['projects'][n]
    found = cells(dump, project, *span)
    choices = []
    for (i, part), (a, b) in found.items():
        lines = [m.span() for m in re.finditer(r'[^\n]+', dump[a:b])]
        if len(lines) < 2:
            continue
        (p, q), (r, s) = lines[-2], lines[-1]
        one, two = dump[a + p:a + q], dump[a + r:a + s]
        # only lines of this cell alone, and the last one clearly short: two full lines changed about read as well
        whole = dump[a + p - 1] == '\n' and dump[a + s:a + s + 1] == '\n'
        if whole and text.width(two) < text.CAPACITY[part] - 1.5 and one != two:
            choices.append((i, part, a + p, a + q, a + r, a + s))
    if not choices:
        return None
    i, part, p, q, r, s = rng.choice(choices)
    return Damage('swapped', n + 1, f'/indicators/{i}/{part}', [], f'lines {dump[p:q]!r} and {dump[r:s]!r} changed places',
                  dump[:p] + dump[r:s] + dump[q:r] + dump[p:q] + dump[s:])


KINDS = {'code-character': code_digit, 'amount': amount, 'emptied': emptied, 'swapped': swapped}


def damages(dump, gold, seed, count):
    """`count` damages of each kind, at random places."""
    rng = random.Random(f'damage {seed}')
    spans = blocks(dump, gold)
    out = []
    for kind, make in KINDS.items():
        have = tries = 0
        while have < count and tries < 20 * count:
            tries += 1
            n = rng.randrange(len(spans))
            damage = make(rng, dump, gold, n, spans[n])
            if damage:
                out.append(damage)
                have += 1
    return out
