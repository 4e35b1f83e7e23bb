/// The service: `Main` (command line), `Wiring` (the composition root) and `Terminal` (what runs on the wall).
@NullMarked
package dev.punchpost.kiosk;

import org.jspecify.annotations.NullMarked;
