/// The part of the configuration that a central system sets.
@NullMarked
package dev.punchpost.kiosk.remote.settings;

import org.jspecify.annotations.NullMarked;
