/// Tests against real brokers and real certificates.
@NullMarked
package dev.punchpost.kiosk.forward.wire;

import org.jspecify.annotations.NullMarked;
