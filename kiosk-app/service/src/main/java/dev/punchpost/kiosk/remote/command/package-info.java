/// Commands over MQTT: checked, executed at most once, answered always, and in the ledger.
@NullMarked
package dev.punchpost.kiosk.remote.command;

import org.jspecify.annotations.NullMarked;
