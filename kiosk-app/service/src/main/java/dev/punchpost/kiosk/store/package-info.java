/// What must survive: ledger, outbox and roster, as interfaces. The Derby implementation is in `store.derby`.
@NullMarked
package dev.punchpost.kiosk.store;

import org.jspecify.annotations.NullMarked;
