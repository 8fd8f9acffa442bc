"""Many golds to PDFs, with one start of each producer."""
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import chromium, fodt, html, look, pdfpost, soffice


@dataclass
class Job:
    gold: str
    out: str
    producer: str = 'chromium'
    font: str = 'Noto Serif CJK SC'
    style: str = 'fills'
    landscape: bool = False
    rotate: bool = False
    crop: bool = False
    owner_password: bool = False
    twice: bool = False
    hidden: bool = False
    radicals: bool = False

    def arguments(self):
        out = [str(self.gold), '--out', str(self.out), '--producer', self.producer, '--font', self.font, '--style', self.style]
        for name, on in (('--landscape', self.landscape), ('--rotate=90', self.rotate), ('--crop', self.crop),
                         ('--owner-password', self.owner_password), ('--twice', self.twice),
                         ('--hidden', self.hidden), ('--radicals', self.radicals)):
            out += [name] if on else []
        return out


def typeset(jobs):
    folder = Path(tempfile.mkdtemp(prefix='corpus-typeset-'))
    browser = None
    try:
        sources = {}
        for i, job in enumerate(jobs):
            gold = json.loads(Path(job.gold).read_text(encoding='utf-8'))
            make, suffix = (html.document, 'html') if job.producer == 'chromium' else (fodt.document, 'fodt')
            source = folder / f'{i:05}.{suffix}'
            source.write_text(make(gold, look.STYLES[job.style], job.font, job.landscape), encoding='utf-8')
            sources[i] = source
        office = [sources[i] for i, job in enumerate(jobs) if job.producer == 'libreoffice']
        if office:
            soffice.convert(office, folder)
        for i, job in enumerate(jobs):
            pdf = sources[i].with_suffix('.pdf')
            if job.producer == 'chromium':
                browser = browser or chromium.Browser()
                browser.print(sources[i], pdf)
            pdfpost.finish(pdf, look.STYLES[job.style].rulings, job.rotate, job.crop, job.owner_password,
                           [n for n in ('radicals', 'twice', 'hidden') if getattr(job, n)])
            Path(job.out).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(pdf, job.out)
    finally:
        if browser:
            browser.close()
        shutil.rmtree(folder, ignore_errors=True)
