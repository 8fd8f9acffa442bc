"""The part `scans` of bench/run: reading scanned pages beside Tesseract's whole-page run on the same pictures."""
import glob
import os
import re
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
# What must hold.
LIMIT_CPU_RATIO = 0.7        # of tesseract PAGE.png - -l chi_sim --psm 3
LIMIT_MB = 350               # peak memory of a worker
LIMIT_TWO = 1.9              # throughput of two workers over one

PRESETS = ["clean-300", "seal-300", "office-200", "fax-200", "photo-150"]
SOURCE = os.path.join(ROOT, "corpus/made/first.chromium.pdf")
PAGES = "5..7"               # forms
READER = re.compile(r"opencv|tesseract|lept|budgetlift_scan|onnx|libgomp|libdc1394|libgdal")


def make(folder, preset):
    """The same pages as a PDF of pictures and as PNG files, at the preset's resolution. By a program of its own: a
    child's peak memory begins with its parent's, so this one must stay small."""
    words = [os.path.join(ROOT, "corpus/scan"), SOURCE, "--preset", preset, "--seed", "11", "--pages", PAGES]
    pdf = os.path.join(folder, f"{preset}.pdf")
    subprocess.run([*words, "--out", pdf], check=True)
    subprocess.run([*words, "--out", os.path.join(folder, preset), "--images", "png"], check=True)
    return pdf, sorted(glob.glob(os.path.join(folder, f"{preset}-*.png")))


def speed(measure, program, scans, repeat):
    """In turns, so that whatever else the machine does meets both programs."""
    print(f"Scanned pages, CPU time (user + system) a page, median of {repeat}, s; each program with its start")
    print(f"{'budgetlift':>10} {'tesseract':>10} {'ratio':>6} {'peak MB':>8}  pages")
    peaks, sums = [], [0.0, 0.0]
    for preset, (pdf, pngs) in scans.items():
        ours, theirs = [], []
        for _ in range(repeat):
            seconds, peak = measure([program, "extract", pdf])
            ours.append(seconds / len(pngs))
            peaks.append(peak)
            theirs.append(sum(measure(["tesseract", png, "-", "-l", "chi_sim", "--psm", "3"])[0] for png in pngs) / len(pngs))
        a, b = statistics.median(ours), statistics.median(theirs)
        sums = [sums[0] + a, sums[1] + b]
        print(f"{a:10.2f} {b:10.2f} {a / b:6.2f} {max(peaks[-repeat:]):8.0f}  {len(pngs)} of {preset}"
              f" ({'ok' if a / b <= LIMIT_CPU_RATIO else 'OVER'})", flush=True)
    ratio = sums[0] / sums[1]
    print(f"{sums[0] / len(scans):10.2f} {sums[1] / len(scans):10.2f} {ratio:6.2f} {max(peaks):8.0f}  all: ratio limit {LIMIT_CPU_RATIO}:"
          f" {'ok' if ratio <= LIMIT_CPU_RATIO else 'OVER'}; memory limit {LIMIT_MB}: {'ok' if max(peaks) <= LIMIT_MB else 'OVER'}\n")


def at_once(words, count):
    """(wall seconds until all have ended, CPU seconds of all) of so many processes started together."""
    start, running = time.perf_counter(), []
    for _ in range(count):
        running.append(subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    cpu = 0.0
    for process in running:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu += usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, cpu


def two_workers(program, pdf, repeat):
    words = [program, "extract", pdf]
    at_once(words, 1)
    one, two = zip(*[(at_once(words, 1), at_once(words, 2)) for _ in range(repeat)])
    wall = 2 * min(t[0] for t in one) / min(t[0] for t in two)
    cpu = 2 * min(t[1] for t in one) / min(t[1] for t in two)
    print(f"Two workers at once over one, {os.path.basename(pdf)}, best of {repeat}: {wall:.2f} x the pages a second (limit {LIMIT_TWO}:"
          f" {'ok' if wall >= LIMIT_TWO else 'OVER'}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores); {cpu:.2f} x by CPU time, which"
          " other programs disturb less\n")


def libraries(words):
    told = subprocess.run(words, env={**os.environ, "LD_DEBUG": "files"}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr
    found = re.findall(r"calling init: (\S+)", told.decode(errors="replace"))
    return sorted({os.path.basename(f) for f in found if READER.search(f)})


def nothing_loaded(program, scan):
    """Digital pages load nothing that reads scans; a scan does, or the check itself is blind."""
    made = sorted(glob.glob(os.path.join(ROOT, "corpus/made/*.pdf")))
    loaded = {os.path.basename(f): libraries([program, "extract", f]) for f in made}
    wrong = {f: l for f, l in loaded.items() if l}
    control = libraries([program, "extract", scan])
    print(f"Libraries that read scans, loaded for {len(made)} digital documents: {'none: ok' if not wrong else f'OVER {wrong}'};"
          f" for a scan {len(control)}{' (' + ', '.join(control[:4]) + ' …)' if control else ': this program cannot read scans, or the check is blind'}\n")


def run(measure, program, folder, repeat):
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        scans = {preset: make(folder, preset) for preset in PRESETS}
    except (subprocess.CalledProcessError, OSError) as e:
        print(f"Scans: left out, {e} (setup/install test corpus)\n")
        return
    speed(measure, program, scans, repeat)
    two_workers(program, scans["clean-300"][0], repeat)
    nothing_loaded(program, scans["clean-300"][0])
