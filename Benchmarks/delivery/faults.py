"""Imports rows into the emulator with all faults switched on, and checks what came of it.

usage: faults.py MUSTER DIRECTORY ROWS SEED

Every row is a contact of its own (keep: none), and a third of the rows are about somebody of an
earlier row: so the contact that is stored has to be as the last of them says, whatever failed, was
repeated or overtook in between. Prints what was found; ends with 1 if anything isn't as it has to be.
"""

import os
import subprocess
import sys

from emulator import Emulator, Import

FAULTS = (
    "429:2%,500:1%,503:1%,reset:0.5%,reset-after-commit:0.5%,timeout:0.2%,"
    "timeout-after-commit:0.5%,latency:20..400ms,html:0.2%,garbage:0.1%"
)
SETTINGS = {
    "MUSTER_DEDUPLICATE_KEEP": "none",
    # A request that is never answered is noticed soon, to be done in a quarter of an hour.
    "MUSTER_DELIVERY_FIRST_BYTE_TIMEOUT_SECONDS": "2",
    "MUSTER_DELIVERY_MAX_RETRIES": "15",
}
SIDES = {"getsales": ("getsales", "POST /leads/api/leads/upsert"), "lemlist": ("lemlist", "POST /api/contacts")}
TITLE = {"getsales": "position", "lemlist": "jobTitle"}


def stored(contact, target):
    """The LinkedIn name and the title that the emulator holds."""
    name = contact["fields"].get("linkedin") or contact["linkedin_url"].rsplit("/", 1)[-1]
    return name, contact["fields"][TITLE[target]]


def main():
    muster, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows, seed = int(sys.argv[3]), sys.argv[4]
    persons = rows * 2 // 3 or 1
    file = os.path.join(directory, "leads.csv")
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run(
        [sys.executable, os.path.join(here, "leads.py"), str(rows), file, str(persons)], check=True)
    wrong = []

    def expect(what, is_so, found=""):
        if not is_so:
            wrong.append(f"{what} {found}".strip())

    with Emulator(
        muster, "--rate", "1000000/1s", "--faults", FAULTS, "--seed", seed, "--outage", "5s@60s"
    ) as emulator:
        run = Import(
            muster, emulator, file, os.path.join(directory, "run"), "both", "--rate", "none",
            settings=SETTINGS)
        code = run.start().finish()
        stats, summary, results = emulator.stats(), run.summary(), run.results()
        held = {target: emulator.contacts(target) for target in SIDES}
    expect("the exit code is 0, and not", code == 0, code)
    expect("every row has a line", [int(row["_row"]) for row in results] == [*range(1, rows + 1)])
    last = {}
    for number in range(rows):
        last[number % persons] = f"Head of Things, row {number}"
    for part in summary["targets"]:
        target = part["target"]
        side, route = SIDES[target]
        counts, requests, seen = part["rows"], part["requests"], stats[side]
        statuses = [row[f"_{target}_status"] for row in results]
        total = sum(count for name, count in counts.items() if name != "read")
        expect(f"{target}: the totals add up", total == counts["read"] == rows, counts)
        for name, count in counts.items():
            expect(f"{target}: {name} is as results.csv says",
                   name == "read" or statuses.count(name) == count, count)
        for name in ("unknown", "failed", "rejected", "not_sent", "invalid", "duplicate"):
            expect(f"{target}: no row is {name}", counts[name] == 0, counts[name])
        expect(f"{target}: every person is there once", len(held[target]) == persons, len(held[target]))
        titles = dict(stored(contact, target) for contact in held[target])
        expect(f"{target}: each once by LinkedIn name", len(titles) == persons, len(titles))
        late = sum(
            1 for name, title in titles.items() if title != last[int(name.rsplit("-", 1)[-1])])
        expect(f"{target}: every contact is as its last row says, but", late == 0, late)
        arrived = seen["requests_by_route"][route]
        expect(f"{target}: as many requests arrived as were sent,", arrived == requests["sent"],
               f"{arrived} and {requests['sent']}")
        expect(f"{target}: every row was accepted", requests["accepted"] == rows, requests)
        expect(f"{target}: nobody was in flight twice",
               seen["upserts"]["overlaps"] == 0, seen["upserts"]["overlaps"])
        print(
            f"{target}: {rows} rows, {persons} people; {requests['sent']} requests,"
            f" {requests['retried']} of them repeats, {requests['rate_limited']} told to wait;"
            f" answered {seen['answers_by_status']}, {seen['dropped']} dropped")
    print(f"took {run.seconds:.0f} s, {run.processor:.0f} s of processor time, {run.megabytes:.0f} MB")
    for sentence in wrong:
        print(f"WRONG: {sentence}")
    print("All as it has to be." if not wrong else f"{len(wrong)} things aren't as they have to be.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
