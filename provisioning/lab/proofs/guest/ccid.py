"""QEMU's USB card reader (CCID), and the card in it: plugged in at QEMU's monitor; the card is spoken for at QEMU's socket, in
the protocol of libcacard's vscard_common.h. Both sockets are forwarded into the VM."""

import socket
import struct
import sys
import threading
import time

SOCKET, MONITOR = "/run/lab-ccid", "/run/lab-monitor"
INIT, READER_ADD, ATR, CARD_REMOVE, APDU = 1, 3, 5, 6, 7


def monitor(line, needed=True):
    """A command of QEMU's monitor."""
    with socket.socket(socket.AF_UNIX) as to:
        to.connect(MONITOR)
        to.sendall(line.encode() + b"\n")
        time.sleep(1)
        said = to.recv(65536).decode()
        if needed and "Error" in said:
            sys.exit(f"{line}: {said}")


class Slot:
    """QEMU's reader and the card in it. A thread answers what the card is asked."""

    def __init__(self):
        self.line = None
        self.uid = None
        self.asked = 0
        monitor("device_del reader", needed=False)  # of a run that was cut off

    def plug(self):
        monitor("device_add usb-ccid,id=reader,bus=usb.0")
        monitor("device_add ccid-card-passthru,chardev=ccid,bus=reader.0")
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(SOCKET)
        self.send(INIT, b"VSCD" + struct.pack(">II", 2, 0))
        self.send(READER_ADD, b"\x00")
        threading.Thread(target=self.answer, args=[self.line], daemon=True).start()

    def unplug(self):
        monitor("device_del reader")
        self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()

    def send(self, kind, data=b""):
        self.line.sendall(struct.pack(">III", kind, 0, len(data)) + data)

    def answer(self, line):
        def receive(length):
            try:
                return line.recv(length, socket.MSG_WAITALL) if length else b""
            except OSError:  # unplugged
                return b""

        while len(head := receive(12)) == 12:
            kind, _, length = struct.unpack(">III", head)
            data = receive(length)
            if kind == APDU:
                self.asked += 1
                known = self.uid is not None and data[:4] == bytes.fromhex("FFCA0000")
                self.send(APDU, self.uid + b"\x90\x00" if known else b"\x6a\x81")

    def put(self, atr, uid=None):
        self.uid = uid and bytes.fromhex(uid)
        self.send(ATR, atr)

    def take(self):
        self.send(CARD_REMOVE)
