package dev.punchpost.drivers.r503;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.playback.ReplaySerialPort;
import dev.punchpost.hal.playback.SerialScript;
import dev.punchpost.hal.playback.SerialStep;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is written for each call, and what is made of the answer: the bytes of the manual's instruction set.
class R503WireTest {
  private static final String DONE = "EF01 FFFFFFFF 07 0003 00 000A";

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final ReplaySerialPort port = new ReplaySerialPort(SerialScript.of(), pause);

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private void asked(String question, String answer) {
    port.add(new SerialStep.ExpectWrite(hex(question)));
    port.add(new SerialStep.Receive(hex(answer)));
  }

  private R503 open() {
    proven();
    return new R503(port.open(), ticker, pause, R503Options.defaults());
  }

  private void proven() {
    asked("EF01 FFFFFFFF 01 0007 13 00000000 001B", DONE);
    asked("EF01 FFFFFFFF 01 0003 0F 0013", "EF01 FFFFFFFF 07 0013 00"
        + "0000" // status register
        + "0000" // system identifier of the R503
        + "00C8" // 200 places
        + "0003" // security level 3
        + "FFFFFFFF" // address
        + "0002" // packets of 128 bytes
        + "0006" // 6 × 9600 baud
        + "04E9");
  }

  @AfterEach
  void everythingWasAsked() {
    assertTrue(port.finished());
  }

  @Test
  void whatTheModuleSaysOfItselfIsUnderstood() {
    assertEquals(new ModuleParameters(0, 0, 200, 3, 0xFFFFFFFFL, 128, 57_600), open().parameters());
  }

  @Test
  void aFingerIsCapturedAndSearched() {
    R503 module = open();
    asked("EF01 FFFFFFFF 01 0003 01 0005", DONE); // GetImage
    asked("EF01 FFFFFFFF 01 0004 02 01 0008", DONE); // Img2Tz, buffer 1
    asked("EF01 FFFFFFFF 01 0008 04 01 0000 00C8 00D6", // Search, buffer 1, from 0, 200 places
        "EF01 FFFFFFFF 07 0007 00 0005 0078 008B"); // place 5, score 120
    assertEquals(Optional.of(new FingerEvent.Matched(5, 120, ticker.micros())),
        module.next(Duration.ofSeconds(1)));
  }

  @Test
  void whatEachConfirmationCodeOfACaptureMeans() {
    R503 module = open();
    Object[][] codes = {{"02", "000C", new Capture.NoFinger()}, {"03", "000D", poor(Capture.Hint.PRESS_AGAIN)},
      {"04", "000E", poor(Capture.Hint.PRESS_HARDER)}, {"05", "000F", poor(Capture.Hint.DRY_THE_FINGER)},
      {"06", "0010", poor(Capture.Hint.HOLD_STILL)}, {"07", "0011", poor(Capture.Hint.MOVE_TO_THE_CENTRE)},
      {"15", "001F", poor(Capture.Hint.PRESS_AGAIN)}};
    for (Object[] code : codes) {
      asked("EF01 FFFFFFFF 01 0003 01 0005", "EF01 FFFFFFFF 07 0003" + code[0] + code[1]);
      assertEquals(code[2], module.capture(), code[0].toString());
    }
  }

  private static Capture poor(Capture.Hint hint) {
    return new Capture.Poor(hint);
  }

  @Test
  void enrolmentCombinesStoresAndReads() {
    proven();
    Instructions module = new Instructions(new ModuleLine(port.open(), ticker, 0xFFFFFFFFL), ticker,
        R503Options.defaults());
    asked("EF01 FFFFFFFF 01 0003 05 0009", DONE); // RegModel
    assertTrue(module.combine());
    asked("EF01 FFFFFFFF 01 0006 06 01 0001 000F", DONE); // Store, buffer 1, place 1
    assertEquals(new StoreResult.Stored(1), module.store(1));
    asked("EF01 FFFFFFFF 01 0006 06 01 0001 000F", "EF01 FFFFFFFF 07 0003 1F 0029");
    assertEquals(new StoreResult.Full(200), module.store(1));
    asked("EF01 FFFFFFFF 01 0006 07 01 0005 0014", DONE); // LoadChar, buffer 1, place 5
    asked("EF01 FFFFFFFF 01 0004 08 01 000E", DONE // UpChar, buffer 1
        + "EF01 FFFFFFFF 02 0005 010203 000D" // data
        + "EF01 FFFFFFFF 08 0004 0405 0015"); // its end
    assertEquals(Optional.of(new FingerTemplate(hex("0102030405"))), module.read(5));
  }

  @Test
  void aTemplateIsSentInPacketsOfTheModulesSize() {
    R503 module = open();
    byte[] template = new byte[130];
    template[128] = 0x11;
    template[129] = 0x22;
    asked("EF01 FFFFFFFF 01 0004 09 01 000F", DONE); // DownChar, buffer 1
    port.add(new SerialStep.ExpectWrite(hex("EF01 FFFFFFFF 02 0082" + "00".repeat(128) + "0084")));
    port.add(new SerialStep.ExpectWrite(hex("EF01 FFFFFFFF 08 0004 1122 003F")));
    asked("EF01 FFFFFFFF 01 0004 08 01 000E", // UpChar, buffer 1: what came?
        DONE + "EF01 FFFFFFFF 02 0082" + "00".repeat(128) + "0084" + "EF01 FFFFFFFF 08 0004 1122 003F");
    asked("EF01 FFFFFFFF 01 0006 06 01 0007 0015", DONE); // Store, buffer 1, place 7
    assertEquals(new StoreResult.Stored(7), module.load(7, new FingerTemplate(template)));
  }

  @Test
  void theLibraryIsReadAndEmptied() {
    R503 module = open();
    asked("EF01 FFFFFFFF 01 0004 1F 00 0024", // ReadIndexTable, page 0
        "EF01 FFFFFFFF 07 0023 00" + "21 80" + "00".repeat(30) + "00CB"); // places 0, 5 and 15
    assertEquals(List.of(0, 5, 15), module.places());
    asked("EF01 FFFFFFFF 01 0003 1D 0021", "EF01 FFFFFFFF 07 0005 00 0003 000F"); // TempleteNum
    assertEquals(3, module.count());
    asked("EF01 FFFFFFFF 01 0007 0C 0005 0001 001A", DONE); // DeletChar, place 5, one
    asked("EF01 FFFFFFFF 01 0004 1F 00 0024", "EF01 FFFFFFFF 07 0023 00" + "01 80" + "00".repeat(30) + "00AB");
    module.delete(5);
    asked("EF01 FFFFFFFF 01 0003 0D 0011", DONE); // Empty
    asked("EF01 FFFFFFFF 01 0003 1D 0021", "EF01 FFFFFFFF 07 0005 00 0000 000C");
    module.deleteAll();
  }

  @Test
  void aComparisonWithOnePlace() {
    R503 module = open();
    asked("EF01 FFFFFFFF 01 0006 07 02 0005 0015", DONE); // LoadChar, buffer 2, place 5
    asked("EF01 FFFFFFFF 01 0003 03 0007", "EF01 FFFFFFFF 07 0005 00 0064 0070"); // Match
    assertEquals(Optional.of(100), module.compareWith(5));
  }

  @Test
  void theRingGlows() {
    R503 module = open();
    asked("EF01 FFFFFFFF 01 0007 35 03 00 02 00 0042", DONE); // AuraLedConfig: on, speed 0, blue, no times
    assertTrue(module.light(RingLight.on(RingLight.Colour.BLUE)));
  }
}
