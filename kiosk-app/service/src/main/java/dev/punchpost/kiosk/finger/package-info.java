/// Fingerprint modules in the service: what must be in their libraries, whose finger was matched, and how a finger is
/// enrolled. Who decides: `store` and `ledger` say whose templates there are, the module only matches.
///
/// Templates are in the clear here for a moment, between module and vault, and nowhere else.
@NullMarked
package dev.punchpost.kiosk.finger;

import org.jspecify.annotations.NullMarked;
