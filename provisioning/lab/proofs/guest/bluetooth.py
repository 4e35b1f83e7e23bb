"""Inside the VM, as root: `bluetooth.py tinyb|bluez-dbus`. The installed terminal with a `ble-badge` reader, on the real
bluetoothd and a controller in user space that says what this program wants. Prints a line for each finding; exit status 0
if all are as they should be."""

import ctypes
import hashlib
import hmac
import json
import struct
import subprocess
import sys
import time

import proof
from proof import PATIENCE, Journal, check, run

LIBRARY = sys.argv[1]
BENCH = "/opt/lab/bench"
UUID = "F7826DA64FA24E988024BC5B71E0893E"
NAMESPACE = "0102030405060708090A"
SECRET = bytes(range(16))
BEACON = "C0:00:00:00:00:01"
EDDYSTONE = "C0:00:00:00:00:02"
PHONE = "C0:00:00:00:00:03"
FAR = "C0:00:00:00:00:04"
MAKER = "C0:00:00:00:00:05"
RECORDER = "C0:00:00:00:00:06"
READER = f"""
[[reader]]
name = "phones"
driver = "ble-badge"
library = "{LIBRARY}"
token-file = "/etc/punchpost/phones.tokens"
beacons = ["F7826DA6-4FA2-4E98-8024-BC5B71E0893E", "{NAMESPACE}"]
[punch]
repeat-window = "0s"
"""


def air(address, rssi, data):
    run(BENCH, "ble", address, str(rssi), "hex:" + data)


def gone(address):
    run(BENCH, "ble", address, "off")


def ibeacon(major=1, minor=7):
    return f"0201061AFF4C000215{UUID}{major:04X}{minor:04X}C5"


def eddystone(instance):
    return f"0201060303AAFE1516AAFE00E7{NAMESPACE}{instance}"


def token(step=None):
    """As docs/hardware/ble-badge.md says it."""
    step = int(time.time()) // 20 if step is None else step
    return hmac.new(SECRET, b"punchpost-ble" + step.to_bytes(8, "big"), hashlib.sha256).digest()[:16].hex()


def phone(value):
    return f"02010614165050{'01'}{value}"


def maker(value):
    return f"02010616FFFFFF505001{value}"


def held(what, address, data, worker):
    """A badge that comes near is one tap, however long it stays; it goes off, and comes again."""
    journal = Journal()
    air(address, -80, data)
    time.sleep(2)
    check(f"{what}: across the room no tap", not any("recorded:" in line for line in journal.lines()), journal.lines())
    air(address, -40, data)
    took = journal.wait("recorded:")
    check(f"{what}: near, a tap" + (f" after {took:.1f} s" if took else ""), took is not None, journal.lines())
    for rssi in (-47, -55, -42, -58, -40):  # between far and near nothing happens
        air(address, rssi, data)
        time.sleep(1)
    taps = [line for line in journal.lines() if "recorded:" in line]
    check(f"{what}: held for 5 s at -40 to -58 dBm, one tap", len(taps) == 1, taps)
    air(address, -75, data)
    time.sleep(3)
    air(address, -40, data)
    check(f"{what}: taken away and back, a second tap", journal.wait("recorded:", 2) is not None, journal.lines())
    gone(address)
    time.sleep(1)
    expected.extend([worker, worker])


def survives(what, lost, break_it, mend_it):
    journal = Journal()
    break_it()
    took = journal.wait("is lost")
    check(f"{what}: told" + (f" after {took:.1f} s" if took else ""), took is not None, journal.lines())
    mend_it()
    took = journal.wait("works again", seconds=3 * PATIENCE)
    check(f"{what}: found again" + (f" {took:.1f} s after" if took else ""), took is not None, journal.lines())
    reasons = [line for line in journal.lines() if "is lost" in line]
    check(f"{what}: with its reason", any(lost in line for line in reasons), reasons)
    print(*(f"        {line}" for line in reasons), sep="\n", flush=True)
    air(EDDYSTONE, -40, eddystone("0B0C0D0E0F10"))
    took = journal.wait("recorded:")
    check(f"{what}: a tap again", took is not None, journal.lines())
    gone(EDDYSTONE)
    time.sleep(1)
    expected.append("w2")


def synchronised(right):
    """What a time service would tell the kernel (adjtimex: ADJ_MAXERROR, ADJ_ESTERROR, ADJ_STATUS)."""
    timex = ctypes.create_string_buffer(256)
    struct.pack_into("I", timex, 0, 0x0004 | 0x0008 | 0x0010)
    struct.pack_into("qqi", timex, 24, 5_000, 1_000, 0x0001 if right else 0x0040)
    if ctypes.CDLL(None, use_errno=True).adjtimex(timex) < 0:
        sys.exit("adjtimex is refused")


def restart():
    run("systemctl", "restart", "bluetooth")


with open("/etc/punchpost/phones.tokens", "w", encoding="ascii") as secrets:
    secrets.write(f"phone-1 {SECRET.hex()}\n")
run("chgrp", "punchpost", "/etc/punchpost/phones.tokens")
run("chmod", "640", "/etc/punchpost/phones.tokens")
proof.configure(READER)
for address in (BEACON, EDDYSTONE, PHONE, FAR, MAKER, RECORDER):
    gone(address)
# Before the start: a clock that was right once and then left alone is trusted for a while (HOLDOVER).
run("systemctl", "stop", "chrony")
synchronised(False)
journal = Journal()
# Type=notify: it comes back when the service is ready.
run("systemctl", "restart", "punchpost")
proof.roster(f"w1,Ana Beacon,text:ibeacon:{UUID}:1:7", f"w2,Ben Eddystone,text:eddystone:{NAMESPACE}:0B0C0D0E0F10",
             "w3,Cleo Phone,text:ble:phone-1", f"w4,Dan Far,text:eddystone:{NAMESPACE}:000000000001")
check("the reader works", journal.wait("Reader phones works", seconds=3 * PATIENCE) is not None, journal.lines())
doctor = subprocess.run(["punchpost", "doctor"], check=False, capture_output=True, text=True).stdout
words = {"tinyb": "through TinyB", "bluez-dbus": "through bluez-dbus"}[LIBRARY]
check(f"doctor: listens {words}", words in doctor, doctor)

expected = []
everything = Journal()
air(FAR, -80, eddystone("000000000001"))  # there all the time, and never a tap
held("iBeacon", BEACON, ibeacon(), "w1")
held("Eddystone-UID", EDDYSTONE, eddystone("0B0C0D0E0F10"), "w2")
journal = Journal()
air(PHONE, -40, phone(token()))
check("a token while nobody knows the time: not recorded for anybody, and said", journal.wait("TOKEN_UNCHECKED") is not None
      and not any("recorded:" in line for line in journal.lines()), journal.lines())
gone(PHONE)
synchronised(True)
time.sleep(8)
recorded = token()
recorded_at = time.monotonic()
journal = Journal()
air(PHONE, -40, phone(recorded))
check("token in service data: a tap", journal.wait("recorded:") is not None, journal.lines())
gone(PHONE)
time.sleep(6)
air(MAKER, -40, maker(token()))
check("token in manufacturer data: a tap", journal.wait("recorded:", 2) is not None, journal.lines())
gone(MAKER)
expected.extend(["w3", "w3"])
survives("bluetoothd restarted", "bluetoothd", restart, lambda: None)
survives("adapter gone and back", "has gone",
         lambda: run("systemctl", "stop", "lab-ble-air"),
         lambda: run(BENCH, "devices"))
survives("adapter switched off", "switched off",
         lambda: run("bluetoothctl", "power", "off"), lambda: None)
time.sleep(max(0.0, recorded_at + 65 - time.monotonic()))
journal = Journal()
air(RECORDER, -40, phone(recorded))

check("a token recorded a minute ago: refused, and nobody's", journal.wait("NOT_GENUINE") is not None
      and not any("recorded:" in line for line in journal.lines()), journal.lines())
gone(RECORDER)
begun = time.monotonic()
while EDDYSTONE in run("bluetoothctl", "devices") and time.monotonic() - begun < 120:
    time.sleep(2)
check("half a minute of silence, and bluetoothd has forgotten a badge", time.monotonic() - begun < 120)
held("a badge that was forgotten", EDDYSTONE, eddystone("0B0C0D0E0F10"), "w2")

check("nothing of the badge that was far all the time", not any("w4" in line for line in everything.lines()))
proof.holds(expected)
kinds = [json.loads(line).get("type", "") for line in run("punchpost", "ledger", "export").splitlines()]
kinds = [kind.removeprefix("dev.punchpost.").removesuffix(".v1") for kind in kinds if kind.startswith("dev.punchpost.reader")]
check("reader.lost and reader.found for each of the three", kinds[-6:] == ["reader.lost", "reader.found"] * 3, kinds)
sys.exit(proof.failures > 0)
