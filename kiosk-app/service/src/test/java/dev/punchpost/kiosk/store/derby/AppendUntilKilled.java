package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.store.Drafts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The child of [DerbyStoreKillTest]: commits punches and prints each sequence and id after its commit, as the panel
/// shows its tick after it. Every fifth unit holds three punches.
final class AppendUntilKilled {
  private AppendUntilKilled() {}

  /// Starts it on a data directory, with the heap that the appliance has.
  static Process start(Path data, ProcessBuilder.Redirect errors) throws IOException {
    return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-Xmx64m",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), AppendUntilKilled.class.getName(),
        data.toString()).redirectError(errors).start();
  }

  public static void main(String[] arguments) {
    PrintStream ticks = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    DerbyStore store = DerbyStore.open(Stores.options(Path.of(arguments[0])));
    Drafts drafts = new Drafts();
    StringBuilder unit = new StringBuilder();
    for (int i = 0;; i++) {
      unit.setLength(0);
      for (int k = 0; k < (i % 5 == 4 ? 3 : 1); k++) {
        var entry = store.writer().append(drafts.punch("w" + (i + k) % 7, i % 2 == 0 ? Kind.IN : Kind.OUT));
        unit.append("tick ").append(entry.seq()).append(' ').append(entry.id()).append('\n');
      }
      store.writer().commit();
      ticks.print(unit);
      ticks.flush();
    }
  }
}
