"""Runs a command and prints its time and its peak memory.

usage: memory.py COMMAND [ARGUMENT...]
"""

import resource
import subprocess
import sys
import time

began = time.monotonic()
code = subprocess.run(sys.argv[1:], check=False).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(
    f"- `{' '.join(sys.argv[1:])}`: {time.monotonic() - began:.1f} s, {peak:.0f} MB at its peak,"
    f" exit code {code}")
sys.exit(code)
