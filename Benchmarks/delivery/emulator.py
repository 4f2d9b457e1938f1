"""The emulator as a process of its own, and imports into it, for the scripts beside this one."""

import csv
import json
import os
import signal
import subprocess
import time
import urllib.request


class Emulator:
    """`muster sandbox` on a free port; ends with the block."""

    def __init__(self, muster, *options):
        self.command = [muster, "sandbox", "--port", "0", *options]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http://127.0.0.1:"):
            raise SystemExit(f"the emulator didn't start: {self.command}")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=120) as answer:
            return answer.read().decode()

    def stats(self):
        return json.loads(self.get("/_stats"))

    def contacts(self, side):
        return [json.loads(line) for line in self.get(f"/_contacts?side={side}").splitlines()]


class Import:
    """`muster import` of a file into an emulator, in a directory of its own."""

    def __init__(self, muster, emulator, file, out, target, *options, ledger=None, settings=None):
        self.out = out
        self.environment = {
            **os.environ, "SWIFT_BACKTRACE": "enable=no",
            "GETSALES_API_KEY": "bench", "LEMLIST_API_KEY": "bench",
            "MUSTER_TARGETS_GETSALES_BASE_URL": emulator.url,
            "MUSTER_TARGETS_LEMLIST_BASE_URL": emulator.url + "/api",
            "MUSTER_LEDGER_PATH": ledger or out + ".ledger", **(settings or {}),
        }
        self.command = [
            muster, "import", file, "--to", target, "--out", out, "--yes", "--quiet", *options,
        ]
        if target != "lemlist":
            self.command += ["--list", "Sandbox"]

    def start(self):
        self.began = time.monotonic()
        # What it prints names places of this machine.
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL)
        return self

    def finish(self):
        """The exit code, the seconds it took, and the seconds of processor time it used."""
        _, status, usage = os.wait4(self.process.pid, 0)
        self.seconds = time.monotonic() - self.began
        self.processor = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss / 1024
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return self.process.returncode

    def summary(self):
        with open(os.path.join(self.out, "summary.json"), encoding="utf-8") as file:
            return json.load(file)

    def results(self):
        with open(os.path.join(self.out, "results.csv"), newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


