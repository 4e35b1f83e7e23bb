/// The vocabulary of the ledger: entries, their types, their canonical JSON.
@NullMarked
package dev.punchpost.kiosk.ledger;

import org.jspecify.annotations.NullMarked;
