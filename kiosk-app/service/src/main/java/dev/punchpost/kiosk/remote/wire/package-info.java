/// What all messages share: their topics, how JSON of strangers is read, and the queue to the forwarder.
@NullMarked
package dev.punchpost.kiosk.remote.wire;

import org.jspecify.annotations.NullMarked;
