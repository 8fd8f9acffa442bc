"""What an extractor would print of a gold, without a fault or with known ones: for testing what measures extractors."""
from decimal import Decimal

from . import scoring


def perfect(gold):
    """What an extractor without a fault would print of this gold."""
    unit = gold['amount_unit']

    def amount(printed):
        return None if printed is None else {'printed': printed, 'cny': scoring.yuan(printed, unit)}
    return {'overall': gold['overall'], 'unplaced': [], 'projects': [{
        'title': p['title'], 'unit': p['unit'], 'project': {'code': p['code'], 'name': p['name']},
        'budget': {'printed_unit': unit, **{k: amount(p['budget'][k]) for k in ('total', 'fiscal', 'other')}},
        'purpose': p['purpose'], 'schedule': [{'label': e['by'], 'percent': Decimal(str(e['percent']))} for e in p['schedule']],
        'goals': p['goals'], 'indicators': with_targets(p['indicators']), 'extra': extra(p), 'review': []}
        for p in gold['projects']]}


def with_targets(rows):
    return [{**r, 'target': {'text': r['target']}} for r in rows]


def extra(project):
    out = dict(project.get('extra') or {})
    if 'period_indicators' in out:
        out['period_indicators'] = with_targets(out['period_indicators'])
    return out


def pointers(record):
    """Every text of a record: (pointer as `fields` has it, list or object that holds it, key)."""
    out = [('/title', record, 'title'), ('/project/code', record['project'], 'code'), ('/project/name', record['project'], 'name'),
           ('/purpose', record, 'purpose')]
    out += [(f'/goals/{i}', record['goals'], i) for i in range(len(record['goals']))]
    for i, row in enumerate(record['indicators']):
        out += [(f'/indicators/{i}/{part}', row['target'] if part == 'target' else row, 'text' if part == 'target' else part) for part in scoring.PARTS]
    return out


def misread(output, rng, share, threshold):
    """Changes a character in `share` of the texts; confidences are lower there but overlap, and those below the threshold are flagged.

    Gives {record number: [pointer of each wrong field]}.
    """
    wrong = {}
    for number, record in enumerate(output['projects']):
        record['fields'] = {}
        for pointer, holder, key in pointers(record):
            bad = rng.random() < share
            if bad:
                text = holder[key]
                at = rng.randrange(len(text))
                holder[key] = text[:at] + ('过' if text[at] != '过' else '素') + text[at + 1:]
                wrong.setdefault(number, []).append(pointer)
            confidence = rng.uniform(0.3, 0.9) if bad else rng.uniform(0.8, 1)
            record['fields'][pointer] = {'confidence': confidence}
            if confidence < threshold:
                record['review'].append({'field': pointer, 'reason': 'low-confidence'})
    return wrong
