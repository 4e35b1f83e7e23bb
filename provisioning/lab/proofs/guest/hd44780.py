#!/usr/bin/python3
"""What stands on a character display after the bytes on standard input went to its PCF8574 backpack:
`hd44780.py COLUMNS ROWS < log`. Knows nothing of the driver but the wiring: D7 D6 D5 D4, light, E, RW, RS."""
import sys

columns, rows = int(sys.argv[1]), int(sys.argv[2])
ddram, pins, bits, half, address, to_ddram, on = [32] * 128, 0xFF, 8, None, 0, True, False
for byte in sys.stdin.buffer.read():
    before, pins = pins, byte
    if not (before & 4 and not pins & 4) or before & 2:
        continue  # E did not fall, or the chip was being read
    data, nibble = before & 1, before >> 4
    if bits == 8:
        value = nibble << 4
    elif half is None:
        half = nibble
        continue
    else:
        value, half = half << 4 | nibble, None
    if data:
        if to_ddram:
            ddram[address] = value
        address = address + 1 & 127
        address = {0x28: 0x40, 0x68: 0x00}.get(address, address) if to_ddram else address
    elif value & 0x80:
        address, to_ddram = value & 0x7F, True
    elif value & 0x40:
        address, to_ddram = value & 0x3F, False
    elif value & 0x20:
        bits = 8 if value & 0x10 else 4
    elif value & 0x08 and not value & 0x10:
        on = bool(value & 4)
    elif value == 1:
        ddram, address, to_ddram = [32] * 128, 0, True
    elif value & 0xFE == 2:
        address, to_ddram = 0, True
# Characters of our own (0 to 15) as digits, those that the ROM has beyond ASCII as ?
show = lambda c: str(c & 7) if c < 16 else chr(c) if 32 <= c < 126 else "?"
for row in range(rows):
    start = row % 2 * 0x40 + row // 2 * columns
    print("|" + ("".join(map(show, ddram[start:start + columns])) if on else " " * columns) + "|")
