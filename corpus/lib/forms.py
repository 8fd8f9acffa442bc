"""The forms that documents are made of: what each says (invent) and how it is printed (document)."""
from pathlib import Path

from . import blocks, form_department, form_hebei, form_hebei_early, form_listing, form_national, form_shanghai, invent as usual

MODULES = {'hebei-2024': form_hebei, 'hebei-early': form_hebei_early, 'national-project': form_national, 'shanghai-project': form_shanghai,
           'department-overall': form_department, 'listing': form_listing}
SHARED = {'hebei-early': [form_hebei]}          # modules of other forms that a form needs
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
    """The files that this form is made of beside those that all forms are."""
    return [Path(m.__file__) for m in [MODULES[form], *SHARED.get(form, [])]]


def document(gold, layout):
    """The document's blocks."""
    return MODULES[form_of(gold)].document(gold, layout)


def sheet(gold, landscape):
    if form_of(gold) == 'listing':              # which is wide in every look
        return form_listing.sheet(gold)
    return blocks.LANDSCAPE if landscape else blocks.PORTRAIT
