/// Keypads: a thread each, the dialogue of number and PIN, and what becomes of them.
@NullMarked
package dev.punchpost.kiosk.keypad;

import org.jspecify.annotations.NullMarked;
