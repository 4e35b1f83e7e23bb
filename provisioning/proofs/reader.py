#!/usr/bin/env python3
"""reader.py LINK FIFO: a pseudo-terminal under the name LINK that says what is written into FIFO, like a serial reader."""
import grp
import os
import pty
import sys
import tty

link, fifo = sys.argv[1:]
master, slave = pty.openpty()
tty.setraw(slave)  # kept open, so that the line stays when the terminal restarts
name = os.ttyname(slave)
os.chown(name, 0, grp.getgrnam("dialout").gr_gid)
os.chmod(name, 0o660)
if not os.path.exists(fifo):
    os.mkfifo(fifo, 0o600)
taps = os.open(fifo, os.O_RDWR)
if os.path.lexists(link):
    os.remove(link)
os.symlink(name, link)
while True:
    os.write(master, os.read(taps, 4096))
