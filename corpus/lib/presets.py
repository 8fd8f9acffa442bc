"""The presets of corpus/scan: what each machine does to a page.

A preset takes the page as printed (gray, RENDER_DPI), the page behind it, `machine` (randomness that is the same for
all pages of a document: the machine's own habits) and `rng` (this page's), and gives a Shot.
"""
import numpy as np
import cv2

from . import degrade, seal
from .imagepdf import Shot

RENDER_DPI = 300


def at(page, dpi):
    """The page at a resolution (dpi, or a pair of them)."""
    across, down = dpi if isinstance(dpi, tuple) else (dpi, dpi)
    size = round(page.shape[1] * across / RENDER_DPI), round(page.shape[0] * down / RENDER_DPI)
    return degrade.shrunk(page, size)


def eight_bit(page):
    return (np.clip(page, 0, 1) * 255 + 0.5).astype(np.uint8)


def tint(rng, most):
    """The colour of white paper under some lamp: warm (blue is missing) or a little cold."""
    strength = rng.uniform(-0.35, 1) * most
    return 1 - (strength * np.array([0.05, 0.35, 1]) if strength > 0 else -strength * np.array([1, 0.4, 0]))


def coloured(page, white, black=(0.0, 0.0, 0.0)):
    """Gray to RGB: paper and ink have a tint."""
    white, black = np.array(white, np.float32), np.array(black, np.float32)
    return black + (white - black) * page[:, :, None]


def clean(page, back, machine, rng, upside_down=False):
    """A good document scanner, gray, a straightened sheet."""
    white, black, sigma, quality = machine.uniform(0.955, 1.0), machine.uniform(0.04, 0.2), machine.uniform(0.35, 0.75), int(machine.integers(82, 94))
    lossless = machine.random() < 0.2
    page = degrade.turned(page, rng.normal(0, 0.15), rng.normal(0, 6, 2))
    page = degrade.levels(degrade.blurred(page, sigma), black, white + rng.normal(0, 0.005))
    page = degrade.noisy(page, rng, machine.uniform(0.006, 0.016), 0.004)
    if upside_down:
        page = page[::-1, ::-1]
    return Shot(np.ascontiguousarray(eight_bit(page)), (300, 300), 'flate' if lossless else 'jpeg', quality)


def office(page, back, machine, rng):
    """The copier in the corridor: skewed sheets, soft optics, hard JPEG, shadow where the lid does not close."""
    white, black, sigma = machine.uniform(0.88, 0.98), machine.uniform(0.1, 0.26), machine.uniform(0.45, 0.85)
    border, colour, bias = machine.choice([1.0, 0.93, 0.8, 0.25]), machine.random() < 0.35, machine.normal(0, 0.4)
    paper = tint(machine, 0.08)
    side, dirty = machine.choice(['left', 'right', 'top', 'bottom']), machine.random() < 0.2
    page = degrade.spread(page, machine.uniform(0, 0.25))
    if rng.random() < 0.3:
        page = degrade.bent(page, rng, rng.uniform(1, 4))
    angle = float(np.clip(bias + rng.normal(0, 0.8), -2, 2))
    page = degrade.turned(at(page, 200), angle, rng.normal(0, 8, 2), border)
    page = degrade.levels(degrade.blurred(page, sigma * rng.uniform(0.85, 1.15)), black, white)
    page = page * degrade.edge_shadow(page.shape, side, page.shape[1] * rng.uniform(0.02, 0.09), rng.uniform(0.45, 0.95))
    page = page * degrade.light(page.shape, rng, rng.uniform(0.88, 0.98))
    if dirty:
        page = degrade.streaks(page, machine, 2, 0.18)
    if colour:
        page = coloured(page, paper)
    page = degrade.noisy(page, rng, rng.uniform(0.01, 0.03), 0.006)
    return Shot(eight_bit(page), (200, 200), 'jpeg', int(np.clip(60 + rng.normal(0, 3), 52, 70)))


def fax(page, back, machine, rng):
    """Group 3 fax in fine mode, or a bilevel scan: one threshold, lost runs, specks, bad lines."""
    dpi = (204, 196) if machine.random() < 0.5 else (200, 200)
    threshold, bias, coding = machine.uniform(0.66, 0.82), machine.normal(0, 0.3), 'jbig2' if machine.random() < 0.2 else 'g4'
    page = degrade.turned(at(page, dpi), bias + rng.normal(0, 0.35), rng.normal(0, 6, 2))
    page = degrade.blurred(page, rng.uniform(0.4, 0.75))
    wear = degrade.field(page.shape, rng, 5)
    page = degrade.noisy(page, rng, rng.uniform(0.03, 0.065))
    page = np.where(page > threshold + rng.normal(0, 0.02) + 0.09 * (wear - 0.5), 1, 0).astype(np.float32)
    page = degrade.broken(page, rng, rng.uniform(0.005, 0.022))
    pixels = page.size / 1e6
    page = degrade.speckled(page, rng, int(pixels * rng.uniform(20, 260)), 3)
    page = degrade.speckled(page, rng, int(pixels * rng.uniform(20, 200)), 2, 1.0)
    if rng.random() < 0.4:                                   # transmission: a line lost or repeated
        for row in rng.integers(1, page.shape[0] - 1, int(rng.integers(1, 5))):
            page[row] = page[row - 1] if rng.random() < 0.7 else 1
    if machine.random() < 0.15:
        page = degrade.streaks(page, machine, 1, 2)
    return Shot(page > 0.5, dpi, coding)


def margins(page):
    """Share of the page that is free at the left, top, right, bottom."""
    rows, columns = np.flatnonzero((page < 0.7).any(1)), np.flatnonzero((page < 0.7).any(0))
    if not len(rows):
        return (0.1,) * 4
    height, width = page.shape
    return columns[0] / width, rows[0] / height, 1 - columns[-1] / width, 1 - rows[-1] / height


def photo(page, back, machine, rng):
    """A phone held over the sheet on a desk: perspective, uneven light, a little blur and noise."""
    free = margins(page)
    if rng.random() < 0.5:
        page = degrade.bent(page, rng, rng.uniform(1.5, 9))
    page = at(page, 150 * 1.02)                              # warping reads between these pixels
    height, width = page.shape
    out_width, out_height = round(width / 1.02), round(height / 1.02)
    # how far each corner lies inside the picture, as a share of it; below 0 the sheet's edge is not in the picture
    whole = rng.random() < 0.65
    inside = rng.uniform(0, 0.04, (4, 2)) if whole else -rng.uniform(0, 1, (4, 2)) * min(0.02, *(f * 0.5 for f in free))
    sign = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) + sign * inside
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32),
                                         (corners * [out_width, out_height]).astype(np.float32))
    size = (out_width, out_height)
    paper = np.clip(cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC, borderValue=0), 0, 1)
    mask = cv2.warpPerspective(np.ones_like(page), matrix, size, flags=cv2.INTER_LINEAR, borderValue=0)
    cast = tint(machine, 0.22)
    shade, wood = machine.uniform(0.12, 0.6), 1 - machine.uniform(0, 0.55, 3) * [0.2, 0.6, 1]
    desk = shade * (0.85 + 0.3 * degrade.field(paper.shape, machine, 9)) * (0.96 + 0.08 * machine.random(paper.shape[0])[:, None])
    shadow = degrade.blurred(mask, 5)
    desk = desk * (1 - 0.45 * shadow)
    picture = coloured(paper, cast * 0.97, (0.09, 0.09, 0.1)) * mask[:, :, None] + desk[:, :, None] * wood * (1 - mask[:, :, None])
    falling = degrade.light(paper.shape, rng, rng.uniform(0.55, 0.9))
    if rng.random() < 0.35:
        falling = falling * degrade.soft_shadow(paper.shape, rng, rng.uniform(0.65, 0.9))
    falling = np.maximum(falling, 0.5)
    picture = degrade.blurred((picture * (falling * rng.uniform(0.85, 1))[:, :, None]).astype(np.float32), rng.uniform(0.35, 0.75))
    picture = degrade.noisy(picture, rng, rng.uniform(0.008, 0.028), 0.006)
    picture = degrade.sharpened(degrade.blurred(picture, 0.35), rng.uniform(0, 0.6))
    return Shot(eight_bit(picture), (150, 150), 'jpeg', int(rng.integers(72, 92)))


def upside_down(page, back, machine, rng):
    """A stack of sheets put in the wrong way round."""
    return clean(page, back, machine, rng, True)


def copy_of_copy(page, back, machine, rng):
    """Copied, and the copy scanned: strokes grown together, the back shows through, grain, dirt, black edges."""
    bias, grow, dirty = machine.normal(0, 0.3), machine.uniform(0.55, 1.4), machine.random() < 0.4
    page = degrade.spread(page, max(0.2, grow + rng.normal(0, 0.1)))
    page = degrade.bled_through(page, back, rng.uniform(0.08, 0.3), rng.uniform(1.5, 3), rng.normal(0, 15, 2))
    page = degrade.blurred(degrade.turned(page, rng.normal(0, 0.3), rng.normal(0, 8, 2)), rng.uniform(0.7, 1.1))
    page = degrade.noisy(page, rng, 0.05, 0.02)
    page = degrade.contrast(page, machine.uniform(0.5, 0.62), machine.uniform(1.2, 2.2)).astype(np.float32)      # the first copy
    page = degrade.speckled(page, rng, int(page.size / 1e6 * rng.uniform(3, 40)), 5, 0.15)
    page = degrade.turned(at(page, 200), float(np.clip(bias + rng.normal(0, 0.4), -1.5, 1.5)), rng.normal(0, 5, 2), 1 if machine.random() < 0.6 else 0.1)
    page = degrade.levels(degrade.blurred(page, rng.uniform(0.4, 0.75)), 0.1, machine.uniform(0.88, 0.98))
    page = degrade.noisy(page, rng, rng.uniform(0.012, 0.03), 0.012)
    if dirty:
        page = degrade.streaks(page, machine, 2, 0.3)
    return Shot(eight_bit(page), (200, 200), 'jpeg', int(rng.integers(62, 82)))


def table_place(page, rng):
    """A place over a table: within the box of the page's rulings, else anywhere near the middle."""
    lines = degrade.rulings(page, 300)
    height, width = page.shape
    if len(lines) < 4:
        return rng.uniform(0.3, 0.7) * width, rng.uniform(0.3, 0.7) * height
    left, top = min(r[0] for r in lines), min(r[1] for r in lines)
    right, bottom = max(r[0] + r[2] for r in lines), max(r[1] + r[3] for r in lines)
    return rng.uniform(left, right), rng.uniform(top, bottom)


def sealed(page, back, machine, rng):
    """Colour scan of a sheet with a red stamp over its table."""
    paper = tint(machine, 0.05)
    quality, sigma = int(machine.integers(75, 92)), machine.uniform(0.4, 0.8)
    picture = coloured(page, (1, 1, 1))
    for _ in range(rng.choice([0, 1, 1, 1, 1, 1, 2])):
        picture = seal.stamped(picture, rng, RENDER_DPI, table_place(page, rng))
    picture = degrade.turned(picture.astype(np.float32), float(np.clip(rng.normal(0, 0.3), -1, 1)), rng.normal(0, 6, 2))
    picture = degrade.levels(degrade.blurred(picture, sigma), machine.uniform(0.05, 0.18), machine.uniform(0.93, 0.99)) * paper.astype(np.float32)
    picture = degrade.noisy(picture, rng, rng.uniform(0.006, 0.016), 0.004)
    return Shot(eight_bit(picture), (300, 300), 'jpeg', quality)


PRESETS = {'clean-300': clean, 'office-200': office, 'fax-200': fax, 'photo-150': photo, 'upside-down-300': upside_down,
           'copy-of-copy-200': copy_of_copy, 'seal-300': sealed}
MIXED = ['clean-300', 'office-200', 'office-200', 'upside-down-300']     # what a mixed document's scanned pages went through
NAMES = [*PRESETS, 'mixed']
