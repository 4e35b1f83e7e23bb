/// Tests of the ledger's vocabulary.
@NullMarked
package dev.punchpost.kiosk.ledger;

import org.jspecify.annotations.NullMarked;
