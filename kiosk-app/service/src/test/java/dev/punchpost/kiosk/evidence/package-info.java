/// Tests of the ledger as evidence.
@NullMarked
package dev.punchpost.kiosk.evidence;

import org.jspecify.annotations.NullMarked;
