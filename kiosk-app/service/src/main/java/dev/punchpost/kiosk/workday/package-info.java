/// What a worker's day looks like: raw entries and corrections, in order.
@NullMarked
package dev.punchpost.kiosk.workday;

import org.jspecify.annotations.NullMarked;
