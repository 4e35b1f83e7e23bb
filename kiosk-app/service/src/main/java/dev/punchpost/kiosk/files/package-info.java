/// Files of the data directory that only the terminal's own user may read. Knows nothing of what is in them.
@NullMarked
package dev.punchpost.kiosk.files;

import org.jspecify.annotations.NullMarked;
