"""A gold as a flat OpenDocument text for LibreOffice Writer."""
from xml.sax.saxutils import escape, quoteattr

from . import blocks, forms
from .html import running_header

_NS = ' '.join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in {
    'office': 'office', 'style': 'style', 'text': 'text', 'table': 'table', 'fo': 'xsl-fo-compatible',
    'svg': 'svg-compatible'}.items())


def _paragraph_style(name, size, align='start', indent=0, before=0, after=0, line=None, bold=False, extra='', page=''):
    weight = '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"' if bold else '<style:text-properties'
    height = f' fo:line-height="{line * 100:.0f}%"' if line else ''
    return (f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard"{page}>'
            f'<style:paragraph-properties fo:text-align="{align}" fo:text-indent="{indent}pt" '
            f'fo:margin-top="{before}pt" fo:margin-bottom="{after}pt" fo:orphans="0" fo:widows="0"{height}{extra}/>'
            f'{weight} fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:style>')


def _styles(look, font, sheet, total, running, merged_texts):
    size = sheet.size
    spacing = 'ideograph-alpha' if look.autospace else 'none'
    before, after = look.around
    number = f'<text:p text:style-name="Footer">{before}<text:page-number text:select-page="current"/>{after}</text:p>'
    footer = {'all': f'<style:footer>{number}</style:footer>',
              'some': f'<style:footer>{number}</style:footer><style:footer-left><text:p text:style-name="Footer"/></style:footer-left>',
              'none': ''}[look.numbers]
    header_style = ''
    if look.running:
        footer = f'<style:header><text:p text:style-name="Footer">{escape(running)}</text:p></style:header>' + footer
        header_style = ('<style:header-style><style:header-footer-properties fo:min-height="16pt" fo:margin-bottom="6pt"/></style:header-style>')
    footer_style = '<style:footer-style><style:header-footer-properties fo:min-height="20pt" fo:margin-top="8pt"/></style:footer-style>' if look.numbers != 'none' else ''
    # proportional height counts from the font's own line; CJK fonts have about 1.4 em
    line = look.leading / 1.42
    ps = _paragraph_style
    align = 'top' if look.align_top else 'middle'
    border = f'{look.width}pt solid {look.colour}'
    styles = [
        ps('Cover', 22, 'center', before=20, after=20),
        ps('Cover1', 22, 'center', before=220, after=20),
        ps('heading', 16, 'center', before=12, after=12),
        ps('part', 16, 'center', before=12, after=12, extra=' fo:break-before="page"'),
        ps('caption', 12, before=8, after=4, bold=True),
        ps('prose', 12, indent=24, line=1.5),
        ps('Title', 12, 'center', before=0 if look.new_page else 14, after=5, bold=look.bold,
           extra=' fo:keep-with-next="always"' + (' fo:break-before="page"' if look.new_page else '')),
        (f'<style:style style:name="Unit" style:family="paragraph" style:parent-style-name="Standard">'
         f'<style:paragraph-properties fo:margin-bottom="3pt" fo:keep-with-next="always"><style:tab-stops>'
         f'<style:tab-stop style:position="{total:.1f}pt" style:type="right"/></style:tab-stops></style:paragraph-properties>'
         f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:style>'),
        ps('Between', 1, line=0.1),
        ps('Footer', 9, 'center'),
    ]
    for head in ('', 'H'):
        styles.append(ps('center' + head, size, 'center', line=line, bold=bool(head) and look.bold))
        styles.append(ps('left' + head, size, line=line, bold=bool(head) and look.bold))
    edges = {'L': 'left', 'R': 'right', 'T': 'top', 'B': 'bottom'}
    for kind in ('', 'H', 'V') if merged_texts else ('', 'H'):
        for code in range(16):      # which of its borders a cell lacks
            lack = ''.join(k for i, k in enumerate('LRTB') if code >> i & 1)
            sides = ' '.join(f'fo:border-{n}="{"none" if k in lack else border}"' for k, n in edges.items())
            grey = ' fo:background-color="#d9d9d9"' if kind == 'H' and look.shade else ''
            styles.append(f'<style:style style:name="C{kind}{lack}" style:family="table-cell"><style:table-cell-properties '
                          f'fo:padding="{size * 0.12:.2f}pt" fo:padding-left="{size * blocks.PAD:.2f}pt" '
                          f'fo:padding-right="{size * blocks.PAD:.2f}pt" style:vertical-align="{"top" if kind == "V" else align}" {sides}{grey}/></style:style>')
    styles.append('<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="auto"/></style:style>')
    return (f'<office:font-face-decls><style:font-face style:name="F" svg:font-family={quoteattr(chr(39) + font + chr(39))}/></office:font-face-decls>'
            f'<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties style:text-autospace="{spacing}"/>'
            f'<style:text-properties style:font-name="F" style:font-name-asian="F" fo:language="en" fo:country="US" '
            f'style:language-asian="zh" style:country-asian="CN"/></style:default-style>'
            f'<style:style style:name="Standard" style:family="paragraph"/></office:styles>'
            f'<office:automatic-styles>{"".join(styles)}'
            f'<style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="{sheet.width}pt" fo:page-height="{sheet.height}pt" '
            f'style:print-orientation="{"landscape" if sheet.width > sheet.height else "portrait"}" fo:margin-top="54pt" fo:margin-bottom="40pt" '
            f'fo:margin-left="{sheet.sides}pt" fo:margin-right="{sheet.sides}pt"/>{header_style}{footer_style}</style:page-layout>'), footer


def _cell(cell, row, rows, columns, look):
    last_row = row + cell.rowspan >= rows
    last_column = cell.column + cell.colspan >= columns
    # each ruling belongs to one cell: a cell draws its left and top ones, the last its right and bottom ones too
    lack = ''
    if cell.column == 0 and not look.outer:
        lack += 'L'
    if not last_column or not look.outer:
        lack += 'R'
    if row == 0 and not look.outer:
        lack += 'T'
    if not last_row or not look.outer:
        lack += 'B'
    span = ''
    if cell.colspan > 1 or cell.rowspan > 1:
        span = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
    kind = 'H' if cell.head else 'V' if cell.top else ''
    body = '<text:line-break/>'.join(map(escape, cell.lines))
    return (f'<table:table-cell table:style-name="C{kind}{lack}"{span} office:value-type="string">'
            f'<text:p text:style-name="{cell.align}{"H" if cell.head else ""}">{body}</text:p></table:table-cell>')


def _table(grid, look, size, styles):
    name, total = grid.name, sum(grid.widths) * size
    styles.append(f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{total:.2f}pt" '
                  f'table:align="left" table:border-model="collapsing" style:may-break-between-rows="true"/></style:style>')
    out = [f'<table:table table:name="{name}" table:style-name="{name}">']
    for i, w in enumerate(grid.widths):
        styles.append(f'<style:style style:name="{name}.{i}" style:family="table-column">'
                      f'<style:table-column-properties style:column-width="{w * size:.2f}pt"/></style:style>')
        out.append(f'<table:table-column table:style-name="{name}.{i}"/>')
    hanging = {}                # column -> rows that a merged cell above still covers
    columns = len(grid.widths)
    for r, row in enumerate(grid.rows):
        if r == 0 and grid.header_rows:
            out.append('<table:table-header-rows>')
        out.append('<table:table-row table:style-name="Row">')
        cells = {c.column: c for c in row}
        column = 0
        while column < columns:
            cell = cells.get(column)
            if cell is None:
                out.append('<table:covered-table-cell/>')
                hanging[column] = hanging.get(column, 1) - 1
                column += 1
                continue
            out.append(_cell(cell, r, len(grid.rows), columns, look))
            out.append('<table:covered-table-cell/>' * (cell.colspan - 1))
            column += cell.colspan
        out.append('</table:table-row>')
        if r + 1 == grid.header_rows:
            out.append('</table:table-header-rows>')
    out.append('</table:table>')
    return ''.join(out)


class _Writer:
    def __init__(self, look, size):
        self.look, self.size = look, size
        self.styles, self.body = [], []

        self.used = set()

    def p(self, style, value):
        if style in ('TitlePage', 'Subtitle') and style not in self.used:
            self.used.add(style)
            extra = ' fo:keep-with-next="always"' + (' fo:break-before="page"' if style == 'TitlePage' else '')
            self.styles.append(_paragraph_style(style, 12, 'center', after=5, bold=self.look.bold, extra=extra))
        self.body.append(f'<text:p text:style-name="{style}">{value}</text:p>')

    def blocks(self, parts, titles=None):
        """`titles`: the style of a form's first line."""
        before = None
        for block in parts:
            if isinstance(block, blocks.Cover):
                for i, line in enumerate(block.lines):
                    self.p('Cover' if i else 'Cover1', escape(line))
            elif isinstance(block, blocks.Form):
                # a cover is a page of its own whatever the style
                self.blocks(block.blocks, 'TitlePage' if isinstance(before, blocks.Cover) else 'Title')
            elif isinstance(block, blocks.Grid):
                if isinstance(before, blocks.Grid):
                    self.p('Between', '')
                self.body.append(_table(block, self.look, self.size, self.styles))
            elif isinstance(block, blocks.Ends):
                self.p('Unit', f'{escape(block.left)}<text:tab/>{escape(block.right)}')
            elif block.kind in ('title', 'subtitle'):
                self.p(titles if before is None else 'Subtitle', escape(block.text))
            else:
                self.p(block.kind, escape(block.text))
            before = block


def document(gold, look, font, landscape=False):
    sheet = forms.sheet(gold, landscape)
    layout = blocks.Layout(sheet.stretch, look.natural)
    writer = _Writer(look, sheet.size)
    writer.blocks(forms.document(gold, layout))
    merged_texts = any('table:style-name="CV' in part for part in writer.body)
    head, footer = _styles(look, font, sheet, layout.total * sheet.size, running_header(gold), merged_texts)
    return ('<?xml version="1.0" encoding="UTF-8"?>'
            f'<office:document {_NS} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
            f'{head}{"".join(writer.styles)}</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
            f'style:page-layout-name="pl">{footer}</style:master-page></office:master-styles>'
            f'<office:body><office:text>{"".join(writer.body)}</office:text></office:body></office:document>')
