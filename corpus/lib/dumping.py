"""Dumps of made documents in every kind, kept between runs."""
import json
from pathlib import Path

from . import looks, ready, tooldumps, worddump

KINDS = [*tooldumps.TOOLS, 'word']
SOURCES = [Path(__file__).with_name(n) for n in ('tooldumps.py', 'worddump.py')]

# Chromium sets these pairs with one glyph of the Noto fonts, and ToUnicode names one of the two. Poppler reads
# /ActualText, which tells them apart; what the other tools give cannot be told apart by any reader.
ONE_GLYPH = str.maketrans({'⼾': '户', '戶': '户', '―': '—', '∕': '／'})
WITHOUT_ACTUAL_TEXT = {'pdfminer', 'pypdf', 'pymupdf', 'viewer-browser'}


def dump(kind, pdf, gold, seed):
    if kind == 'word':
        return worddump.dump(json.loads(gold.read_text(encoding='utf-8')), seed)
    return tooldumps.dump(kind, pdf, seed)


def dumps(made, kinds, cache):
    """{kind: [path of each document's dump]}; `made` as ready.documents() gives it."""
    out = {kind: [] for kind in kinds}
    for seed, gold, pdf in made:
        folder = cache / f'dumps-{ready.digest(SOURCES)}' / pdf.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            path = folder / f'{pdf.stem}.{kind}.txt'
            if not path.exists():
                part = path.with_suffix('.part')
                part.write_bytes(dump(kind, pdf, gold, seed))
                part.rename(path)
            out[kind].append(path)
    return out


def shows_all(seed):
    """Whether the look of this seed has no text that is hidden, cut off or drawn twice: tools copy that as any other."""
    look = looks.random_job(seed, '', '', 'chromium' if seed % 2 else 'libreoffice')
    return not (look.hidden or look.crop or look.twice)


def told_apart(kind, value):
    """A gold or an output as far as a dump of this kind tells its characters apart."""
    if kind not in WITHOUT_ACTUAL_TEXT:
        return value
    if isinstance(value, str):
        return value.translate(ONE_GLYPH)
    if isinstance(value, list):
        return [told_apart(kind, v) for v in value]
    return {k: told_apart(kind, v) for k, v in value.items()} if isinstance(value, dict) else value
