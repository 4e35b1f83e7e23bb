"""Inside the VM, as root: `pcsc.py`. The installed terminal with a `pcsc` reader: QEMU's USB reader of the CCID class, the
kernel's USB, Debian's libccid, pcscd and polkit; the cards are ccid.py's. Prints a line for each finding; exit status 0 if all
are as they should be."""

import subprocess
import sys
import time

import proof
from ccid import Slot
from proof import Journal, check, processor, run

# PC/SC part 3, 3.1.3.2.3.2: MIFARE Classic 1K; 3.1.3.2.3.1: ISO 14443-4 with one historical byte, as of a DESFire.
CLASSIC = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")
DESFIRE = bytes.fromhex("3B8180018080")
CONTACTS = bytes.fromhex("3B6800000073C84012009000")
READER = """
[[reader]]
name = "cards"
driver = "pcsc"
usb-reset = "08e6:4433"
[punch]
repeat-window = "0s"
"""


def usb():
    return "08e6:4433" in run("lsusb")


def until(what, condition, seconds=proof.PATIENCE):
    begun = time.monotonic()
    while not condition() and time.monotonic() - begun < seconds:
        time.sleep(0.3)
    return check(f"{what} after {time.monotonic() - begun:.1f} s", condition())


def tapped(what, uid, worker, atr=CLASSIC):
    journal = Journal()
    slot.put(atr, uid)
    journal.expect(f"{what}: a tap", "recorded:")
    time.sleep(2)
    taps = [line for line in journal.lines() if "recorded:" in line]
    check(f"{what}: left in the field, one tap", len(taps) == 1, taps)
    slot.take()
    time.sleep(1.5)
    expected.append(worker)


def refused(what, atr, uid):
    journal = Journal()
    slot.put(atr, uid)
    time.sleep(5)
    check(f"{what}: nobody's punch", not any("recorded:" in line for line in journal.lines()), journal.lines())
    print(*(f"        {line}" for line in journal.lines()), sep="\n", flush=True)
    slot.take()
    time.sleep(1.5)


def survives(what, break_it, mend_it, seconds=180):
    journal = Journal()
    break_it()
    journal.expect(f"{what}: told", "is lost")
    mend_it()
    journal.expect(f"{what}: found again", "works again", seconds=seconds)
    print(*(f"        {line}" for line in journal.lines() if "is lost" in line), sep="\n", flush=True)
    tapped(what, "04A1B2C3", "w1")


expected = []
proof.configure(READER)
run("systemctl", "start", "pcscd.socket")
slot = Slot()
slot.plug()
until("the kernel sees the reader", usb)
journal = Journal()
run("systemctl", "restart", "punchpost")
proof.roster("w1,Ana Four,uid:04A1B2C3", "w2,Ben Seven,uid:04112233445566")
journal.expect("the reader works, through pcscd and past polkit", "Reader cards works", seconds=180)
doctor = subprocess.run(["punchpost", "doctor"], check=False, capture_output=True, text=True).stdout
check("doctor names it", "pcscd serves [" in doctor, doctor)
nobody = subprocess.run(["setpriv", "--reuid=nobody", "--clear-groups",
                         "punchpost", "doctor", "--config", "/etc/punchpost/punchpost.toml"],
                        check=False, capture_output=True, text=True)
check("another user: pcscd does not admit it, and doctor says so", "does not admit" in nobody.stdout + nobody.stderr,
      nobody.stdout + nobody.stderr)

tapped("a card with four bytes", "04A1B2C3", "w1")
tapped("a card with seven bytes", "04112233445566", "w2", DESFIRE)
refused("a random number (08 first)", DESFIRE, "08A1B2C3")
refused("a card with contacts", CONTACTS, None)
journal = Journal()
for _ in range(5):
    slot.put(CLASSIC, "04A1B2C3")
    time.sleep(1.5)
    slot.take()
    time.sleep(1.5)
    expected.append("w1")
journal.expect("five taps one after another", "recorded:", 5)


def pull():
    slot.unplug()
    until("unplugged: the kernel has lost it", lambda: not usb(), 20)


survives("the reader unplugged", pull, slot.plug)


def pull_with_card():
    slot.put(CLASSIC, "04A1B2C3")
    time.sleep(2)
    expected.append("w1")
    slot.unplug()


survives("unplugged with a card in it", pull_with_card, slot.plug)
survives("pcscd restarted", lambda: run("systemctl", "restart", "pcscd"), lambda: None)
survives("pcscd killed", lambda: run("systemctl", "kill", "-s", "KILL", "pcscd"), lambda: None)

# Away for long: at every eighth failure in a row the reader is reset over USB.
journal = Journal()


def away():
    run("systemctl", "stop", "pcscd.socket", "pcscd.service")
    journal.expect("pcscd away: the reader is reset over USB", "was reset", seconds=240)
    resets = [line for line in run("dmesg").splitlines() if "reset" in line and "USB device" in line]
    check("and the kernel says so", bool(resets), resets)
    print(*(f"        {line}" for line in resets[-1:]), sep="\n")


survives("pcscd away for long", away, lambda: run("systemctl", "start", "pcscd.socket"))

asked = slot.asked
used = processor(60)
print(f"        a minute with nobody there: the reader's thread used {used.get('reader-cards', 0) * 1000:.0f} ms of processor,"
      f" the whole service {sum(used.values()) * 1000:.0f} ms (in a VM some ten times slower)", flush=True)
check("waiting costs less than 2 % of one core", used.get("reader-cards", 9) < 1.2, used)
check("no card was asked for anything", slot.asked == asked, slot.asked - asked)

proof.holds(expected)
sys.exit(proof.failures > 0)
