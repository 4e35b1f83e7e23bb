/// Tests against real brokers and real certificates.
@NullMarked
package dev.punchpost.kiosk.forward.paho;

import org.jspecify.annotations.NullMarked;
