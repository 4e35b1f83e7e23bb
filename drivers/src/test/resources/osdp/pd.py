#!/usr/bin/env python3
"""An OSDP reader (PD) on a pseudo-terminal, written apart from the Java code: other language, AES of OpenSSL.

    python3 pd.py [--key HEX] [--install] [--no-mark] [--checksum]

Prints the terminal's path, then one line for each thing that happens (SECURE default|own, KEYSET, LED r, BUZ, TEXT s).
Takes on standard input: "card BITS HEX", "keys TEXT", "tamper 0|1", "restart", "mute SECONDS". Ends with its input.
Behaves as the standard asks and as libosdp does where that leaves a choice: an unexpected number is answered with
NAK 4, a message outside the session with NAK 6, and a new key ends the session. Needs python3 and libcrypto.so.3.
"""
import ctypes
import ctypes.util
import os
import pty
import select
import sys
import time
import tty

crypto = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
crypto.EVP_aes_128_cbc.restype = ctypes.c_void_p


def aes(key, iv, data, encrypt=1):
    ctx = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    crypto.EVP_CipherInit_ex(ctx, ctypes.c_void_p(crypto.EVP_aes_128_cbc()), None, bytes(key), bytes(iv), encrypt)
    crypto.EVP_CIPHER_CTX_set_padding(ctx, 0)
    out = ctypes.create_string_buffer(len(data) + 32)
    n = ctypes.c_int(0)
    crypto.EVP_CipherUpdate(ctx, out, ctypes.byref(n), bytes(data), len(data))
    crypto.EVP_CIPHER_CTX_free(ctx)
    return out.raw[:n.value]


def crc16(data):
    value = 0x1D0F
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021) & 0xFFFF if value & 0x8000 else value << 1
    return value.to_bytes(2, "little")


ZERO = bytes(16)
DEFAULT = bytes(range(0x30, 0x40))
args = sys.argv[1:]
own = bytes.fromhex(args[args.index("--key") + 1]) if "--key" in args else None
install = "--install" in args
mark = "--no-mark" not in args
crc_replies = "--checksum" not in args
address = 0x11
events, seq, last_reply, active, mute_until = [], -1, b"", False, 0.0
keys = {}
cmac = rmac = ZERO
tampered = 0

master, slave = pty.openpty()
tty.setraw(master)
tty.setraw(slave)


def say(text):
    print(text, flush=True)


def mac(start, message):
    if len(message) % 16:
        message += b"\x80" + bytes(-(len(message) + 1) % 16)
    if len(message) > 16:
        start = aes(keys["mac1"], start, message[:-16])[-16:]
    return aes(keys["mac2"], start, message[-16:])


def frame(number, block, body, crc):
    length = 5 + len(block) + len(body) + (2 if crc else 1)
    head = bytes([0x53, 0x80 | address]) + length.to_bytes(2, "little")
    return head + bytes([number | (4 if crc else 0) | (8 if block else 0)]) + block + body


def finish(message, crc):
    return message + (crc16(message) if crc else bytes([-sum(message) & 0xFF]))


def reply(number, code, data=b"", block=b"", crc=True):
    global rmac
    if active and not block:
        body = bytes([code])
        if data:
            plain = data + b"\x80"
            plain += bytes(-len(plain) % 16)
            body += aes(keys["enc"], bytes(255 - b for b in cmac), plain)
        message = frame(number, bytes([2, 0x18 if data else 0x16]), body + b"\0\0\0\0", crc)[:-4]
        rmac = mac(cmac, message)
        message += rmac[:4]
    else:
        message = frame(number, block, bytes([code]) + data, crc)
    return finish(message, crc)


def carry_out(number, code, data, crc, block):
    global own, active, install, cmac, rmac, after
    if not active and own and not install and code not in (0x61, 0x62, 0x76, 0x77):
        return reply(number, 0x41, b"\x06", crc=crc)
    if code == 0x60:
        return reply(number, *(events.pop(0) if events else (0x40,)), crc=crc)
    if code == 0x61 and len(data) == 1:
        return reply(number, 0x45, bytes.fromhex("a1b2c3" "0102" "04030201" "010203"), crc=crc)
    if code == 0x62 and len(data) == 1:
        return reply(number, 0x46, bytes([3, 1, 0, 4, 4, 1, 5, 2, 1, 6, 1, 1, 8, 1, 0, 9, 1, 1]), crc=crc)
    if code == 0x64 and not data:
        return reply(number, 0x48, bytes([tampered, 0]), crc=crc)
    if code == 0x69 and len(data) % 14 == 0 and data:
        if data[2] == 2:
            say(f"LED {data[5]}")
        return reply(number, 0x40, crc=crc)
    if code == 0x6A and len(data) == 5 and data[2] > 0:
        say("BUZ")
        return reply(number, 0x40, crc=crc)
    if code == 0x6B and len(data) == 6 + data[5] and data[3] > 0 and data[4] > 0:
        say("TEXT " + data[6:].decode().rstrip())
        return reply(number, 0x40, crc=crc)
    if code == 0x75 and active and data[:2] == b"\x01\x10" and len(data) == 18:
        answer = reply(number, 0x40, crc=crc)
        own, active, install = data[2:], False, False
        say("KEYSET")
        return answer
    if code == 0x76 and len(data) == 8 and block[1] == 0x11:
        active = False
        default = block[2] == 0
        if default and not install or not default and not own:
            return reply(number, 0x41, b"\x05", crc=crc)
        base = DEFAULT if default else own
        for name, kind in (("enc", 0x82), ("mac1", 1), ("mac2", 2)):
            keys[name] = aes(base, ZERO, bytes([1, kind]) + data[:6] + bytes(8))
        keys.update(default=default, a=data, b=os.urandom(8))
        proof = aes(keys["enc"], ZERO, data + keys["b"])
        return reply(number, 0x76, b"UIDUIDUI" + keys["b"] + proof, bytes([3, 0x12, 0 if default else 1]), crc)
    if code == 0x77 and "a" in keys and block[1] == 0x13:
        good = data == aes(keys["enc"], ZERO, keys["b"] + keys["a"])
        rmac = aes(keys["mac2"], ZERO, aes(keys["mac1"], ZERO, data))
        answer = reply(number, 0x78, rmac, bytes([3, 0x14, 1 if good else 0]), crc)
        active = good
        say("SECURE " + ("default" if keys["default"] else "own") if good else "CRYPTOGRAM WRONG")
        return answer
    return reply(number, 0x41, b"\x03", crc=crc)


def command(message):
    global seq, last_reply, active, cmac
    control, number = message[4], message[4] & 3
    crc = bool(control & 4)
    covered = message[:-2] if crc else message[:-1]
    if finish(covered, crc) != message or message[1] & 0x80 or message[1] not in (address, 0x7F):
        return b""
    if number == 0:
        active = False
    elif number == seq and last_reply:
        return last_reply
    elif seq < 0 or number != seq % 3 + 1:
        return reply(number, 0x41, b"\x04", block=b"", crc=crc)
    seq = number
    block = covered[5:5 + covered[5]] if control & 8 else b""
    body = covered[5 + len(block):]
    if active:
        if len(block) != 2 or block[1] not in (0x15, 0x17):
            active = False
            last_reply = reply(number, 0x41, b"\x06", crc=crc)
            return last_reply
        chain = mac(rmac, covered[:-4])
        if chain[:4] != covered[-4:]:
            active = False
            say("MAC WRONG")
            last_reply = reply(number, 0x41, b"\x06", crc=crc)
            return last_reply
        start, cmac = rmac, chain
        body = body[:-4]
        if block[1] == 0x17:
            plain = aes(keys["enc"], bytes(255 - b for b in start), body[1:], 0).rstrip(b"\0")
            if plain[-1:] != b"\x80":
                say("PADDING WRONG")
            body = body[:1] + plain[:-1]
    last_reply = carry_out(number, body[0], body[1:], crc and crc_replies, block)
    return last_reply


def control_line(text):
    global seq, active, last_reply, tampered, mute_until
    word, *rest = text.split()
    if word == "card":
        bits = int(rest[0])
        events.append((0x50, bytes([0, 1]) + bits.to_bytes(2, "little") + bytes.fromhex(rest[1])))
    elif word == "keys":
        events.append((0x53, bytes([0, len(rest[0])]) + rest[0].encode()))
    elif word == "tamper":
        tampered = int(rest[0])
        events.append((0x48, bytes([tampered, 0])))
    elif word == "restart":
        seq, active, last_reply = -1, False, b""
    elif word == "mute":
        mute_until = time.monotonic() + float(rest[0])


say(os.ttyname(slave))
pending = b""
typed = b""
while True:
    ready, _, _ = select.select([master, 0], [], [])
    if 0 in ready:
        chunk = os.read(0, 4096)
        if not chunk:
            break
        typed += chunk
        while b"\n" in typed:
            one, typed = typed.split(b"\n", 1)
            control_line(one.decode())
    if master in ready:
        pending += os.read(master, 4096)
        while True:
            start = pending.find(b"\x53")
            pending = pending[start:] if start >= 0 else b""
            if len(pending) < 5 or len(pending) < int.from_bytes(pending[2:4], "little"):
                break
            size = int.from_bytes(pending[2:4], "little")
            one, pending = pending[:size], pending[size:]
            answer = command(one) if time.monotonic() >= mute_until else b""
            if answer:
                os.write(master, (b"\xff" if mark else b"") + answer)
