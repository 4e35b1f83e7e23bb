/// How a [dev.punchpost.hal.panel.View] is laid out, for every display: rows of characters ([CellLayout]), or pieces on
/// a plane of pixels ([SceneLayout]); and how text is spelled, broken and shortened on the way.
@NullMarked
package dev.punchpost.drivers.layout;

import org.jspecify.annotations.NullMarked;
