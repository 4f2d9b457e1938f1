"""Puts imports into trouble other than a kill, and checks what came of it.

usage: troubles.py MUSTER DIRECTORY ROWS SEED [CASE...]

Each case imports ROWS rows into an emulator that fails now and then, and gets into one trouble on the way.
Then the emulator has to hold every contact as its row says, results and totals have to add up, and no
contact may have been taken a second time but those that were in flight. Prints a line for each case; ends
with 1 if anything isn't as it has to be. Cases that need what this machine doesn't give are skipped, and
said.
"""

import os
import shutil
import signal
import subprocess
import sys
import time

from emulator import Emulator, Import

FAULTS = "500:1%,reset:0.5%,latency:1..30ms"
# On their way at most (128), and answered and not committed yet at most (64).
MOST_IN_FLIGHT = 128 + 64


class Skipped(Exception):
    """The machine doesn't have what the case needs."""


class Trouble:
    """What a case has: the file of leads, a place for the run, and an import."""

    def __init__(self, muster, directory, rows, seed):
        self.muster, self.directory, self.rows, self.seed = muster, directory, rows, seed
        self.file = os.path.join(directory, "leads.csv")
        self.out = os.path.join(directory, "out")
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run(
            [sys.executable, os.path.join(here, "leads.py"), str(rows), self.file], check=True)

    def cut_file(self):
        """Cuts the file short, in place."""
        with open(self.file, "r+b") as file:
            self.whole = file.read()
            file.truncate(len(self.whole) // 2)

    def mend_file(self):
        with open(self.file, "wb") as file:
            file.write(self.whole)

    def emulator(self, *options, faults=FAULTS, rate="none"):
        return Emulator(
            self.muster, "--rate", rate, "--faults", faults, "--seed", str(self.seed), *options)

    def importing(self, emulator, *options, out=None, file=None, ledger=None, pace=("--rate", "none")):
        return Import(
            self.muster, emulator, file or self.file, out or self.out, "lemlist", *pace, "--list",
            "Sandbox", *options, ledger=ledger or self.out + ".ledger")

    def resume(self, run, expecting=0):
        """Goes on with the run; says what it printed on standard error."""
        run.command = [self.muster, "resume", "--quiet", "--ledger-path", self.out + ".ledger"]
        ended = subprocess.run(run.command, env=run.environment, capture_output=True, text=True)
        expect(ended.returncode == expecting, f"resume ended with {ended.returncode}: {ended.stderr}")
        return ended.stderr


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < end, "what was waited for didn't come")
        time.sleep(0.01)


def upserts(emulator):
    return emulator.stats()["lemlist"]["upserts"]["accepted"]


def titles(contacts):
    return {c["linkedin_url"].rsplit("/", 1)[-1]: c["fields"].get("jobTitle") for c in contacts}


def check_contacts(trouble, contacts):
    held = titles(contacts)
    expect(len(held) == trouble.rows, f"{trouble.rows - len(held)} contacts are lost")
    wrong = [n for n, t in held.items() if t != f"Head of Things, row {n.rsplit('-', 1)[-1]}"]
    expect(not wrong, f"{len(wrong)} contacts are wrong")


def check_results(trouble, run):
    rows = [int(row["_row"]) for row in run.results()]
    expect(rows == [*range(1, trouble.rows + 1)], "results.csv doesn't have every row once")
    counts = run.summary()["targets"][0]["rows"]
    accepted = counts["created"] + counts["updated"] + counts["upserted"]
    expect(accepted == counts["read"] == trouble.rows, f"totals are {counts}")


def checked(trouble, emulator, run):
    """All contacts are there, the results add up, and what was sent again was in flight."""
    check_contacts(trouble, emulator.contacts("lemlist"))
    check_results(trouble, run)
    repeated = upserts(emulator) - trouble.rows
    expect(repeated <= MOST_IN_FLIGHT, f"{repeated} contacts were sent again")
    return f"{repeated} repeated"


# Cases


def full_disk(trouble):
    """The ledger and the results are on a disk that fills up."""
    place = os.path.join(trouble.directory, "small")
    os.mkdir(place)
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place]
    if subprocess.run(mount, capture_output=True).returncode != 0:
        raise Skipped("a small disk can't be mounted here: that takes root")
    try:
        trouble.out = os.path.join(place, "out")
        with trouble.emulator() as emulator:
            run = trouble.importing(emulator)
            ended = subprocess.run(
                run.command, env=run.environment, capture_output=True, text=True, timeout=300)
            expect(ended.returncode == 3, f"it ended with {ended.returncode}: {ended.stderr}")
            expect("disk is full" in ended.stderr, f"it says: {ended.stderr}")
            sentences = ended.stderr.strip().splitlines()
            expect(len(sentences) == 1, f"it says: {ended.stderr}")
            before = upserts(emulator)
            expect(0 < before < trouble.rows, f"{before} contacts were sent before it was full")
            subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
            trouble.resume(run)
            return f"full after {before} contacts; " + checked(trouble, emulator, run)
    finally:
        subprocess.run(["umount", place], check=False)


def deleted_ledger(trouble):
    """The ledger is deleted while the import goes on."""
    with trouble.emulator() as emulator:
        run = trouble.importing(emulator).start()
        wait_for(lambda: upserts(emulator) > trouble.rows // 4)
        for suffix in ("", "-wal", "-shm"):
            os.remove(trouble.out + ".ledger" + suffix)
        expect(run.finish() == 0, f"it ended with {run.process.returncode}")
        repeated = checked(trouble, emulator, run)
        # A ledger that is begun anew knows nothing: all is sent again, and nothing is doubled.
        again = trouble.importing(emulator, out=trouble.out + "-again").start()
        expect(again.finish() == 0, "the next import failed")
        check_contacts(trouble, emulator.contacts("lemlist"))
        counts = again.summary()["targets"][0]["rows"]
        expect(counts["updated"] == trouble.rows, f"the next import: {counts}")
        return repeated


def clock_set_back(trouble):
    """The clock is set back by a day while the import goes on: for it alone, by a library that is loaded
    before all others. The clock that can't be set (CLOCK_MONOTONIC) stays as it is."""
    compiler = shutil.which("clang") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        raise Skipped("that takes Linux and a C compiler")
    here = os.path.dirname(os.path.abspath(__file__))
    library = os.path.join(trouble.directory, "clock.so")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, os.path.join(here, "clock.c")],
        check=True)
    mark = os.path.join(trouble.directory, "set-back")
    with trouble.emulator() as emulator:
        run = trouble.importing(emulator)
        run.environment |= {"LD_PRELOAD": library, "CLOCK_SET_BACK": mark}
        run.start()
        wait_for(lambda: upserts(emulator) > trouble.rows // 4)
        with open(mark, "w", encoding="utf-8"):
            pass
        expect(run.finish() == 0, f"it ended with {run.process.returncode}")
        summary = run.summary()
        expect(summary["finished"] < summary["started"], "the clock wasn't set back")
        return checked(trouble, emulator, run)


def truncated_source(trouble):
    """The file is cut short between a kill and the resume, and put back."""
    with trouble.emulator() as emulator:
        run = trouble.importing(emulator).start()
        wait_for(lambda: upserts(emulator) > trouble.rows // 4)
        run.process.send_signal(signal.SIGKILL)
        run.process.wait()
        trouble.cut_file()
        said = trouble.resume(run, expecting=2)
        expect("its content has changed" in said, f"it says: {said}")
        trouble.mend_file()
        trouble.resume(run)
        return checked(trouble, emulator, run)


def truncated_while_read(trouble):
    """The file is cut short while the import goes on: it has to end with a sentence, not with results."""
    with trouble.emulator(faults="latency:20ms") as emulator:
        run = trouble.importing(emulator)
        process = subprocess.Popen(
            run.command, env=run.environment, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: upserts(emulator) > 50)
        trouble.cut_file()
        _, said = process.communicate(timeout=300)
        expect(process.returncode == 65, f"it ended with {process.returncode}: {said}")
        expect(len(said.strip().splitlines()) == 1, f"it says: {said}")
        trouble.mend_file()
        trouble.resume(run)
        return checked(trouble, emulator, run)


def stopped_process(trouble):
    """The process is stopped for 30 s and goes on, under the limit of its key."""
    with trouble.emulator(rate="2000/2s") as emulator:
        limit = ("--config", os.path.join(trouble.directory, "limit.json"))
        with open(limit[1], "w", encoding="utf-8") as file:
            file.write('{"targets":{"lemlist":{"rate_limit":{"requests":2000,"window_seconds":2}}}}')
        run = trouble.importing(emulator, *limit, pace=()).start()
        wait_for(lambda: upserts(emulator) > trouble.rows // 4)
        run.process.send_signal(signal.SIGSTOP)
        time.sleep(30)
        run.process.send_signal(signal.SIGCONT)
        expect(run.finish() == 0, f"it ended with {run.process.returncode}")
        repeated = checked(trouble, emulator, run)
        key = emulator.stats()["lemlist"]["keys"][0]
        expect(key["peak"] <= 2000 and key["answered_429"] == 0, f"the key: {key}")
        return f"{repeated}, peak {key['peak']} of 2000"


def restarted_target(trouble):
    """The emulator is killed, and another one with nothing in it starts at the same place."""
    with trouble.emulator() as first:
        run = trouble.importing(first).start()
        wait_for(lambda: upserts(first) > trouble.rows // 4)
        # What it has at its end is only known if nothing comes any more.
        run.process.send_signal(signal.SIGSTOP)
        time.sleep(0.5)
        before = titles(first.contacts("lemlist"))
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        run.process.send_signal(signal.SIGCONT)
        time.sleep(3)
        port = first.url.rsplit(":", 1)[1]
        second = trouble.emulator()
        second.command[second.command.index("--port") + 1] = port
        with second:
            expect(run.finish() in (0, 1), f"it ended with {run.process.returncode}")
            after = titles(second.contacts("lemlist"))
        held = before | after
        expect(len(held) == trouble.rows, f"{trouble.rows - len(held)} contacts are lost")
        repeated = len(before.keys() & after.keys())
        expect(repeated <= MOST_IN_FLIGHT, f"{repeated} contacts were sent again")
        check_results(trouble, run)
        return f"{repeated} repeated"


def two_processes(trouble):
    """Two imports of mostly the same people with one key, for 60 s at lemlist's limit."""
    count = 600
    trouble.rows = count
    here = os.path.dirname(os.path.abspath(__file__))
    files = []
    for name in ("one", "two"):
        file = os.path.join(trouble.directory, f"{name}.csv")
        subprocess.run([sys.executable, os.path.join(here, "leads.py"), str(count), file], check=True)
        files.append(file)
    with open(files[1], encoding="utf-8") as file:
        header, *rows = file.read().splitlines()
    with open(files[1], "w", encoding="utf-8") as file:
        # From the other end, so that they meet in the middle.
        file.write("\n".join([header, *reversed(rows)]) + "\n")
    with trouble.emulator(faults="latency:0..40ms", rate="documented") as emulator:
        runs = [
            trouble.importing(
                emulator, out=f"{trouble.out}-{index}", file=file, pace=()).start()
            for index, file in enumerate(files)
        ]
        codes = [run.finish() for run in runs]
        expect(codes == [0, 0], f"they ended with {codes}")
        stats = emulator.stats()["lemlist"]
        check_contacts(trouble, emulator.contacts("lemlist"))
    key, counted = stats["keys"][0], stats["upserts"]
    expect(key["peak"] <= 20 and key["answered_429"] == 0, f"the key: {key}")
    expect(counted["overlaps"] == 0, f"one contact was in flight twice: {counted}")
    expect(counted["accepted"] == count, f"{counted['accepted'] - count} contacts were sent twice")
    sent = [run.summary()["targets"][0]["requests"]["sent"] for run in runs]
    expect(min(sent) * 3 > max(sent), f"one was kept from sending by the other: {sent}")
    unchanged = [run.summary()["targets"][0]["rows"]["unchanged"] for run in runs]
    expect(sum(unchanged) == count, f"unchanged: {unchanged}")
    seconds = (key["last_ms"] - key["first_ms"]) / 1000
    return (
        f"peak {key['peak']} of 20 in {seconds:.0f} s, each contact once, {sent[0]} and {sent[1]}"
        " requests")


CASES = [
    full_disk, deleted_ledger, clock_set_back, truncated_source, truncated_while_read, stopped_process,
    restarted_target, two_processes,
]


def main():
    muster, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows, seed, names = int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]
    failed = False
    for case in CASES:
        if names and case.__name__ not in names:
            continue
        place = os.path.join(directory, case.__name__)
        os.mkdir(place)
        title = case.__name__.replace("_", " ")
        try:
            print(f"{title}: {case(Trouble(muster, place, rows, seed))}", flush=True)
        except Skipped as skipped:
            print(f"{title}: skipped, {skipped}", flush=True)
        except AssertionError as error:
            failed = True
            print(f"{title}: FAILED: {error}", flush=True)
    sys.exit(1 if failed else 0)


main()
