/// Smart cards by their commands (ISO 7816-4), wherever the slot is.
@NullMarked
package dev.punchpost.hal.smartcard;

import org.jspecify.annotations.NullMarked;
