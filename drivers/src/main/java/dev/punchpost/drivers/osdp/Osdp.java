package dev.punchpost.drivers.osdp;

/// The numbers of SIA OSDP v2.2: command codes (annex A), reply codes (annex B), reasons of a NAK (table 47).
final class Osdp {
  static final int POLL = 0x60;
  static final int ID = 0x61;
  static final int CAP = 0x62;
  static final int LSTAT = 0x64;
  static final int LED = 0x69;
  static final int BUZ = 0x6A;
  static final int TEXT = 0x6B;
  static final int KEYSET = 0x75;
  static final int CHLNG = 0x76;
  static final int SCRYPT = 0x77;

  static final int ACK = 0x40;
  static final int NAK = 0x41;
  static final int PDID = 0x45;
  static final int PDCAP = 0x46;
  static final int LSTATR = 0x48;
  static final int RSTATR = 0x4B;
  static final int RAW = 0x50;
  static final int FMT = 0x51;
  static final int KEYPAD = 0x53;
  static final int CCRYPT = 0x76;
  static final int RMAC_I = 0x78;
  static final int BUSY = 0x79;

  static final int NAK_CHECK = 1;
  static final int NAK_LENGTH = 2;
  static final int NAK_UNKNOWN_COMMAND = 3;
  static final int NAK_SEQUENCE = 4;
  static final int NAK_NO_SECURITY = 5;
  static final int NAK_SECURITY_CONDITIONS = 6;

  static final int SCS_11 = 0x11;
  static final int SCS_12 = 0x12;
  static final int SCS_13 = 0x13;
  static final int SCS_14 = 0x14;
  static final int SCS_15 = 0x15;
  static final int SCS_16 = 0x16;
  static final int SCS_17 = 0x17;
  static final int SCS_18 = 0x18;

  /// Every PD listens to it; of use only while there is one PD on the line.
  static final int BROADCAST = 0x7F;

  /// The longest message that the standard lets anybody send (clause 5.6).
  static final int LONGEST = 1440;

  private Osdp() {}
}
