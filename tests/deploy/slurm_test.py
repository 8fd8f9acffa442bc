#!/usr/bin/python3
"""deploy/slurm on a Slurm of this machine alone (munged, slurmctld, slurmd, without systemd): an array of four and a merge;
a task that is queued again while it reads; a shard that is missing."""
import atexit
import contextlib
import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from common import ROOT, Processes, arguments, batch, check, check_same, documents, free_port, need, scans, tools, wait_until

need(*tools('munged', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'squeue'))
program, work = arguments()
slurm = ROOT / 'deploy/slurm'
inputs = documents(work / 'in', 12)
batch(program, [inputs], work / 'whole')

# Where the daemons live: a socket's path must be short.
home = Path(tempfile.mkdtemp(prefix='budgetlift-slurm-'))
atexit.register(shutil.rmtree, home, ignore_errors=True)
for name in ('state', 'spool', 'bin'):
    (home / name).mkdir()
(home / 'bin/budgetlift').symlink_to(program)
key = home / 'munge.key'
key.write_bytes(secrets.token_bytes(1024))
key.chmod(0o600)
host, user = socket.gethostname().partition('.')[0], getpass.getuser()
config = home / 'slurm.conf'
config.write_text(f'''ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
AuthType=auth/munge
# A task that is queued again starts once its first credential has expired.
AuthInfo=socket={home}/munge.socket,cred_expire=5
StateSaveLocation={home}/state
SlurmdSpoolDir={home}/spool
SlurmctldPidFile={home}/slurmctld.pid
SlurmdPidFile={home}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,batch_sched_delay=0
KillWait=5
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
# More processors than the machine may have: four tasks of two each are at work at once.
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs=8 RealMemory=16000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
''')
environment = {**os.environ, 'SLURM_CONF': str(config), 'PATH': f'{home}/bin:{os.environ["PATH"]}:/usr/sbin:/sbin'}


def slurm_says(*words):
    return subprocess.run([str(w) for w in words], env=environment, capture_output=True, text=True)


def submit(shards, folder, *more):
    done = slurm_says(slurm / 'submit', shards, folder, *more)
    check(done.returncode == 0, f'submitted: {done.stdout.strip()} {done.stderr.strip()}')
    return done.stdout.split()


def wait_for(job, seconds=240):
    """Until no task of it is queued or running; gives the exit statuses of its tasks."""
    wait_until(lambda: not slurm_says('squeue', '--noheader', '--jobs', job, '--states', 'all', '--Format', 'State').stdout.strip().replace('COMPLETED', '')
               .replace('FAILED', '').replace('CANCELLED', '').split(), f'job {job} ends', seconds)
    shown = slurm_says('scontrol', '--oneliner', 'show', 'job', job).stdout
    return sorted(word.removeprefix('ExitCode=') for word in shown.split() if word.startswith('ExitCode='))


def cancel_all():
    """Jobs outlive slurmd."""
    slurm_says('scancel', f'--user={user}')
    end = time.monotonic() + 15
    while slurm_says('squeue', '--noheader').stdout.strip() and time.monotonic() < end:
        time.sleep(0.2)


with Processes(home) as servers, contextlib.ExitStack() as at_end:
    servers.start('munged', [shutil.which('munged', path=environment['PATH']), '--foreground', '--force', f'--key-file={key}', f'--socket={home}/munge.socket',
                             f'--pid-file={home}/munged.pid', f'--log-file={home}/munged-own.log', f'--seed-file={home}/munged.seed'])
    wait_until(lambda: (home / 'munge.socket').exists(), 'munged answers')
    for daemon in ('slurmctld', 'slurmd'):
        servers.start(daemon, [shutil.which(daemon, path=environment['PATH']), '-D', '-f', config], env=environment)
    at_end.callback(cancel_all)
    wait_until(lambda: slurm_says('sinfo', '--noheader', '--Format', 'StateLong').stdout.split() == ['idle'], 'the node is ready')

    # ---- an array of four, one of its tasks queued again while it reads
    array, merge = submit(4, work / 'out', inputs)
    ledger = work / 'out/shards/2-of-4/ledger.sqlite'
    wait_until(ledger.exists, 'the second shard reads')
    again = slurm_says('scontrol', 'requeue', f'{array}_2')
    check(again.returncode == 0, f'the second task is queued again: {again.stderr.strip()}')
    statuses = wait_for(array)
    logs = {log.name: log.read_text() for log in sorted((work / 'out/logs').iterdir())}
    check(statuses == ['0:0'] * 4, f'four tasks end well, though documents failed: {statuses}')
    # Its log has the words of both tries.
    check(logs['2.log'].count('to do') >= 2 or 'CANCELLED' in logs['2.log'], f'the second task was tried twice: {logs["2.log"][-500:]}')
    check(wait_for(merge) == ['1:0'], f'the merge says that documents failed: {(work / "out/logs/merge.log").read_text()[-500:]}')
    check_same(work / 'out/records', work / 'whole', 'an array of four and a merge')
    check(f'{work}/out/records' in (work / 'out/logs/merge.log').read_text(), 'the merge says where the lists are')

    # ---- a shard is missing: nothing is put together; given again, all is there
    folder = work / 'part'
    folder.mkdir()
    def give(*words):
        return slurm_says('sbatch', '--parsable', f'--output={folder}/%x.log', *words).stdout.strip()
    array = give('--array=1-3', slurm / 'batch.sbatch', 4, folder, inputs)
    merge = give(f'--dependency=afterany:{array}', slurm / 'merge.sbatch', 4, folder)
    check(wait_for(merge) == ['3:0'], 'without the fourth shard the merge ends with 3')
    said = (folder / 'budgetlift-merge.log').read_text()
    check('4-of-4: no batch was run here' in said and not (folder / 'records').exists(), f'and names it: {said[-300:]}')
    array = give('--array=4', slurm / 'batch.sbatch', 4, folder, inputs)
    merge = give(f'--dependency=afterany:{array}', slurm / 'merge.sbatch', 4, folder)
    check(wait_for(merge) == ['1:0'], 'the fourth shard given alone, then the merge')
    check_same(folder / 'records', work / 'whole', 'the fourth shard later')

    # ---- the time is up: what is read is finished, and the task queues itself again
    more = documents(work / 'more', 8)
    scans(more, 4, 0, 2)
    array = give('--array=1', '--output=%s/again.log' % folder, slurm / 'batch.sbatch', 2, work / 'again', more)
    wait_until((work / 'again/shards/1-of-2/ledger.sqlite').exists, 'it reads')
    time.sleep(0.5)
    slurm_says('scancel', '--batch', '--signal=USR1', f'{array}_1')
    check(wait_for(array) == ['0:0'], 'a task whose time is up ends well in the end')
    said = (folder / 'again.log').read_text()
    check(said.count(' to do, ') == 2 and 'inputs are left to do' in said, f'it was started twice, and went on: {said[-800:]}')
    done = subprocess.run([program, 'batch', more, '--out', work / 'one', '--shard', '1/2', '--progress-every', '0'], capture_output=True)
    check_same(work / 'again/shards/1-of-2', work / 'one', 'queued again by itself')

    # ---- a folder that cannot be written is no finished shard
    wrong = work / 'wrong'
    (wrong / 'shards').mkdir(parents=True)
    (wrong / 'shards/1-of-1').write_text('')
    array = give('--array=1', '--output=%s/wrong.log' % wrong, slurm / 'batch.sbatch', 1, wrong, inputs)
    check(wait_for(array) == ['1:0'], f'a shard that cannot be written fails: {(wrong / "wrong.log").read_text()[-300:]}')
done = slurm_says(slurm / 'submit', 'four', work / 'x', inputs)
check(done.returncode == 2 and 'for example' in done.stderr, 'a wrong number of shards is named')
