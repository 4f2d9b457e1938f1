"""Compares the persons that muster finds in a file with connected components computed by DuckDB.

The file has made-up rows with keys drawn from small pools, so that chains of them are long and tangled:
mails, profile addresses, member ids and Sales Navigator ids. With `on_conflict: merge` any shared key
joins, which is what the SQL says, too.

usage: identity-check.py MUSTER ROWS DIRECTORY

Exit codes: 0 they agree, 1 they don't.
"""

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import duckdb

KINDS = ["email", "slug", "member", "navigator"]


def generate(path: Path, rows: int) -> None:
    """Writes rows; about half of the values stand in another row as well."""
    numbers = random.Random(20_260_101)
    pool = rows

    def value(form: str, share: float) -> str:
        return form.format(numbers.randrange(pool)) if numbers.random() < share else ""

    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Email", "LinkedIn URL", "LinkedIn Member", "Sales Navigator URL"])
        for _ in range(rows):
            writer.writerow([
                value("person-{}@firma.example", 0.7),
                value("https://www.linkedin.com/in/person-{}x", 0.5),
                value("https://www.linkedin.com/in/ACoAAB{:08d}", 0.2),
                value("https://www.linkedin.com/sales/lead/ACwAAB{:08d},NAME_SEARCH,ab", 0.2),
            ])


def found_by_muster(muster: str, path: Path, directory: Path) -> Path:
    """Runs `muster check` over the file; the groups are in its lines."""
    settings = directory / "identity.json"
    settings.write_text(json.dumps({
        "columns": {
            "Email": "email", "LinkedIn URL": "linkedin", "LinkedIn Member": "linkedin",
            "Sales Navigator URL": "sales_navigator",
        },
        "deduplicate": {"on_conflict": "merge"},
    }))
    contacts = directory / "identity.jsonl"
    command = [muster, "check", str(path), "--config", str(settings), "--to", "lemlist", "--quiet",
               "--contacts", str(contacts)]
    ended = subprocess.run(command, check=False)
    if ended.returncode not in (0, 1):
        sys.exit(f"muster check ended with {ended.returncode}")
    return contacts


def components(database: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Makes the table `person`: for each row the first row that shared keys lead to."""
    database.execute(
        "create table leads as select row_number() over () as row, * from read_csv(?, header = true,"
        " all_varchar = true, parallel = false)", [str(path)])
    columns = [name for (name,) in database.execute(
        "select column_name from information_schema.columns where table_name = 'leads'"
        " and column_name <> 'row' order by ordinal_position").fetchall()]
    database.execute("create table keys as " + " union all ".join(
        f"select row, '{kind}:' || lower(\"{column}\") as key from leads"
        f" where coalesce(\"{column}\", '') <> ''" for kind, column in zip(KINDS, columns)))
    database.execute("create table person as select row, row as first from leads")
    while True:
        # Each row takes the smallest first row of all rows with which it shares a key.
        database.execute(
            "create or replace table smaller as with least as (select key, min(first) as first"
            " from keys join person using (row) group by key) select row, min(least.first) as first"
            " from keys join least using (key) group by row")
        changed = database.execute(
            "update person set first = smaller.first from smaller"
            " where smaller.row = person.row and smaller.first < person.first").fetchone()
        if changed is None or changed[0] == 0:
            return


def main() -> None:
    muster, rows, directory = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    path = directory / f"identity-{rows}.csv"
    generate(path, rows)
    contacts = found_by_muster(muster, path, directory)
    database = duckdb.connect()
    components(database, path)
    database.execute(
        "create table found as select row, coalesce(duplicate_of, row) as first, status"
        " from read_json(?, columns = {row: 'BIGINT', duplicate_of: 'BIGINT', status: 'VARCHAR'})",
        [str(contacts)])
    total, persons, several, longest = database.execute(
        "select sum(size), count(*), count(*) filter (size > 1), max(size) from"
        " (select count(*) as size from person group by first)").fetchone()
    differing = database.execute(
        "select person.row, person.first, found.first from person left join found using (row)"
        " where found.first is distinct from person.first order by row limit 10").fetchall()
    print(f"{total} rows, {persons} persons, {several} of them with several rows, the largest with"
          f" {longest}: DuckDB {duckdb.__version__}")
    for row, expected, actual in differing:
        print(f"row {row}: belongs to row {expected}, muster says {actual}")
    print("The same persons." if not differing else "They differ.")
    sys.exit(1 if differing else 0)


main()
