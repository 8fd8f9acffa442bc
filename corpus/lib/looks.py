"""Which look a seed's document has: producer, font, style and the rest, drawn at random but fixed by the seed."""
import random

from . import look
from .typesetting import Job


def random_job(seed, gold, out, producer):
    rng = random.Random(f'look {seed} {producer}')
    odd = rng.random()
    return Job(str(gold), str(out), producer, rng.choice(list(look.FONTS)), rng.choice(list(look.STYLES)),
               landscape=rng.random() < 0.2, rotate=odd < 0.1, crop=0.1 <= odd < 0.2, owner_password=0.2 <= odd < 0.27,
               twice=0.27 <= odd < 0.33, hidden=0.33 <= odd < 0.4, radicals=0.4 <= odd < 0.55)


def every_job(gold, folder, name):
    """One gold in every style by both producers, the fonts and oddities going round."""
    fonts = list(look.FONTS)
    jobs = []
    for i, style in enumerate(look.STYLES):
        for k, producer in enumerate(('chromium', 'libreoffice')):
            jobs.append(Job(str(gold), f'{folder}/{name}-{style}-{producer}.pdf', producer, fonts[(i + k) % len(fonts)], style,
                            landscape=(i + k) % 5 == 4, rotate=i % 4 == 1, crop=i % 4 == 2, owner_password=i == 3, twice=i == 5, hidden=i == 7, radicals=i in (0, 8)))
    return jobs
