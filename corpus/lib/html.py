"""A gold as HTML for Chromium's print."""
from html import escape

from . import blocks, forms


def _css(look, font, sheet, running, merged_texts):
    border = f'{look.width}pt solid {look.colour}'
    rules = [
        f'@page {{ size: {sheet.width}pt {sheet.height}pt; margin: 54pt {sheet.sides}pt 60pt {sheet.sides}pt; }}',
        f'* {{ font-family: "{font}"; }}',
        f'body {{ margin: 0; orphans: 1; widows: 1; font-size: {sheet.size}pt; line-height: {look.leading}; text-autospace: {"normal" if look.autospace else "no-autospace"}; }}',
        '.cover { text-align: center; padding-top: 200pt; break-after: page; }',
        '.cover p { font-size: 22pt; margin: 20pt 0; }',
        '.heading { font-size: 16pt; text-align: center; margin: 12pt 0; }',
        '.caption { font-size: 12pt; margin: 8pt 0 4pt 0; font-weight: bold; }',
        '.prose { font-size: 12pt; margin: 0; text-indent: 2em; line-height: 1.9; }',
        '.part { break-before: page; }',
        f'.form {{ break-before: {"page" if look.new_page else "auto"}; }}',
        '.form + .form { margin-top: 16pt; }',
        'h2 { font-size: 12pt; text-align: center; margin: 0 0 6pt 0; break-after: avoid; }',
        f'h2 {{ font-weight: {"bold" if look.bold else "normal"}; }}',
        '.unit { display: flex; justify-content: space-between; margin: 0 0 3pt 0; break-after: avoid; }',
        'table { border-collapse: collapse; table-layout: fixed; margin: 0; }',
        f'td, th {{ border: {border}; padding: 1.5pt {blocks.PAD}em; font-weight: normal; }}',
        f'td, th {{ vertical-align: {"top" if look.align_top else "middle"}; overflow-wrap: anywhere; }}',
        'table + table { margin-top: -0.1pt; }',
        'tr, td { break-inside: auto; } thead { break-inside: avoid; }',
        '.left { text-align: left; } .center { text-align: center; }',
    ]
    if merged_texts:
        rules.append('.top { vertical-align: top; } .kept, .whole { break-inside: avoid; } .kept { break-after: avoid; }')
    if not look.natural:
        rules.append('td, th { white-space: nowrap; }')
    if not look.outer:
        rules += ['table { border-style: hidden; }']
    if look.shade:
        rules += ['.head { background: #d9d9d9; print-color-adjust: exact; -webkit-print-color-adjust: exact; }']
    if look.bold:
        rules += ['.head { font-weight: bold; }']
    before, after = look.around
    number = f'@bottom-center {{ content: "{before}" counter(page) "{after}"; font-family: "{font}"; font-size: 9pt; }}'
    if look.running:
        rules.append(f'@page {{ @top-center {{ content: "{running}"; font-family: "{font}"; font-size: 9pt; }} }}')
    if look.numbers == 'all':
        rules.append(f'@page {{ {number} }}')
    elif look.numbers == 'some':
        rules.append(f'@page numbered {{ {number} }} .form:nth-of-type(3n) {{ page: numbered; }}')
    return '\n'.join(rules)


def _cell(cell):
    tag = 'th' if cell.head else 'td'
    span = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else '') + (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else '')
    name = cell.align + (' head' if cell.head else '')
    name += ' top' if cell.top else ''
    return f'<{tag} class="{name}"{span}>{"<br>".join(map(escape, cell.lines))}</{tag}>'


def _kept_rows(grid):
    """{row: class} beside the text of a merged cell: were a page to end among them, the text would run on below the last ruling."""
    out = {}
    for r, row in enumerate(grid.rows):
        for cell in row:
            left = blocks.height(cell, grid)
            if cell.rowspan == 1 or left < 4:
                continue
            for i in range(r, r + cell.rowspan):
                left -= max((blocks.height(c, grid) for c in grid.rows[i] if c.rowspan == 1), default=1)
                last = i == r + cell.rowspan - 1
                out[i] = 'whole' if last and out.get(i) != 'kept' else 'kept'
                if left < 0:
                    break
    return out


def _table(grid):
    cols = ''.join(f'<col style="width:{w:.3f}em">' for w in grid.widths)
    kept = _kept_rows(grid)
    rows = [f'<tr{f" class={kept[i]}" if i in kept else ""}>{"".join(map(_cell, row))}</tr>' for i, row in enumerate(grid.rows)]
    head = f'<thead>{"".join(rows[:grid.header_rows])}</thead>' if grid.header_rows else ''
    return (f'<table style="width:{sum(grid.widths):.3f}em"><colgroup>{cols}</colgroup>{head}'
            f'<tbody>{"".join(rows[grid.header_rows:])}</tbody></table>')


def running_header(gold):
    return f'{gold["department"]["name"]}{gold["fiscal_year"]}年部门预算'


def _paragraph(line, after_cover):
    if line.kind in ('title', 'subtitle'):
        return f'<h2>{escape(line.text)}</h2>'
    if line.kind == 'gap':
        return '<p style="margin: 0; height: 8pt"></p>'
    name = line.kind
    if name == 'part':
        name = 'heading' if after_cover else 'heading part'      # after a cover a page begins anyway
    return f'<p class="{name}">{escape(line.text)}</p>'


def _body(parts):
    out, before = [], None
    for block in parts:
        if isinstance(block, blocks.Cover):
            out.append(f'<div class="cover">{"".join(f"<p>{escape(t)}</p>" for t in block.lines)}</div>')
        elif isinstance(block, blocks.Form):
            out.append(f'<section class="form">{_body(block.blocks)}</section>')
        elif isinstance(block, blocks.Grid):
            out.append(_table(block))
        elif isinstance(block, blocks.Ends):
            out.append(f'<p class="unit"><span>{escape(block.left)}</span><span>{escape(block.right)}</span></p>')
        else:
            out.append(_paragraph(block, isinstance(before, blocks.Cover)))
        before = block
    return ''.join(out)


def document(gold, look, font, landscape=False):
    sheet = forms.sheet(gold, landscape)
    parts = forms.document(gold, blocks.Layout(sheet.stretch, look.natural))
    body = _body(parts)
    merged_texts = 'class=kept' in body or ' top"' in body
    return (f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(gold["department"]["name"])}</title>'
            f'<style>{_css(look, font, sheet, running_header(gold), merged_texts)}</style></head><body>{body}</body></html>')
