"""Prints a layout as the sample's dump prints its document.

Between two lines, by where the second stands against the first: on the same
height and to the right a space, to the left nothing; half a line off a line
end; further a line end and an empty line.
"""
import random

from . import layout

SAME, NEAR = 0.25, 0.55       # in line pitches


def separator(a, b, before):
    """`before`: what stood between `a` and the line before it."""
    if a.kind == 'end':
        return '\n'
    dy = abs(b.y - a.y)
    if dy <= SAME:
        return ' ' if b.x > a.x else ''
    # after an empty line the merged label is followed by its row without one, though it stands as far from it
    near = 0.65 if a.kind == 'level1' and before == '\n\n' else NEAR
    return '\n' if dy <= near else '\n\n'


def render(fragments, numbered=()):
    """`numbered`: pages at whose foot the number is printed."""
    out, last, gap = [], None, ''
    for f in fragments:
        if last is None or f.page != last.page:
            if last is not None and last.page in numbered:
                # the number stands far below; what follows begins its own line
                out.append(f'\n\n\n\n{last.page - 1}\n\n' + (' \n' if f.kind == 'title' else ''))
            else:
                out.append(' ' if last is None else '\n ')
        else:
            gap = separator(last, f, gap)
            out.append(gap)
        out.append(f.text)
        last = f
    return ''.join(out) + '\n\n\n'


def random_habits(gold, rng):
    """One unit's forms were filled in by one hand, so habits go by unit."""
    tight = rng.random() < 0.5
    base = dict(page_lines=rng.randint(26, 34), empty_line=rng.choice([0, 0.1, 0.3]))
    out = {}
    for project in gold['projects']:
        unit = project['unit']['code']
        if unit not in out:
            ragged = rng.random() < 0.3
            out[unit] = layout.Habits(rows=rng.uniform(16, 30), minimum=rng.choice([1, 1, 2, 3]) if ragged or not tight else 1,
                                      blank=rng.choice([0.3, 0.85]) if ragged else 0.0, low_target=rng.choice([0.1, 0.1, 0.0, 0.2]), **base)
    return out


def dump(gold, seed):
    rng = random.Random(f'dump {seed}')
    fragments = layout.lay_out(gold, random_habits(gold, rng), rng)
    share = rng.choice([0, 0.15, 0.15, 1.0])
    pages = {f.page for f in fragments}
    return render(fragments, {p for p in pages if p > 3 and rng.random() < share})
