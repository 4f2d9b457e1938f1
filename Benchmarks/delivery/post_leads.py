"""Sends the leads of a CSV file to lemlist, as a user of aiohttp would write it.

usage: post_leads.py FILE BASE_URL RESULTS

A queue, 16 workers, one session; what became of each row is written to a CSV file at the end. No
limit, no repeats, no check of what the file holds.
"""

import asyncio
import csv
import sys

import aiohttp

WORKERS = 16


def contact(row):
    fields = {
        "email": row["Email"].strip(),
        "linkedinUrl": row["Person Linkedin Url"].strip(),
        "firstName": row["First Name"].strip(),
        "lastName": row["Last Name"].strip(),
        "phone": row["Phone"].strip(),
        "industry": row["Industry"].strip(),
        "location": row["City"].strip(),
        "tagline": row["Headline"].strip(),
        "jobTitle": row["Title"].strip(),
        "companyDomain": row["Website"].strip().removeprefix("https://"),
        "source": row["Source"].strip(),
    }
    return {name: value for name, value in fields.items() if value}


async def worker(session, url, queue, results):
    while (item := await queue.get()) is not None:
        number, row = item
        async with session.post(url, json=contact(row)) as answer:
            body = await answer.json()
            data = body.get("data") or {}
            status = "created" if data.get("created") else "updated"
            results[number] = (status if answer.status < 300 else "rejected", data.get("_id", ""))


async def main():
    path, base, out = sys.argv[1:4]
    queue = asyncio.Queue(maxsize=WORKERS * 4)
    results = {}
    headers = {"User-Agent": "post-leads/1.0", "Accept": "application/json"}
    auth = aiohttp.BasicAuth("", "bench")
    connector = aiohttp.TCPConnector(limit=WORKERS)
    async with aiohttp.ClientSession(headers=headers, auth=auth, connector=connector) as session:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(WORKERS):
                tasks.create_task(worker(session, base + "/contacts", queue, results))
            with open(path, newline="", encoding="utf-8") as file:
                for number, row in enumerate(csv.DictReader(file), 1):
                    await queue.put((number, row))
            for _ in range(WORKERS):
                await queue.put(None)
    with open(path, newline="", encoding="utf-8") as file, open(
        out, "w", newline="", encoding="utf-8"
    ) as written:
        reader, writer = csv.reader(file), csv.writer(written)
        writer.writerow(["status", "id"] + next(reader))
        for number, row in enumerate(reader, 1):
            writer.writerow([*results[number], *row])


asyncio.run(main())
