/// Who is in the building, as the terminals of a site tell each other.
@NullMarked
package dev.punchpost.kiosk.remote.presence;

import org.jspecify.annotations.NullMarked;
