"""From a PDF to its scan: pages rendered, degraded and put together again."""
import re
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from . import imagepdf, presets


@dataclass
class Job:
    source: str
    preset: str
    out: str
    seed: int = 1
    images: str = ''        # png, jpeg, tiff: files instead of a PDF
    encoding: str = ''      # other than the preset's own: jpeg, jpx, flate, g4, jbig2
    turn: int = 0           # degrees by which every page lies turned clockwise, its paper too
    pages: str = ''         # such as 2,5..7; else all


def page_sizes(path):
    """Points, as displayed, of every page."""
    told = subprocess.run(['pdfinfo', '-f', '1', '-l', '99999', str(path)], capture_output=True, text=True, check=True).stdout
    sizes = re.findall(r'Page +\d+ size: +([\d.]+) x ([\d.]+)', told)
    turns = re.findall(r'Page +\d+ rot: +(\d+)', told)
    return [(float(h), float(w)) if turn in ('90', '270') else (float(w), float(h)) for (w, h), turn in zip(sizes, turns, strict=True)]


def page_numbers(pages, count):
    """'2,5..7' as numbers; '' is all."""
    out = []
    for part in pages.split(',') if pages else [f'1..{count}']:
        first, _, last = part.partition('..')
        out += range(int(first), min(int(last or first), count) + 1)
    return out


def rendered(path, number):
    """The page at RENDER_DPI, gray, 0 black to 1 white."""
    words = ['pdftoppm', '-r', str(presets.RENDER_DPI), '-cropbox', '-gray', '-f', str(number), '-l', str(number), str(path)]
    data = subprocess.run(words, capture_output=True, check=True).stdout
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255


def randomness(seed, *what):
    return np.random.default_rng([seed, *(zlib.crc32(str(w).encode()) for w in what)])


def shoot(job, numbers, preset):
    """The pages through one machine."""
    previous = {}
    for number in numbers:
        page = previous.pop(number, None)
        page = rendered(job.source, number) if page is None else page
        following = number + 1 if number + 1 in numbers else number - 1 if number > 1 else number
        if preset == 'copy-of-copy-200':            # its back is the next page
            back = page if following == number else rendered(job.source, following)
            if following > number:
                previous = {following: back}
        else:
            back = page
        shot = presets.PRESETS[preset](page, back, randomness(job.seed, preset), randomness(job.seed, preset, number))
        if job.turn:
            shot.pixels = np.ascontiguousarray(np.rot90(shot.pixels, -job.turn // 90))
            shot.dpi = shot.dpi[::-1] if job.turn % 180 else shot.dpi
        if job.encoding:
            bilevel = job.encoding in ('g4', 'jbig2')
            if bilevel and shot.pixels.dtype != bool:
                gray = shot.pixels if shot.pixels.ndim == 2 else cv2.cvtColor(shot.pixels, cv2.COLOR_RGB2GRAY)
                shot.pixels = gray > cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
            elif not bilevel and shot.pixels.dtype == bool and job.encoding != 'flate':
                shot.pixels = shot.pixels.astype(np.uint8) * 255
            shot.encoding = job.encoding
        yield shot


def mixed(job, numbers, sizes):
    """Odd pages as they are, even ones scanned."""
    preset = str(randomness(job.seed, 'mixed').choice(presets.MIXED))
    even = [n for n in numbers if n % 2 == 0]
    with tempfile.TemporaryDirectory(prefix='corpus-scan-') as folder:
        scan = Path(folder) / 'even.pdf'
        words = []
        if even:
            scan.write_bytes(imagepdf.pdf(list(shoot(job, even, preset)), [sizes[n - 1] for n in even]))
        for n in numbers:
            words += [str(scan), str(even.index(n) + 1)] if n % 2 == 0 else [job.source, str(n)]
        subprocess.run(['qpdf', '--deterministic-id', '--empty', '--pages', *words, '--', job.out], check=True)


def scan(job):
    """Writes job.out (or the files that begin with it) and gives the paths."""
    sizes = page_sizes(job.source)
    numbers = page_numbers(job.pages, len(sizes))
    Path(job.out).parent.mkdir(parents=True, exist_ok=True)
    if job.preset == 'mixed':
        mixed(job, numbers, sizes)
        return [job.out]
    shots = list(shoot(job, numbers, job.preset))
    if job.images:
        return imagepdf.files(shots, re.sub(r'\.(pdf|png|jpe?g|tiff?)$', '', job.out), job.images)
    sizes = [sizes[n - 1][::-1] if job.turn % 180 else sizes[n - 1] for n in numbers]
    Path(job.out).write_bytes(imagepdf.pdf(shots, sizes))
    return [job.out]
