package dev.punchpost.kiosk.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.roster.RosterFile.Decoded;
import dev.punchpost.kiosk.roster.RosterFile.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RosterFileTest {
  private static final String HEADER = "worker,name,badge,language,roles\n";

  private static List<Worker> good(String csv) {
    return switch (RosterFile.parse("r.csv", csv, false)) {
      case Result.Good(List<Worker> workers) -> workers;
      case Result.Bad(List<RosterMistake> mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }

  private static List<String> bad(String csv) {
    return assertInstanceOf(Result.Bad.class, RosterFile.parse("r.csv", csv, false)).mistakes().stream()
        .map(RosterMistake::toString).toList();
  }

  @Test
  void severalRowsForOneWorkerGiveSeveralBadges() {
    Worker ana = new Worker(new WorkerId("1001"), "Ana Ruiz", "es", Set.of("supervisor", "first-aid"), true,
        List.of(CredentialId.parse("em:0F002EC3E3"), CredentialId.parse("uid:04A224B2C31D80"),
            CredentialId.parse("text:X-1")));
    Worker bo = new Worker(new WorkerId("-b.o_2"), "Bo, \"Bobby\" Øst", "", Set.of(), true, List.of());
    assertEquals(List.of(ana, bo), good(HEADER + "1001,Ana Ruiz,0f002ec3e3,es,supervisor|first-aid\n"
        + "-b.o_2,\"Bo, \"\"Bobby\"\" Øst\",,,\n1001,,uid:04a224b2c31d80,,\n1001,Ana Ruiz,text:X-1,es, first-aid supervisor"));
  }

  static Stream<Arguments> spellings() {
    return Stream.of(Arguments.of("CRLF", "worker,name,badge\r\n1,A,em:0F002EC3E3\r\n"),
        Arguments.of("LF without an end", "worker,name,badge\n1,A,em:0F002EC3E3"),
        Arguments.of("columns in another order", "badge,worker,name\n0F002EC3E3,1,A\n"),
        Arguments.of("header in capitals", "Worker, NAME ,Badge\n1,A,0F002EC3E3\n"),
        Arguments.of("everything quoted", "\"worker\",\"name\",\"badge\"\n\"1\",\"A\",\"0F002EC3E3\"\n"),
        Arguments.of("blanks around", "worker,name,badge\n 1 , A , em:0F002EC3E3 \n"),
        Arguments.of("empty lines", "worker,name,badge\n\n1,A,em:0F002EC3E3\n\n\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void theSameRosterMayBeSpelledInManyWays(String spelling, String csv) {
    assertEquals(List.of(new Worker(new WorkerId("1"), "A", "", Set.of(), true,
        List.of(CredentialId.parse("em:0F002EC3E3")))), good(csv), spelling);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(Arguments.of("", "r.csv:1: file: is empty"),
        Arguments.of("\n \n", "r.csv:1: "),
        Arguments.of(HEADER, "r.csv:1: file: names no worker and would make everybody inactive"),
        Arguments.of("worker,name\n1,A\n", "r.csv:1: badge: is missing in the header line"),
        Arguments.of("worker,name,badge,salary\n1,A,,7\n", "r.csv:1: column 4: is not one of worker"),
        Arguments.of("worker,name,badge,name\n1,A,,7\n", "r.csv:1: name: is named twice"),
        Arguments.of("1001,Ana,em:0F002EC3E3\n", "r.csv:1: column 1: is not one of"),
        Arguments.of("worker;name;badge\n1;A;\n", "r.csv:1: file: cells are separated by semicolons"),
        Arguments.of(HEADER + "1,A,,\n", "r.csv:2: row: has 4 cells, the header 5"),
        Arguments.of(HEADER + "1,A,,,,\n", "r.csv:2: row: has 6 cells, the header 5"),
        Arguments.of(HEADER + "a b,A,,,\n", "r.csv:2: worker: worker must match"),
        Arguments.of(HEADER + ",A,,,\n", "r.csv:2: worker: worker must match"),
        Arguments.of(HEADER + "x".repeat(33) + ",A,,,\n", "r.csv:2: worker: worker must match"),
        Arguments.of(HEADER + "1,,,,\n", "r.csv:2: name: is empty on the worker's first row"),
        Arguments.of(HEADER + "1," + "é".repeat(81) + ",,,\n", "r.csv:2: name: has more than 80 characters"),
        Arguments.of(HEADER + "1,\"A\nB\",,,\n", "r.csv:2: name: contains a control character"),
        Arguments.of(HEADER + "1,A\u202EB,,,\n", "r.csv:2: name: contains a control character"),
        Arguments.of(HEADER + "1,=1+1,,,\n", "r.csv:2: name: cannot begin with"),
        Arguments.of(HEADER + "1,A,12345,,\n", "r.csv:2: badge: a bare badge value can mean more than one thing"),
        Arguments.of(HEADER + "1,A,rfid:12,,\n", "r.csv:2: badge: unknown kind of badge"),
        Arguments.of(HEADER + "1,A,uid:0102,,\n", "r.csv:2: badge: uid: needs"),
        Arguments.of(HEADER + "1,A,,not_a_tag,\n", "r.csv:2: language: is not a BCP 47 tag"),
        Arguments.of(HEADER + "1,A,,,Boss\n", "r.csv:2: roles: are words of a-z and -"),
        Arguments.of(HEADER + "1,A,,,\n1,B,,,\n", "r.csv:3: name: differs from the worker's first row, line 2"),
        Arguments.of(HEADER + "1,A,,es,\n1,,,pl,\n", "r.csv:3: language: differs"),
        Arguments.of(HEADER + "1,A,,,a\n1,,,,b\n", "r.csv:3: roles: differs"),
        Arguments.of(HEADER + "1,A,0F002EC3E3,,\n2,B,em:0f002ec3e3,,\n",
            "r.csv:3: badge: em:…E3 is already on line 2 for worker 1"),
        Arguments.of(HEADER + "1,A,0F002EC3E3,,\n1,,em:0f002ec3e3,,\n",
            "r.csv:3: badge: em:…E3 is already on line 2 for the same worker"),
        Arguments.of(HEADER + "1,A,,,\n2,\"B,,,\n", "r.csv:3: row: quotation marks do not match"),
        Arguments.of(HEADER + "1,A,,,\n2,\"B\"x,,,\n", "r.csv:3: row: quotation marks do not match"),
        Arguments.of(HEADER + "1,\"A\n\nB\",,,\n2,C,,,Boss\n", "r.csv:5: roles: are words"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsLineAndColumn(String csv, String expected) {
    List<String> mistakes = bad(csv);
    assertTrue(mistakes.stream().anyMatch(mistake -> mistake.startsWith(expected)), mistakes.toString());
  }

  @Test
  void allMistakesAreToldAtOnceAndNoneRepeatsACardNumber() {
    List<String> mistakes = bad(
        HEADER + "em:0F002EC3E3,Ana,04A224B2C31D80,,\n1,,wiegand:26:999:99999999999999999999,x_y,A B\n"
            + "2,B,text:0F002EC3E3\u0007,,\n3,C,04A224B2C31D,,\n");
    assertEquals(List.of("2: worker", "2: badge", "3: roles", "3: language", "3: badge", "3: name", "4: badge",
        "5: badge"), mistakes.stream().map(mistake -> mistake.split(":", 4)).map(m -> m[1] + ":" + m[2]).toList());
    for (String mistake : mistakes) {
      assertFalse(mistake.contains("0F002EC3E3") || mistake.contains("04A224B2C31D") || mistake.contains("9999"),
          mistake);
    }
  }

  @Test
  void aFileWithoutWorkersIsGoodOnlyToBeMerged() {
    assertEquals(new Result.Good(List.of()), RosterFile.parse("r.csv", HEADER, true));
  }

  @Test
  void whatIsExportedCanBeImportedAndIsTheSame() {
    List<Worker> workers = good(HEADER + "1001,\"Ruiz, Ana \"\"la jefa\"\"\",0f002ec3e3,es,supervisor first-aid\n"
        + "-1,Łukasz Żółć,,pl,\n1001,,\"text:a,\"\"b\",,\n.x,李雷,wiegand:26:123:45678,zh-Hant-TW,\n");
    List<String> lines = new ArrayList<>();
    RosterFile.write(workers, lines::add);
    assertEquals(workers, good(String.join("\n", lines)));
    assertEquals(workers, good(String.join("\r\n", lines) + "\r\n"));
    assertEquals("1001,\"Ruiz, Ana \"\"la jefa\"\"\",em:0F002EC3E3,es,first-aid supervisor", lines.get(1));
  }

  @Test
  void inactiveWorkersAreNotExported() {
    List<String> lines = new ArrayList<>();
    RosterFile.write(List.of(new Worker(new WorkerId("1"), "A", "", Set.of(), false, List.of())), lines::add);
    assertEquals(List.of("worker,name,badge,language,roles"), lines);
  }

  @Test
  void aByteOrderMarkIsTakenOff() {
    byte[] bytes = ("\uFEFF" + HEADER).getBytes(StandardCharsets.UTF_8);
    assertEquals(new Decoded.Text(HEADER), RosterFile.decode("r.csv", bytes));
    assertEquals(new Decoded.Text(""), RosterFile.decode("r.csv", new byte[0]));
  }

  @Test
  void aByteThatIsNotUtf8IsToldWithLineAndPlace() {
    byte[] bytes = (HEADER + "1,Josxé").getBytes(StandardCharsets.ISO_8859_1);
    String mistake = assertInstanceOf(Decoded.NotText.class, RosterFile.decode("r.csv", bytes)).mistake().toString();
    assertEquals("r.csv:2: file: not UTF-8: byte 0xE9 at byte 7 of the line; save the file as \"CSV UTF-8\"", mistake);
    byte[] cut = {'a', '\n', (byte) 0xC3};
    assertEquals(2, assertInstanceOf(Decoded.NotText.class, RosterFile.decode("r.csv", cut)).mistake().line());
  }

  @Test
  void aFileThatIsTooLargeIsRefused() {
    assertInstanceOf(Decoded.NotText.class, RosterFile.decode("r.csv", new byte[RosterFile.LARGEST + 1]));
  }
}
