"""The text that each tool gives of a PDF: what somebody has who keeps a document as text only.

The tools differ in where they see a line, a space and an end of a cell, and in the order of the
cells; the real programs make these dumps, so that nothing about them is imagined. Word's dump
is not made from a PDF: worddump.py.
"""
import io
import logging
import random
import subprocess

import fitz
import gi
import pypdf
from pdfminer import high_level

gi.require_version('Poppler', '0.18')
from gi.repository import Gio, Poppler

# pdfminer and pypdf warn of what their readers of fonts do not know; the text is what counts
logging.getLogger('pdfminer').setLevel(logging.ERROR)
logging.getLogger('pypdf').setLevel(logging.ERROR)
fitz.TOOLS.mupdf_display_errors(False)


def pdftotext(pdf, *options):
    return subprocess.run(['pdftotext', *options, str(pdf), '-'], check=True, capture_output=True).stdout.decode('utf-8')


def pdfminer(pdf):
    return high_level.extract_text(str(pdf))


def by_pypdf(pdf):
    """pypdf deciphers only beside another library: MuPDF does it here, and leaves what pages draw as it is."""
    with fitz.open(pdf) as document:
        file = io.BytesIO(document.tobytes(encryption=fitz.PDF_ENCRYPT_NONE)) if document.metadata['encryption'] else str(pdf)
    return '\n'.join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def pymupdf(pdf, seed):
    """Its users join the pages to one text, or put a form feed after each as its manual does."""
    end = random.Random(f'pymupdf {seed}').choice(['', '\f'])
    with fitz.open(pdf) as document:
        return ''.join(page.get_text() + end for page in document)


def viewer(pdf):
    """All selected and copied in Evince: its selection is Poppler's."""
    document = Poppler.Document.new_from_gfile(Gio.File.new_for_path(str(pdf)), None, None)
    out = []
    for number in range(document.get_n_pages()):
        page, whole = document.get_page(number), Poppler.Rectangle()
        whole.x1, whole.y1, (whole.x2, whole.y2) = 0, 0, page.get_size()
        out.append(page.get_selected_text(Poppler.SelectionStyle.GLYPH, whole))
    return '\n'.join(out)


def characters(page):
    """(character, x, end, baseline, size) as shown, in the order in which the page draws them; spaces are only gaps."""
    shown = page.rotation_matrix
    flags = fitz.TEXT_PRESERVE_LIGATURES | fitz.TEXT_PRESERVE_WHITESPACE | fitz.TEXT_INHIBIT_SPACES
    for block in page.get_text('rawdict', flags=flags)['blocks']:
        for line in block.get('lines', ()):
            for span in line['spans']:
                for c in span['chars']:
                    if not c['c'].isspace():
                        at = fitz.Point(c['origin']) * shown
                        yield c['c'], at.x, (fitz.Rect(c['bbox']) * shown).x1, at.y, span['size']


def browser_text(drawn):
    """Characters as pdf.js lays them over the page to be selected: in drawing order, by the same thresholds.

    Forward to a place at most one letter higher or lower is a space, back by more than half a letter's
    height a line end, and back on one line nothing at all.
    """
    out, last = '', None
    for c, x, end, y, size in drawn:
        if last:
            dx, dy = x - last[0], abs(y - last[1])
            if dx < -0.2 * size:
                out += '\n' if dy > 0.5 * size else ''
            elif dy > size:
                out += '\n'
            elif dx > 0.102 * size:
                out += ' '
        out += c
        last = end, y
    return out


def viewer_browser(pdf):
    with fitz.open(pdf) as document:
        return '\n'.join(browser_text(characters(page)) for page in document)


TOOLS = {
    'raw': lambda pdf, seed: pdftotext(pdf, '-raw'),
    'layout': lambda pdf, seed: pdftotext(pdf, '-layout'),
    'plain': lambda pdf, seed: pdftotext(pdf),
    'pdfminer': lambda pdf, seed: pdfminer(pdf),
    'pypdf': lambda pdf, seed: by_pypdf(pdf),
    'pymupdf': pymupdf,
    'viewer': lambda pdf, seed: viewer(pdf),
    'viewer-browser': lambda pdf, seed: viewer_browser(pdf),
}


def dump(kind, pdf, seed=0):
    """Bytes of the file that the tool's user keeps."""
    return TOOLS[kind](pdf, seed).encode('utf-8', errors='replace')
