/// Contacts that should be at rest: a thread for each, and what the ledger hears of them.
@NullMarked
package dev.punchpost.kiosk.contact;

import org.jspecify.annotations.NullMarked;
