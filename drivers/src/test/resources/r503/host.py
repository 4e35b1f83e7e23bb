"""host.py TTY: works on a fingerprint module at TTY with Adafruit's host library, and says what it saw, a line for each
step. Reads a line from its standard input before each touch: the test puts the finger on meanwhile."""

import os
import select
import sys
import time
import tty
import types


def stand_in(name, **members):
    """The library's type hints want modules of CircuitPython that PyPI's Blinka would bring along."""
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = types.SimpleNamespace(**members)


stand_in("micropython", const=lambda value: value)
stand_in("busio", UART=object)
import adafruit_fingerprint  # noqa: E402  (after the stand-ins)


class Uart:
    def __init__(self, path):
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.fd)

    def write(self, data):
        os.write(self.fd, bytes(data))

    def read(self, count):
        data = b""
        end = time.monotonic() + 3
        while len(data) < count and time.monotonic() < end:
            if select.select([self.fd], [], [], 0.1)[0]:
                data += os.read(self.fd, count - len(data))
        return data or None


def ready(what):
    print("want", what, flush=True)
    sys.stdin.readline()


def main():
    module = adafruit_fingerprint.Adafruit_Fingerprint(Uart(sys.argv[1]))
    print("capacity", module.library_size, "level", module.security_level, "packet", module.data_packet_size,
          "baud", module.baudrate * 9600)
    print("nobody", module.get_image())
    ready("finger 1 smeared")
    print("smeared", module.get_image(), module.image_2_tz(1))
    for slot in (1, 2):
        ready("finger 1")
        print("press", slot, module.get_image(), module.image_2_tz(slot))
        ready("nothing")
    print("model", module.create_model(), "store", module.store_model(5))
    print("beyond", module.store_model(200))
    ready("finger 1")
    print("touch", module.get_image(), module.image_2_tz(1), module.finger_search(), module.finger_id)
    print("fast", module.finger_fast_search(), module.finger_id)
    ready("finger 2")
    print("stranger", module.get_image(), module.image_2_tz(1), module.finger_search())
    print("count", module.count_templates(), module.template_count)
    print("index", module.read_templates(), module.templates)
    print("load", module.load_model(5))
    template = module.get_fpdata("char", 1)
    print("template", bytes(template).hex())
    print("send", module.send_fpdata(template, "char", 2), module.store_model(7, 2))
    print("compare", module.load_model(5, 1), module.compare_templates())
    print("led", module.set_led(color=2, mode=3, speed=0x20, cycles=4))
    print("delete", module.delete_model(5), module.read_templates(), module.templates)
    print("empty", module.empty_library(), module.count_templates(), module.template_count)


main()
