package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.evidence.Evidence.Exported;
import dev.punchpost.kiosk.evidence.LedgerVerification;
import dev.punchpost.kiosk.evidence.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Answers requests about the ledger as evidence. Thread-safe.
public final class LedgerRequests {
  private final Evidence evidence;

  LedgerRequests(Evidence evidence) {
    this.evidence = evidence;
  }

  /// One line, and the exit code that goes with it.
  public static ExitCode tell(Verdict verdict, Output output) {
    return switch (verdict) {
      case Verdict.Intact intact -> {
        output.out(intact.words());
        yield ExitCode.OK;
      }
      case Verdict.Broken broken -> {
        output.out(broken.words());
        yield ExitCode.FAILED;
      }
      case Verdict.Unreadable unreadable -> {
        output.err(unreadable.words());
        yield ExitCode.DATA;
      }
    };
  }

  ExitCode verify(Request.LedgerVerify request, Output output) {
    return verify(request, output, evidence::verify);
  }

  /// @param ledger gives the verdict on what is asked
  public static ExitCode verify(Request.LedgerVerify request, Output output,
      Function<LedgerVerification, Verdict> ledger) {
    try {
      List<String> keys = Arrays.stream(request.keys().split("(?<=-----END PUBLIC KEY-----)|\\n(?=[0-9a-f]{64})"))
          .map(String::strip).filter(key -> !key.isEmpty()).toList();
      return tell(ledger.apply(LedgerVerification.of(keys, request.checkpoints())), output);
    } catch (IllegalArgumentException e) {
      output.err(String.valueOf(e.getMessage()));
      return ExitCode.DATA;
    }
  }

  ExitCode key(Output output) {
    if (evidence.key().isEmpty()) {
      output.err("the ledger has no key yet; the terminal makes it at its first start");
      return ExitCode.NO_INPUT;
    }
    evidence.key().get().pem().lines().forEach(output::out);
    return ExitCode.OK;
  }

  ExitCode export(Optional<Instant> from, Optional<Instant> to, Output output) {
    return switch (evidence.export(from, to, output::out)) {
      case Exported.Done _ -> ExitCode.OK;
      case Exported.NothingThere _ -> {
        output.err("there is no entry in that time");
        yield ExitCode.NO_INPUT;
      }
      case Exported.NoKey _ -> {
        output.err("the ledger has no key yet; the terminal makes it at its first start");
        yield ExitCode.NO_INPUT;
      }
      case Exported.Moved _ -> {
        output.err("old entries were removed while this was written; do not use it, export again");
        yield ExitCode.TRY_AGAIN;
      }
      case Exported.Damaged(long seq) -> {
        output.err("entry " + seq + " is not as it was written; 'punchpost ledger verify' tells more");
        yield ExitCode.FAILED;
      }
    };
  }
}
