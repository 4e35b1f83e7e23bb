"""What Debian's python3-luma.oled sends to a display to show a picture: `sent_by_luma.py ssd1306|sh1106 WIDTH HEIGHT`, the
picture as rows of # and . on standard input. Prints a line for each transfer: `c` commands or `d` data, then hex."""
import sys

import luma.oled.device
from PIL import Image


class Recorder:
    def command(self, *commands):
        print("c", bytes(commands).hex())

    def data(self, data):
        print("d", bytes(data).hex())

    def cleanup(self):
        pass


name, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rows = sys.stdin.read().split()
picture = Image.new("1", (width, height))
for y, row in enumerate(rows):
    for x, pixel in enumerate(row):
        if pixel == "#":
            picture.putpixel((x, y), 1)
device = getattr(luma.oled.device, name)(Recorder(), width=width, height=height)
device.persist = True
device.display(picture)
