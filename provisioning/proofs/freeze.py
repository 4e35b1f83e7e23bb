#!/usr/bin/env python3
"""freeze.py PID NAME: stops the one thread of that name by ptrace(2), until it is killed; prints when it stands."""
import ctypes
import os
import sys

PTRACE_ATTACH = 16
libc = ctypes.CDLL(None, use_errno=True)
pid, name = int(sys.argv[1]), sys.argv[2]
for tid in os.listdir(f"/proc/{pid}/task"):
    with open(f"/proc/{pid}/task/{tid}/comm", encoding="utf-8") as comm:
        if comm.read().strip() == name:
            if libc.ptrace(PTRACE_ATTACH, int(tid), 0, 0) != 0:
                sys.exit(f"ptrace: {os.strerror(ctypes.get_errno())}")
            os.waitpid(int(tid), 0x40000000)
            print(f"thread {tid} stands", flush=True)
            # Until it is killed: a traced thread that nobody waits for would hold its process as a zombie.
            os.waitpid(int(tid), 0x40000000)
            sys.exit(0)
sys.exit(f"process {pid} has no thread {name}")
