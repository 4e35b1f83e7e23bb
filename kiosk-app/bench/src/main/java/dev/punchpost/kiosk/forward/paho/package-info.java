/// The floor of the drain measurement. In this package because it is the only one that may name Paho's types.
@NullMarked
package dev.punchpost.kiosk.forward.paho;

import org.jspecify.annotations.NullMarked;
