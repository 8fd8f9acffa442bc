"""A round red stamp: ring, star, and an office's name along the arc. Of nobody's office."""
import json
import math
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import degrade

GENERAL = json.loads((Path(__file__).resolve().parent.parent / 'phrases' / 'general.json').read_text(encoding='utf-8'))
OFFICES = ['财政局', '教育局', '民政局', '农业农村局', '应急管理局', '住房和城乡建设局', '人民政府办公室', '市场监督管理局']
FONT = '/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc'
DIAMETER = 42 / 25.4      # inches: the usual stamp of a county's office


def office(rng):
    g = GENERAL
    return ''.join(g[k][rng.integers(len(g[k]))] for k in ('places1', 'places2', 'place_kinds')) + OFFICES[rng.integers(len(OFFICES))]


def cover(diameter, text):
    """How much ink stands where, 0 to 1, as the stamp is cut."""
    image = Image.new('L', (diameter, diameter), 0)
    draw = ImageDraw.Draw(image)
    middle, ring = diameter / 2, diameter * 0.028
    draw.ellipse([2, 2, diameter - 3, diameter - 3], outline=255, width=round(ring))
    points = []
    for i in range(10):
        radius, angle = diameter * (0.15 if i % 2 == 0 else 0.0573), math.pi * (i / 5 - 0.5)
        points.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    draw.polygon(points, fill=255)
    size = round(diameter * min(0.135, 1.9 / len(text)))
    font = ImageFont.truetype(FONT, size, index=2)
    span = math.radians(min(270, 26 * len(text)))
    radius = middle - ring - size * 0.75
    for i, character in enumerate(text):
        angle = (i / max(1, len(text) - 1) - 0.5) * span
        tile = Image.new('L', (2 * size, 2 * size), 0)
        ImageDraw.Draw(tile).text((size, size), character, 255, font=font, anchor='mm')
        tile = tile.resize((round(1.7 * size), 2 * size), Image.BICUBIC).rotate(-math.degrees(angle), Image.BICUBIC, expand=True)
        at = (round(middle + radius * math.sin(angle) - tile.width / 2), round(middle - radius * math.cos(angle) - tile.height / 2))
        image.paste(255, at, tile)
    return np.asarray(image, np.float32) / 255


def stamped(page, rng, dpi, centre):
    """The RGB page with a stamp: ink over ink darkens, so print under it stays black and paper turns red."""
    diameter = round(DIAMETER * dpi * rng.uniform(0.9, 1.08))
    ink = cover(diameter, office(rng))
    ink = degrade.turned(ink, rng.normal(0, 6), border=0)
    wear = degrade.field(ink.shape, rng, 5)                                     # pressed harder here than there
    grain = cv2.resize(rng.random((diameter // 2, diameter // 2), dtype=np.float32), (diameter, diameter))
    ink = degrade.blurred(ink, 0.9) * rng.uniform(0.6, 1) * (0.6 + 0.4 * wear) * (0.72 + 0.28 * grain)
    colour = np.array([rng.uniform(0.02, 0.14), rng.uniform(0.8, 0.98), rng.uniform(0.75, 0.95)], np.float32)   # what the ink swallows of R, G, B
    page = page.copy()
    left, top = round(centre[0] - diameter / 2), round(centre[1] - diameter / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(page.shape[1], left + diameter), min(page.shape[0], top + diameter)
    if x0 < x1 and y0 < y1:
        part = ink[y0 - top:y1 - top, x0 - left:x1 - left, None]
        page[y0:y1, x0:x1] *= 1 - part * colour
    return page
