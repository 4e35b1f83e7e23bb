package dev.punchpost.drivers.layout;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/// Spells text with the characters that a display has, so that a person still recognises their name: an accent is
/// dropped before a letter is, and a Greek or Cyrillic word is written in Latin letters as a whole if the display lacks
/// one of its letters (ELOT 743 and the usual passport spelling, without their exceptions). What is left becomes `?`.
///
/// Immutable.
public final class Spelling {
  private static final Map<Integer, String> OTHERWISE = new HashMap<>();

  static {
    // Latin letters that Unicode does not decompose, and German capitals whose usual form is not the bare letter.
    pairs("ł l Ł L ø o Ø O đ d Đ D ð d Ð D ħ h Ħ H ŧ t Ŧ T ı i ŋ n Ŋ N ß ss ẞ SS æ ae Æ Ae œ oe Œ Oe þ th Þ Th"
        + " ä ae ö oe ü ue Ä Ae Ö Oe Ü Ue ə e Ə E ƒ f");
    // Punctuation.
    pairs("‘ ' ’ ' ‚ , ‛ ' “ \" ” \" „ \" « \" » \" ‹ ' › ' – - — - ‑ - ‐ - − - … ... · . • * × x ¿ ? ¡ ! € EUR"
        + " \\ / ~ - ´ ' → > ← < № No ª a º o ² 2 ³ 3 § S");
    OTHERWISE.put(0xA0, " ");
    OTHERWISE.put(0x202F, " ");
    // Greek, ELOT 743.
    pairs("Α A Β V Γ G Δ D Ε E Ζ Z Η I Θ Th Ι I Κ K Λ L Μ M Ν N Ξ X Ο O Π P Ρ R Σ S Τ T Υ Y Φ F Χ Ch Ψ Ps Ω O"
        + " α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");
    // Cyrillic, Russian and its neighbours.
    pairs("А A Б B В V Г G Д D Е E Ё E Ж Zh З Z И I Й I К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х Kh Ц Ts Ч Ch"
        + " Ш Sh Щ Shch Ъ Ie Ы Y Э E Ю Iu Я Ia Є Ie І I Ї I Ґ G Ђ Dj Ј J Љ Lj Њ Nj Ћ C Џ Dz Ў U"
        + " а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch"
        + " ш sh щ shch ъ ie ы y э e ю iu я ia є ie і i ї i ґ g ђ dj ј j љ lj њ nj ћ c џ dz ў u");
    OTHERWISE.put((int) 'Ь', "");
    OTHERWISE.put((int) 'ь', "");
  }

  private final IntPredicate has;

  /// @param has whether the display has a code point (composed form)
  public Spelling(IntPredicate has) {
    this.has = has;
  }

  /// The text with characters that the display has, on one line.
  public String of(String text) {
    StringBuilder spelled = new StringBuilder();
    String[] words = TextFlow.plain(text).split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      if (i > 0) {
        spelled.append(' ');
      }
      word(words[i], spelled);
    }
    return spelled.toString();
  }

  private void word(String word, StringBuilder to) {
    // Half Greek, half Latin reads as neither.
    boolean foreign = word.codePoints().anyMatch(c -> foreign(c) && !has.test(c));
    int before = 0;
    for (int c : word.codePoints().toArray()) {
      if (has.test(c) && !(foreign && foreign(c))) {
        to.appendCodePoint(c);
      } else {
        to.append(otherwise(c, before));
      }
      before = c;
    }
  }

  private String otherwise(int c, int before) {
    String bare = bare(c);
    int first = bare.isEmpty() ? c : bare.codePointAt(0);
    if ((first == 'υ' || first == 'Υ') && (before == 'ο' || before == 'Ο')) {
      return first == 'υ' ? "u" : "U";
    }
    String other = OTHERWISE.get(c);
    if (other == null) {
      other = OTHERWISE.get(first);
    }
    if (other != null) {
      return other.codePoints().allMatch(has) ? other : bare(other);
    }
    return !bare.isEmpty() && bare.codePoints().allMatch(has) ? bare : "?";
  }

  /// Without accents.
  private static String bare(int c) {
    return bare(Character.toString(c));
  }

  private static String bare(String text) {
    StringBuilder letters = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints()
        .filter(d -> Character.getType(d) != Character.NON_SPACING_MARK).forEach(letters::appendCodePoint);
    return letters.toString();
  }

  private static boolean foreign(int c) {
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script == Character.UnicodeScript.GREEK || script == Character.UnicodeScript.CYRILLIC;
  }

  private static void pairs(String table) {
    String[] words = table.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      OTHERWISE.put(words[i].codePointAt(0), words[i + 1]);
    }
  }
}
