package dev.punchpost.kiosk.config;

import static dev.punchpost.kiosk.config.GoodFile.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.config.ServiceSettings.FellBack;
import dev.punchpost.kiosk.config.ServiceSettings.InForce;
import dev.punchpost.kiosk.config.ServiceSettings.NotSetUp;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodSettingsTest {
  @TempDir
  Path folder;

  private Path file = Path.of("/");
  private Path data = Path.of("/");

  @BeforeEach
  void writeAGoodFile() throws IOException {
    Path etc = Files.createDirectory(folder.resolve("e t c"));
    data = etc.resolve("data");
    file = Files.writeString(etc.resolve("punchpost.toml"), GoodFile.LONGEST);
  }

  @Test
  void theCopyMeansTheSameWhereverItLies() throws IOException {
    Good good = good(SettingsReader.read(file));
    LastGoodSettings.save(good);

    Good again = LastGoodSettings.load(List.of(data)).orElseThrow();
    assertEquals(good.settings().toString(), again.settings().toString());
    assertEquals(good.sha256(), again.sha256());
    assertEquals(Optional.of(new Origin.FileLine(data.resolve("last-good.toml"), 3)),
        again.origins().of("[terminal]", "site"));
  }

  @Test
  void theCopyOfACopyIsTheSameCopy() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    byte[] before = Files.readAllBytes(data.resolve("last-good.toml"));

    LastGoodSettings.save(LastGoodSettings.load(List.of(data)).orElseThrow());

    assertTrue(Arrays.equals(before, Files.readAllBytes(data.resolve("last-good.toml"))));
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));

    assertEquals("rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("last-good.toml"))));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
    assertFalse(Files.exists(data.resolve("last-good.toml.new")));
  }

  @Test
  void theSameConfigurationIsNotWrittenAgain() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    Object inode = Files.getAttribute(data.resolve("last-good.toml"), "unix:ino");

    LastGoodSettings.save(good(SettingsReader.read(file)));

    assertEquals(inode, Files.getAttribute(data.resolve("last-good.toml"), "unix:ino"));
  }

  @Test
  void aCopyCutAnywhereIsPassedOver() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    byte[] whole = Files.readAllBytes(data.resolve("last-good.toml"));
    Path cut = Files.createDirectory(folder.resolve("cut"));

    for (int length = 0; length < whole.length; length++) {
      Files.write(cut.resolve("last-good.toml"), Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), LastGoodSettings.load(List.of(cut)), "cut after " + length + " bytes");
    }
    assertTrue(LastGoodSettings.load(List.of(cut, data)).isPresent(), "the next candidate is taken");
  }

  @Test
  void aPowerCutInMidWriteLeavesTheCopyBefore() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    // What a cut before the rename leaves: the new file, unfinished, beside the old one.
    Files.writeString(data.resolve("last-good.toml.new"), GoodFile.SHORTEST.substring(0, 20));

    assertEquals("pt-BR", LastGoodSettings.load(List.of(data)).orElseThrow().settings().terminal().language());
    Files.writeString(file, GoodFile.LONGEST.replace("pt-BR", "es"));
    LastGoodSettings.save(good(SettingsReader.read(file)));
    assertEquals("es", LastGoodSettings.load(List.of(data)).orElseThrow().settings().terminal().language());
  }

  @Test
  void aCopyThatWasChangedByHandIsPassedOver() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    Path copy = data.resolve("last-good.toml");
    Files.writeString(copy, Files.readString(copy).replace("door-1\"", "door-2\""));

    assertEquals(Optional.empty(), LastGoodSettings.load(List.of(data)));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsSaid() throws IOException {
    Files.writeString(data, "a file where the directory should be");
    Good good = good(SettingsReader.read(file));

    assertThrows(IOException.class, () -> LastGoodSettings.save(good));
  }

  @Test
  void theServiceTakesAGoodFile() {
    assertInstanceOf(InForce.class, ServiceSettings.choose(file, List.of()));
  }

  @Test
  void theServiceGoesOnWithTheLastGoodFile() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    Files.writeString(file, GoodFile.LONGEST.replace("rdm6300", "rdm630"));

    FellBack fellBack = assertInstanceOf(FellBack.class, ServiceSettings.choose(file, List.of()));

    assertEquals("punchpost.toml:10", fellBack.mistakes().getFirst().where());
    assertEquals(data, fellBack.lastGood().settings().store().directory());
  }

  @Test
  void theServiceFindsTheLastGoodFileAlsoWhenTheFileIsGone() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    Files.delete(file);

    FellBack fellBack = assertInstanceOf(FellBack.class, ServiceSettings.choose(file, List.of(folder, data)));

    assertEquals("punchpost.toml", fellBack.mistakes().getFirst().where());
  }

  @Test
  void theDataDirectoryIsKnownThoughAnotherLineIsNoToml() throws IOException {
    LastGoodSettings.save(good(SettingsReader.read(file)));
    Files.writeString(file, GoodFile.LONGEST.replace("site = \"plant-a\"", "site = plant-a"));

    assertInstanceOf(FellBack.class, ServiceSettings.choose(file, List.of()));
  }

  @Test
  void withoutALastGoodFileTheServiceIsNotSetUp() throws IOException {
    Files.delete(file);

    NotSetUp notSetUp = assertInstanceOf(NotSetUp.class, ServiceSettings.choose(file, List.of(folder)));

    assertEquals(file + ": found no such file, expected a configuration file",
        notSetUp.mistakes().getFirst().toString());
  }

  @Test
  void theUsualDirectoriesAreSystemdsAndTheDefault() {
    assertEquals(List.of(Path.of("/var/lib/punchpost")), ServiceSettings.usualDirectories(Map.of()));
    assertEquals(List.of(Path.of("/a"), Path.of("/b"), Path.of("/var/lib/punchpost")),
        ServiceSettings.usualDirectories(Map.of("STATE_DIRECTORY", "/a:/b")));
  }
}
