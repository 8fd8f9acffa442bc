"""The looks that a document can have: what a style is, beyond its producer and font."""
from dataclasses import dataclass

FONTS = {   # family name: its licence
    'Noto Sans CJK SC': 'OFL 1.1',
    'Noto Serif CJK SC': 'OFL 1.1',
    'WenQuanYi Zen Hei': 'GPL 2 with font exception',
    'AR PL UMing CN': 'Arphic Public License',
    'AR PL UKai CN': 'Arphic Public License',
}


@dataclass
class Style:
    width: float = 0.75          # pt of a ruling
    outer: bool = True           # the outer border is drawn
    shade: bool = False          # labels and header on grey
    rulings: str = ''            # redrawn after typesetting (pdfpost.py): stroke, hair, dash, fill, both, pieces
    natural: bool = False        # the producer wraps by its own rules
    autospace: bool = False      # a gap between Han and digits
    bold: bool = False           # header and titles in bold
    align_top: bool = False      # cells top aligned, not centred
    numbers: str = 'all'         # page numbers: all, some, none
    around: tuple = ('', '')     # what stands before and after a page number
    running: bool = False        # a running header on every page
    new_page: bool = True        # every form begins a page
    leading: float = 1.9         # line height in em: the sample's lines stand far apart, and rows are cut
    colour: str = '#000000'      # of the rulings


STYLES = {
    'fills': Style(rulings='fill'),
    'strokes': Style(rulings='stroke', width=0.7, autospace=True, leading=2.1),
    'hairlines': Style(rulings='hair', width=0.25, natural=True, numbers='some', colour='#404040'),
    'open': Style(outer=False, width=0.5, autospace=True, numbers='none', leading=2.1),
    'shaded': Style(shade=True, bold=True, natural=True, autospace=True),
    'plain': Style(align_top=True, new_page=False, width=0.6, leading=1.35),
    'strong': Style(width=1.5, bold=True, rulings='both', natural=True, new_page=False, leading=1.4, running=True),
    'dashed': Style(rulings='dash', leading=2.0, numbers='some', around=('- ', ' -')),
    'pieces': Style(rulings='pieces', leading=2.0, around=('第', '页')),
}
