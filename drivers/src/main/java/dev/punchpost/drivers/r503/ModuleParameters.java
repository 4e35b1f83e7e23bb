package dev.punchpost.drivers.r503;

/// What a module says of itself (manual, "ReadSysPara").
///
/// @param status its status register
/// @param systemId 0 on R503, 9 on ZFM-20
/// @param capacity places of its library: they are 0 .. capacity - 1
/// @param securityLevel 1 (lets most in) .. 5 (refuses most)
/// @param address of the module, 0 .. 0xFFFFFFFF
/// @param packetSize bytes in a data packet: 32, 64, 128 or 256
/// @param baud speed of the line
public record ModuleParameters(int status, int systemId, int capacity, int securityLevel, long address, int packetSize,
    int baud) {
  static final int BYTES = 16;

  /// @param data the bytes after the confirmation code
  static ModuleParameters decode(ModuleLine.Answer data) {
    int size = data.number(12);
    return new ModuleParameters(data.number(0), data.number(2), data.number(4), data.number(6),
        (long) data.number(8) << 16 | data.number(10), 32 << Math.min(size, 3), data.number(14) * 9600);
  }
}
