"""Inside the VM, as root: `clock.py TAPS`. The true time is the time before the clock is set to 1970, carried on by
CLOCK_MONOTONIC_RAW, which nothing steps or steers; a small NTP server tells it to chronyd."""

import csv
import datetime
import json
import os
import pty
import socket
import struct
import subprocess
import sys
import threading
import time
import tty

HERE = os.path.dirname(os.path.abspath(__file__))
TAPS = int(sys.argv[1])
NTP_PORT = 11123
NTP_EPOCH = 2_208_988_800  # seconds from 1900 to 1970
START = time.clock_gettime(time.CLOCK_REALTIME) - time.clock_gettime(time.CLOCK_MONOTONIC_RAW)


def truth():
    return START + time.clock_gettime(time.CLOCK_MONOTONIC_RAW)


def ntp(seconds):
    whole = int(seconds)
    return struct.pack(">II", whole + NTP_EPOCH, int((seconds - whole) * 2**32))


def serve(line):
    """RFC 5905, section 7.3: an answer of a server of stratum 1."""
    while True:
        request, client = line.recvfrom(512)
        received = ntp(truth())
        head = struct.pack(">BBbb", 4 << 3 | 4, 1, request[2], -20) + struct.pack(">II", 0, 1 << 6) + b"TRUE"
        line.sendto(head + received + request[40:48] + received + ntp(truth()), client)


def wait(what, seconds, done):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return
        time.sleep(0.2)
    sys.exit(f"waited {seconds} s for {what}")


def main():
    subprocess.run(["systemctl", "stop", "chrony"], check=False, stderr=subprocess.DEVNULL)
    jar = next(name for name in sorted(os.listdir(HERE)) if name.endswith(".jar"))
    java = ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx96m", "-XX:TieredStopAtLevel=1", "-cp",
            f"{HERE}/{jar}:{HERE}/lib/*", "dev.punchpost.kiosk.Main"]
    reader, slave = pty.openpty()
    tty.setraw(slave)
    config, roster, panel, log = (f"{HERE}/{name}" for name in ("punchpost.toml", "roster.csv", "panel.jsonl", "log"))
    with open(config, "w", encoding="ascii") as file:
        file.write(f"""
[terminal]
site = "lab"
id = "clock"
time-zone = "Europe/Madrid"
[[reader]]
name = "front"
driver = "rdm6300"
port = "{os.ttyname(slave)}"
[store]
directory = "{HERE}/data"
[mqtt]
url = "mqtt://127.0.0.1:1"
[punch]
repeat-window = "0s"
[panel]
driver = "json-lines"
path = "{panel}"
[control]
socket = "{HERE}/control.sock"
""")
    with open(roster, "w", encoding="ascii") as file:
        file.write("worker,name,badge\nw1,Worker One,em:0F00000001\n")

    # As a machine without a battery that booted in 1970; the kernel takes no time before its own boot.
    time.clock_settime(time.CLOCK_REALTIME, time.clock_gettime(time.CLOCK_MONOTONIC) + 5)
    print("the clock says", datetime.datetime.now(datetime.timezone.utc).isoformat(), flush=True)
    subprocess.run([*java, "roster", "import", roster, "--config", config], check=True, stdout=subprocess.DEVNULL)
    service = subprocess.Popen([*java, "run", "--config", config], stdout=subprocess.DEVNULL, stderr=open(log, "wb"))
    chrony = None
    try:
        wait("the service", 300, lambda: "ready: " in open(log, encoding="utf-8").read())
        true = []

        def ticks():
            if not os.path.exists(panel):
                return []
            lines = open(panel, encoding="utf-8").read().splitlines()
            return [line for line in lines if json.loads(line).get("screen") == "accepted"]

        def tap():
            before = truth()
            os.write(reader, b"\x020F00000001%02X\x03" % (0x0F ^ 0x01))
            wait("a tick", 60, lambda: len(ticks()) > len(true))
            true.append((before, truth()))
            time.sleep(1.0)

        for _ in range(TAPS):
            tap()
        print(TAPS, "taps; the panel says", json.loads(ticks()[-1]), flush=True)

        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        line.bind(("127.0.0.1", NTP_PORT))
        threading.Thread(target=serve, args=(line,), daemon=True).start()
        with open(f"{HERE}/chrony.conf", "w", encoding="ascii") as file:
            file.write(f"server 127.0.0.1 port {NTP_PORT} iburst minpoll 3 maxpoll 4\nmakestep 0.5 -1\nrtcsync\ncmdport 0\n"
                       f"pidfile {HERE}/chrony.pid\n")
        chrony = subprocess.Popen(["chronyd", "-d", "-u", "root", "-f", f"{HERE}/chrony.conf"],
                                  stdout=open(f"{HERE}/chrony.log", "wb"), stderr=subprocess.STDOUT)

        def status():
            text = subprocess.run([*java, "status", "--json", "--config", config], check=True, capture_output=True).stdout
            return json.loads(text)["clock"]

        wait("the synchronisation", 300, lambda: status()["state"] == "SYNCHRONISED")
        print("synchronised:", status(), flush=True)
        tap()
        export = subprocess.run([*java, "punches", "export", "--config", config], check=True, capture_output=True, text=True)
        rows = list(csv.DictReader(export.stdout.splitlines()))
        verify = subprocess.run([*java, "ledger", "verify", "--config", config], check=False, capture_output=True, text=True)
        print("ledger verify:", verify.returncode, verify.stdout.strip())
    finally:
        service.terminate()
        if chrony:
            chrony.terminate()
        service.wait(60)

    bad = 0 if verify.returncode == 0 and len(rows) == TAPS + 1 else 1
    worst = 0.0
    for row, (before, after) in zip(rows, true, strict=True):
        time_of_it = datetime.datetime.fromisoformat(row["correctedTime"]).timestamp()
        bound = int(row["correctedUncertaintyMs"]) / 1_000
        right = time_of_it - bound <= after and time_of_it + bound >= before
        worst = max(worst, before - time_of_it, time_of_it - after)
        bad += not right
        if not right or row in (rows[0], rows[TAPS - 1], rows[-1]):
            print(f"seq {row['seq']}: {row['clock']}, recorded {row['time']}, corrected {row['correctedTime']}"
                  f" +- {row['correctedUncertaintyMs']} ms, written {before - time_of_it:+.3f} s and ticked"
                  f" {after - time_of_it:+.3f} s from it{'' if right else '  WRONG'}")
    print(f"{len(rows)} punches, {bad} wrong; furthest outside of [written, ticked]: {max(worst, 0):.3f} s")
    sys.exit(0 if bad == 0 else 1)


main()
