package dev.punchpost.kiosk.forward.wire;

import dev.punchpost.kiosk.forward.LinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A password in a file of its own, read anew for each connection, so that a changed one is picked up. A line end after
/// it is not part of it. Any thread.
public record PasswordFile(Path file) implements Supplier<byte[]> {
  /// The systemd credential's name (the unit has `ImportCredential=punchpost.*`; systemd.exec(5), "Credentials").
  public static final String CREDENTIAL = "punchpost.mqtt-password";
  private static final int LONGEST = 1_024;

  /// The configured file, else the systemd credential.
  ///
  /// @param environment of the process
  public static Supplier<byte[]> of(Optional<Path> configured, Map<String, String> environment) {
    Optional<Path> file = configured.or(() -> Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY"))
        .map(directory -> Path.of(directory, CREDENTIAL)));
    if (file.isPresent()) {
      return new PasswordFile(file.get());
    }
    return () -> {
      throw failure("there is no password for [mqtt] username: neither password-file nor the systemd credential "
          + CREDENTIAL, null);
    };
  }

  /// @throws LinkException of kind NOT_AUTHORISED, naming the file and never what is in it
  @Override
  public byte[] get() {
    byte[] read = new byte[0];
    try (InputStream in = Files.newInputStream(file)) {
      read = in.readNBytes(LONGEST + 1);
      int length = read.length;
      while (length > 0 && (read[length - 1] == '\n' || read[length - 1] == '\r')) {
        length--;
      }
      if (length == 0 || length > LONGEST) {
        throw failure("the password file " + file + (length == 0 ? " is empty" : " is longer than 1 KiB"), null);
      }
      return Arrays.copyOf(read, length);
    } catch (NoSuchFileException e) {
      throw failure("the password file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw failure("the password file " + file + " may not be read by the service's user", e);
    } catch (IOException e) {
      throw failure("the password file " + file + " cannot be read: " + e.getMessage(), e);
    } finally {
      Arrays.fill(read, (byte) 0);
    }
  }

  private static LinkException failure(String message, @Nullable Exception cause) {
    return new LinkException(LinkException.Kind.NOT_AUTHORISED, message, cause);
  }
}
