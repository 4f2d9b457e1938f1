"""What a ledger is worth on a second import, and how a large run goes on after a kill.

usage: again.py MUSTER DIRECTORY ROWS ROUNDS

Imports ROWS leads into the emulator, without limit; kills the import with SIGKILL at nine tenths, and
resumes it: how long until it sends again, and how much memory it takes. Then imports the same file again,
ROUNDS times in alternation with `check` of it: nothing may be sent. Then the file with 2,000 rows changed:
exactly these may be sent. Prints a table, and the size of the ledger; ends with 1 if a number of requests
isn't as it has to be.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time

from emulator import Emulator, Import

CHANGED = 2000


def peak(run, upserts):
    """Waits for the end of a process; its peak memory in MB, and the seconds until it first sent."""
    first = None
    done = threading.Event()

    def watch():
        nonlocal first
        before = upserts()
        while not done.is_set():
            if upserts() > before:
                first = time.monotonic() - run.began
                return
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = run.finish()
    done.set()
    watcher.join()
    return code, run.megabytes, first


def main():
    muster, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows, rounds = int(sys.argv[3]), int(sys.argv[4])
    here = os.path.dirname(os.path.abspath(__file__))
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    file = os.path.join(directory, "leads.csv")
    subprocess.run([sys.executable, os.path.join(here, "leads.py"), str(rows), file], check=True)
    ledger = os.path.join(directory, "ledger")
    problems = []
    with Emulator(muster, "--rate", "none") as emulator:

        def importing(name):
            out = os.path.join(directory, name)
            shutil.rmtree(out, ignore_errors=True)
            return Import(muster, emulator, file, out, "lemlist", "--rate", "none", ledger=ledger)

        def upserts():
            return emulator.stats()["lemlist"]["upserts"]["accepted"]

        run = importing("first").start()
        while upserts() < rows * 9 // 10:
            time.sleep(0.2)
        run.process.send_signal(signal.SIGKILL)
        run.process.wait()
        run.command = [muster, "resume", "--quiet", "--ledger-path", ledger]
        code, megabytes, first = peak(run.start(), upserts)
        repeated = upserts() - rows
        if code != 0 or repeated > 192:
            problems.append(f"the resume ended with {code}, {repeated} repeated")
        print("| | |\n|---|---:|")
        print(f"| a run of {rows:,} killed at nine tenths: resume sends after | {first:.1f} s |")
        print(f"| its peak memory | {megabytes:.0f} MB |")
        print(f"| repeated by it | {repeated} |")

        imports, checks, memory = [], [], []
        for number in range(rounds):
            before = upserts()
            again = importing("again").start()
            if again.finish() != 0 or upserts() != before:
                problems.append(f"an unchanged file: {upserts() - before} requests")
            imports.append(again.seconds)
            memory.append(again.megabytes)
            check = importing("check")
            check.command = [muster, "check", file, "--to", "lemlist", "--quiet"]
            check.start().finish()
            checks.append(check.seconds)
        ratios = [a / b for a, b in zip(imports, checks)]
        print(
            f"| the unchanged file again, median of {rounds} | {statistics.median(imports):.1f} s |")
        print(f"| `check` of it, in alternation | {statistics.median(checks):.1f} s |")
        print(
            f"| **times `check`** ({min(ratios):.1f}–{max(ratios):.1f}) |"
            f" **{statistics.median(ratios):.1f}** |")
        print(f"| its peak memory | {max(memory):.0f} MB |")

        with open(file, encoding="utf-8") as source:
            lines = source.readlines()
        step = rows // CHANGED
        for index in range(1, rows + 1, step):
            lines[index] = lines[index].replace("Head of Things", "Head of Other Things")
        changed = len(range(1, rows + 1, step))
        with open(file, "w", encoding="utf-8") as target:
            target.writelines(lines)
        before = upserts()
        run = importing("changed").start()
        sent = (run.finish(), upserts() - before)[1]
        if sent != changed:
            problems.append(f"{changed} rows changed, {sent} sent")
        print(f"| {changed:,} rows changed: contacts sent | {sent:,} |")
    subprocess.run([muster, "ledger", "vacuum", "--ledger-path", ledger], check=True, stdout=subprocess.DEVNULL)
    # Each run of an unchanged file adds next to nothing.
    print(f"| the ledger, bytes a contact | {os.path.getsize(ledger) / rows:.0f} |")
    for problem in problems:
        print(f"\n**{problem}**")
    sys.exit(1 if problems else 0)


main()
