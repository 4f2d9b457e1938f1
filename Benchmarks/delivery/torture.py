"""Kills imports at random moments and resumes them, and checks what came of it.

usage: torture.py MUSTER DIRECTORY ROUNDS ROWS SEED

Each round imports ROWS rows into an emulator of its own that fails now and then, kills the import with
SIGKILL at a random moment, resumes it, often kills that too, until a resume comes to its end. Then the
emulator has to hold every contact as its row says, and to have taken no contact a second time but those
that were in flight at a kill: whose answer the ledger didn't have yet. Results and totals have to add
up. Prints the sums; ends with 1 if anything isn't as it has to be.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

from emulator import Emulator, Import

# Without those that carry a request out and then hide it: whatever is repeated is due to the kills. Each
# 429 is a wait of seconds.
FAULTS = "429:0.1%,500:1%,reset:0.5%,latency:1..30ms"
# On their way at most (128), and answered and not committed yet at most (64).
MOST_IN_FLIGHT = 128 + 64


class Killed(Import):
    def resume(self):
        # The command line of the import is in the ledger.
        self.command = [self.command[0], "resume", "--quiet", "--ledger-path", self.out + ".ledger"]
        return self.start()

    def kill_after(self, seconds):
        """False if it ended before by itself."""
        try:
            self.process.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            return True

    def accepted_in_ledger(self):
        return query(
            self.out + ".ledger", "delivery",
            "SELECT count(*) FROM delivery WHERE state = 'accepted'")


def settled_upserts(emulator):
    """How many upserts were carried out, once none is under way any more."""
    last = -1
    while (count := emulator.stats()["lemlist"]["upserts"]["accepted"]) != last:
        last = count
        time.sleep(0.05)
    return count


def main():
    muster, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
    rounds, rows, seed = int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
    dice = random.Random(seed)
    here = os.path.dirname(os.path.abspath(__file__))
    file = os.path.join(directory, "leads.csv")
    subprocess.run([sys.executable, os.path.join(here, "leads.py"), str(rows), file], check=True)
    kills = lost = repeated = wrong = 0
    most_in_flight = 0
    problems = []
    # How long a whole import takes here: moments are chosen within it.
    length = 4.0
    for number in range(1, rounds + 1):
        out = os.path.join(directory, f"run-{number}")
        with Emulator(muster, "--rate", "none", "--faults", FAULTS, "--seed", str(seed + number)) as emulator:
            run = Killed(
                muster, emulator, file, out, "lemlist", "--rate", "none", "--list", "Sandbox")
            began = time.monotonic()
            run.start()
            expected_repeats = 0
            while run.kill_after(dice.uniform(0.02, length)) or run.process.returncode not in (0, 1):
                kills += run.process.returncode == -signal.SIGKILL
                if run.process.returncode != -signal.SIGKILL:
                    problems.append(f"round {number}: exit code {run.process.returncode}")
                    break
                if not query(out + ".ledger", "run", "SELECT count(*) FROM run"):
                    # Killed before the run was in the ledger: there is nothing to resume.
                    subprocess.run(["rm", "-rf", out], check=True)
                    run = Killed(
                        muster, emulator, file, out, "lemlist", "--rate", "none", "--list", "Sandbox"
                    ).start()
                    continue
                in_flight = settled_upserts(emulator) - expected_repeats - run.accepted_in_ledger()
                expected_repeats += in_flight
                most_in_flight = max(most_in_flight, in_flight)
                if in_flight > MOST_IN_FLIGHT:
                    problems.append(f"round {number}: {in_flight} in flight")
                run.resume()
                # The second kill may come later or not at all.
                if dice.random() < 0.4:
                    break
            run.process.wait()
            if run.process.returncode != 0:
                problems.append(f"round {number}: exit code {run.process.returncode}")
                continue
            length = max(1.0, 0.7 * length + 0.3 * min(time.monotonic() - began, 8.0))
            held = {c["linkedin_url"].rsplit("/", 1)[-1]: c for c in emulator.contacts("lemlist")}
            upserts = emulator.stats()["lemlist"]["upserts"]
        missing = rows - len(held)
        bad = sum(
            contact["fields"].get("jobTitle") != f"Head of Things, row {name.rsplit('-', 1)[-1]}"
            for name, contact in held.items())
        lost += missing
        wrong += bad
        repeated += upserts["accepted"] - rows
        if upserts["accepted"] - rows > expected_repeats:
            problems.append(
                f"round {number}: {upserts['accepted'] - rows} repeated, {expected_repeats} were in"
                " flight")
        results = run.results()
        if [int(row["_row"]) for row in results] != [*range(1, rows + 1)]:
            problems.append(f"round {number}: results.csv doesn't have every row once")
        counts = run.summary()["targets"][0]["rows"]
        accepted = counts["created"] + counts["updated"] + counts["upserted"]
        if accepted != rows or sum(counts.values()) != 2 * counts["read"] or counts["read"] != rows:
            problems.append(f"round {number}: totals are {counts}")
        listed = {row["_code"] for row in results} & {"not_added_to_list", "run_interrupted"}
        if listed:
            problems.append(f"round {number}: codes {listed}")
        subprocess.run(f"rm -rf '{out}' '{out}'.ledger*", shell=True, check=True)
        if number % 20 == 0:
            print(f"{number} rounds, {kills} kills", file=sys.stderr, flush=True)
    print(f"{rounds} rounds of {rows} contacts, {kills} kills")
    print(f"lost: {lost}")
    print(f"repeated: {repeated} (at most {most_in_flight} in flight at a kill)")
    print(f"wrong: {wrong}")
    for problem in problems:
        print(problem)
    sys.exit(1 if lost or wrong or problems else 0)


def query(path, table, question):
    """The number that a ledger answers; 0 where it has no such table yet."""
    if not os.path.exists(path):
        return 0
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as ledger:
        tables = {name for (name,) in ledger.execute("SELECT name FROM sqlite_master")}
        return ledger.execute(question).fetchone()[0] if table in tables else 0


main()
