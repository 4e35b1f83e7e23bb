/// What a terminal tells about itself: its status, and the manifest by which a consumer knows that nothing is missing.
@NullMarked
package dev.punchpost.kiosk.remote.report;

import org.jspecify.annotations.NullMarked;
