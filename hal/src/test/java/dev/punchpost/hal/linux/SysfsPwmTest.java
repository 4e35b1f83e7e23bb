package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against plain files in the place of sysfs': they take what the kernel would refuse, but show what was written.
class SysfsPwmTest {
  @TempDir
  private Path sysfs = Path.of("");
  private Path chip = Path.of("");
  private Path channel = Path.of("");

  @BeforeEach
  void chip() throws IOException {
    chip = Files.createDirectory(sysfs.resolve("pwmchip0"));
    channel = chip.resolve("pwm2");
    Files.writeString(chip.resolve("export"), "");
    Files.writeString(chip.resolve("unexport"), "");
  }

  /// What the kernel does once a channel was exported.
  private void exported() {
    try {
      Files.createDirectory(channel);
      for (String file : new String[]{"period", "duty_cycle", "enable"}) {
        // Plain files keep what is longer than what is written over it: wide enough for none of these.
        Files.writeString(channel.resolve(file), "0");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  @Test
  void aChannelIsExportedPlayedAndGivenBack() throws IOException {
    SysfsPwm pwm = SysfsPwm.open(sysfs, "pwmchip0", 2, this::pause);
    assertEquals("2", text(chip.resolve("export")));
    pwm.play(2000, 50);
    assertEquals("500000", text(channel.resolve("period")));
    assertEquals("250000", text(channel.resolve("duty_cycle")));
    assertEquals("1", text(channel.resolve("enable")));
    pwm.close();
    assertEquals("0", text(channel.resolve("enable")));
    assertEquals("2", text(chip.resolve("unexport")));
    assertThrows(HalException.class, () -> pwm.play(2000, 50));
  }

  private void pause(Duration duration) {
    if (!Files.exists(channel)) {
      exported();
    }
  }

  @Test
  void aChipThatIsNotThereSaysHowToSwitchItOn() {
    HalException e = assertThrows(HalException.class, () -> SysfsPwm.open(sysfs, "pwmchip7", 0, this::pause));
    assertEquals(Kind.NO_DEVICE, e.kind());
  }

  @Test
  void aChannelThatNeverComesIsNoDevice() {
    HalException e = assertThrows(HalException.class, () -> SysfsPwm.open(sysfs, "pwmchip0", 3, _ -> {}));
    assertEquals(Kind.NO_DEVICE, e.kind());
  }

  @Test
  void aChannelThatVanishesIsNoDevice() throws IOException {
    exported();
    SysfsPwm pwm = SysfsPwm.open(sysfs, "pwmchip0", 2, this::pause);
    Files.delete(channel.resolve("duty_cycle"));
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, () -> pwm.play(440, 10)).kind());
    pwm.close();
  }

  @Test
  void tonesOutOfRangeAndOtherPathsAreRefused() {
    exported();
    SysfsPwm pwm = SysfsPwm.open(sysfs, "pwmchip0", 2, this::pause);
    assertThrows(IllegalArgumentException.class, () -> pwm.play(5, 50));
    assertThrows(IllegalArgumentException.class, () -> pwm.play(440, 100));
    assertThrows(IllegalArgumentException.class, () -> SysfsPwm.open(sysfs, "../x", 0, this::pause));
  }
}
