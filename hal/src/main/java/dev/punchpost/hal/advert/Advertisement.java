package dev.punchpost.hal.advert;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// What a device advertised.
///
/// @param atMicros when it was heard, microseconds since boot
/// @param rssi received power in dBm, -127 .. 20
/// @param manufacturerData by company identifier, 0 .. 0xFFFF (Bluetooth Core Supplement, part A, 1.4)
/// @param serviceData by 16-bit service UUID (part A, 1.11); longer UUIDs are left out
public record Advertisement(long atMicros, int rssi, Map<Integer, byte[]> manufacturerData,
    Map<Integer, byte[]> serviceData) {
  public Advertisement {
    manufacturerData = copied(manufacturerData);
    serviceData = copied(serviceData);
  }

  private static Map<Integer, byte[]> copied(Map<Integer, byte[]> data) {
    Map<Integer, byte[]> copy = new TreeMap<>();
    data.forEach((id, bytes) -> copy.put(id, bytes.clone()));
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Advertisement that && atMicros == that.atMicros && rssi == that.rssi
        && same(manufacturerData, that.manufacturerData) && same(serviceData, that.serviceData);
  }

  private static boolean same(Map<Integer, byte[]> a, Map<Integer, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), b.get(e.getKey())));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(atMicros) * 31 + rssi;
  }

  /// Without what was advertised: it may be a badge.
  @Override
  public String toString() {
    return "Advertisement[" + rssi + " dBm, " + manufacturerData.keySet() + ", " + serviceData.keySet() + "]";
  }
}
