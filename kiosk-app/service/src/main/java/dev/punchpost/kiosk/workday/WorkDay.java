package dev.punchpost.kiosk.workday;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A worker's day, computed from the punches that stand. Immutable; knows nothing but its arguments.
///
/// An IN and the OUT after it make a [Stretch]; stretches with breaks between them make a shift, and a shift belongs
/// to the day of its first IN, so a night shift is whole on the day on which it began. Times are instants, so a day on
/// which the clocks change has the hours that were worked.
///
/// @param day in the terminal's zone
/// @param shifts in order of time
public record WorkDay(LocalDate day, List<Shift> shifts) {
  /// What makes a shift.
  ///
  /// @param longestShift an OUT later than this does not belong to the IN
  /// @param longestBreak an IN this long after the last OUT, or later, begins another shift
  public record Rules(Duration longestShift, Duration longestBreak) {
    /// Where a day's punches and those that must be known to tell its shifts apart are found: from this long before
    /// the day begins to this long after it ends.
    public Duration margin() {
      return longestShift.multipliedBy(3);
    }
  }

  /// @param pieces in order of time, at least one
  public record Shift(List<Piece> pieces) {
    public Shift {
      pieces = List.copyOf(pieces);
    }
  }

  /// What a shift is made of.
  public sealed interface Piece {
    Instant start();

    Instant end();
  }

  /// From an IN to its OUT.
  public record Stretch(Standing in, Standing out) implements Piece {
    @Override
    public Instant start() {
      return in.time();
    }

    @Override
    public Instant end() {
      return out.time();
    }
  }

  /// The newest punch is an IN that may still get its OUT.
  public record Working(Standing in) implements Piece {
    @Override
    public Instant start() {
      return in.time();
    }

    @Override
    public Instant end() {
      return in.time();
    }
  }

  /// A punch that raises a question.
  public record Unclear(Question question, Standing punch) implements Piece {
    @Override
    public Instant start() {
      return punch.time();
    }

    @Override
    public Instant end() {
      return punch.time();
    }
  }

  /// What a supervisor should look into.
  public enum Question {
    /// An IN without an OUT.
    OUT_MISSING,
    /// An OUT without an IN.
    IN_MISSING,
    /// A kind of punch that a later version made.
    UNKNOWN_KIND
  }

  public WorkDay {
    shifts = List.copyOf(shifts);
  }

  /// @param punches of one worker, in order of time, with those of the days before and after ([Rules#margin])
  /// @param now a shift that began less than the longest one ago may go on
  public static WorkDay of(LocalDate day, ZoneId zone, Rules rules, List<Standing> punches, Instant now) {
    List<Shift> shifts = shifts(pieces(punches, rules, now), rules);
    return new WorkDay(day, shifts.stream()
        .filter(shift -> shift.pieces().getFirst().start().atZone(zone).toLocalDate().equals(day)).toList());
  }

  private static List<Piece> pieces(List<Standing> punches, Rules rules, Instant now) {
    List<Piece> pieces = new ArrayList<>();
    Optional<Standing> open = Optional.empty();
    for (Standing punch : punches) {
      switch (punch.kind()) {
        case "IN" -> {
          open.ifPresent(in -> pieces.add(new Unclear(Question.OUT_MISSING, in)));
          open = Optional.of(punch);
        }
        case "OUT" -> {
          boolean fits = open.isPresent()
              && Duration.between(open.get().time(), punch.time()).compareTo(rules.longestShift()) <= 0;
          if (fits) {
            pieces.add(new Stretch(open.get(), punch));
          } else {
            open.ifPresent(in -> pieces.add(new Unclear(Question.OUT_MISSING, in)));
            pieces.add(new Unclear(Question.IN_MISSING, punch));
          }
          open = Optional.empty();
        }
        default -> pieces.add(new Unclear(Question.UNKNOWN_KIND, punch));
      }
    }
    open.ifPresent(in -> pieces.add(Duration.between(in.time(), now).compareTo(rules.longestShift()) <= 0
        ? new Working(in)
        : new Unclear(Question.OUT_MISSING, in)));
    return pieces;
  }

  private static List<Shift> shifts(List<Piece> pieces, Rules rules) {
    List<Shift> shifts = new ArrayList<>();
    List<Piece> shift = new ArrayList<>();
    for (Piece piece : pieces) {
      if (!shift.isEmpty()) {
        Duration away = Duration.between(shift.getLast().end(), piece.start());
        Duration since = Duration.between(shift.getFirst().start(), piece.start());
        if (away.compareTo(rules.longestBreak()) >= 0 || since.compareTo(rules.longestShift()) > 0) {
          shifts.add(new Shift(shift));
          shift = new ArrayList<>();
        }
      }
      shift.add(piece);
    }
    if (!shift.isEmpty()) {
      shifts.add(new Shift(shift));
    }
    return shifts;
  }

  /// Time between each IN and its OUT; a stretch that lacks one of them counts nothing.
  public Duration worked() {
    return pieces().filter(Stretch.class::isInstance)
        .map(piece -> Duration.between(piece.start(), piece.end())).reduce(Duration.ZERO, Duration::plus);
  }

  /// Time between an OUT and the next IN of the same shift.
  public Duration breaks() {
    Duration breaks = Duration.ZERO;
    for (Shift shift : shifts) {
      for (int i = 1; i < shift.pieces().size(); i++) {
        Piece before = shift.pieces().get(i - 1);
        Piece after = shift.pieces().get(i);
        boolean begins = switch (after) {
          case Stretch _, Working _ -> true;
          case Unclear(var question, var _) -> question == Question.OUT_MISSING;
        };
        if (before instanceof Stretch && begins) {
          breaks = breaks.plus(Duration.between(before.end(), after.start()));
        }
      }
    }
    return breaks;
  }

  /// What is not clear, in order of time.
  public List<Unclear> questions() {
    return pieces().filter(Unclear.class::isInstance).map(Unclear.class::cast).toList();
  }

  /// The IN that still waits for its OUT.
  public Optional<Standing> working() {
    return pieces().filter(Working.class::isInstance).map(piece -> ((Working) piece).in()).findFirst();
  }

  /// Every punch of the day.
  public List<Standing> punches() {
    return pieces().flatMap(piece -> switch (piece) {
      case Stretch(var in, var out) -> Stream.of(in, out);
      case Working(var in) -> Stream.of(in);
      case Unclear(var _, var punch) -> Stream.of(punch);
    }).toList();
  }

  private Stream<Piece> pieces() {
    return shifts.stream().flatMap(shift -> shift.pieces().stream());
  }
}
