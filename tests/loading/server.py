"""A PostgreSQL server of our own, for the examples of docs/loading.md and for bench/load."""
import os
import shutil
import subprocess
from pathlib import Path


def start(folder):
    """In a new folder below `folder`, reached by a socket alone. Gives (the socket's folder, what ends it), or None where PostgreSQL is
    not installed. Its user is `postgres`; it will not run as root."""
    found = sorted(Path('/usr/lib/postgresql').glob('*/bin/initdb'))
    if not found or not shutil.which('psql'):
        return None
    programs, home = found[-1].parent, folder / 'server'
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    prefix = []
    if os.geteuid() == 0:
        shutil.chown(home, 'postgres', 'postgres')
        prefix = ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--clear-groups']
    run = lambda *words: subprocess.run([*prefix, *map(str, words)], cwd=home, check=True, stdout=subprocess.DEVNULL)
    run(programs / 'initdb', '-D', home / 'd', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync')
    run(programs / 'pg_ctl', '-D', home / 'd', '-l', home / 'log', '-w', '-o', f'-k {home} -c listen_addresses=', 'start')
    return str(home), lambda: run(programs / 'pg_ctl', '-D', home / 'd', '-m', 'fast', '-w', 'stop')
