#!/usr/bin/env python3
"""Compares pictures pixel by pixel, with nothing of the program that drew them: `pixels.py PNG RAW JSON [PPM]`.

RAW is a framebuffer's memory and JSON its layout (guest/framebuffer.py); PPM what QEMU says its monitor shows. Prints
geometry and how many pixels differ; exit status 0 if none. A colour of fewer bits is compared in those.
"""

import json
import struct
import sys
import zlib


def png(path):
    """Eight bits, RGB, not interlaced (W3C PNG, sections 5, 9, 10)."""
    with open(path, "rb") as file:
        data = file.read()
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + length]
        at += 12 + length
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if (depth, colour, interlaced) != (8, 2, 0):
                sys.exit(f"{path}: not a plain RGB picture")
        elif kind == b"IDAT":
            packed += body
    lines, row, before = zlib.decompress(packed), 3 * width, bytearray(3 * width)
    pixels = bytearray()
    for y in range(height):
        kind, line = lines[y * (row + 1)], bytearray(lines[y * (row + 1) + 1:(y + 1) * (row + 1)])
        for x in range(row if kind else 0):
            a = line[x - 3] if x >= 3 else 0
            b, c = before[x], before[x - 3] if x >= 3 else 0
            if kind == 4:
                p = a + b - c
                pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                add = a if pa <= pb and pa <= pc else b if pb <= pc else c
            else:
                add = (0, a, b, (a + b) // 2)[kind]
            line[x] = line[x] + add & 0xFF
        pixels += line
        before = line
    return width, height, pixels


def memory(raw, layout):
    with open(layout, encoding="ascii") as file:
        form = json.load(file)
    with open(raw, "rb") as file:
        data = file.read()
    size = form["bits"] // 8
    for y in range(form["height"]):
        for x in range(form["width"]):
            at = y * form["stride"] + x * size
            value = int.from_bytes(data[at:at + size], "little")
            yield tuple(value >> shift & (1 << bits) - 1 for shift, bits in (form["red"], form["green"], form["blue"]))


def ppm(path):
    with open(path, "rb") as file:
        magic, size, _most, data = file.read().split(b"\n", 3)
    width, height = map(int, size.split())
    assert magic == b"P6" and len(data) == 3 * width * height
    return width, height, data


def main(picture, raw, layout, monitor=None):
    width, height, pixels = png(picture)
    with open(layout, encoding="ascii") as file:
        form = json.load(file)
    if (width, height) != (form["width"], form["height"]):
        sys.exit(f"{picture} is {width}x{height}, the framebuffer {form['width']}x{form['height']}")
    lost = [8 - form[colour][1] for colour in ("red", "green", "blue")]
    wrong, colours = 0, set()
    for at, found in enumerate(memory(raw, layout)):
        drawn = tuple(pixels[3 * at + i] for i in range(3))
        colours.add(drawn)
        wrong += tuple(value >> less for value, less in zip(drawn, lost)) != found
    print(f"{width}x{height}, {form['bits']} bits, {len(colours)} colours: {wrong} of {width * height} pixels differ")
    if monitor:
        seen = ppm(monitor)
        differ = sum(pixels[i:i + 3] != seen[2][i:i + 3] for i in range(0, len(pixels), 3)) if seen[:2] == (width, height) else -1
        print(f"the monitor, {seen[0]}x{seen[1]}: {differ} pixels differ")
        wrong += differ != 0
    sys.exit(wrong > 0 or len(colours) < 4)


main(*sys.argv[1:])
