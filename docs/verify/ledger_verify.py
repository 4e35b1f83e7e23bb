#!/usr/bin/env python3
"""Verifies an export of a Punchpost ledger without any of Punchpost's code.

Written from docs/ledger-format.md. Needs Python 3.9 and Debian's python3-cryptography.

  ledger_verify.py --file EXPORT [--key PUB]... [--checkpoint FILE]

Prints one line. Exit code 0: intact, 1: something was changed, 65: it cannot be read.
"""
import argparse
import hashlib
import json
import re
import sys
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

HEX64 = re.compile(r"[0-9a-f]{64}\Z")
NAME = re.compile(r"[ !#-\[\]-~]*\Z")
LARGEST = 2**53 - 1
DEEPEST = 16
CHECKPOINT = "dev.punchpost.ledger.checkpoint.v1"
RETIRED = "dev.punchpost.ledger.retired.v1"
EXPORT = "dev.punchpost.ledger.export.v1"


class Unreadable(Exception):
    pass


class Broken(Exception):
    def __init__(self, seq, change, detail):
        super().__init__(f"broken: entry {seq}: {change}: {detail}")


# --- canonical JSON ---------------------------------------------------------------------------------------------------


def pairs(items):
    names = [name for name, _ in items]
    if len(set(names)) != len(names) or not all(NAME.match(name) for name in names):
        raise ValueError("a member twice, or a name that is not printable ASCII")
    return dict(items)


def refuse(text):
    raise ValueError("not an integer: " + text)


def canonical(value, depth=1):
    """RFC 8785, for values without fractions."""
    if isinstance(value, dict):
        if depth > DEEPEST:
            raise ValueError("too deep")
        return "{" + ",".join(json.dumps(name) + ":" + canonical(value[name], depth + 1) for name in sorted(value)) + "}"
    if isinstance(value, list):
        if depth > DEEPEST:
            raise ValueError("too deep")
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        raise ValueError("beyond 2^53 - 1")
    return json.dumps(value, ensure_ascii=False)


def read(line):
    """The object in a line, or None if the line is not its canonical text."""
    try:
        text = line.decode("utf-8")
        value = json.loads(text, object_pairs_hook=pairs, parse_float=refuse, parse_constant=refuse)
        return value if isinstance(value, dict) and canonical(value).encode("utf-8") == line else None
    except (ValueError, RecursionError):
        return None


def is_hex(value):
    return isinstance(value, str) and HEX64.match(value) is not None


def is_uuid(value):
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


# --- entries ----------------------------------------------------------------------------------------------------------


def entry_of(line):
    """An entry's object, or None if the line is no canonical text of an entry."""
    value = read(line)
    data = value.get("data") if value else None
    if not isinstance(data, dict):
        return None
    good = (is_whole(data.get("seq")) and data["seq"] >= 1 and is_uuid(data.get("ledger")) and is_hex(data.get("prev"))
            and is_hex(data.get("hash")))
    return value if good else None


def hash_of(entry):
    without = dict(entry, data={name: v for name, v in entry["data"].items() if name != "hash"})
    return hashlib.sha256(canonical(without).encode("utf-8")).hexdigest()


def genesis(ledger):
    return hashlib.sha256(f"punchpost-ledger-genesis-v1\n{ledger}\n".encode()).hexdigest()


# --- signatures -------------------------------------------------------------------------------------------------------


def key_id(public):
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


class Signatures:
    def __init__(self, trusted):
        self.trusted = bool(trusted)
        self.allowed = list(trusted)
        self.keys = []
        self.count = 0
        self.retired = []

    def check(self, seal, text):
        """What is wrong with a signature, or None."""
        public, signature = seal.get("publicKey"), seal.get("signature")
        if not is_hex(public):
            return "names no key"
        if not self.allowed:
            self.allowed.append(public)
        if public not in self.allowed:
            return "is signed by key " + key_id(public) + ", not by " + " or ".join(map(key_id, self.allowed))
        try:
            if seal.get("keyId") != key_id(public) or not re.match(r"[0-9a-f]{128}\Z", str(signature)):
                raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), text.encode())
        except (InvalidSignature, ValueError):
            return "has a signature that key " + key_id(public) + " did not make"
        self.count += 1
        if key_id(public) not in self.keys:
            self.keys.append(key_id(public))
        return None


def lines(*values):
    return "".join(f"{value}\n" for value in values)


# --- the walk ---------------------------------------------------------------------------------------------------------


class Walk:
    def __init__(self, trusted, claims):
        self.signatures = Signatures(trusted)
        self.claims = {claim["seq"]: claim["hash"] for claim in claims}
        self.claimed_ledgers = [claim["ledger"] for claim in claims]
        self.header = None
        self.ledger = None
        self.first = self.last = self.certain = 0
        self.first_prev = self.last_hash = None

    def begin_with(self, header):
        self.header = header
        self.ledger = header["ledger"]
        wrong = self.signatures.check(header, lines(
            "punchpost-ledger-export-v1", header["ledger"], header["first"], header["last"], header["prev"],
            header["hash"], header["count"], header["time"]))
        if wrong:
            raise Broken(header["first"], "wrong signer", "the export's first line " + wrong)

    def expected(self):
        if self.last_hash is not None:
            return self.last + 1
        return self.header["first"] if self.header else 1

    def entry(self, line, rest):
        """The next line; rest gives the lines after it."""
        entry = entry_of(line)
        if entry is None:
            raise Broken(self.expected(), "altered", "it is not the canonical text of an entry")
        data = entry["data"]
        if hash_of(entry) != data["hash"]:
            raise Broken(self.expected(), "altered", "it does not have the hash that it says")
        if self.last_hash is None:
            self.begin(data)
        seq, expected = data["seq"], self.last + 1
        if data["ledger"] != self.ledger:
            raise Broken(expected, "inserted", "an entry of another ledger is in its place")
        if seq > expected:
            later = [e["data"]["seq"] for e in map(entry_of, rest) if e]
            if expected not in later:
                raise Broken(expected, "missing", f"entry {seq} is in its place")
            if seq in later:
                raise Broken(seq, "inserted", f"it is there again before entry {expected}")
            raise Broken(expected, "reordered", f"entry {seq} comes before it")
        if seq < self.first:
            raise Broken(seq, "reordered", f"it comes after entry {self.last}")
        if seq < expected:
            raise Broken(seq, "inserted", f"it is there again after entry {self.last}")
        if data["prev"] != self.last_hash:
            if seq == self.first:
                raise Broken(seq, "altered", "it does not follow the beginning of this ledger")
            raise Broken(self.last, "altered", f"entry {seq} follows one with another hash")
        if self.header and seq > self.header["last"]:
            raise Broken(seq, "inserted", "it is after the last entry that the export's first line tells of")
        self.last, self.last_hash = seq, data["hash"]
        if entry.get("type") == CHECKPOINT:
            self.checkpoint(data)
        elif entry.get("type") == RETIRED:
            self.retired(data)
        if seq in self.claims:
            if self.claims[seq] != data["hash"]:
                self.rewritten(seq, "the checkpoint that was given")
            self.certain = max(self.certain, seq)

    def begin(self, data):
        if self.ledger is None:
            self.ledger = data["ledger"]
        self.first = self.header["first"] if self.header else data["seq"]
        self.first_prev = self.header["prev"] if self.header else data["prev"]
        if self.first == 1:
            self.first_prev = genesis(self.ledger)
        self.last = self.certain = self.first - 1
        self.last_hash = self.first_prev
        if any(ledger != self.ledger for ledger in self.claimed_ledgers):
            raise Unreadable("the checkpoint is of another ledger than " + self.ledger)

    def checkpoint(self, data):
        point = data.get("checkpoint")
        if not isinstance(point, dict) or not is_hex(point.get("hash")):
            raise Broken(self.last, "wrong signer", "the checkpoint has no hash")
        wrong = self.signatures.check(point, lines(
            "punchpost-ledger-checkpoint-v1", self.ledger, point.get("seq"), point["hash"], point.get("count"),
            point.get("time")))
        if wrong:
            raise Broken(self.last, "wrong signer", "the checkpoint " + wrong)
        if not point["seq"] == point["count"] == self.last - 1 or point["hash"] != data["prev"]:
            self.rewritten(self.last - 1, f"the signature in entry {self.last}")
        self.certain = self.last - 1

    def retired(self, data):
        gone = data.get("retired")
        if not isinstance(gone, dict) or not is_hex(gone.get("hash")):
            raise Broken(self.last, "wrong signer", "the entry on retired entries has no hash")
        wrong = self.signatures.check(gone, lines(
            "punchpost-ledger-retired-v1", self.ledger, gone.get("first"), gone.get("last"), gone["hash"],
            gone.get("count"), gone.get("time")))
        if wrong:
            raise Broken(self.last, "wrong signer", "the entry on retired entries " + wrong)
        self.signatures.retired.append(gone)

    def rewritten(self, through, witness):
        raise Broken(max(self.first, self.certain + 1), "altered",
                     f"from here to entry {through} something was changed and the chain made anew: {witness} has"
                     " another hash")

    def end(self):
        header = self.header
        if self.last_hash is None:
            if header is None:
                raise Unreadable("there is no entry in it")
            raise Broken(header["first"], "truncated", "there is no entry at all")
        if header and self.last < header["last"]:
            raise Broken(self.last + 1, "truncated", f"the export's first line tells of entries to {header['last']}")
        if header and header["hash"] != self.last_hash:
            raise Broken(self.last, "altered", "the export's first line has another hash for it")
        newest_claim = max(self.claims, default=None)
        if newest_claim is not None and newest_claim > self.last:
            raise Broken(self.last + 1, "truncated", f"the checkpoint that was given tells of entries to {newest_claim}")
        if not header and self.first > 1:
            retired = self.signatures.retired
            if not any(gone["last"] >= self.first or gone["last"] == self.first - 1
                       and gone["hash"] == self.first_prev for gone in retired):
                through = max([gone["last"] for gone in retired], default=0)
                raise Broken(through + 1 if through < self.first - 1 else 1, "missing",
                             f"the first entry is {self.first} and no signed entry tells that those before it were"
                             " removed")
        if newest_claim is not None and newest_claim < self.first:
            raise Unreadable(f"the checkpoint that was given is older than the first entry, {self.first}")
        if self.signatures.trusted and not self.signatures.count:
            raise Broken(self.first, "wrong signer", "nothing is signed by the key that was given")
        certain = self.last if header else self.certain
        return (f"intact: ledger {self.ledger}, entries {self.first} to {self.last}, head {self.last_hash}, signed"
                f" through {certain}, signatures {self.signatures.count}"
                + (" by " + " ".join(self.signatures.keys) if self.signatures.keys else ""))


def header_of(line):
    """An export's first line, or None."""
    value = read(line)
    if not value or value.get("type") != EXPORT:
        return None
    names = {"type", "ledger", "first", "last", "count", "prev", "hash", "time", "keyId", "publicKey", "signature"}
    good = (set(value) == names and is_uuid(value["ledger"]) and is_hex(value["prev"]) and is_hex(value["hash"])
            and all(is_whole(value[name]) for name in ("first", "last", "count")) and value["first"] >= 1
            and value["last"] >= value["first"] and value["count"] == value["last"] - value["first"] + 1
            and all(isinstance(value[name], str) for name in ("time", "keyId", "publicKey", "signature")))
    return value if good else None


def verify(content, trusted, claims):
    ended = content.endswith(b"\n")
    rows = content.split(b"\n")
    if ended:
        rows.pop()
    if not rows or rows == [b""]:
        raise Unreadable("there is no entry in it")
    walk = Walk(trusted, claims)
    start = 0
    header = header_of(rows[0])
    if header:
        walk.begin_with(header)
        start = 1
    elif entry_of(rows[0]) is None:
        raise Unreadable("its first line is neither that of an export nor an entry")
    for i in range(start, len(rows)):
        if i == len(rows) - 1 and not ended and read(rows[i]) is None:
            try:
                walk.end()
            except Unreadable:
                raise Unreadable("it ends in its first line") from None
            raise Broken(walk.last + 1, "truncated", "the file ends in its middle")
        walk.entry(rows[i], rows[i + 1:])
    return walk.end()


# --- the command line -------------------------------------------------------------------------------------------------


def key_of(argument):
    if HEX64.match(argument.lower()):
        return argument.lower()
    try:
        with open(argument, "rb") as file:
            key = load_pem_public_key(file.read())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 key")
        return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    except (OSError, ValueError) as e:
        raise Unreadable(f"{argument} is no public key ({e})") from None


def claims_of(path):
    """Heads out of entries, first lines of exports, a status, or bare objects, one after another."""
    claims = []
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read().strip()
        while text:
            value, end = json.JSONDecoder().raw_decode(text)
            text = text[end:].strip()
            seq = "last" if value.get("type") == EXPORT else "seq"
            if seq == "seq":
                value = next((value[name] for name in ("data", "head") if isinstance(value.get(name), dict)), value)
            if not (is_uuid(value.get("ledger")) and is_whole(value.get(seq)) and is_hex(value.get("hash"))):
                raise ValueError("no ledger, seq and hash")
            claims.append({"ledger": value["ledger"], "seq": value[seq], "hash": value["hash"]})
        if not claims:
            raise ValueError("empty")
    except (OSError, ValueError, AttributeError) as e:
        raise Unreadable(f"{path} is no checkpoint ({e})") from None
    return claims


def main():
    parser = argparse.ArgumentParser(description="Verify an export of a Punchpost ledger.")
    parser.add_argument("--file", required=True, help="the export")
    parser.add_argument("--key", action="append", default=[], help="public key: PEM file or 64 hexadecimal digits")
    parser.add_argument("--checkpoint", help="what was kept elsewhere")
    arguments = parser.parse_args()
    try:
        trusted = [key_of(key) for key in arguments.key]
        claims = claims_of(arguments.checkpoint) if arguments.checkpoint else []
        try:
            with open(arguments.file, "rb") as file:
                content = file.read()
        except OSError as e:
            raise Unreadable(f"{arguments.file} cannot be read ({e.strerror})") from None
        print(verify(content, trusted, claims))
        return 0
    except Broken as e:
        print(e)
        return 1
    except Unreadable as e:
        print(f"unreadable: {e}", file=sys.stderr)
        return 65


if __name__ == "__main__":
    sys.exit(main())
