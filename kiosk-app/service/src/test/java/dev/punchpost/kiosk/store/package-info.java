/// What every store must keep, and one in memory for other people's tests.
@NullMarked
package dev.punchpost.kiosk.store;

import org.jspecify.annotations.NullMarked;
