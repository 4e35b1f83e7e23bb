/// The way to a broker below MQTT: TCP, TLS, and the PEM files that TLS needs.
///
/// Everything that goes wrong here becomes a [dev.punchpost.kiosk.forward.LinkException] whose message a technician at
/// the door can act upon.
@NullMarked
package dev.punchpost.kiosk.forward.wire;

import org.jspecify.annotations.NullMarked;
