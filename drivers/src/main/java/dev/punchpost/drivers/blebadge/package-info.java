/// Phones and beacon badges over Bluetooth LE advertisements: nothing is paired or connected.
///
/// **Source:** Bluetooth Core Specification Supplement, part A (1.4 manufacturer data, 1.11 service data); Apple,
/// "Proximity Beacon Specification" R1; Google, Eddystone-UID frame. RFC 2104 and 6234 for the token.
///
/// **Wiring:** the Raspberry Pi's own radio, or a USB adapter: with the metal of a housing around it the RSSI of the
/// inner one says little. Package `bluez`; the service's user must be in group `bluetooth` before Debian 13.
///
/// **Rotating token.** 16 bytes, new every 20 s, from a secret that phone and terminal share ([TokenSecret]). It fits the
/// 31 bytes in each of these places:
///
/// | place | bytes | who can send it |
/// |---|---|---|
/// | service data | UUID 5050 (configurable), version 01, token | Android (`AdvertiseData.addServiceData`), beacons with own firmware |
/// | manufacturer data | company FFFF, 50 50 01, token | Android, beacons with own firmware |
/// | iBeacon | proximity UUID = token, major 5050, minor 0001 (hex) | iPhone, while its app is in front; Android |
///
/// It is looked up among the tokens of the steps from two before to two after now: a recorded one is useless 60 s later,
/// and a phone's clock may be 20 s wrong at least. While the terminal's clock is not set nothing can be checked: the tap is
/// recorded as unidentified.
///
/// **Tap:** RSSI at or above `near` for the dwell time, heard twice; then below `far`, or silent, before the next.
///
/// **Quirks**
/// - RSSI depends on the phone's make, its case and the hand: 10 dB up or down. Try `near` with the phones that you have.
/// - bluetoothd passes on changes only (of 8 dBm where the filter says nothing), unless asked for duplicates or with a
///   threshold: a badge that lies still is heard about once a second.
/// - TinyB's notifications end with the garbage collection of a device's object, and its objects outlive what they stand
///   for; its manager cannot be made anew.
/// - iBeacon and Eddystone numbers can be sent by any phone: only listed UUIDs and namespaces count, and they are no proof.
///
/// | symptom | cause |
/// |---|---|
/// | "there is no Bluetooth adapter" | switched off by rfkill (`rfkill unblock bluetooth`), or `dtoverlay=disable-bt` |
/// | "bluetoothd cannot be used" | package or service is missing; user not in group `bluetooth` |
/// | taps from across the room | `near` too low |
/// | phones must be rubbed on the terminal | `near` too high; radio behind metal |
/// | `rejected` grows | token of another site, a replay, or a phone whose clock is wrong by more than half a minute |
@NullMarked
package dev.punchpost.drivers.blebadge;

import org.jspecify.annotations.NullMarked;
