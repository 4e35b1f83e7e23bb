#!/usr/bin/env python3
"""Inside the VM, as root: `idle.py SECONDS HOST`. The installed terminal with a reader at each interface of the kernel that this
machine has: USB serial, USB keyboard (evdev), two GPIO lines, a card reader behind pcscd, Bluetooth. Nobody taps. How much
processor its threads use, by name, and how much that would be on the machine that the VM runs on: HOST is how long WORK took
there, in seconds. Exit status 0 if the readers together would use 2 % of one core or less. `idle.py work` prints HOST."""

import sys
import time

WORK = 3_000_000


def work():
    """Seconds of processor for WORK turns of a loop, the best of three."""
    best = 1e9
    for _ in range(3):
        begun = time.process_time()
        total = 0
        for number in range(WORK):
            total = (total * 31 + number) & 0xFFFFFFFF
        best = min(best, time.process_time() - begun)
    return best


if sys.argv[1] == "work":
    print(f"{work():.3f}")
    sys.exit()

import proof
from ccid import Slot
from proof import Journal, check, processor, run

SECONDS, HOST = int(sys.argv[1]), float(sys.argv[2])
READERS = """
[[reader]]
name = "serial"
driver = "rdm6300"
port = "/dev/serial/by-id/usb-Punchpost_Lab_RFID_Reader_PUNCH0001-if00"
[[reader]]
name = "keys"
driver = "keyboard-wedge"
device = "/dev/input/by-id/usb-Punchpost_Lab_Keyboard_Reader_PUNCH0002-event-kbd"
[[reader]]
name = "wires"
driver = "wiegand"
d0-gpio = 5
d1-gpio = 6
[[reader]]
name = "cards"
driver = "pcsc"
[[reader]]
name = "phones"
driver = "ble-badge"
library = "bluez-dbus"
beacons = ["F7826DA6-4FA2-4E98-8024-BC5B71E0893E"]
"""
NAMES = ("serial", "keys", "wires", "cards", "phones")

run("/opt/lab/bench", "plug", "serial")
run("/opt/lab/bench", "plug", "keyboard")
run("systemctl", "start", "pcscd.socket")
Slot().plug()
proof.configure(READERS)
journal = Journal()
run("systemctl", "restart", "punchpost")
for name in NAMES:
    journal.expect(f"reader {name} works", f"Reader {name} works", seconds=180)
# The compiler's work of the start is over then.
processor(30)
used = processor(SECONDS)
for name, seconds in sorted(used.items(), key=lambda entry: -entry[1]):
    if seconds > 0.0005:
        print(f"        {name:15} {seconds * 1000:7.1f} ms, {100 * seconds / SECONDS:.3f} %", flush=True)
ours = sum(seconds for name, seconds in used.items() if name.startswith("reader-"))
others = sum(seconds for name, seconds in used.items() if name.startswith(("DBus", "dbus", "bluez")))
total = sum(used.values())
slower = work() / HOST
print(f"        the VM is {slower:.1f} times slower than its machine; the whole service {100 * total / SECONDS:.2f} % in it,"
      f" {100 * total / SECONDS / slower:.2f} % there")
share = (ours + others) / SECONDS
check(f"the readers together: {100 * share:.2f} % of one core in the VM, {100 * share / slower:.2f} % on its machine, asked for 2",
      share / slower <= 0.02)
sys.exit(proof.failures > 0)
