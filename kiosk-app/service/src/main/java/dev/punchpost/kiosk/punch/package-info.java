/// The life of a punch: identify, decide, store, show.
@NullMarked
package dev.punchpost.kiosk.punch;

import org.jspecify.annotations.NullMarked;
