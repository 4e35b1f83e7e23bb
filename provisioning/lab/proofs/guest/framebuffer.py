"""Inside the VM, as root. Writes what stands in a framebuffer's memory, with its layout as the kernel tells it.

`framebuffer.py dump DEVICE FOLDER NAME`   NAME.raw and NAME.json
`framebuffer.py depth BITS CLASSES FOLDER` the driver on a virtual framebuffer of 800x480 with so many bits per pixel: its
                                           PNG and what is in memory, of an idle screen and a greeting
`framebuffer.py terminal`                  the installed terminal with a reader on USB and /dev/fb0 as its panel
`framebuffer.py idle|greeting FOLDER`      its screen now, as screen.png, and memory; with `greeting` a badge is tapped again
                                           and again, until `after FOLDER`
`framebuffer.py lost`                      the screen is taken from the kernel; punches go on; it is given back
"""

import fcntl
import glob
import json
import os
import struct
import subprocess
import sys
import time

import proof
from proof import Journal, check, run

GET_VARIABLE, PUT_VARIABLE, GET_FIXED = 0x4600, 0x4601, 0x4602
KDGETMODE, TEXT, GRAPHICS = 0x4B3B, 0, 1  # ioctl_console(2)


def dump(device, folder, name):
    with open(device, "rb", buffering=0) as screen:
        variable = fcntl.ioctl(screen, GET_VARIABLE, bytes(160))
        fixed = fcntl.ioctl(screen, GET_FIXED, bytes(80))
        words = struct.unpack("40I", variable)
        layout = {"width": words[0], "height": words[1], "bits": words[6], "stride": struct.unpack_from("I", fixed, 48)[0],
                  "red": words[8:10], "green": words[11:13], "blue": words[14:16]}
        screen.seek(words[5] * layout["stride"] + words[4] * layout["bits"] // 8)
        memory = b""
        while len(memory) < layout["stride"] * layout["height"]:
            part = screen.read(layout["stride"] * layout["height"] - len(memory))
            if not part:
                break
            memory += part
    with open(f"{folder}/{name}.raw", "wb") as raw:
        raw.write(memory)
    with open(f"{folder}/{name}.json", "w", encoding="ascii") as file:
        json.dump(layout, file)


def virtual():
    for name in glob.glob("/sys/class/graphics/fb*/name"):
        with open(name, encoding="ascii") as file:
            if file.read().startswith("Virtual"):
                return "/dev/" + name.split("/")[4]
    return None


def depth(bits, classes, folder):
    if virtual():
        subprocess.run(["rmmod", "vfb"], check=True)
    subprocess.run(["modprobe", "vfb", "vfb_enable=1", "videomemorysize=8388608", f"mode_option=800x480-{bits}"], check=True)
    device = virtual()
    with open(device, "rb", buffering=0) as screen:
        words = list(struct.unpack("40I", fcntl.ioctl(screen, GET_VARIABLE, bytes(160))))
        words[0:8] = [800, 480, 800, 480, 0, 0, int(bits), 0]
        fcntl.ioctl(screen, PUT_VARIABLE, struct.pack("40I", *words))
    os.makedirs(folder, exist_ok=True)
    java = subprocess.Popen(
        ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true",
         "-cp", classes, "dev.punchpost.drivers.framebuffer.FramebufferRunner", device, folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def say(line, answer):
        if line:
            java.stdin.write(line + "\n")
        said = java.stdout.readline().strip()
        if said != answer:
            sys.exit(f"expected {answer}, found {said}")

    say("", "open")
    for name in ("idle", "greeting"):
        say(name, f"shown {name}")
        dump(device, folder, name)
    java.stdin.close()
    java.wait(60)
    dump(device, folder, "closed")


READER_AND_PANEL = """
[[reader]]
name = "front"
driver = "rdm6300"
port = "/dev/serial/by-id/usb-Punchpost_Lab_RFID_Reader_PUNCH0001-if00"
[punch]
repeat-window = "10m"
[panel]
driver = "framebuffer"
device = "/dev/fb0"
"""
UNIT = "/etc/systemd/system/punchpost.service.d/screen.conf"
TAPPING = "/run/proof-tapping"


def console():
    """The mode of the text console on the same screen."""
    with open("/dev/tty1", "rb", buffering=0) as tty:
        return struct.unpack("i", fcntl.ioctl(tty, KDGETMODE, bytes(4)))[0]


def terminal():
    # As the head of screen.conf says.
    run("install", "-D", "-m", "644", "/usr/share/punchpost/screen.conf", UNIT)
    run("systemctl", "mask", "--now", "getty@tty1.service")
    run("chmod", "620", "/dev/tty1")
    proof.configure(READER_AND_PANEL)
    journal = Journal()
    run("systemctl", "daemon-reload")
    run("systemctl", "restart", "punchpost")
    proof.roster(*(f"screen-{n},José Müller {n},em:0F0000010{n}" for n in range(1, 8)))
    print(*(line for line in journal.lines() if "display" in line), sep="\n")
    check("the console is in graphics mode", console() == GRAPHICS, console())
    sys.exit(proof.failures > 0)


def tap(number):
    badge = bytes.fromhex(f"0F0000010{number}")
    total = 0
    for byte in badge:
        total ^= byte
    run("/opt/lab/bench", "send", "--hex", (b"\x02" + f"{badge.hex()}{total:02x}".upper().encode() + b"\x03").hex())


def idle(folder):
    os.makedirs(folder, exist_ok=True)
    run("punchpost", "screen", "--png", f"{folder}/screen.png", "--size", "1280x800")
    dump("/dev/fb0", folder, "memory")


def greeting(folder):
    """Tapped again within the repeat window, so that the same answer stands there all the time."""
    tap(1)
    time.sleep(5)
    open(TAPPING, "w", encoding="ascii").close()
    subprocess.Popen([sys.executable, __file__, "tapping"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(5)
    idle(folder)


def tapping():
    end = time.monotonic() + 300
    while os.path.exists(TAPPING) and time.monotonic() < end:
        tap(1)
        time.sleep(0.7)


def after(folder):
    if os.path.exists(TAPPING):
        os.remove(TAPPING)


def lost():
    """Unbinds the graphics card's driver, as when a display's plug or its bridge fails for good; then binds it."""
    card = os.path.realpath("/sys/class/graphics/fb0/device")
    driver = os.path.realpath(card + "/driver")
    journal = Journal()
    with open("/sys/class/graphics/fb0/blank", "w", encoding="ascii") as blank:
        blank.write("1")
    tap(2)
    journal.expect("blanked: a punch is recorded", "recorded:", seconds=120)
    with open(driver + "/unbind", "w", encoding="ascii") as unbind:
        unbind.write(os.path.basename(card))
    check("unbound: /dev/fb0 has gone", not os.path.exists("/dev/fb0"))
    for number in (3, 4, 5):
        tap(number)
        time.sleep(2)
    journal.expect("without a display: three punches are recorded", "recorded:", 4, seconds=120)
    journal.expect("and the missing display is told", "the panel does not work", seconds=120)
    with open(driver + "/bind", "w", encoding="ascii") as bind:
        bind.write(os.path.basename(card))
    begun = time.monotonic()
    lit = False
    while not lit and time.monotonic() - begun < 120:
        time.sleep(1)
        if os.path.exists("/dev/fb0"):
            tap(6)
            time.sleep(2)
            dump("/dev/fb0", "/run", "again")
            with open("/run/again.raw", "rb") as raw:
                lit = len(set(raw.read()[::97])) > 3
    check(f"bound again: it shows something after {time.monotonic() - begun:.0f} s", lit)
    journal.expect("and it is told", "the panel works again", seconds=120)
    print(*(line for line in journal.lines() if "panel" in line), sep="\n")
    run("systemctl", "stop", "punchpost")
    check("stopped: the console is in text mode again", console() == TEXT, console())
    sys.exit(proof.failures > 0)


if __name__ == "__main__":
    {"dump": dump, "depth": depth, "terminal": terminal, "idle": idle, "greeting": greeting, "tapping": tapping,
     "after": after, "lost": lost}[sys.argv[1]](*sys.argv[2:])
