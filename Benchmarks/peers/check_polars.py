"""What `muster check` says of a lead file, as a user of Polars would find it out.

usage: check_polars.py eager|lazy FILE

Judges mail and LinkedIn by regular expressions, and counts rows that have a mail or a profile of an
earlier row. `eager` reads all columns, as text, to have the rows at hand afterwards; `lazy` scans the
file with the streaming engine, which keeps the two columns that are judged and skips the others.
Prints the counts.
"""

import sys

import polars as pl

EMAIL = r"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$"
PROFILE = r"^(?:https?://)?(?:[a-z]+\.)?linkedin\.com/(?:in|sales/lead)/([^/?#,]+)"


def judged(leads):
    """Adds what identifies a row, and whether an earlier one has it."""
    return (
        leads.with_columns(
            email=pl.col("Email").str.strip_chars().str.to_lowercase(),
            profile=pl.col("Person Linkedin Url").str.strip_chars().str.to_lowercase(),
        )
        .with_columns(
            key=pl.when(pl.col("email").str.contains(EMAIL)).then(pl.col("email")),
            slug=pl.col("profile").str.extract(PROFILE),
        )
        .with_columns(
            duplicate=(pl.col("key").is_not_null() & ~pl.col("key").is_first_distinct())
            | (pl.col("slug").is_not_null() & ~pl.col("slug").is_first_distinct())
        )
    )


def counted(leads):
    return leads.select(
        rows=pl.len(),
        bad_emails=(pl.col("email").str.len_bytes() > 0).sum() - pl.col("key").is_not_null().sum(),
        bad_profiles=(pl.col("profile").str.len_bytes() > 0).sum()
        - pl.col("slug").is_not_null().sum(),
        without_key=(pl.col("key").is_null() & pl.col("slug").is_null()).sum(),
        duplicates=pl.col("duplicate").sum(),
    )


how, path = sys.argv[1:]
if how == "eager":
    counts = counted(judged(pl.read_csv(path, infer_schema=False)))
else:
    counts = counted(judged(pl.scan_csv(path, infer_schema=False))).collect(engine="streaming")
print(counts.to_dicts()[0])
