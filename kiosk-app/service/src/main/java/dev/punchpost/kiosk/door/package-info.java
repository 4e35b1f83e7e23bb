/// The door: its thread, what it tells the ledger, and what is left for systemd to put the relay into its safe state.
@NullMarked
package dev.punchpost.kiosk.door;

import org.jspecify.annotations.NullMarked;
