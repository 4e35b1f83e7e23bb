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

GET_VARIABLE, PUT_VARIABLE, GET_FIXED = 0x4600, 0x4601, 0x4602


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


CONFIG = """
[terminal]
site = "lab"
id = "door-1"
time-zone = "Europe/Madrid"
[[reader]]
name = "front"
driver = "rdm6300"
port = "/dev/serial/by-id/usb-Punchpost_Lab_RFID_Reader_PUNCH0001-if00"
[punch]
repeat-window = "10m"
[panel]
driver = "framebuffer"
device = "/dev/fb0"
[mqtt]
url = "mqtt://127.0.0.1:1"
[control]
socket = "/run/punchpost/control.sock"
group = "punchpost"
"""
UNIT = "/etc/systemd/system/punchpost.service.d/screen.conf"
TAPPING = "/run/proof-tapping"
failures = 0


def run(*command):
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def said():
    return run("journalctl", "-b", "-u", "punchpost", "-o", "cat").splitlines()


def wait(words, times, seconds=120):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if sum(words in line for line in said()) >= times:
            return time.monotonic() - begun
        time.sleep(0.3)
    return None


def check(what, right):
    global failures
    failures += not right
    print(f"{'ok     ' if right else 'FAILED '} {what}", flush=True)
    if not right:
        print(*said()[-8:], sep="\n")


def terminal():
    # As the head of screen.conf says.
    run("install", "-D", "-m", "644", "/usr/share/punchpost/screen.conf", UNIT)
    run("systemctl", "mask", "--now", "getty@tty1.service")
    run("chmod", "620", "/dev/tty1")
    with open("/etc/punchpost/punchpost.toml", "w", encoding="ascii") as config:
        config.write(CONFIG)
    with open("/root/roster.csv", "w", encoding="utf-8") as roster:
        roster.write("worker,name,badge\n" + "".join(f"screen-{n},José Müller {n},em:0F0000010{n}\n" for n in range(1, 8)))
    run("systemctl", "daemon-reload")
    run("systemctl", "restart", "punchpost")
    run("punchpost", "roster", "import", "/root/roster.csv")
    print(*(line for line in said() if "display" in line), sep="\n")


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
    dark, again = "the panel does not work", "the panel works again"
    recorded, darks, agains = (sum(words in line for line in said()) for words in ("recorded:", dark, again))
    with open("/sys/class/graphics/fb0/blank", "w", encoding="ascii") as blank:
        blank.write("1")
    tap(2)
    check("blanked: a punch is recorded", wait("recorded:", recorded + 1) is not None)
    with open(driver + "/unbind", "w", encoding="ascii") as unbind:
        unbind.write(os.path.basename(card))
    check("unbound: /dev/fb0 has gone", not os.path.exists("/dev/fb0"))
    for number in (3, 4, 5):
        tap(number)
        time.sleep(2)
    check("without a display: three punches are recorded", wait("recorded:", recorded + 4) is not None)
    check("and the missing display is told", wait(dark, darks + 1) is not None)
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
    check("and it is told", wait(again, agains + 1) is not None)
    print(*(line for line in said() if "panel" in line), sep="\n")
    sys.exit(failures > 0)


if __name__ == "__main__":
    {"dump": dump, "depth": depth, "terminal": terminal, "idle": idle, "greeting": greeting, "tapping": tapping,
     "after": after, "lost": lost}[sys.argv[1]](*sys.argv[2:])
