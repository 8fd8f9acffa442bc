"""The figures of calibrating.py as tables to read and curves to look at."""
from . import calibrating

# What must hold: fields right, codes right, silent errors as a share of the fields, needless flags as a share of the fields.
LIMITS = {'clean-300': (0.995, 1, 1 / 5000, 0.03), 'office-200': (0.99, 0.998, 1 / 3000, 0.05), 'seal-300': (0.99, 0.998, 1 / 3000, 0.05),
          'upside-down-300': (0.99, 0.998, 1 / 3000, 0.05), 'copy-of-copy-200': (0.975, 0.995, 1 / 2000, 0.08),
          'fax-200': (0.975, 0.995, 1 / 2000, 0.08), 'photo-150': (0.95, 0.99, 1 / 1000, 0.12)}


def percent(part, whole, digits=2):
    return f'{100 * calibrating.share(part, whole):.{digits}f} %'


def one_in(part, whole):
    return 'none' if not part else f'1 in {whole / part:,.0f}'


def of_preset(name, figures):
    """Lines: by sort of field, records, reasons of needless flags, thresholds, confusions."""
    s = calibrating.summary(figures)
    out = [f'== {name}: {s["documents"]} documents, {s["pages"]} pages, {s["seconds_per_page"]:.2f} s CPU a page',
           f'{"sort of field":14} {"fields":>7} {"right":>9} {"wrong":>6} {"silent":>6} {"needless":>8}']
    rows = {**{k: v for k, v in s['sorts'].items() if v['fields']}, 'all records': s['records_only'], 'everything': s}
    for sort, c in rows.items():
        out.append(f'{sort:14} {c["fields"]:7} {percent(c["right"], c["fields"]):>9} {c["wrong"]:6} {c["silent"]:6} {percent(c["needless"], c["fields"]):>8}')
    r = s['records']
    out.append(f'records: {r["unflagged"]} of {r["all"]} with empty review ({percent(r["unflagged"], r["all"], 1)}), of these {r["unflagged_wrong"]} wrong somewhere;'
               f' {r["flagged_right"]} flagged and all right ({percent(r["flagged_right"], r["all"], 1)})')
    e = s['evidence']
    out.append(f'evidence: {e["mended"]} values mended, {e["spoilt"]} spoilt, {e["wrong_as_read"]} wrong as read and still wrong'
               + ''.join(f'; {name}: {c["fields"]} values, {c["wrong"]} wrong, {c["silent"]} silent' for name, c in e['proofs'].items()))
    if s['needless_reasons']:
        out.append('needless entries: ' + ', '.join(f'{reason} {n}' for reason, n in s['needless_reasons'].items()))
    if name in LIMITS:
        best = calibrating.best_threshold(figures.fields, LIMITS[name][2])
        out.append('threshold: ' + (f'{best[0]:.4f} would leave {best[1] * len(figures.fields):.0f} silent with {100 * best[2]:.2f} % needless' if best
                                    else 'none keeps the silent errors within the limit'))
    if s['confusions']:
        out.append('confusions (gold read): ' + '  '.join(f'{a or "∅"}→{b or "∅"} {n}' for a, b, n in s['confusions'][:30]))
    out += [f'FAILED {path}' for path in s['failed']]
    return [*out, '']


def together(every):
    """One line a preset, beside its limits."""
    out = [f'{"preset":17} {"documents":>9} {"fields right":>17} {"codes right":>17} {"silent errors":>24} {"needless flags":>17}']
    for name, figures in every.items():
        all_, inside = calibrating.counts(figures.fields), calibrating.counts([f for f in figures.fields if f.sort != 'overall'])
        codes = calibrating.counts([f for f in figures.fields if f.sort == 'code'])
        limits = LIMITS.get(name)
        shares = (calibrating.share(all_['right'], all_['fields']), calibrating.share(codes['right'], codes['fields']),
                  calibrating.share(inside['silent'], inside['fields']), calibrating.share(inside['needless'], inside['fields']))
        outside = all_['silent'] - inside['silent']
        texts = [percent(all_['right'], all_['fields']), percent(codes['right'], codes['fields']),
                 f'{inside["silent"]}{f" (+{outside})" if outside else ""} = {one_in(inside["silent"], inside["fields"])}', percent(inside['needless'], inside['fields'])]
        if limits:
            good = [shares[0] >= limits[0], shares[1] >= limits[1], shares[2] <= limits[2], shares[3] <= limits[3]]
            texts = [text + (' ok  ' if fits else ' MISS') for text, fits in zip(texts, good, strict=True)]
        out.append(f'{name:17} {figures.documents:9} {texts[0]:>17} {texts[1]:>17} {texts[2]:>24} {texts[3]:>17}')
    return out


def draw(every, path):
    """Silent errors against needless flags, a curve a preset; solid with the review's other reasons, dotted without."""
    import matplotlib
    matplotlib.use('Agg')
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(9, 6.5))
    for i, (name, figures) in enumerate(every.items()):
        inside = [f for f in figures.fields if f.sort != 'overall']
        if not inside:
            continue
        colour = f'C{i}'
        for others, style in ((True, '-'), (False, ':')):
            points = calibrating.curve(figures.fields, others)
            axes.step([100 * p[2] for p in points], [1000 * p[1] for p in points], style, where='post', color=colour, label=name if others else None)
        now = calibrating.counts(inside)
        axes.plot(100 * now['needless'] / now['fields'], 1000 * now['silent'] / now['fields'], 'o', color=colour)
        if name in LIMITS:
            axes.plot(100 * LIMITS[name][3], 1000 * LIMITS[name][2], 'x', color=colour)
    axes.set_xscale('symlog', linthresh=0.5)
    axes.set_yscale('symlog', linthresh=0.1)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel('needless flags, % of the fields')
    axes.set_ylabel('silent errors, per 1,000 fields')
    axes.set_title('As the confidence threshold moves (dot: as now; cross: the limit; dotted: confidence alone)')
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)
