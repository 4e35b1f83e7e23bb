/// Tests of the Derby store.
@NullMarked
package dev.punchpost.kiosk.store.derby;

import org.jspecify.annotations.NullMarked;
