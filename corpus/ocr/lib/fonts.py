"""The fonts to train with, all from Debian (setup/apt-packages.txt, part corpus), and which characters each has."""
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont
from PIL import ImageFont

ROOT = Path('/usr/share/fonts')
NOTO = ROOT / 'opentype/noto'
# path, face number, weight in drawing a font for a segment
CHINESE = [
    *[(NOTO / f'NotoSansCJK-{w}.ttc', 2, p) for w, p in [('Light', 1), ('DemiLight', 1), ('Regular', 5), ('Medium', 1.5), ('Bold', 3), ('Black', 0.5)]],
    *[(NOTO / f'NotoSerifCJK-{w}.ttc', 2, p) for w, p in [('Light', 1), ('Regular', 6), ('Medium', 1.5), ('SemiBold', 1), ('Bold', 3), ('ExtraLight', 0.5)]],
    (ROOT / 'truetype/wqy/wqy-zenhei.ttc', 0, 4), (ROOT / 'truetype/wqy/wqy-microhei.ttc', 0, 2.5),
    (ROOT / 'truetype/arphic/uming.ttc', 0, 6), (ROOT / 'truetype/arphic/ukai.ttc', 0, 5),
    (ROOT / 'truetype/arphic-gbsn00lp/gbsn00lp.ttf', 0, 3), (ROOT / 'truetype/arphic-gkai00mp/gkai00mp.ttf', 0, 1.5),
    *[(ROOT / f'truetype/lxgw-wenkai/LXGWWenKai-{w}.ttf', 0, p) for w, p in [('Light', 0.5), ('Regular', 1.5), ('Bold', 0.7)]],
]
# For digits, letters and ASCII marks inside Chinese text, as word processors set them.
LATIN = [ROOT / 'truetype' / p for p in [
    'liberation/LiberationSerif-Regular.ttf', 'liberation/LiberationSerif-Regular.ttf', 'liberation/LiberationSans-Regular.ttf', 'liberation/LiberationSerif-Bold.ttf',
    'liberation/LiberationSans-Bold.ttf', 'liberation/LiberationMono-Regular.ttf', 'dejavu/DejaVuSans.ttf', 'dejavu/DejaVuSerif.ttf', 'dejavu/DejaVuSansMono.ttf',
    'liberation/LiberationSansNarrow-Regular.ttf']]


@lru_cache(maxsize=None)
def covered(path, face):
    path = str(path)
    font = TTCollection(path, lazy=True).fonts[face] if path.endswith('.ttc') else TTFont(path, lazy=True)
    return frozenset(chr(c) for c in font.getBestCmap())


@lru_cache(maxsize=4000)
def sized(path, face, size):
    return ImageFont.truetype(str(path), size, index=face, layout_engine=ImageFont.Layout.BASIC)
