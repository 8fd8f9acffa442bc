"""What printers, scanners, copiers and cameras do to a page.

A page is a float32 array, 0 black to 1 white, height x width or height x width x 3 (RGB); lengths are pixels
unless said otherwise; `rng` is a numpy Generator.
"""
import cv2
import numpy as np

cv2.setNumThreads(1)


def shrunk(page, size):
    return page if page.shape[1::-1] == tuple(size) else cv2.resize(page, size, interpolation=cv2.INTER_AREA)


def blurred(page, sigma):
    return cv2.GaussianBlur(page, (0, 0), sigma) if sigma > 0.15 else page


def sharpened(page, amount, sigma=1.0):
    return page + amount * (page - cv2.GaussianBlur(page, (0, 0), sigma))


def levels(page, black, white):
    """Ink is not black, paper is not white."""
    return black + (white - black) * page


def contrast(page, middle, steepness):
    """The curve of a copier: what is lighter than `middle` becomes paper, what is darker ink. Steepness 1: about linear."""
    return 1 / (1 + np.exp(-4 * steepness * (page - middle)))


def turned(page, degrees, shift=(0, 0), border=1.0):
    """Skewed about its middle; `border` is the lid's lightness, seen in the wedges beside the sheet."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    matrix[:, 2] += shift
    value = (border,) * 3
    return np.clip(cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=value), 0, 1)


def bent(page, rng, amplitude):
    """Rulings bend, as on a sheet that does not lie flat: a wave of about one length over the page."""
    height, width = page.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    phase, waves = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.1)
    y = y + np.float32(amplitude) * np.sin(2 * np.pi * waves * x / width + phase).astype(np.float32) * (0.4 + 0.6 * y / height)
    return cv2.remap(page, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def field(shape, rng, knots=4):
    """Smooth randomness, 0 to 1 over the page: light, wear, uneven toner."""
    coarse = rng.random((knots + 2, knots + 2)).astype(np.float32)
    out = cv2.resize(coarse, shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return (out - out.min()) / (out.max() - out.min())


def light(shape, rng, lowest):
    """How much light falls on each place: a slope in some direction with soft spots, 1 down to `lowest`."""
    height, width = shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = np.cos(angle) * (x / width - 0.5) + np.sin(angle) * (y / height - 0.5)
    slope = (slope - slope.min()) / (slope.max() - slope.min())
    corners = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2
    weights = rng.dirichlet([3, 2, 1.2])
    mixed = weights[0] * slope + weights[1] * field(shape, rng, 2) + weights[2] * (1 - corners)
    mixed = (mixed - mixed.min()) / (mixed.max() - mixed.min())
    return lowest + (1 - lowest) * mixed


def edge_shadow(shape, side, width, darkest):
    """The shadow where a sheet lifts at the binding or the lid: 1 inside, `darkest` at the edge; width in pixels."""
    height, across = shape[:2]
    length = across if side in ('left', 'right') else height
    profile = 1 - (1 - darkest) * np.exp(-np.arange(length, dtype=np.float32) / width)
    if side in ('right', 'bottom'):
        profile = profile[::-1]
    return profile[None, :] if side in ('left', 'right') else profile[:, None]


def soft_shadow(shape, rng, darkest):
    """The shadow of a hand or a phone: a soft-edged half plane or blob."""
    height, width = shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    distance = np.cos(angle) * (x - width * rng.uniform(0.25, 0.75)) + np.sin(angle) * (y - height * rng.uniform(0.25, 0.75))
    return 1 - (1 - darkest) / (1 + np.exp(-distance / (rng.uniform(0.02, 0.08) * width)))


def noisy(page, rng, sigma, coarse=0.0):
    """Sensor noise; `coarse` adds the paper's grain, some pixels wide."""
    out = page + sigma * rng.standard_normal(page.shape, dtype=np.float32)
    if coarse:
        grain = rng.standard_normal((page.shape[0] // 3 + 1, page.shape[1] // 3 + 1), dtype=np.float32)
        grain = cv2.resize(grain, page.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        out = out + coarse * (grain if page.ndim == 2 else grain[:, :, None])
    return out


def streaks(page, rng, count, depth):
    """Dirt on the glass of a feeder: lines down the whole page, 1 or 2 pixels wide."""
    page = page.copy()
    for _ in range(count):
        x, width = int(rng.integers(0, page.shape[1] - 2)), int(rng.integers(1, 3))
        page[:, x:x + width] -= depth * rng.uniform(0.5, 1)
    return page


def spread(page, pixels):
    """Ink spreads: strokes grow by `pixels` on each side (a fraction blends two sizes)."""
    whole, part = int(pixels), pixels - int(pixels)

    def grown(radius):
        return cv2.erode(page, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)) if radius else page
    return grown(whole) if part == 0 else (1 - part) * grown(whole) + part * grown(whole + 1)


def bled_through(page, back, strength, sigma, shift):
    """The mirrored back of the sheet shows through, blurred by the paper."""
    behind = cv2.resize(back[:, ::-1], page.shape[1::-1], interpolation=cv2.INTER_AREA)
    behind = turned(blurred(behind, sigma), 0, shift)
    return page * (1 - strength * (1 - behind))


def speckled(page, rng, count, biggest, value=0.0):
    """`count` specks of 1 to `biggest` pixels across, some in clusters, of the given lightness."""
    page = page.copy()
    height, width = page.shape[:2]
    loose = int(count * rng.uniform(0.6, 1))
    y, x = rng.integers(0, height, loose), rng.integers(0, width, loose)
    while len(y) < count:                                             # a smear: many specks near each other
        n, spot = int(rng.integers(5, 30)), (rng.integers(0, height), rng.integers(0, width))
        y = np.append(y, spot[0] + rng.normal(0, height * 0.02, n).astype(int))
        x = np.append(x, spot[1] + rng.normal(0, width * 0.02, n).astype(int))
    across = 1 + (biggest * rng.random((len(y), 2)) ** 2).astype(int)  # small ones are most
    for row, column, (h, w) in zip(y, x, np.minimum(across, biggest), strict=True):
        if 0 <= row < height and 0 <= column < width:
            page[row:row + h, column:column + w] = value
    return page


def rulings(page, least):
    """Boxes (x, y, width, height) of the straight dark runs of at least `least` pixels."""
    dark = (page < 0.6).astype(np.uint8)
    found = []
    for kernel in ((least, 1), (1, least)):
        runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
        found += [tuple(int(v) for v in s[:4]) for s in stats[1:]]
    return found


def broken(page, rng, share, least=60, longest=12):
    """Takes `share` of the length of all rulings away, in gaps of 2 to `longest` pixels."""
    page = page.copy()
    lines = [r for r in rulings(page, least) if min(r[2:]) < 12]
    total = sum(max(r[2:]) for r in lines)
    if not total:
        return page
    chances = np.array([max(r[2:]) for r in lines]) / total
    taken = 0
    while taken < share * total:
        x, y, width, height = lines[rng.choice(len(lines), p=chances)]
        gap = int(rng.integers(2, longest + 1))
        taken += gap
        if width > height:
            at = x + int(rng.integers(0, width))
            page[y:y + height, at:at + gap] = 1
        else:
            at = y + int(rng.integers(0, height))
            page[at:at + gap, x:x + width] = 1
    return page
