package dev.punchpost.kiosk;

import dev.punchpost.kiosk.cli.CommandTree;
import dev.punchpost.kiosk.cli.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/// The entry point of every `punchpost` command: gives the command line what it may need, each part made only when a
/// command asks for it.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // The bare descriptors: System.out would change letters that the locale does not have, and hide a full disk.
    System.exit(new CommandTree(new Surroundings(System.in, new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err), System.getenv(), _ -> {
          throw notHere();
        }, _ -> {
          throw notHere();
        },
        _ -> {
          throw notHere();
        },
        _ -> {
          throw notHere();
        },
        (_, _) -> {
          throw notHere();
        }, _ -> {
          throw notHere();
        }, () -> {
          throw notHere();
        })).execute(args));
  }

  private static IllegalStateException notHere() {
    return new IllegalStateException("this build holds the command line only");
  }
}
