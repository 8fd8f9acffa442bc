"""The forms that documents are made of: what each says (invent) and how it is printed (document)."""
from pathlib import Path

from . import blocks, form_department, form_hebei, form_national, form_shanghai, invent as usual

MODULES = {'hebei-2024': form_hebei, 'national-project': form_national, 'shanghai-project': form_shanghai, 'department-overall': form_department}
NAMES = list(MODULES)


def form_of(gold):
    return gold.get('form', 'hebei-2024')


def invent(form, seed, projects=None, source=''):
    """(gold, what each target means)"""
    if form == 'hebei-2024':
        return usual.invent(seed, projects, source)
    return MODULES[form].invent(seed, projects, source)


def stem(form, seed, projects=None):
    """What a made document's files are called."""
    name = 'made' if form == 'hebei-2024' else form
    return f'{name}-{seed}' + (f'-{projects}' if projects else '')


def sources(form):
    """The files that this form alone is made of."""
    return [Path(MODULES[form].__file__)]


def document(gold, layout):
    """The document's blocks."""
    return MODULES[form_of(gold)].document(gold, layout)


def sheet(gold, landscape):
    return blocks.LANDSCAPE if landscape else blocks.PORTRAIT
