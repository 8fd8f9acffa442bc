"""Converts many flat OpenDocument files to PDF with one start of LibreOffice."""
import shutil
import subprocess
import tempfile
from pathlib import Path


def convert(files, folder):
    """PDFs stand in `folder` under the files' own stems."""
    profile = tempfile.mkdtemp(prefix='corpus-soffice-')
    try:
        for start in range(0, len(files), 40):
            some = files[start:start + 40]
            subprocess.run(['soffice', f'-env:UserInstallation=file://{profile}', '--headless', '--norestore',
                            '--convert-to', 'pdf:writer_pdf_Export', '--outdir', str(folder), *map(str, some)],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120 + 30 * len(some))
            missing = [f for f in some if not (Path(folder) / (Path(f).stem + '.pdf')).exists()]
            if missing:
                raise RuntimeError(f'soffice made no PDF of {missing}')
    finally:
        shutil.rmtree(profile, ignore_errors=True)
