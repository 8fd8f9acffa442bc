"""What the tests of deploy/ share: documents, comparing outputs, ending what was started."""
import argparse
import hashlib
import itertools
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LISTS = ['records.jsonl', 'failed.tsv', 'review.tsv']
SKIPPED = 77   # SKIP_RETURN_CODE of tests/CMakeLists.txt


def arguments():
    """The budgetlift of the build, and an empty folder."""
    p = argparse.ArgumentParser()
    p.add_argument('--program', type=Path, required=True)
    p.add_argument('--work', type=Path, required=True)
    args = p.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)
    args.work.mkdir(parents=True)
    return str(args.program.resolve()), args.work.resolve()


def need(*missing):
    """Ends the test if words are among `missing`: skipped on a developer's machine, failed on CI."""
    words = [word for word in missing if word]
    if words:
        print(f'missing: {", ".join(words)}; install them with: setup/install deploy')
        sys.exit(1 if os.environ.get('CI') else SKIPPED)


def tools(*names):
    return [name for name in names if not shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')]


def check(holds, words):
    print(('ok: ' if holds else 'FAILED: ') + words, flush=True)
    if not holds:
        sys.exit(1)


def documents(folder, copies):
    """Those of corpus/made that hold text, each `copies` times with other bytes behind its end; broken ones among them,
    and one document under two names far apart."""
    sources = sorted(p for p in (ROOT / 'corpus/made').iterdir() if p.suffix in ('.pdf', '.txt'))
    for number in range(copies):
        place = folder / f'{number:03}'
        place.mkdir(parents=True)
        for source in sources:
            more = f'\n% {number}\n'.encode() if source.suffix == '.pdf' else b'\n' * (number + 1)
            (place / source.name).write_bytes(source.read_bytes() + more)
        if number % 3 == 0:
            (place / 'broken.pdf').write_bytes(b'%PDF-1.4\n' + sources[0].read_bytes()[9:500 + number])
    shutil.copy(folder / '000/first.txt', folder / f'{copies - 1:03}/zz-the-same.txt')
    (folder / '001/two\nlines.pdf').write_bytes(b'')
    (folder / '001/nothing.pdf').symlink_to('nowhere.pdf')
    return folder


def scans(folder, count, shard, shards):
    """`count` scans of this shard, from 0: read first of all, and for seconds, so that however fast the machine is there is
    a middle to stop it in."""
    scan = (ROOT / 'corpus/made/scans/first.fax.pdf').read_bytes()
    contents = (scan + f'\n% {number}\n'.encode() for number in itertools.count())
    of_shard = (content for content in contents if int(hashlib.sha256(content).hexdigest()[:8], 16) % shards == shard)
    for number, content in enumerate(itertools.islice(of_shard, count)):
        (folder / f'000/0-{number}.pdf').write_bytes(content)


def batch(program, inputs, out):
    """The yardstick: one machine. Some documents are broken, so its exit status is 1."""
    done = subprocess.run([program, 'batch', *map(str, inputs), '--out', str(out), '--jobs', '2', '--progress-every', '0'], capture_output=True, text=True)
    check(done.returncode == 1, f'one batch ends with status 1: {done.stderr[-300:]}')
    check((out / 'failed.tsv').read_bytes().count(b'\n') > 3, 'documents failed in it')


def ledger(folder):
    """What a ledger says, but for when and where it was read."""
    database = sqlite3.connect(f'file:{folder}/ledger.sqlite?mode=ro', uri=True)
    rows = [database.execute(query).fetchall() for query in (
        'SELECT path, archive, size, modified, sha256, state, failure, message FROM inputs ORDER BY path',
        'SELECT sha256, failure, message, partial, kind, pages, records, reviewed, program, models, forms, record_offset, '
        'record_length, review_offset, review_length, written_path, checksum, '
        # Where nothing was read, the ledger keeps the name of a file that is gone.
        'CASE WHEN record_length > 0 THEN record_file END, CASE WHEN review_length > 0 THEN review_file END FROM documents ORDER BY sha256',
        'SELECT * FROM reasons ORDER BY sha256, reason')]
    database.close()
    return rows


def check_same(out, whole, words):
    for name in LISTS:
        check((out / name).read_bytes() == (whole / name).read_bytes(), f'{words}: {name} is that of one batch')
    check(ledger(out) == ledger(whole), f'{words}: the ledger says the same')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_until(holds, words, seconds=60):
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end:
            check(False, f'{words} within {seconds} s')
        time.sleep(0.02)
    return found


def below(pid):
    """The processes that `pid` has started, and those that these have."""
    children = {}
    for entry in Path('/proc').iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int((entry / 'stat').read_text().rsplit(')', 1)[1].split()[1]), []).append(int(entry.name))
            except OSError:
                pass
    out, waiting = [], [pid]
    while waiting:
        found = children.get(waiting.pop(), [])
        out += found
        waiting += found
    return out


def words_of(pid):
    try:
        return Path(f'/proc/{pid}/cmdline').read_bytes().decode(errors='replace').split('\0')
    except OSError:
        return []


def is_alive(pid):
    try:
        return Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


class Processes:
    """Servers of a test, ended by id at the end of the `with`, with all that they have started."""

    def __init__(self, work):
        self.work, self.started = work, []

    def __enter__(self):
        return self

    def start(self, name, words, **more):
        with open(self.work / f'{name}.log', 'ab') as log:
            process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
        self.started.append(process)
        return process

    def __exit__(self, kind, *_):
        for process in reversed(self.started):
            family = [process.pid, *below(process.pid)] if process.poll() is None else []
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    pass
            for pid in family:
                if is_alive(pid):
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
            process.wait()
        if kind:
            for log in sorted(self.work.glob('*.log')):
                print(f'---- {log.name}\n{log.read_text(errors="replace")[-2000:]}')
