package dev.punchpost.hal.credential;

import dev.punchpost.hal.credential.WiegandFormat.Field;
import dev.punchpost.hal.credential.WiegandFormat.Parity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a configuration writes a [WiegandFormat]: the name of a built-in one (`H10301`, `H10306`, `H10302`, `H10304`), or
/// clauses with a semicolon between them, bits counted from 0 in the order of the frame:
/// ```
/// bits 35; facility 2-13; number 14-33; even 1: 2-3,5-6; odd 34: 1-2,4-5; odd 0: 1-34
/// ```
/// Parities are worked out in the order given when a frame is made, so that one over another comes after it.
public final class WiegandFormatText {
  private static final Pattern BITS = Pattern.compile("bits ([0-9]{1,3})");
  private static final Pattern FIELD = Pattern.compile("(facility|number) ([0-9]{1,3})-([0-9]{1,3})");
  private static final Pattern PARITY = Pattern.compile("(even|odd) ([0-9]{1,3}): ?([0-9,\\- ]+)");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");

  private WiegandFormatText() {}

  /// Reads a format.
  ///
  /// @throws IllegalArgumentException with what is expected
  public static WiegandFormat parse(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "H10301" -> WiegandFormat.H10301;
      case "H10306" -> WiegandFormat.H10306;
      case "H10302" -> WiegandFormat.H10302;
      case "H10304" -> WiegandFormat.H10304;
      default -> clauses(text);
    };
  }

  private static WiegandFormat clauses(String text) {
    int bits = 0;
    Field facility = Field.NONE;
    Field number = Field.NONE;
    List<Parity> parities = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      String clause = part.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      Matcher m = BITS.matcher(clause);
      if (m.matches()) {
        bits = Integer.parseInt(m.group(1));
      } else if (m.usePattern(FIELD).matches()) {
        Field field = field(Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
        if (m.group(1).equals("facility")) {
          facility = field;
        } else {
          number = field;
        }
      } else if (m.usePattern(PARITY).matches()) {
        parities.add(new Parity(Integer.parseInt(m.group(2)), m.group(1).equals("odd"), covered(m.group(3))));
      } else {
        throw new IllegalArgumentException("Wiegand format: '" + part.strip()
            + "' is neither H10301, H10306, H10302 or H10304 nor a clause such as 'bits 35', 'facility 2-13',"
            + " 'number 14-33' or 'even 1: 2-3,5-6'");
      }
    }
    return new WiegandFormat("of " + bits + " bits", bits, parities, facility, number);
  }

  private static Field field(int first, int last) {
    if (last < first) {
      throw new IllegalArgumentException("Wiegand format: a field from " + first + " to " + last);
    }
    return new Field(first, last - first + 1);
  }

  private static List<Integer> covered(String ranges) {
    List<Integer> bits = new ArrayList<>();
    for (String part : ranges.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException(
            "Wiegand format: expected bits such as 2-3,5 and not '" + part.strip() + "'");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      for (int bit = first; bit <= last; bit++) {
        bits.add(bit);
      }
    }
    return bits;
  }
}
