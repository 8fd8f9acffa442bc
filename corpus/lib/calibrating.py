"""How well scans are read: what is right, what is wrong unsaid, what is flagged for nothing, and the curve of the last two."""
import re
from collections import Counter
from dataclasses import dataclass, field

from . import edits, scoring

# Sorts of fields, by the first pattern that fits.
SORTS = [('code', r'/project/code$'), ('unit', r'/unit/'), ('amount', r'/budget/'), ('name', r'/(title|project/name)$'),
         ('schedule', r'/schedule/'), ('goal', r'/(purpose|goals/)'), ('levels 1, 2', r'/level[12]$'), ('level 3', r'/level3$'),
         ('description', r'/description$'), ('target', r'/target$'), ('basis', r'/basis$'), ('overall', r'/overall/'), ('extra', r'/extra/')]
THRESHOLD_REASON = 'low-confidence'     # the review entries that a threshold gives; the curve replaces them


def sort_of(pointer):
    return next(name for name, pattern in SORTS if re.search(pattern, pointer))


@dataclass
class Judged:
    """One field, with what the record says of it."""
    sort: str
    right: bool
    flagged: bool
    otherwise: bool            # flagged for another reason than a threshold
    confidence: float | None   # of the value as the record gives it; None: it gives none
    raw_right: bool | None     # what the picture gave, before any evidence; None: not told, or no text
    proof: tuple = ()          # what repaired or confirmed the value


@dataclass
class Figures:
    documents: int = 0
    pages: int = 0
    seconds: float = 0                                    # CPU
    fields: list = field(default_factory=list)            # Judged
    records: int = 0
    unflagged: int = 0                                    # records with an empty review
    unflagged_wrong: int = 0                              # of these, with a wrong field
    flagged_right: int = 0                                # records with a review and every field right
    reasons: Counter = field(default_factory=Counter)     # of needless review entries
    confusions: Counter = field(default_factory=Counter)  # (truth, read)
    failed: list = field(default_factory=list)            # documents that gave nothing

    def add(self, other):
        for name in self.__dataclass_fields__:
            if name in ('fields', 'failed'):
                getattr(self, name).extend(getattr(other, name))
            elif isinstance(getattr(self, name), Counter):
                getattr(self, name).update(getattr(other, name))
            else:
                setattr(self, name, getattr(self, name) + getattr(other, name))


def origin_of(record, pointer):
    """What the record's `fields` says of the pointer, or of the nearest one above it."""
    fields = record.get('fields') or {}
    while pointer and pointer not in fields:
        pointer = pointer.rpartition('/')[0]
    return fields.get(pointer) or {}


def as_read(origin, gold):
    """Whether the raw lines already say what the gold does; a number or another field's text may stand around it."""
    if not origin.get('raw') or not isinstance(gold, str) or gold == scoring.MISSING:
        return None
    return edits.plain(gold) in edits.plain(''.join(origin['raw']))


def judge(gold, output):
    """(figures of one document, its scoring.Result)"""
    result = scoring.score(gold, output, nfkc=True)
    records = output.get('projects') or []
    figures = Figures(documents=1, pages=len(output.get('pages') or []), records=len(gold['projects']))
    wrong_records = {f.record for f in result.wrong}
    for f in result.judged:
        record = {} if f.record is None else records[f.record]
        others = [r for r in record.get('review') or [] if r.get('reason') != THRESHOLD_REASON]
        origin = origin_of(record, f.pointer)
        confidence = origin.get('confidence')
        figures.fields.append(Judged(sort_of(f.pointer), f.right, f.flagged, any(scoring.covers(r.get('field', ''), f.pointer) for r in others),
                                     None if confidence is None else float(confidence), as_read(origin, f.gold), tuple(origin.get('proof') or ())))
        if not f.right and isinstance(f.gold, str) and isinstance(f.got, str) and scoring.MISSING not in (f.gold, f.got):
            figures.confusions.update(edits.edits(f.gold, f.got))
    for number, record in enumerate(records):
        if not record.get('review'):
            figures.unflagged += 1
            figures.unflagged_wrong += number in wrong_records
        else:
            figures.flagged_right += number not in wrong_records
    figures.reasons.update(f.get('reason') for _, f in result.needless)
    return figures, result


def share(part, whole):
    return part / whole if whole else 0.0


def counts(fields):
    right = sum(f.right for f in fields)
    return {'fields': len(fields), 'right': right, 'wrong': len(fields) - right, 'silent': sum(not f.right and not f.flagged for f in fields),
            'needless': sum(f.right and f.flagged for f in fields)}


def evidence(fields):
    """What evidence did: values mended and spoilt by it, and by proof how many values are right, wrong, silently wrong."""
    out = {'mended': sum(f.right and f.raw_right is False for f in fields), 'spoilt': sum(not f.right and f.raw_right is True for f in fields),
           'wrong_as_read': sum(not f.right and f.raw_right is False for f in fields), 'proofs': {}}
    for name in sorted({p for f in fields for p in f.proof}):
        out['proofs'][name] = counts([f for f in fields if name in f.proof])
    return out


def summary(figures):
    """Everything as plain numbers, for --json."""
    sorts = {name: counts([f for f in figures.fields if f.sort == name]) for name, _ in SORTS}
    inside = [f for f in figures.fields if f.sort != 'overall']
    return {'documents': figures.documents, 'pages': figures.pages, 'seconds_per_page': share(figures.seconds, figures.pages),
            **counts(figures.fields), 'evidence': evidence(figures.fields), 'records_only': counts(inside), 'sorts': sorts,
            'records': {'all': figures.records, 'unflagged': figures.unflagged, 'unflagged_wrong': figures.unflagged_wrong, 'flagged_right': figures.flagged_right},
            'needless_reasons': dict(figures.reasons.most_common()), 'failed': figures.failed,
            'confusions': [[a, b, n] for (a, b), n in figures.confusions.most_common(60)]}


def curve(fields, others=True):
    """(threshold, silent errors, needless flags), both as shares of the fields, as the threshold rises from 0 to above 1.

    A field is flagged when its confidence lies below the threshold; with `others` also where the record's review has
    another reason. Fields without a confidence are flagged for other reasons only.
    """
    fields = [f for f in fields if f.sort != 'overall']
    steps = sorted({0.0, *(f.confidence for f in fields if f.confidence is not None), 1.01})
    wrong, right = Counter(), Counter()                 # by confidence, of what no other reason flags
    for f in fields:
        if not (others and f.otherwise) and f.confidence is not None:
            (right if f.right else wrong)[f.confidence] += 1
    silent = sum(not f.right and not (others and f.otherwise) for f in fields)
    needless = sum(f.right and others and f.otherwise for f in fields)
    out, last = [], None
    for step in steps:
        if last is not None:
            silent, needless = silent - wrong[last], needless + right[last]
        out.append((step, share(silent, len(fields)), share(needless, len(fields))))
        last = step
    return out


def best_threshold(fields, silent_limit):
    """The point of the curve with the fewest needless flags whose silent errors keep to the limit, or None."""
    fits = [p for p in curve(fields) if p[1] <= silent_limit]
    return min(fits, key=lambda p: p[2]) if fits else None


def from_output(gold, output, seconds=0.0, name=''):
    figures, result = judge(gold, output)
    figures.seconds = seconds
    if not output:                       # wrong all over, but the program said so: nothing of it is silent
        figures.failed.append(name)
        for f in figures.fields:
            f.flagged = f.otherwise = True
    return figures, result

