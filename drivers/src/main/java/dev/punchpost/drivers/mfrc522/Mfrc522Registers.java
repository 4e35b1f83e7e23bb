package dev.punchpost.drivers.mfrc522;

/// Registers, commands and bits of the MFRC522 as its datasheet spells them (NXP MFRC522 Rev. 3.9, sections 9.2, 9.3
/// and 10.3). Addresses are those of table 20, not shifted.
final class Mfrc522Registers {
  static final int CommandReg = 0x01;
  static final int ComIEnReg = 0x02;
  static final int DivIEnReg = 0x03;
  static final int ComIrqReg = 0x04;
  static final int DivIrqReg = 0x05;
  static final int ErrorReg = 0x06;
  static final int FIFODataReg = 0x09;
  static final int FIFOLevelReg = 0x0A;
  static final int ControlReg = 0x0C;
  static final int BitFramingReg = 0x0D;
  static final int CollReg = 0x0E;
  static final int ModeReg = 0x11;
  static final int TxControlReg = 0x14;
  static final int TxASKReg = 0x15;
  static final int CRCResultRegH = 0x21;
  static final int CRCResultRegL = 0x22;
  static final int RFCfgReg = 0x26;
  static final int TModeReg = 0x2A;
  static final int TPrescalerReg = 0x2B;
  static final int TReloadRegH = 0x2C;
  static final int TReloadRegL = 0x2D;
  static final int VersionReg = 0x37;

  /// Commands, table 149.
  static final int Idle = 0x00;
  static final int CalcCRC = 0x03;
  static final int Transceive = 0x0C;
  static final int SoftReset = 0x0F;

  /// CommandReg, table 22.
  static final int PowerDown = 0x10;

  /// ComIEnReg and ComIrqReg, tables 24 and 28.
  static final int IRqInv = 0x80;
  static final int Set1 = 0x80;
  static final int RxIRq = 0x20;
  static final int IdleIRq = 0x10;
  static final int TimerIRq = 0x01;

  /// DivIEnReg and DivIrqReg, tables 26 and 30.
  static final int IRQPushPull = 0x80;
  static final int CRCIRq = 0x04;

  /// ErrorReg, table 32.
  static final int BufferOvfl = 0x10;
  static final int CollErr = 0x08;
  static final int ParityErr = 0x02;
  static final int ProtocolErr = 0x01;

  /// FIFOLevelReg, table 40.
  static final int FlushBuffer = 0x80;

  /// BitFramingReg, table 46.
  static final int StartSend = 0x80;

  /// CollReg, table 48.
  static final int CollPosNotValid = 0x20;

  /// TxControlReg, table 60: TX2 and TX1 drive the antenna.
  static final int AntennaOn = 0x03;

  /// TxASKReg, table 62.
  static final int Force100ASK = 0x40;

  private Mfrc522Registers() {}
}
