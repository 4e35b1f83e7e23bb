/// Screens of any size on HDMI or DSI, written through the kernel's framebuffer without X or Wayland.
///
/// Interface: Linux `Documentation/fb/api.rst` and `include/uapi/linux/fb.h`; on a Raspberry Pi the vc4 driver gives a
/// framebuffer with 32 or 16 bits. Drawn with Java2D in memory.
///
/// ## Wiring
/// The screen's own plug. On the 40-pin header only small SPI screens (`fbtft` overlays), which also appear as a
/// framebuffer.
///
/// ## What must be installed
/// Java's `java.desktop` module in its headless form needs libfontconfig1, libfreetype6 and libharfbuzz0b (Debian's OpenJDK;
/// others bring the last two along), which openjdk-25-jre-headless only recommends. No font packages: our font is in the jar.
///
/// ## Quirks
/// - The text console shares the screen. It is kept still by graphics mode or at least by hiding its cursor.
/// - HDMI that is not plugged in at boot gives no framebuffer: `video=HDMI-A-1:1920x1080@60D` on the kernel's command
///   line forces one.
///
/// ## Symptoms
/// | what is seen | usual cause |
/// |---|---|
/// | NO_DEVICE | no screen at boot, or `disable_fw_kms_setup` without vc4 |
/// | PERMISSION | the user is not in the group `video` |
/// | a blinking cursor or kernel messages over the picture | the console is not kept still |
/// | edges are missing | overscan: `disable_overscan=1`, or the television's "just scan" |
@NullMarked
package dev.punchpost.drivers.framebuffer;

import org.jspecify.annotations.NullMarked;
