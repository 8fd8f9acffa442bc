"""Runs budgetlift on files and tells its cost."""
import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from threading import Timer


@dataclass
class Run:
    output: dict | list         # what it printed; {} if it was nothing usable
    seconds: float              # CPU, user and system
    message: str                # standard error


def measured(words, timeout):
    """(standard output, standard error, CPU seconds) of one command."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        timer = Timer(timeout, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return out.read(), err.read().decode(errors='replace'), usage.ru_utime + usage.ru_stime


def extract(program, path, command=('extract', '-f', 'json'), timeout=1800):
    """One document's JSON; of `tables` the list of its tables."""
    out, message, seconds = measured([program, command[0], str(path), *command[1:]], timeout)
    try:
        if command[0] == 'tables':
            value = [json.loads(line, parse_float=Decimal) for line in out.decode().splitlines()]
        else:
            value = json.loads(out, parse_float=Decimal)
            value = value[0] if isinstance(value, list) else value
    except (ValueError, IndexError):
        value = [] if command[0] == 'tables' else {}
    return Run(value, seconds, message.strip())


def extract_all(program, paths, jobs=1, **how):
    """Runs in the order of the paths, each given as soon as it and those before it are ready."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda path: extract(program, path, **how), paths)
