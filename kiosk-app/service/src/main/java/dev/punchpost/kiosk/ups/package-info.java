/// The battery of a UPS HAT: its thread, and when the machine is switched off.
@NullMarked
package dev.punchpost.kiosk.ups;

import org.jspecify.annotations.NullMarked;
