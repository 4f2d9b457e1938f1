"""What `muster check` says of a lead file, as a user of DuckDB would find it out.

usage: check_duckdb.py table|scan FILE

Judges mail and LinkedIn by regular expressions, and counts rows that have a mail or a profile of an
earlier row. `table` reads all columns, as text, to have the rows at hand afterwards; `scan` keeps the
two columns that are judged and skips the others. Prints the counts.
"""

import sys

import duckdb

how, path = sys.argv[1:]
leads = duckdb.read_csv(path, all_varchar=True)
if how == "table":
    leads.create("leads")
    leads = duckdb.table("leads")
print(
    duckdb.sql(
        r"""
        WITH lead AS (
          SELECT lower(trim("Email")) AS email, lower(trim("Person Linkedin Url")) AS profile
          FROM leads
        ), keyed AS (
          SELECT *,
            CASE WHEN regexp_matches(email,
              '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$')
              THEN email END AS key,
            nullif(regexp_extract(profile,
              '^(?:https?://)?(?:[a-z]+\.)?linkedin\.com/(?:in|sales/lead)/([^/?#,]+)', 1), '') AS slug
          FROM lead
        ), counted AS (
          SELECT *,
            key IS NOT NULL AND row_number() OVER (PARTITION BY key) > 1
              OR slug IS NOT NULL AND row_number() OVER (PARTITION BY slug) > 1 AS duplicate
          FROM keyed
        )
        SELECT count(*) AS rows,
          count(*) FILTER (email <> '' AND key IS NULL) AS bad_emails,
          count(*) FILTER (profile <> '' AND slug IS NULL) AS bad_profiles,
          count(*) FILTER (key IS NULL AND slug IS NULL) AS without_key,
          count(*) FILTER (duplicate) AS duplicates
        FROM counted
        """
    )
)
