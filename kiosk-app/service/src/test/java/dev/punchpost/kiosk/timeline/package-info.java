/// Tests of what becomes of recorded times.
@NullMarked
package dev.punchpost.kiosk.timeline;

import org.jspecify.annotations.NullMarked;
