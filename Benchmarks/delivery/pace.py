"""How much of a key's limit an import uses, and whether it ever uses more.

usage: pace.py MUSTER DIRECTORY [SECONDS [NUMBERS]]

Imports into the emulator at the documented limits for about SECONDS (default 60) each, and prints a
line of a table for each, or for those with the NUMBERS, from 0, with commas between. The shares are of the
limit: 20 requests in 2 s at lemlist, 300 in 60 s at GetSales. The first is from the first request of the key
to the last: the preflight, whose answers are waited for one after the other, is among them. The second is
from the first contact to the last. Ends with 1 if a window saw more requests than the limit, or a 429 was
given where none should be, or the second share is less than it should be.
"""

import json
import os
import subprocess
import sys

from emulator import Emulator, Import

LIMITS = {"lemlist": (20, 2), "getsales": (300, 60)}
CASES = [
    # What, target, faults, how many at once, the least share of the limit that is asked for.
    ("answers in 0–40 ms", "lemlist", "latency:0..40ms", 1, 0.97),
    ("answers in 0–40 ms", "getsales", "latency:0..40ms", 1, 0.97),
    ("answers in 50 ms", "lemlist", "latency:50ms", 1, 0.97),
    ("answers in 2 s", "lemlist", "latency:2000ms", 1, 0.97),
    ("answers in 2 s", "getsales", "latency:2000ms", 1, 0.97),
    ("answers in 20–400 ms", "lemlist", "latency:20..400ms", 1, 0),
    ("two imports at once, one key", "lemlist", "latency:0..40ms", 2, 0.97),
    ("two imports at once, one key", "getsales", "latency:0..40ms", 2, 0.97),
]


def apart(line, offset):
    """Another person: GetSales also knows people by their name and company."""
    return (
        line.replace("firma", f"firma{offset}x").replace("/in/", f"/in/x{offset}-")
        .replace("Firma ", f"Firma {offset}-"))


def leads(directory, count, offset):
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.path.join(directory, f"pace-{count}-{offset}.csv")
    subprocess.run(
        [sys.executable, os.path.join(here, "leads.py"), str(count), path + ".all"], check=True)
    with open(path + ".all", encoding="utf-8") as file, open(path, "w", encoding="utf-8") as out:
        for number, line in enumerate(file):
            # The files of imports that run at once have nobody in common.
            out.write(line if number == 0 else apart(line, offset))
    os.remove(path + ".all")
    return path


def share(times, limit, window):
    """How much of a limit requests at these milliseconds use."""
    return (len(times) - 1) / (max(times) - min(times)) * 1000 * window / limit


def main():
    muster, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60
    numbers = [int(part) for part in sys.argv[4].split(",")] if len(sys.argv) > 4 else None
    os.makedirs(directory, exist_ok=True)
    failed = False
    print(
        "| | target | contacts | requests/s | of the limit | without the preflight | peak | 429"
        " | processor time |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for number, (what, target, faults, at_once, least) in enumerate(CASES):
        if numbers and number not in numbers:
            continue
        limit, window = LIMITS[target]
        count = int(limit / window * seconds / at_once)
        runs = []
        with Emulator(muster, "--faults", faults, "--seed", "7") as emulator:
            ledger = os.path.join(directory, f"ledger-{os.getpid()}-{number}")
            for index in range(at_once):
                out = os.path.join(directory, f"run-{os.getpid()}-{number}-{index}")
                file = leads(directory, count, index)
                runs.append(
                    Import(muster, emulator, file, out, target, ledger=ledger).start())
            codes = [run.finish() for run in runs]
            stats = emulator.stats()[target]
            log = [json.loads(line) for line in emulator.get("/_requests").splitlines()]
        key = stats["keys"][0]
        own = [record for record in log if record["side"] == target]
        whole = share([record["ms"] for record in own], limit, window)
        sending = share([record["ms"] for record in own if record["contact"]], limit, window)
        processor = max(run.processor / run.seconds for run in runs)
        is_bad = (
            any(codes) or key["peak"] > limit or key["answered_429"] > 0 or sending < least
            or stats["contacts"] != count * at_once)
        failed = failed or is_bad
        print(
            f"| {what}{' **missed**' if is_bad else ''} | {target} | {stats['contacts']}"
            f" | {whole * limit / window:.2f} | {whole:.1%} | {sending:.1%} | {key['peak']} of {limit} | {key['answered_429']}"
            f" | {processor:.1%} of a core |", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
