/// The ledger as evidence: signing key, checkpoints, verification, exports, retention. `docs/ledger-format.md` is the
/// specification, written for people who verify with software of their own.
@NullMarked
package dev.punchpost.kiosk.evidence;

import org.jspecify.annotations.NullMarked;
