#!/usr/bin/python3
"""deploy/dask with a real scheduler and three workers, one of them killed while it reads."""
import contextlib
import importlib.machinery
import importlib.util
import os
import signal
import subprocess
import sys

from common import ROOT, Processes, arguments, batch, below, check, check_same, documents, free_port, is_alive, need, tools, wait_until, words_of

need(*tools('dask-scheduler', 'dask-worker', 'setpriv'), '' if importlib.util.find_spec('distributed') else 'python3-distributed')
program, work = arguments()
driver = ROOT / 'deploy/dask/budgetlift-dask'
inputs = documents(work / 'in', 12)
batch(program, [inputs], work / 'whole')
port = free_port()
address = f'tcp://127.0.0.1:{port}'


def drive(*words, shared='shared', **more):
    process = subprocess.Popen([sys.executable, str(driver), str(inputs), '--shared', str(work / shared), '--scheduler', address, '--program', program,
                                '--chunk', '15', '--progress-every', '1', *words], stdout=subprocess.PIPE, text=True, **{'stderr': subprocess.PIPE, **more})
    servers.started.append(process)
    return process


def parts(shared='shared'):
    return {p.name for p in (work / shared / 'parts').glob('*/*')}


# The program, but from its third chunk on it waits for a word: however fast the machine is, there is a middle to kill in.
held, go = work / 'held', work / 'go'
held.write_text(f'#!/bin/sh\ncase "$1 $2" in "batch @"*) mkdir {work}/turn1 2>/dev/null || mkdir {work}/turn2 2>/dev/null || while [ ! -e {go} ]; do sleep 0.05; done ;; esac\n'
                f'exec {program} "$@"\n')
held.chmod(0o755)


def reading(process):
    """The batch that a worker of this nanny has started."""
    return [pid for pid in below(process.pid) if words_of(pid)[1:3] == [str(held), 'batch']]


with Processes(work) as servers:
    servers.start('scheduler', ['dask-scheduler', '--host', '127.0.0.1', '--port', port, '--no-dashboard'], cwd=work)
    # It has no workers yet, and says so.
    words = work / 'first.log'
    first = drive('--program', str(held), stderr=words.open('w'))
    wait_until(lambda: 'start workers with: dask-worker' in words.read_text(), 'the driver says that there are no workers')
    workers = [servers.start(f'worker{n}', ['dask-worker', address, '--nthreads', 1, '--name', f'w{n}', '--no-dashboard', '--local-directory', work / f'local{n}'], cwd=work)
               for n in range(3)]

    # ---- one killed in the middle: its nanny, itself, and by the kernel the program that it had started
    wait_until(lambda: len(parts()) >= 2, 'two parts are finished')
    victim, batches = wait_until(lambda: next(((w, pids) for w in workers if (pids := reading(w))), None), 'a worker reads')
    family = [pid for pid in below(victim.pid) if not any(pid == b or pid in below(b) for b in batches)]
    finished = len(parts())
    for pid in [victim.pid, *family]:
        with contextlib.suppress(ProcessLookupError):   # what the held program sleeps with comes and goes
            os.kill(pid, signal.SIGKILL)
    check(first.poll() is None, f'a worker was killed while it read, after {finished} parts')
    wait_until(lambda: not any(map(is_alive, batches)), 'the program that it had started is gone, too')
    go.touch()
    out, said = first.communicate(timeout=300)[0], words.read_text()
    check(first.returncode == 1, f'the driver ends with the status of one batch: {first.returncode} {said[-500:]}')
    check(' on 2 workers' in said, f'it went on with two workers: {said[-500:]}')
    check(len(parts()) > finished, 'parts were finished after the kill')
    check_same(work / 'shared/out', work / 'whole', 'three workers, one killed')
    check(f'records: {work}/shared/out/records.jsonl' in out, 'the summary names the output')
    check(all(len(name) == 64 for name in parts()), 'nothing unfinished is left among the parts')

    # ---- the same documents again: nothing is read; one changed and one gone: only their parts
    def run(*words, **more):
        process = drive(*words, **more)
        out, said = process.communicate(timeout=300)
        return process.returncode, said

    before = parts()
    status, said = run()
    check(status == 1 and parts() == before and f'{len(before)} parts done ({len(before)} from before)' in said, f'a second run reads nothing: {said[-300:]}')
    check_same(work / 'shared/out', work / 'whole', 'a second run')
    (inputs / '003/first.txt').write_bytes((inputs / '004/cuts.txt').read_bytes())
    (inputs / '007/wide.txt').unlink()
    status, said = run()
    check(1 <= len(parts() - before) <= 2, f'{len(parts() - before)} parts of {len(before)} were read again')
    batch(program, [inputs], work / 'changed')
    check_same(work / 'shared/out', work / 'changed', 'a document changed and one gone')
    before = parts()
    stamps = {p.name: p.stat().st_ino for p in (work / 'shared/parts').glob('*/*')}
    status, said = run('--retry-failed')
    again = [p.name for p in (work / 'shared/parts').glob('*/*') if p.stat().st_ino != stamps.get(p.name)]
    check(parts() == before and 0 < len(again) < len(before), f'--retry-failed reads {len(again)} parts of {len(before)} again')
    check_same(work / 'shared/out', work / 'changed', 'after --retry-failed')

    # ---- the driver stopped, and going on; paths as they are given
    for told in (go.unlink, (work / 'turn1').rmdir, (work / 'turn2').rmdir):
        told()
    stopped = drive('--chunk', '8', '--program', str(held), shared='stopped')
    wait_until(lambda: len(parts('stopped')) >= 2, 'two parts are finished')
    second = drive(shared='stopped')
    check(second.wait(60) == 2 and 'another budgetlift-dask' in second.stderr.read(), 'a second driver on the same folder leaves')
    stopped.send_signal(signal.SIGINT)
    said = stopped.communicate(timeout=60)[1]
    check(stopped.returncode == 130 and 'the same command goes on' in said, f'Ctrl-C ends it with 130: {stopped.returncode} {said[-300:]}')
    go.touch()
    check(not (work / 'stopped/out').exists(), 'nothing is put together then')
    status, said = run('--chunk', '8', shared='stopped')
    check(status == 1 and '(0 from before' not in said, f'it goes on: {said[-200:]}')
    check_same(work / 'stopped/out', work / 'changed', 'stopped and gone on')

    # ---- what cannot be
    liar = work / 'liar'
    liar.write_text(f'#!/bin/sh\ncase $2 in @*) echo no room >&2; exit 1 ;; esac\nexec {program} "$@"\n')
    liar.chmod(0o755)
    status, said = run('--program', str(liar), shared='lied')
    check(status == 3 and 'no room' in said and not (work / 'lied/out').exists(), f'a program that cannot write gives no output: {status} {said[-300:]}')
    status, said = run('--program', str(work / 'none'))
    check(status == 2 and '--program' in said, 'a program that is not there is named')
    for options in ('--no-such-option', '--shard 1/2'):
        status, said = run(f'--options={options}', shared='wrong')
        check(status == 2 and options in said, f'options that do not do are named: {said[-300:]}')

# ---- without a cluster, and with relative paths: as a batch that was started there
os.chdir(work)
done = subprocess.run([sys.executable, str(driver), 'in/000', 'in/001', 'in/none.pdf', '--shared', 'local', '--local', '2', '--program', program, '--chunk', '5'],
                      capture_output=True, text=True, timeout=300)
check(done.returncode == 1, f'--local: {done.returncode} {done.stderr[-500:]}')
batch(program, ['in/000', 'in/001', 'in/none.pdf'], work / 'relative')
check_same(work / 'local/out', work / 'relative', '--local and relative paths')
done = subprocess.run([sys.executable, str(driver), 'in', '--shared', 'local', '--scheduler', f'tcp://127.0.0.1:{free_port()}', '--program', program],
                      capture_output=True, text=True, timeout=120)
check(done.returncode == 2 and 'dask-scheduler' in done.stderr, f'a scheduler that is not there is named: {done.stderr[-300:]}')

# ---- a worker that was thought lost publishes after its successor: the first one's part stays
loader = importlib.machinery.SourceFileLoader('budgetlift_dask', str(driver))
dask = importlib.util.module_from_spec(importlib.util.spec_from_loader('budgetlift_dask', loader))
sys.dont_write_bytecode = True
loader.exec_module(dask)
part = str(work / 'published/ab/part')
dask.publish(str(work / 'whole'), part)
first = os.stat(part).st_ino
dask.publish(str(work / 'whole'), part)
check(os.stat(part).st_ino == first and os.listdir(work / 'published/ab') == ['part'], 'a part is published once')

# ---- what a part depends on, and what a worker must see
form = work / 'own.json'
readers = []
for label in ('项目名称', '工程名称'):
    form.write_text((ROOT / 'schemas/forms/hebei-2024.json').read_text().replace('"hebei-2024"', '"own"').replace('项目名称', label))
    readers.append(dask.own_reader(program, ['--form', str(form)]))
check(all(readers) and readers[0] != readers[1], f'another form is another part: {readers}')
try:
    dask.read_part(str(work / 'unseen'), [(bytes(inputs / '000/first.txt'), (1,)), (b'/nowhere/a.pdf', (1, 2, 3, 4))], str(work), program, readers[0], [])
    check(False, 'a worker that lacks a document cannot read its chunk')
except RuntimeError as error:
    check('does not see /nowhere/a.pdf' in str(error), f'a worker that lacks a document says so: {error}')

# ---- chunks: a new document changes its own chunk alone
names = [b'/archive/%06d.pdf' % n for n in range(5000)]
old = {tuple(path for path, _ in chunk) for chunk in dask.chunks(names, 100)}
new = {tuple(path for path, _ in chunk) for chunk in dask.chunks(sorted([*names, b'/archive/002500-a.pdf']), 100)}
check(sum(map(len, old)) == 5000 and 20 < len(old) < 100 and len(old - new) == 1, f'{len(old - new)} of {len(old)} chunks change with a new document')
