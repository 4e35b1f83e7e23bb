/// The forwarder beside its floor.
@NullMarked
package dev.punchpost.kiosk.forward.paho;

import org.jspecify.annotations.NullMarked;
