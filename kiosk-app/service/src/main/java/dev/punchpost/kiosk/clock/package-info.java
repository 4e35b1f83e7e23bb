/// What time it is, and how good that is.
@NullMarked
package dev.punchpost.kiosk.clock;

import org.jspecify.annotations.NullMarked;
