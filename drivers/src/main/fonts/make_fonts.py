#!/usr/bin/python3
"""Makes the fonts that ship in the drivers' jar from those of Debian's packages.

    apt-get install xfonts-terminus fonts-dejavu-extra python3-fonttools
    drivers/src/main/fonts/make_fonts.py

Bitmap fonts (drivers.ssd1306), gzipped: "PPF1", width, height (a byte each), number of glyphs, then the code points in
ascending order (two bytes each, big-endian), then the glyphs: rows from the top, each of (width + 7) / 8 bytes, leftmost
pixel in the highest bit. The outline font (drivers.framebuffer) is a subset of DejaVu Sans Condensed Bold.

Licences: LICENSE-bitmap-font.txt (SIL OFL 1.1) and LICENSE-outline-font.txt (Bitstream Vera), beside the fonts. The OFL
reserves the name of the original for unmodified versions, so that ours are called "panel".
"""
import gzip
import pathlib
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RESOURCES = HERE.parent / "resources/dev/punchpost/drivers"
SOURCE = "/usr/share/fonts/X11/misc/ter-u%s_unicode.pcf.gz"
BITMAPS = {"panel12": "12n", "panel16": "16b", "panel24": "24b", "panel32": "32b"}
OUTLINE = "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed-Bold.ttf"
# Latin with all its extensions for Europe, Greek, Cyrillic, punctuation, a few signs.
RANGES = [(0x20, 0x7E), (0xA0, 0x24F), (0x2BB, 0x2BC), (0x2C6, 0x2DD), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF),
          (0x2010, 0x2026), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193),
          (0x2248, 0x2248), (0x2260, 0x2265)]
TABLE_METRICS, TABLE_BITMAPS, TABLE_ENCODINGS = 4, 8, 32


def wanted(code):
    return any(first <= code <= last for first, last in RANGES)


def pcf(path):
    """Glyphs of a fixed-width font in X's Portable Compiled Format: (width, height, {code: rows})."""
    data = gzip.open(path).read()
    assert data[:4] == b"\x01fcp"
    tables = {}
    for i in range(struct.unpack_from("<I", data, 4)[0]):
        kind, form, _, offset = struct.unpack_from("<IIII", data, 8 + 16 * i)
        tables[kind] = (form, offset)

    def table(kind):
        form, offset = tables[kind]
        return form, offset + 4, ">" if form & 4 else "<"

    form, at, _ = table(TABLE_METRICS)
    assert form & 0x100, "compressed metrics expected"
    count = struct.unpack_from(">H" if form & 4 else "<H", data, at)[0]
    metrics = [[b - 0x80 for b in data[at + 2 + 5 * i:at + 7 + 5 * i]] for i in range(count)]

    form, at, order = table(TABLE_BITMAPS)
    assert form & 8, "leftmost pixel in the highest bit expected"
    assert form & 4, "most significant byte first expected"
    pad = 1 << (form & 3)
    count = struct.unpack_from(order + "I", data, at)[0]
    offsets = struct.unpack_from(order + "%dI" % count, data, at + 4)
    bits = at + 4 + 4 * count + 16

    form, at, order = table(TABLE_ENCODINGS)
    low2, high2, low1, high1, _ = struct.unpack_from(order + "5H", data, at)
    glyphs, width, height = {}, 0, 0
    for i in range((high1 - low1 + 1) * (high2 - low2 + 1)):
        glyph = struct.unpack_from(order + "H", data, at + 10 + 2 * i)[0]
        code = (low1 + i // (high2 - low2 + 1)) << 8 | (low2 + i % (high2 - low2 + 1))
        if glyph == 0xFFFF or not wanted(code):
            continue
        left, right, advance, ascent, descent = metrics[glyph]
        assert left == 0 and right == advance
        width, height = advance, ascent + descent
        stride = (width + 8 * pad - 1) // (8 * pad) * pad
        start = bits + offsets[glyph]
        glyphs[code] = [data[start + stride * row:start + stride * row + (width + 7) // 8] for row in range(height)]
    return width, height, glyphs


def main():
    for name, source in BITMAPS.items():
        width, height, glyphs = pcf(SOURCE % source)
        codes = sorted(glyphs)
        font = b"PPF1" + struct.pack(">BBH", width, height, len(codes))
        font += struct.pack(">%dH" % len(codes), *codes)
        font += b"".join(row for code in codes for row in glyphs[code])
        target = RESOURCES / "ssd1306" / (name + ".ppf.gz")
        target.write_bytes(gzip.compress(font, mtime=0))
        print(target.name, width, "x", height, len(codes), "glyphs", target.stat().st_size, "bytes")
    target = RESOURCES / "framebuffer/panel.ttf"
    subprocess.run([sys.executable, "-m", "fontTools.subset", OUTLINE, "--output-file=%s" % target, "--no-hinting",
                    "--layout-features=ccmp,kern,mark", "--drop-tables+=FFTM,GDEF",
                    "--unicodes=" + ",".join("%X-%X" % r for r in RANGES)], check=True)
    print(target.name, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
