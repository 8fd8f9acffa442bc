"""Lines of text as a scanner sees them, with the place of every character. Seeded.

What comes out is what the reader's front end (extract/scan/line_reader.cpp) makes of a line: HEIGHT rows, a full-width
character EM pixels wide, the line's ink centred, 0 paper and 1 ink.
"""
import random
from dataclasses import dataclass

import cv2
import numpy as np

from . import characters, fonts, texts

HEIGHT, EM, WIDTH = 32, 26, 640     # pixels
INK = 200                           # level of full ink in the 8-bit form of a line
CLOSING = frozenset('）》〉”’】〕」，。、；：')    # full-width marks with their ink on the left …
OPENING = frozenset('（《〈“‘【〔「')              # … and on the right

cv2.setNumThreads(1)


@dataclass
class Profile:
    weight: float
    dpi: tuple
    blur: tuple          # sigma, pixels of the scan
    noise: tuple         # sigma, gray levels
    jpeg: tuple = ()
    bilevel: bool = False
    thick: float = 0.0   # chance of thicker strokes
    thin: float = 0.0
    back: float = 0.0    # chance of the back page shining through
    motion: float = 0.0
    seal: float = 0.0
    speckle: float = 0.0
    shade: float = 0.1   # chance of uneven light
    twice: float = 0.0   # chance of a second copy or resampling


PROFILES = {
    'clean': Profile(3, (250, 320), (0, 0.7), (0, 4)),
    'office': Profile(3, (190, 310), (0.3, 1.3), (1, 8), (45, 80), shade=0.5, thick=0.1, thin=0.1),
    'fax': Profile(2.6, (190, 210), (0.2, 0.9), (4, 25), bilevel=True, speckle=0.7, thick=0.15, thin=0.2, twice=0.2),
    'copy': Profile(1.8, (190, 300), (0.5, 1.4), (2, 10), (55, 85), thick=0.75, back=0.5, speckle=0.3, twice=0.4),
    'photo': Profile(2.6, (130, 200), (0.4, 1.3), (2, 12), (45, 85), shade=0.8, motion=0.25, twice=0.6),
    'seal': Profile(0.8, (190, 310), (0.2, 0.9), (0, 6), (60, 90), seal=0.8),
    'low': Profile(0.5, (100, 140), (0.2, 0.8), (1, 6), (60, 90)),
}


def normalise(gray):
    """8-bit gray -> 0 paper … 1 ink (a little over 1 at the darkest), as the reader does it."""
    levels = np.sort(gray.ravel())
    n = len(levels)
    paper = float(levels[int(n * 0.85)])
    ink = min(float(levels[int(n * 0.01)]), paper - 40)
    return np.clip((paper - gray.astype(np.float32)) / (paper - ink), 0, 1.25)


class LineMaker:
    def __init__(self, seed, font_names=None):
        self.rng = random.Random(seed)
        self.np = np.random.default_rng(seed)
        self.texts = texts.Texts(seed + 1)
        self.classes = characters.classes()
        self.index = {c: i for i, c in enumerate(self.classes)}
        for printed, meant in characters.SAME.items():
            self.index[printed] = self.index[meant]
        self.printed = {}
        for printed, meant in characters.SAME.items():
            self.printed.setdefault(meant, []).append(printed)
        chosen = [f for f in fonts.CHINESE if f[0].exists() and (font_names is None or any(n in f[0].name for n in font_names))]
        self.faces = [(p, f) for p, f, _ in chosen]
        self.face_weights = [w for _, _, w in chosen]
        self.latin = [p for p in fonts.LATIN if p.exists()]

    def segment(self, em, text=None):
        """Ink (0..1) of a short text, and its characters as (class, x0, x1) in pixels of it."""
        r = self.rng
        path, face = r.choices(self.faces, self.face_weights)[0]
        size = max(8, round(em))
        have = fonts.covered(path, face)
        font = fonts.sized(path, face, size)
        latin = None
        if self.latin and r.random() < 0.35:
            latin_path = r.choice(self.latin)
            latin = fonts.sized(latin_path, 0, max(8, round(em * r.uniform(0.92, 1.08))))
        text = self.texts.segment() if text is None else text
        spacing = r.choice([0, 0, 0, 0, r.uniform(0, 0.08), r.uniform(0.05, 0.35)]) * em
        squeeze = r.uniform(-0.03, 0) * em if r.random() < 0.1 else 0
        kern = r.uniform(-0.08, 0) * em if r.random() < 0.2 else 0      # between ASCII characters
        trims = r.random() < 0.4                                        # of two marks in a row, as browsers set them
        canvas = np.zeros((3 * size, int(len(text) * (size + max(spacing, 0)) * 1.15) + 2 * size), np.uint8)
        base, x, placed = 2 * size, 2.0, []
        for k, c in enumerate(text):
            if c == ' ':
                x += size * 0.3
                continue
            shown = c
            if c not in self.index:
                continue
            if c in self.printed and r.random() < 0.2:
                shown = r.choice(self.printed[c])
            use = latin if latin and ' ' < shown < '\x7f' else font
            if use is font and shown not in have:
                shown = c
                if shown not in have:
                    continue
            mask, (dx, dy) = use.getmask2(shown, 'L', anchor='ls')
            w, h = mask.size
            advance = use.getlength(shown)
            if w and h:
                bitmap = np.frombuffer(bytes(mask), np.uint8).reshape(h, w)
                top, left = base + dy, int(round(x)) + dx
                y0, x0, y1, x1 = max(0, top), max(0, left), min(canvas.shape[0], top + h), min(canvas.shape[1], left + w)
                if y1 > y0 and x1 > x0:
                    part = canvas[y0:y1, x0:x1]
                    np.maximum(part, bitmap[y0 - top:y1 - top, x0 - left:x1 - left], out=part)
            follower = text[k + 1] if k + 1 < len(text) else ''
            if trims and shown in CLOSING and advance > 0.9 * size and (follower in CLOSING or follower in OPENING):
                advance -= size / 2
            placed.append((self.index[c], x, x + advance))
            x += advance + spacing + squeeze + (kern if ' ' < shown < '\x7f' and ' ' < follower < '\x7f' else 0)
            if x > canvas.shape[1] - size:
                break
        if not placed:
            return None
        return canvas[:, :int(x) + 3], placed

    def line(self):
        """(8-bit line HEIGHT x WIDTH, classes, centres, half widths): pixels of the line."""
        r = self.rng
        profile = PROFILES[r.choices(list(PROFILES), [p.weight for p in PROFILES.values()])[0]]
        points = r.choice([r.uniform(7.5, 9), r.uniform(9, 12.5), r.uniform(9, 12.5), r.uniform(9, 12.5), r.uniform(12, 18)])
        em = min(max(r.uniform(*profile.dpi) * points / 72, 13), 64)
        scale = EM / em * (r.uniform(0.88, 1.12) if r.random() < 0.75 else r.uniform(0.78, 1.24))
        height, width = int(round(HEIGHT / scale)), int(round(WIDTH / scale))
        ink = np.zeros((height, width), np.uint8)
        placed, x = [], r.uniform(0.1, 0.8) * em
        shift = r.gauss(0, 0.035 if r.random() < 0.5 else 0.1) * em
        while x < width - 1.5 * em:
            made = self.segment(em)
            if made is None:
                continue
            bitmap, chars = made
            rows = np.flatnonzero(bitmap.max(axis=1) > 60)
            if not len(rows):
                continue
            middle = (rows[0] + rows[-1] + 1) / 2
            own = r.gauss(0, 0.08) * em if r.random() < 0.3 else 0
            top = int(round(height / 2 - middle + shift + own))
            self.paste(ink, bitmap, top, int(x))
            placed += [(c, a + int(x), b + int(x)) for c, a, b in chars]
            x += bitmap.shape[1] + (r.uniform(0.5, 2.5) if r.random() < 0.8 else r.uniform(2, 8)) * em
        if r.random() < 0.08:        # the line above or below looks in
            made = self.segment(em)
            if made is not None:
                pitch = r.uniform(1.02, 1.25) * em * r.choice([-1, 1])
                self.paste(ink, made[0], int(height / 2 - 1.5 * em + pitch - 0.12 * em), int(r.uniform(0, width * 0.7)))
        gray = self.scan(ink, em, profile)
        out = cv2.resize(gray, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        out = (normalise(out) * INK + 0.5).astype(np.uint8)
        sx = WIDTH / width
        kept = [(c, (a + b) / 2 * sx, (b - a) / 2 * sx) for c, a, b in placed if b < width - 1]
        # A character that the edge cuts is no teacher.
        cut = [a * sx for c, a, b in placed if b >= width - 1]
        if cut:
            out[:, int(max(0, min(cut) - 1)):] = 0
        return out, kept

    @staticmethod
    def paste(ink, bitmap, top, left):
        y0, y1 = max(0, top), min(ink.shape[0], top + bitmap.shape[0])
        x0, x1 = max(0, left), min(ink.shape[1], left + bitmap.shape[1])
        if y1 > y0 and x1 > x0:
            part = ink[y0:y1, x0:x1]
            np.maximum(part, bitmap[y0 - top:y1 - top, x0 - left:x1 - left], out=part)

    def scan(self, ink, em, profile):
        r, n = self.rng, self.np
        height, width = ink.shape
        if r.random() < profile.thick:
            k = r.choice([(2, 2), (2, 2), (1, 2), (2, 1), (3, 3)] if em > 26 else [(2, 2), (1, 2), (2, 1)])
            ink = cv2.dilate(ink, np.ones(k, np.uint8))
        elif r.random() < profile.thin:
            ink = cv2.addWeighted(ink, 0.4, cv2.erode(ink, np.ones(r.choice([(2, 2), (1, 2), (2, 1)]), np.uint8)), 0.6, 0)
        if r.random() < 0.25:      # what deskewing leaves
            angle, shear = r.gauss(0, 0.25 if r.random() < 0.6 else 0.6), r.gauss(0, 0.02)
            m = cv2.getRotationMatrix2D((width / 2, height / 2), angle if width < 900 else angle / 2, 1)
            m[0, 1] += shear
            m[0, 2] -= shear * height / 2
            ink = cv2.warpAffine(ink, m, (width, height), flags=cv2.INTER_LINEAR)
        if r.random() < profile.speckle * 0.5:      # larger specks, with the text through the same machine
            for _ in range(r.randint(1, 6)):
                side = max(1, int(em * r.uniform(0.05, 0.16)))
                cv2.ellipse(ink, (r.randrange(width), r.randrange(height)), (side // 2 + 1, max(1, int(side * r.uniform(0.3, 0.6)))), r.uniform(0, 180), 0, 360, r.randint(140, 255), -1)
        alpha = ink.astype(np.float32) / 255
        if r.random() < 0.12:      # rests of rulings
            for _ in range(r.randint(1, 3)):
                a = int(r.uniform(0, width))
                b = min(width, a + int(r.uniform(0.3, 8) * em))
                y = r.choice([r.randint(0, max(0, int(0.08 * height))), height - 1 - r.randint(0, max(0, int(0.08 * height)))])
                alpha[y:y + r.choice([1, 1, 2]), a:b] = r.uniform(0.3, 1)
        if r.random() < 0.06:      # a ruling that was erased across the text
            if r.random() < 0.5:
                y = r.choice([r.randint(0, height // 5), height - 1 - r.randint(0, height // 5)])
                alpha[y:y + 2, :] = 0
            else:
                for _ in range(r.randint(1, 3)):
                    x = r.randint(0, width - 3)
                    alpha[:, x:x + r.choice([1, 2])] *= r.uniform(0, 0.5)
        paper, black = r.uniform(205, 255), r.uniform(0, 75)
        if r.random() < 0.08:
            paper, black = r.uniform(150, 215), r.uniform(0, 60)
        gray = paper - (paper - black) * alpha
        if r.random() < profile.back:
            back = cv2.GaussianBlur(np.roll(alpha[::r.choice([1, -1]), ::-1], (r.randint(-height // 2, height // 2), r.randint(0, width)), (0, 1)), (0, 0), r.uniform(0.6, 1.8))
            gray -= back * r.uniform(10, 85) * (1 - alpha)
        if r.random() < profile.seal:
            stamp = np.zeros((height, width), np.float32)
            for _ in range(r.randint(1, 4)):
                radius = int(r.uniform(0.4, 7) * em)
                cv2.circle(stamp, (int(r.uniform(0, width)), int(r.uniform(-6, 7) * em)), radius, 1.0, max(1, int(r.uniform(0.04, 0.25) * em)), cv2.LINE_AA)
            gray = np.minimum(gray, gray * (1 - stamp * r.uniform(0.1, 0.5)))
        if r.random() < profile.shade:
            a, b = r.uniform(0.6, 1), r.uniform(0.6, 1)
            gray *= np.linspace(a, b, width, dtype=np.float32)[None, :]
            if r.random() < 0.3:
                gray *= np.linspace(r.uniform(0.8, 1), r.uniform(0.8, 1), height, dtype=np.float32)[:, None]
        sigma = r.uniform(*profile.blur) * min(1.0, em / 28)
        if sigma > 0.2:
            gray = cv2.GaussianBlur(gray, (0, 0), sigma)
        if r.random() < profile.motion:
            k = r.randint(2, max(2, int(em * 0.12)))
            kernel = np.zeros((k, k), np.float32)
            if r.random() < 0.5:
                kernel[k // 2, :] = 1
            else:
                kernel[:, k // 2] = 1
            gray = cv2.filter2D(gray, -1, kernel / kernel.sum())
        if r.random() < profile.twice:
            f = r.uniform(0.6, 0.95) if em > 22 else r.uniform(0.85, 1.2)
            small = cv2.resize(gray, (max(8, int(width * f)), max(8, int(height * f))), interpolation=r.choice([cv2.INTER_AREA, cv2.INTER_LINEAR]))
            gray = cv2.resize(small, (width, height), interpolation=r.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
        noise = r.uniform(*profile.noise)
        if noise > 0.5:
            gray = gray + n.standard_normal((height, width), dtype=np.float32) * noise
        gray = np.clip(gray, 0, 255)
        if profile.bilevel:
            low, high = float(gray.min()), float(gray.max())
            gray = np.where(gray > low + (high - low) * r.uniform(0.35, 0.72), 255, 0).astype(np.float32)
        if r.random() < profile.speckle:
            for _ in range(int(r.uniform(0, 0.004) * height * width / 4)):
                y, x = r.randrange(height), r.randrange(width)
                s = r.choice([1, 1, 1, 2, 2, 3])
                gray[y:y + s, x:x + s] = r.choice([0, 0, 255])
        gray = gray.astype(np.uint8)
        if profile.jpeg:
            gray = cv2.imdecode(cv2.imencode('.jpg', gray, [cv2.IMWRITE_JPEG_QUALITY, r.randint(*profile.jpeg)])[1], cv2.IMREAD_GRAYSCALE)
        return gray
