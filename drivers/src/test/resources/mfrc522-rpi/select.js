"use strict";
// Runs the npm package mfrc522-rpi against the register simulator at the other end of our standard input and output.
// Its two native bindings are replaced: each SPI transfer and each level of the reset pin is one line out, one line in.
const fs = require("fs");
const Module = require("module");

function ask(line) {
  fs.writeSync(1, line + "\n");
  let answer = "";
  const one = Buffer.alloc(1);
  while (fs.readSync(0, one, 0, 1, null) === 1 && one[0] !== 10) {
    answer += one.toString("latin1");
  }
  return answer;
}

class SoftSpi {
  open() {}

  write(bytes) {
    this.transfer(bytes);
  }

  transfer(bytes) {
    return Uint8Array.from(Buffer.from(ask("spi " + Buffer.from(bytes).toString("hex")), "hex"));
  }
}

const RESET = 22;
const rpio = {
  OUTPUT: 1,
  LOW: 0,
  HIGH: 1,
  open(pin, direction, level) {
    this.write(pin, level);
  },
  write(pin, level) {
    if (pin === RESET) {
      ask("reset " + level);
    }
  },
};

const load = Module._load;
Module._load = (name, ...rest) => (name === "rpio" ? rpio : name === "rpi-softspi" ? SoftSpi : load(name, ...rest));

const Mfrc522 = require("mfrc522-rpi");
const reader = new Mfrc522(new SoftSpi()).setResetPin(RESET);
reader.reset();

function run() {
  const found = reader.findCard();
  if (!found.status) {
    return "no card";
  }
  const uid = reader.getUid();
  if (!uid.status) {
    return `found ${found.bitSize} collision`;
  }
  const sak = reader.selectCard(uid.data);
  return `found ${found.bitSize} uid ${Buffer.from(uid.data).toString("hex")} sak ${sak}`;
}

fs.writeSync(1, "said " + run() + "\n");
process.exit(0);
