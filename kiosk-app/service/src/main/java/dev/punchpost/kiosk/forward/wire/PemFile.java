package dev.punchpost.kiosk.forward.wire;

import dev.punchpost.kiosk.forward.LinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A PEM file (RFC 7468), taken apart. Text around the blocks is ignored.
record PemFile(Path path, List<Block> blocks) {
  private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
      Pattern.DOTALL);
  private static final long LARGEST = 1 << 20;

  PemFile {
    blocks = List.copyOf(blocks);
  }

  /// @param label what stands after BEGIN
  /// @param body what stands between the lines, undecoded
  record Block(String label, String body) {}

  /// @throws LinkException if the file cannot be read or has no block
  static PemFile read(Path path) {
    String text;
    try {
      if (Files.size(path) > LARGEST) {
        throw broken(path, "larger than 1 MiB, expected a PEM file", null);
      }
      text = Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw broken(path, "no such file", e);
    } catch (AccessDeniedException e) {
      throw broken(path, "may not be read by the service's user", e);
    } catch (IOException e) {
      throw broken(path, "cannot be read: " + e.getMessage(), e);
    }
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(String.valueOf(matcher.group(1)), String.valueOf(matcher.group(2))));
    }
    if (blocks.isEmpty()) {
      throw broken(path, "found no PEM block, expected -----BEGIN …----- (a DER or PKCS#12 file must be converted)",
          null);
    }
    return new PemFile(path, blocks);
  }

  byte[] decode(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.body());
    } catch (IllegalArgumentException e) {
      throw broken(path, "the block " + block.label() + " is damaged", e);
    }
  }

  LinkException broken(String what, @Nullable Exception cause) {
    return broken(path, what, cause);
  }

  private static LinkException broken(Path path, String what, @Nullable Exception cause) {
    return new LinkException(LinkException.Kind.TLS, path + ": " + what, cause);
  }
}
