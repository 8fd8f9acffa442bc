"""What real PDFs do to their readers, done to ours: text that nobody sees, text drawn twice, radicals."""
import base64
import re
import unicodedata

# What browsers' ToUnicode tables yield for these characters; NFKC maps back only the first range.
RADICALS = {unicodedata.normalize('NFKC', chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)}
RADICALS.update({'民': '⺠', '长': '⻓', '门': '⻔', '页': '⻚', '车': '⻋', '见': '⻅', '贝': '⻉', '青': '⻘', '风': '⻛', '马': '⻢',
                 '鱼': '⻥', '黄': '⻩', '齐': '⻬', '西': '⻄', '食': '⻝', '骨': '⻣', '母': '⺟', '龙': '⻰'})

_ENTRY = re.compile(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>(?:\s*<([0-9A-Fa-f]+)>|\s*\[([^\]]*)\])?')


def _pairs(cmap):
    """(code as hex, text) of every character that a ToUnicode table maps."""
    for kind, body in re.findall(r'beginbf(char|range)(.*?)endbf', cmap, re.S):
        if kind == 'char':
            for code, target in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>', body):
                yield code, bytes.fromhex(target).decode('utf-16-be')
            continue
        for low, high, first, listed in _ENTRY.findall(body):
            each = re.findall(r'<([0-9A-Fa-f]+)>', listed)
            for i in range(int(low, 16), int(high, 16) + 1):
                code = f'{i:0{len(low)}X}'
                if each:
                    yield code, bytes.fromhex(each[i - int(low, 16)]).decode('utf-16-be')
                else:
                    text = bytes.fromhex(first).decode('utf-16-be')
                    yield code, text[:-1] + chr(ord(text[-1]) + i - int(low, 16))


def radicals(pdf):
    """ToUnicode tables that give ⽬ for 目 and ⺠ for 民, as many browsers' do.

    Chromium writes such tables itself, and the right character beside them as
    ActualText: that is taken away, as printing to PDF by other programs does.
    """
    for _, page in pdf.pages():
        for ref in pdf.contents(page):
            stream = pdf.objects[f'obj:{ref}']['stream']
            text = base64.b64decode(stream['data']).decode('latin-1')
            text = re.sub(r'/Span<</ActualText <[0-9a-fA-F]+> >> BDC', '/Span BMC', text)
            stream['data'] = base64.b64encode(text.encode('latin-1')).decode()
    for value in list(pdf.objects.values()):
        font = value.get('value')
        if not (isinstance(font, dict) and font.get('/Type') == '/Font' and isinstance(font.get('/ToUnicode'), str)):
            continue
        stream = pdf.objects[f'obj:{font["/ToUnicode"]}']['stream']
        cmap = base64.b64decode(stream['data']).decode('latin-1')
        pairs = [(c, ''.join(RADICALS.get(x, x) for x in t)) for c, t in _pairs(cmap)]
        head, tail = re.match(r'(.*?endcodespacerange\s)', cmap, re.S), '\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n'
        if not head or not pairs:
            continue
        blocks = []
        for i in range(0, len(pairs), 100):
            some = pairs[i:i + 100]
            lines = ''.join(f'<{c}> <{t.encode("utf-16-be").hex().upper()}>\n' for c, t in some)
            blocks.append(f'{len(some)} beginbfchar\n{lines}endbfchar\n')
        stream['data'] = base64.b64encode((head.group(1) + ''.join(blocks) + tail).encode('latin-1')).decode()


def twice(pdf):
    """Everything drawn again a fifth of a point to the right, as some programs make bold."""
    for _, page in pdf.pages():
        contents = pdf.contents(page)
        page['/Contents'] = [pdf.add(b'q\n'), *contents, pdf.add(b'\nQ\nq 1 0 0 1 0.2 0 cm\n'), *contents, pdf.add(b'\nQ\n')]


def hidden(pdf):
    """Invisible text in the middle of the page, and text behind an empty clip."""
    for _, page in pdf.pages():
        x0, y0, x1, y1 = pdf.box(page)
        name = pdf.helvetica(page)
        text = (f'\nq BT {name} 9 Tf 3 Tr 1 0 0 1 {x0 + 150:.1f} {(y0 + y1) / 2 + 3:.1f} Tm (INVISIBLE 888.88) Tj ET Q\n'
                f'q {x0 + 200:.1f} {y0 + 300:.1f} 0.01 0.01 re W n BT {name} 9 Tf 1 0 0 1 {x0 + 210:.1f} {y0 + 320:.1f} Tm (CLIPPED 777.77) Tj ET Q\n')
        page['/Contents'] = [pdf.add(b'q\n'), *pdf.contents(page), pdf.add(('\nQ' + text).encode())]
