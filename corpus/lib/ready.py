"""Made documents and their scans, kept between runs: what a seed gives is made once for each state of the programs."""
import hashlib
import json
import multiprocessing
from dataclasses import dataclass
from pathlib import Path

from . import forms, looks, scanning, typesetting

LIB = Path(__file__).resolve().parent
SCANNING = ['degrade.py', 'imagepdf.py', 'presets.py', 'scanning.py', 'seal.py']
DOCUMENTS = ['blocks.py', 'chromium.py', 'code.py', 'fodt.py', 'forms.py', 'hazards.py', 'html.py', 'invent.py', 'inventing.py', 'look.py', 'looks.py',
             'pdfpost.py', 'printing.py', 'soffice.py', 'surroundings.py', 'targets.py', 'text.py', 'typesetting.py']


@dataclass
class Scan:
    seed: int
    preset: str            # 'digital': the document itself
    gold: Path
    path: Path


def digest(files):
    return hashlib.sha256(b''.join(f.read_bytes() for f in files)).hexdigest()[:10]


def scan_quietly(job):
    unfinished = f'{job.out}.part'
    out, job.out = job.out, unfinished
    scanning.scan(job)
    Path(unfinished).rename(out)


def documents(seeds, cache, projects=None, gold_path=None, form='hebei-2024'):
    """[(seed, gold, PDF)]; odd seeds by one producer, even ones by the other. With `gold_path` that gold in a look a seed."""
    # what a form needs beside what they all need: a change of one form leaves the documents of the others
    of_form = forms.sources(form) if not gold_path else sorted(LIB.glob('form_*.py'))
    folder = cache / f'documents-{digest([LIB / n for n in DOCUMENTS] + of_form + sorted((LIB.parent / "phrases").glob("*.json")))}'
    folder.mkdir(parents=True, exist_ok=True)
    out, missing = [], []
    for seed in seeds:
        name = folder / (f'{digest([gold_path])}-{seed}' if gold_path else forms.stem(form, seed, projects))
        gold, pdf = gold_path or Path(f'{name}.gold.json'), Path(f'{name}.pdf')
        if not pdf.exists():
            if not gold_path:
                value, _ = forms.invent(form, seed, projects, f'{name.name}.txt')
                gold.write_text(json.dumps(value, ensure_ascii=False, indent=1) + '\n', encoding='utf-8')
            missing.append(looks.random_job(seed, gold, pdf, 'chromium' if seed % 2 else 'libreoffice'))
        out.append((seed, gold, pdf))
    for at in range(0, len(missing), 20):           # a batch a browser: an interrupted run keeps what it has made
        typesetting.typeset(missing[at:at + 20])
    return out


def scans(made, names, cache, jobs=1):
    """Every document in every preset, made where it is missing."""
    folder = cache / f'scans-{digest([LIB / n for n in SCANNING])}'
    out, missing = [], []
    for seed, gold, pdf in made:
        for preset in names:
            if preset == 'digital':
                out.append(Scan(seed, preset, gold, pdf))
                continue
            path = folder / preset / f'{pdf.parent.name[-10:]}-{pdf.name}'
            if not path.exists():
                missing.append(scanning.Job(str(pdf), preset, str(path), seed))
            out.append(Scan(seed, preset, gold, path))
    if jobs > 1 and len(missing) > 1:
        with multiprocessing.Pool(jobs) as pool:
            pool.map(scan_quietly, missing, chunksize=1)
    else:
        for job in missing:
            scan_quietly(job)
    return out
