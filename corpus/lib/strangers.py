"""What may be asked of a reader of a form that it does not know: it says so, and keeps every character."""
import unicodedata

from . import blocks, form_unknown, forms


# Labels that other forms have: that their value is in its field tells them.
KNOWN = {*form_unknown.KNOWN, '一级指标', '二级指标', '三级指标'}


def printed(parts):
    """Every text of a document: a cell's lines are one text. A cover says what the document's facts do."""
    for block in parts:
        if isinstance(block, blocks.Form):
            yield from printed(block.blocks)
        elif isinstance(block, blocks.Ends):
            yield from (block.left, block.right)
        elif isinstance(block, blocks.Grid):
            for cell in (cell for row in block.rows for cell in row):
                text = ''.join(cell.lines)
                yield text.replace(' ', '').rstrip('：') if cell.head else text
        elif isinstance(block, blocks.Line):
            yield block.text


def kept(value):
    """Every text of an output, names of keys too: a label may be one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for v in value:
            yield from kept(v)
    elif isinstance(value, dict):
        for key, v in value.items():
            yield key
            yield from kept(v)


def plain(text):
    return ''.join(unicodedata.normalize('NFKC', text).split())


def missing(text, texts):
    """The pieces of the text that are nowhere; it may be divided, by a page's end or into lines."""
    everything, out, at = '\n'.join(texts), [], 0
    while at < len(text):
        end = at
        while end < len(text) and text[at:end + 1] in everything:
            end += 1
        # a single character may be a line of its own, but is no proof elsewhere
        if end - at < 2 and text[at:end] not in texts:
            out.append(text[at])
            end = at + 1
        at = end
    return ''.join(out)


def problems(gold, output, tables=()):
    """`tables`: what `budgetlift tables` gives of the document; it and the output together hold everything."""
    out = []
    for i, record in enumerate(output.get('projects') or [], 1):
        if not any(f.get('field') == '' and f.get('reason') == 'unknown-form' for f in record.get('review') or []):
            out.append(f'record {i} does not say that its form is unknown')
    texts = {plain(text) for text in kept([output, *tables])} - {''}
    for text in printed(forms.document(gold, blocks.Layout(natural=True))):
        lost = missing(plain(text), texts) if text not in KNOWN else ''
        if lost:
            out.append(f'lost {lost!r} of {text!r}')
    return out
