/// The roster that comes from the site, in chunks.
@NullMarked
package dev.punchpost.kiosk.remote.roster;

import org.jspecify.annotations.NullMarked;
