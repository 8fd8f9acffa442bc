"""The forms that documents are made of: what each says (invent) and how it is printed (document)."""
from . import blocks, form_hebei, invent as usual

MODULES = {'hebei-2024': form_hebei}


def form_of(gold):
    return gold.get('form', 'hebei-2024')


def invent(form, seed, projects=None, source=''):
    """(gold, what each target means)"""
    if form == 'hebei-2024':
        return usual.invent(seed, projects, source)
    return MODULES[form].invent(seed, projects, source)


def document(gold, layout):
    """The document's blocks."""
    return MODULES[form_of(gold)].document(gold, layout)


def sheet(gold, landscape):
    return blocks.LANDSCAPE if landscape else blocks.PORTRAIT
