/// What a worker sees and hears. A [View] says what is to be shown and a [ViewDisplay] lays it out; [Signal] and
/// [Indicator] are light and tone. [TextDisplay] is a display that only takes rows of text, [PixelScreen] one that only
/// takes pixels.
@NullMarked
package dev.punchpost.hal.panel;

import org.jspecify.annotations.NullMarked;
