"""What the proofs in Python share: the terminal's configuration and roster, a line for each finding, and what the service says
and holds. `proof.py configure` is for those in bash: the configuration's own part comes on standard input."""

import json
import os
import subprocess
import sys
import time

PATIENCE = 60  # seconds: the VM is ten times slower than a machine, and so is what runs in it
HEAD = """[terminal]
site = "lab"
id = "door-1"
time-zone = "Europe/Madrid"
"""
# Nobody listens there: every punch waits.
TAIL = """[mqtt]
url = "mqtt://127.0.0.1:1"
[control]
socket = "/run/punchpost/control.sock"
group = "punchpost"
"""
failures = 0


def run(*command, **options):
    done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def check(what, right, found=""):
    global failures
    failures += not right
    print(f"{'ok     ' if right else 'FAILED '} {what}{'' if right else f'; found: {found}'}", flush=True)
    return right


def configure(part):
    """Writes the installed terminal's configuration: PART, which brings the readers, between what all have alike."""
    with open("/etc/punchpost/punchpost.toml", "w", encoding="ascii") as config:
        config.write(HEAD + part + TAIL)


def roster(*workers):
    """Imports a roster; each worker as "worker,name,badge". The service runs."""
    with open("/root/roster.csv", "w", encoding="utf-8") as file:
        file.write("\n".join(("worker,name,badge", *workers, "")))
    run("punchpost", "roster", "import", "/root/roster.csv")


def holds(workers):
    """A finding: the ledger's last punches are those of these workers, in order."""
    exported = [json.loads(line) for line in run("punchpost", "punches", "export", "--format", "json").splitlines()]
    punches = [entry["subject"] for entry in exported if entry["type"] == "dev.punchpost.punch.v1"][-len(workers):]
    check(f"the ledger has these {len(workers)} punches, in order, and no other", punches == workers, punches)


class Journal:
    """What the service says, from now on."""

    def __init__(self):
        self.cursor = run("journalctl", "-n", "0", "--show-cursor").split("cursor: ")[1].strip()

    def lines(self):
        return run("journalctl", "-u", "punchpost", "-o", "cat", "--after-cursor", self.cursor).splitlines()

    def wait(self, words, times=1, seconds=PATIENCE):
        """Seconds until that many lines have these words; None if they do not come."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if sum(words in line for line in self.lines()) >= times:
                return time.monotonic() - begun
            time.sleep(0.3)
        return None

    def expect(self, what, words, times=1, seconds=PATIENCE):
        """As wait, and a finding."""
        took = self.wait(words, times, seconds)
        return check(what + (f" after {took:.1f} s" if took is not None else ""), took is not None, self.lines())


def processor(seconds):
    """Seconds of processor that the service's threads have used, by name."""
    pid = run("systemctl", "show", "-P", "MainPID", "punchpost").strip()

    def now():
        used = {}
        for task in os.listdir(f"/proc/{pid}/task"):
            try:
                with open(f"/proc/{pid}/task/{task}/comm", encoding="utf-8") as comm, \
                        open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as stat:
                    name = comm.read().strip()
                    used[name] = used.get(name, 0) + int(stat.read().split()[0]) / 1e9
            except FileNotFoundError:
                pass
        return used

    before = now()
    time.sleep(seconds)
    return {name: used - before.get(name, 0) for name, used in now().items()}


if __name__ == "__main__":
    {"configure": lambda: configure(sys.stdin.read())}[sys.argv[1]]()
