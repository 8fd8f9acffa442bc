#!/usr/bin/python3
"""The manifests of deploy/kubernetes: their parts fit together, and what their containers run gives the bytes of one batch.
There is no cluster here: the commands are run as its kubelet would, an index after the other, with other folders."""
import importlib.util
import os
import re
import signal
import subprocess

from common import ROOT, arguments, batch, below, check, check_same, documents, need, scans, wait_until, words_of

need('' if importlib.util.find_spec('yaml') else 'python3-yaml')
import yaml

program, work = arguments()
version = re.search(r'project\(budgetlift VERSION (\S+)', (ROOT / 'CMakeLists.txt').read_text()).group(1)
jobs = {name: yaml.safe_load((ROOT / f'deploy/kubernetes/{name}.yaml').read_text()) for name in ('batch', 'merge')}
pods, containers, variables = {}, {}, {}
for name, job in jobs.items():
    check((job['apiVersion'], job['kind']) == ('batch/v1', 'Job'), f'{name}.yaml is a Job')
    pods[name] = job['spec']['template']['spec']
    check(pods[name]['restartPolicy'] in ('Never', 'OnFailure') and len(pods[name]['containers']) == 1, f'{name}: a pod that a Job may have')
    container = containers[name] = pods[name]['containers'][0]
    check(container['image'] == f'budgetlift:{version}', f'{name}: the image of this version, {version}')
    check({m['name'] for m in container['volumeMounts']} == {v['name'] for v in pods[name]['volumes']}, f'{name}: every volume is mounted')
    variables[name] = {v['name']: v['value'] for v in container['env'] if 'value' in v}
    own = {v['name'] for v in container['env']}
    check(own >= set(re.findall(r'\$([A-Z]+)\b', container['command'][-1])), f'{name}: its command has its variables')
    check(all(isinstance(value, str) for value in variables[name].values()), f'{name}: values of variables are strings')
    mounts = {m['mountPath'] for m in container['volumeMounts']}
    check({variables[name][key] for key in ('DOCUMENTS', 'RECORDS') if key in variables[name]} == mounts, f'{name}: its folders are its volumes')
spec = jobs['batch']['spec']
check(spec['completionMode'] == 'Indexed' and spec['parallelism'] <= spec['completions'], 'batch is an Indexed Job')
check(variables['batch']['SHARDS'] == variables['merge']['SHARDS'] == str(spec['completions']), 'one number of shards everywhere')
claims = {v['name']: v['persistentVolumeClaim']['claimName'] for v in pods['batch']['volumes']}
check(pods['merge']['volumes'][0]['persistentVolumeClaim']['claimName'] == claims['records'], 'merge reads where batch writes')

# ---- what the containers run
(work / 'bin').mkdir()
(work / 'bin/budgetlift').symlink_to(program)
inputs = documents(work / 'in', 8)
scans(inputs, 4, 3, 4)
batch(program, [inputs], work / 'whole')


def start(name, index=None):
    environment = {**os.environ, 'PATH': f'{work}/bin:{os.environ["PATH"]}', **variables[name], 'SHARDS': '4', 'JOBS': '2', 'RECORDS': str(work / 'out')}
    if 'DOCUMENTS' in variables[name]:
        environment['DOCUMENTS'] = str(inputs)
    if index is not None:
        environment['JOB_COMPLETION_INDEX'] = str(index)
    return subprocess.Popen(containers[name]['command'], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run(name, index=None):
    process = start(name, index)
    out = process.communicate(timeout=300)[0]
    return process.returncode, out


for index in range(3):
    status, said = run('batch', index)
    check(status == 0, f'the pod of index {index} ends with 0: {said[-200:]}')
status, said = run('merge')
check(status == 3 and '4-of-4: no batch was run here' in said and not (work / 'out/records').exists(), f'a shard that is missing is named: {said[-300:]}')
(work / 'out/records.old').mkdir()
status, said = run('merge')
check(status == 3 and (work / 'out/records').exists(), f'what a merge that was killed had put away is there again: {said[-300:]}')
(work / 'out/records').rmdir()
# A pod that is told to go finishes its documents; the next one goes on.
stopped = start('batch', 3)
wait_until(lambda: any('batch-worker' in words_of(pid) for pid in below(stopped.pid)), 'the fourth pod reads')
stopped.send_signal(signal.SIGTERM)
said = stopped.communicate(timeout=60)[0]
check(stopped.returncode == 130 and 'is not finished' in said, f'a pod that is told to go ends with 130: {stopped.returncode} {said[-300:]}')
status, said = run('merge')
check(status == 3 and 'stopped before its end' in said, f'a shard that is not finished is named: {said[-300:]}')
status, said = run('batch', 3)
check(status == 0, f'the next pod of that index ends with 0: {said[-200:]}')
for words in ('four shards', 'a second merge'):
    status, said = run('merge')
    check(status == 0, f'the merge ends with 0: {said[-200:]}')
    check_same(work / 'out/records', work / 'whole', words)
