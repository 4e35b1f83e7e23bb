/// Owners of devices: one thread each, that opens its device, uses it, and opens it again when it does not work.
@NullMarked
package dev.punchpost.kiosk.device;

import org.jspecify.annotations.NullMarked;
