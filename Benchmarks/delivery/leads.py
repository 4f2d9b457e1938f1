"""Writes a file of leads that are all to be sent: no duplicates, nothing invalid.

usage: leads.py ROWS FILE [PERSONS]

14 columns. With PERSONS, rows repeat: the row with number N is about person N modulo PERSONS, with
another job title each time, so that it shows which row was stored last.
"""

import csv
import sys

COLUMNS = (
    "First Name,Last Name,Email,Person Linkedin Url,Title,Company,Website,Phone,City,Country,"
    "Industry,Headline,Notes,Source"
).split(",")
FIRST = "Ada Ben Clara Dan Eva Finn Greta Hugo Ines Jan Klara Leo Mia Nils Olga Paul".split()
LAST = "Abel Brandt Conrad Dietz Engel Fuchs Graf Hahn Jung Keller Lang Maier Noll Otto".split()


def lead(row, persons):
    person = row % persons
    first, last = FIRST[person % len(FIRST)], LAST[person // len(FIRST) % len(LAST)]
    name = f"{first}.{last}.{person}".lower()
    return [
        first, last, f"{name}@firma{person % 997}.example",
        f"https://www.linkedin.com/in/{name.replace('.', '-')}",
        f"Head of Things, row {row}", f"Firma {person % 997}", f"https://firma{person % 997}.example",
        f"+49 30 {5_000_000 + person}", "Berlin", "Germany", "Software",
        f"{first} builds things that last", "Met at the autumn fair; likes short mails.", "fair",
    ]


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    persons = int(sys.argv[3]) if len(sys.argv) > 3 else rows
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in range(rows):
            writer.writerow(lead(row, persons))


if __name__ == "__main__":
    main()
