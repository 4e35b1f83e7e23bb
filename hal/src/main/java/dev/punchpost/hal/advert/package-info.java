/// Bluetooth LE advertisements, as beacons and phones send them.
@NullMarked
package dev.punchpost.hal.advert;

import org.jspecify.annotations.NullMarked;
