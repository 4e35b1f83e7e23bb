package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.GpioRequest.Edge;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can be shown without a chip and without a keyboard. The rest: `provisioning/lab/proofs/wiegand` for the GPIO
/// lines of a real kernel, and the keyboard-wedge driver's test with umockdev.
class GpioAndKeysTest {
  private static GpioRequest request(String chip) {
    return new GpioRequest(chip, List.of("17", "27"), Edge.FALLING, Pull.UP);
  }

  @Test
  void aChipThatIsNotThereIsNoDevice() {
    HalException e = assertThrows(HalException.class, () -> GpioEdges.open(request("/dev/gpiochip9999")));
    assertEquals(Kind.NO_DEVICE, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("/dev/gpiochip9999"), e.getMessage());
    assertEquals(Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> GpioEdges.open(request("pinctrl-nonesuch"))).kind());
  }

  @Test
  void anOutputOnAChipThatIsNotThereOrIsNoneIsAnError() {
    assertEquals(Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> GpioOutput.open("/dev/gpiochip9999", "24", false)).kind());
    assertEquals(Kind.IO, assertThrows(HalException.class, () -> GpioOutput.open("/dev/null", "24", false)).kind());
  }

  @Test
  void anInputOnAChipThatIsNotThereOrIsNoneIsAnError() {
    assertEquals(Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> GpioInput.open("/dev/gpiochip9999", "17", Pull.UP)).kind());
    assertEquals(Kind.IO,
        assertThrows(HalException.class, () -> GpioInput.open("/dev/null", "17", Pull.UP)).kind());
  }

  @Test
  void aFileThatIsNoChipIsAnError() {
    assertEquals(Kind.IO, assertThrows(HalException.class, () -> GpioEdges.open(request("/dev/null"))).kind());
  }

  @Test
  void theKernelsThirtyTwoBitNumbersGoOnWhereTheyBeginAgain() {
    assertEquals(1, GpioEdges.extended(0, 1));
    assertEquals(0xFFFF_FFFFL, GpioEdges.extended(0xFFFF_FFFEL, -1));
    assertEquals(0x1_0000_0000L, GpioEdges.extended(0xFFFF_FFFFL, 0));
    assertEquals(0x1_0000_0002L, GpioEdges.extended(0x1_0000_0001L, 2));
    // An edge that its thread told late.
    assertEquals(0xFFFF_FFFFL, GpioEdges.extended(0x1_0000_0001L, -1));
  }

  @Test
  void requestsThatMakeNoSenseAreRefused() {
    List<String> none = List.of();
    assertThrows(IllegalArgumentException.class, () -> new GpioRequest("auto", none, Edge.RISING, Pull.NONE));
    List<String> twice = List.of("17", "17");
    assertThrows(IllegalArgumentException.class, () -> new GpioRequest("auto", twice, Edge.RISING, Pull.NONE));
    List<String> blank = List.of("GPIO 17");
    assertThrows(IllegalArgumentException.class, () -> new GpioRequest("auto", blank, Edge.RISING, Pull.NONE));
  }

  @Test
  void aKeyboardThatIsNotThereIsNoDevice() {
    for (String device : List.of("/dev/input/by-id/usb-none-event-kbd", "usb:fffe:fffd", "name:No such keyboard")) {
      assertEquals(Kind.NO_DEVICE,
          assertThrows(HalException.class, () -> EvdevKeys.open(KeyDevice.parse(device))).kind(), device);
    }
  }

  @Test
  void aFileThatIsNoKeyboardIsAnError() {
    assertEquals(Kind.PROTOCOL,
        assertThrows(HalException.class, () -> EvdevKeys.open(KeyDevice.parse("/dev/null"))).kind());
  }

  @Test
  void aKeyboardIsWrittenAsItIsRead() {
    assertEquals(new KeyDevice.ByPath(Path.of("/dev/input/event3")), KeyDevice.parse("/dev/input/event3"));
    assertEquals(new KeyDevice.ByUsbId(0x08FF, 9, ""), KeyDevice.parse("usb:08FF:0009"));
    for (String text : List.of("/dev/input/event3", "usb:08ff:0009", "usb:08ff:0009:A:1", "name:Some Reader")) {
      assertEquals(text, KeyDevice.parse(text).toString());
    }
    for (String text : List.of("", "event3", "usb:8ff:9", "usb:08ff:0009:", "name:")) {
      assertThrows(IllegalArgumentException.class, () -> KeyDevice.parse(text), text);
    }
  }
}
