/// Tests of the forwarder, and [dev.punchpost.kiosk.forward.Mosquitto], a real broker for any module's tests.
@NullMarked
package dev.punchpost.kiosk.forward;

import org.jspecify.annotations.NullMarked;
