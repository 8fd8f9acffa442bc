"""What is done to a PDF after its producer: rulings redrawn, /Rotate, CropBox, encryption.

qpdf turns the file into JSON and back, so that no PDF library is needed here.
"""
import base64
import bisect
import json
import re
import subprocess
import tempfile
from pathlib import Path

from . import hazards

_NUM = r'(-?\d*\.?\d+)'
_RECT = re.compile(rf'^{_NUM} {_NUM} {_NUM} {_NUM} re\nf\*?$', re.M)
_LINE = re.compile(rf'^{_NUM} {_NUM} m\n{_NUM} {_NUM} l S$', re.M)
_WIDTH = re.compile(rf'^{_NUM} w$', re.M)
THIN = 3.0          # a filled rectangle thinner than this (user units) is a ruling


def _n(value):
    return f'{value:.4f}'.rstrip('0').rstrip('.')


def _draw(x1, y1, x2, y2, thick, how):
    """One ruling, its middle line from (x1, y1) to (x2, y2), drawn another way."""
    line = f'{_n(x1)} {_n(y1)} m {_n(x2)} {_n(y2)} l S'
    half = thick / 2
    rect = (f'{_n(min(x1, x2))} {_n(y1 - half)} {_n(abs(x2 - x1))} {_n(thick)} re f' if y1 == y2 else
            f'{_n(x1 - half)} {_n(min(y1, y2))} {_n(thick)} {_n(abs(y2 - y1))} re f')
    if how == 'stroke':
        return f'q {_n(thick)} w {line} Q'
    if how == 'hair':
        return f'q 0 w {line} Q'
    if how == 'dash':
        return f'q {_n(thick)} w [3 2] 0 d {line} Q'
    if how == 'fill':
        return rect
    if how == 'both':
        return f'{rect}\nq {_n(thick)} w {line} Q'
    if how == 'pieces':            # as spreadsheets print them: a ruling in short pieces end to end
        count = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 12))
        out = []
        for i in range(count):
            a, b = i / count, (i + 1) / count
            out.append(_draw(x1 + (x2 - x1) * a, y1 + (y2 - y1) * a, x1 + (x2 - x1) * b, y1 + (y2 - y1) * b, thick, 'fill'))
        return '\n'.join(out)
    raise ValueError(how)


def redraw(content, how):
    found = list(_WIDTH.finditer(content))
    starts, widths = [m.start() for m in found], [float(m.group(1)) for m in found]

    def rect(m):
        x, y, w, h = map(float, m.groups())
        if abs(h) <= THIN < abs(w):
            return _draw(x, y + h / 2, x + w, y + h / 2, abs(h), how)
        if abs(w) <= THIN < abs(h):
            return _draw(x + w / 2, y, x + w / 2, y + h, abs(w), how)
        return m.group()

    def line(m):
        x1, y1, x2, y2 = map(float, m.groups())
        if x1 != x2 and y1 != y2:
            return m.group()
        i = bisect.bisect(starts, m.start()) - 1
        return _draw(x1, y1, x2, y2, widths[i] if i >= 0 else 1.0, how)

    content = _LINE.sub(line, content) if how != 'stroke' else content
    return _RECT.sub(rect, content)


class Pdf:
    def __init__(self, path):
        done = subprocess.run(['qpdf', '--json-output', '--json-stream-data=inline', '--decode-level=generalized', str(path), '-'],
                              check=True, capture_output=True)
        self.doc = json.loads(done.stdout)
        self.objects = self.doc['qpdf'][1]

    def pages(self):
        for key, value in list(self.objects.items()):
            v = value.get('value')
            if isinstance(v, dict) and v.get('/Type') == '/Page':
                yield key, v

    def add(self, data):
        number = 1 + max(int(k.split(':')[1].split()[0]) for k in self.objects if k.startswith('obj:'))
        self.objects[f'obj:{number} 0 R'] = {'stream': {'dict': {}, 'data': base64.b64encode(data).decode()}}
        self.doc['qpdf'][0]['maxobjectid'] = max(number, self.doc['qpdf'][0].get('maxobjectid', 0))
        return f'{number} 0 R'

    def contents(self, page):
        c = page['/Contents']
        return c if isinstance(c, list) else [c]

    def redraw(self, how):
        for _, page in self.pages():
            for ref in self.contents(page):
                stream = self.objects[f'obj:{ref}']['stream']
                text = base64.b64decode(stream['data']).decode('latin-1')
                stream['data'] = base64.b64encode(redraw(text, how).encode('latin-1')).decode()

    def box(self, page):
        box = page.get('/MediaBox')
        if isinstance(box, str):
            box = self.objects[f'obj:{box}']['value']
        return box or [0, 0, 595, 842]

    def rotate(self):
        """Drawn a quarter turn to the left, with /Rotate 90 to show it upright."""
        for _, page in self.pages():
            x0, y0, x1, y1 = self.box(page)
            w, h = x1 - x0, y1 - y0
            # the page as shown is w wide and h high; its own box is h wide and w high
            page['/Contents'] = [self.add(f'q 0 1 -1 0 {_n(h + y0)} {_n(-x0)} cm\n'.encode()), *self.contents(page), self.add(b'\nQ\n')]
            page['/MediaBox'] = [0, 0, h, w]
            page['/Rotate'] = 90

    def crop(self):
        """A larger sheet around the page, with printer's text outside what is shown."""
        for _, page in self.pages():
            x0, y0, x1, y1 = self.box(page)
            page['/CropBox'] = [x0, y0, x1, y1]
            page['/MediaBox'] = [x0 - 40, y0 - 60, x1 + 30, y1 + 50]
            marks = (f'\nq BT {self.helvetica(page)} 9 Tf 1 0 0 1 {_n(x0 + 60)} {_n(y1 + 20)} Tm (OUTSIDE 999.00 SHEET 12) Tj ET '
                     f'0.5 w {_n(x0 - 30)} {_n(y1)} m {_n(x0 - 10)} {_n(y1)} l S Q\n')
            page['/Contents'] = [self.add(b'q\n'), *self.contents(page), self.add(('\nQ' + marks).encode())]

    def helvetica(self, page):
        """The name of a standard font, put among the page's resources."""
        resources = page.setdefault('/Resources', {})
        while isinstance(resources, str):
            resources = self.objects[f'obj:{resources}']['value']
        fonts = resources.setdefault('/Font', {})
        while isinstance(fonts, str):
            fonts = self.objects[f'obj:{fonts}']['value']
        fonts['/CorpusF'] = {'/Type': '/Font', '/Subtype': '/Type1', '/BaseFont': '/Helvetica'}
        return '/CorpusF'

    def save(self, path):
        with tempfile.NamedTemporaryFile('w', suffix='.json', delete=False) as f:
            json.dump(self.doc, f)
        try:
            run_qpdf('--json-input', f.name, str(path), '--compress-streams=y', '--object-streams=generate', '--deterministic-id')
        finally:
            Path(f.name).unlink()


def run_qpdf(*args):
    done = subprocess.run(['qpdf', *args], capture_output=True, text=True)
    if done.returncode not in (0, 3):           # 3: warnings
        raise RuntimeError(f'qpdf {args}: {done.stderr}')


def encrypt(path, password):
    """Opens without a password; only the owner's permissions are locked."""
    temporary = Path(str(path) + '.plain')
    Path(path).rename(temporary)
    run_qpdf(str(temporary), '--encrypt', '', password, '256', '--print=none', '--modify=none', '--extract=n', '--', str(path))
    temporary.unlink()


def finish(path, rulings=None, rotate=False, crop=False, owner_password=False, others=()):
    """`others`: names of functions of hazards.py."""
    if rulings or rotate or crop or others:
        pdf = Pdf(path)
        if rulings:
            pdf.redraw(rulings)
        for name in others:
            getattr(hazards, name)(pdf)
        if rotate:
            pdf.rotate()
        if crop:
            pdf.crop()
        pdf.save(path)
    if owner_password:
        encrypt(path, 'owner')
