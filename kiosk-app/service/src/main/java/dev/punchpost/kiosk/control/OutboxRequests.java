package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.forward.RefusalCode;
import dev.punchpost.kiosk.store.SetAside;
import dev.punchpost.kiosk.store.SetAsideList;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// `punchpost outbox`: entries that the broker would not take. Thread-safe.
final class OutboxRequests {
  private static final String ROW = "%8s  %-40s  %5s  %-27s  %s";
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private final SetAsideList entries;
  private final ZoneId zone;
  private final Runnable again;

  /// @param again called after entries were marked to be sent again; any thread
  OutboxRequests(SetAsideList entries, ZoneId zone, Runnable again) {
    this.entries = entries;
    this.zone = zone;
    this.again = again;
  }

  ExitCode list(Output output) {
    List<SetAside> all = entries.list();
    if (all.isEmpty()) {
      output.out("nothing is set aside");
      return ExitCode.OK;
    }
    output.out(String.format(Locale.ROOT, ROW, "seq", "type", "tries", "set aside (" + zone + ")", "reason"));
    for (SetAside entry : all) {
      output.out(String.format(Locale.ROOT, ROW, entry.seq(), entry.type(), entry.tries(),
          LOCAL.format(entry.at().atZone(zone)),
          RefusalCode.words(entry.reason()) + (entry.again() ? "; is sent again" : "")));
    }
    return ExitCode.OK;
  }

  ExitCode retry(Optional<String> text, Output output) {
    OptionalLong seq = OptionalLong.empty();
    try {
      if (text.isPresent()) {
        seq = OptionalLong.of(Long.parseLong(text.get()));
      }
    } catch (NumberFormatException e) {
      output.err("a sequence is a whole number, as 'punchpost outbox list' shows it");
      return ExitCode.USAGE;
    }
    int marked = entries.again(seq);
    if (marked == 0 && seq.isPresent()) {
      output.err("entry " + seq.getAsLong() + " is not set aside");
      return ExitCode.DATA;
    }
    again.run();
    output.out(marked == 0
        ? "nothing is set aside"
        : marked + (marked == 1 ? " entry is" : " entries are")
            + " sent again; 'punchpost outbox list' shows the rest");
    return ExitCode.OK;
  }
}
