#!/usr/bin/env python3
"""Messages of one OSDP secure channel session, worked out apart from the Java code.

Standard library and the openssl program only:  python3 vectors.py
Keys and numbers are those of SIA OSDP v2.2, annex E; the messages go on from its R-MAC_I.
"""
import subprocess


def aes(key, iv, data):
    done = subprocess.run(["openssl", "enc", "-aes-128-cbc", "-nopad", "-K", key.hex(), "-iv", iv.hex()],
                          input=data, capture_output=True, check=True)
    return done.stdout


def crc(data):
    value = 0x1D0F
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021) & 0xFFFF if value & 0x8000 else value << 1
    return value.to_bytes(2, "little")


ZERO = bytes(16)
scbk_d = bytes(range(0x30, 0x40))
rnd_a = bytes(range(0xB0, 0xB8))
rnd_b = bytes(range(0xA0, 0xA8))
s_enc, s_mac1, s_mac2 = (aes(scbk_d, ZERO, bytes([1, kind]) + rnd_a[:6] + bytes(8)) for kind in (0x82, 1, 2))
client = aes(s_enc, ZERO, rnd_a + rnd_b)
server = aes(s_enc, ZERO, rnd_b + rnd_a)
last = aes(s_mac2, ZERO, aes(s_mac1, ZERO, server))
for name in ("s_enc", "s_mac1", "s_mac2", "client", "server", "last"):
    print(f"{name:8s} {globals()[name].hex()}")


def message(address, sequence, kind, code, data):
    global last
    if data:
        plain = data + b"\x80"
        plain += bytes(-len(plain) % 16)
        data = aes(s_enc, bytes(255 - b for b in last), plain)
    length = 5 + 2 + 1 + len(data) + 4 + 2
    whole = bytes([0x53, address]) + length.to_bytes(2, "little") + bytes([0x0C | sequence, 2, kind, code]) + data
    padded = whole if len(whole) % 16 == 0 else whole + b"\x80" + bytes(-(len(whole) + 1) % 16)
    chain = last
    if len(padded) > 16:
        chain = aes(s_mac1, last, padded[:-16])[-16:]
    last = aes(s_mac2, chain, padded[-16:])
    whole += last[:4]
    return (whole + crc(whole)).hex()


print("poll    ", message(0x01, 2, 0x15, 0x60, b""))
print("raw     ", message(0x81, 2, 0x18, 0x50, bytes.fromhex("0000" "1a00" "bdd93740")))
print("led     ", message(0x01, 3, 0x17, 0x69, bytes.fromhex("0000" "02020002000200" "0000000000")))
print("ack     ", message(0x81, 3, 0x16, 0x40, b""))
# 16 bytes of data: a whole block of padding follows.
print("text    ", message(0x01, 1, 0x17, 0x6B, bytes.fromhex("000100010" "10a") + b"0123456789"))
print("ack     ", message(0x81, 1, 0x16, 0x40, b""))
