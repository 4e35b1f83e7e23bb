/// What the ledger's clocks were worth: which entries share a boot and a state of the clock, which were recorded with a
/// wrong time that is known by now, and what the right one is.
@NullMarked
package dev.punchpost.kiosk.timeline;

import org.jspecify.annotations.NullMarked;
