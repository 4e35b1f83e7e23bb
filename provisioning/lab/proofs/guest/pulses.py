#!/usr/bin/env python3
"""Presents cards on two simulated GPIO lines: pulses.py PULL0 PULL1 CARDS SEED APART_US GAP_MS LIST

PULL0 and PULL1 are gpio-sim's `pull` files of D0 and D1. Writes each card's canonical form to LIST. Knows the formats
by itself, from HID's "Understanding Card Data Formats", and nothing of the program that reads the lines.

A simulated line holds one pulse that its interrupt thread has not told yet; a second one would take its place. So
the next pulse on a line waits until the thread has gone to sleep again after the last one, and nothing else: pulses
on the two lines follow each other as fast as they can be written, but at least APART_US apart.
"""
import glob
import os
import random
import re
import sys
import time


def h10301(r):
    facility, number = r.randrange(1 << 8), r.randrange(1 << 16)
    bits = f'{facility:08b}{number:016b}'
    return framed(bits, bits[:12], bits[12:]), f'wiegand:26:{facility}:{number}'


def h10306(r):
    facility, number = r.randrange(1 << 16), r.randrange(1 << 16)
    bits = f'{facility:016b}{number:016b}'
    return framed(bits, bits[:16], bits[16:]), f'wiegand:34:{facility}:{number}'


def h10304(r):
    facility, number = r.randrange(1 << 16), r.randrange(1 << 19)
    bits = f'{facility:016b}{number:019b}'
    return framed(bits, bits[:18], bits[17:]), f'wiegand:37:{facility}:{number}'


def framed(bits, first, second):
    """Even parity over the first part in front, odd parity over the second part behind."""
    return str(first.count('1') % 2) + bits + str(1 - second.count('1') % 2)


def interrupt_threads():
    """The kernel's threads of D0 and D1, which were made in this order: their status files."""
    found = []
    for comm in glob.glob('/proc/[0-9]*/comm'):
        with open(comm, encoding='ascii') as name:
            if re.fullmatch(r'irq/[0-9]+-punch.*', name.read().strip()):
                found.append(int(comm.split('/')[2]))
    if len(found) != 2:
        sys.exit(f'pulses: expected two interrupt threads, found {found}')
    return [os.open(f'/proc/{pid}/status', os.O_RDONLY) for pid in sorted(found)]


def slept(status):
    """How often this thread has gone to sleep."""
    return int(re.search(rb'\nvoluntary_ctxt_switches:\s*([0-9]+)', os.pread(status, 4096, 0)).group(1))


def main(pull0, pull1, cards, seed, apart, gap, listed):
    lines = [os.open(path, os.O_WRONLY) for path in (pull0, pull1)]
    threads = interrupt_threads()
    before = [-1, -1]
    r = random.Random(int(seed))
    apart = int(apart) / 1e6
    with open(listed, 'w', encoding='ascii') as out:
        for _ in range(int(cards)):
            frame, card = r.choice((h10301, h10306, h10304))(r)
            for bit in frame:
                line, thread = lines[int(bit)], threads[int(bit)]
                while slept(thread) <= before[int(bit)]:
                    pass
                before[int(bit)] = slept(thread)
                begun = time.monotonic()
                os.pwrite(line, b'pull-down', 0)
                os.pwrite(line, b'pull-up', 0)
                # A sleep would take longer than this: wait as hardware does.
                while time.monotonic() - begun < apart:
                    pass
            print(card, file=out)
            time.sleep(int(gap) / 1e3)


if __name__ == '__main__':
    if len(sys.argv) != 8:
        sys.exit(__doc__)
    main(*sys.argv[1:])
