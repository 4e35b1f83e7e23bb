/// The floor of the drain measurement: Paho without us. In this package because no other may name its types.
@NullMarked
package dev.punchpost.kiosk.forward.paho;

import org.jspecify.annotations.NullMarked;
