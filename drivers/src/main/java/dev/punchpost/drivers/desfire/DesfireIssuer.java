package dev.punchpost.drivers.desfire;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.DesfireFailure.Why;
import dev.punchpost.hal.credential.Credential;
import java.security.SecureRandom;
import java.util.Arrays;

/// Makes badges: puts our application, keys and a fresh random number on a DESFire EV2 or EV3.
///
/// It may be torn off at any step: issuing the same card again finds what is there already, goes on, and writes a new
/// number. The card's own master key is not touched; a card whose master settings forbid new applications is refused.
public final class DesfireIssuer {
  /// How an attempt ended.
  public sealed interface Result {
    /// The card is a badge now; it was read back with its own key.
    ///
    /// @param renewed whether it had been one of ours before, whose old number is void now
    record Issued(Credential.Card number, boolean renewed) implements Result {}

    /// The card is no DESFire with a true UID.
    record NotSuitable(String reason) implements Result {}

    /// The card went silent: hold it on the reader until the end.
    record TakenAway() implements Result {}

    /// The card said no.
    ///
    /// @param step what was tried
    /// @param status the card's code, such as 0xAE for an authentication error
    record Refused(String step, int status) implements Result {}
  }

  /// AES, two keys (number of keys with bit 7 set, MF3D(H)x2 section 11.4.2).
  private static final int AES_KEYS = 0x80 | DesfireApplication.KEYS;
  /// Key 0 changes keys and settings; files are made by key 0 only; the list of files may be read without a key.
  private static final int KEY_SETTINGS = 0x0B;
  private static final int FULL_MODE = 0x03;
  /// Read by key 1; write, read and write, and change by key 0. Lowest byte first.
  private static final byte[] ACCESS = {0x00, 0x10};
  private static final byte[] PICC = {0, 0, 0};
  private static final byte[] FACTORY_KEY = new byte[Aes.BLOCK];
  /// Version of a key of ours. A new application's keys have version 0.
  private static final int OUR_VERSION = 1;

  private final DesfireApplication application;
  private final SecureRandom random;
  private String step = "";

  public DesfireIssuer(DesfireApplication application, SecureRandom random) {
    this.application = application;
    this.random = random;
  }

  /// Issues the card in the field. Not for several threads at once.
  ///
  /// @param channel to the same card
  /// @throws dev.punchpost.hal.HalException if the reader itself is broken
  public Result issue(TypeACard card, CardChannel channel) {
    if (!card.looksLikeDesfire()) {
      return new Result.NotSuitable("it is no DESFire");
    }
    if (card.uid().length != 7) {
      return new Result.NotSuitable("it gives a random number: switch its random UID off first");
    }
    try {
      return issue(card.uid(), new DesfireCard(channel, random));
    } catch (DesfireFailure e) {
      return switch (e.why()) {
        case LOST -> new Result.TakenAway();
        case STATUS, NOT_AUTHENTIC -> new Result.Refused(step, e.status());
      };
    }
  }

  private Result issue(byte[] uid, DesfireCard card) throws DesfireFailure {
    step = "select the card";
    card.select(PICC);
    step = "create the application";
    boolean fresh = attempt(() -> card.plain(DesfireCard.CREATE_APPLICATION,
        DesfireCard.join(application.aid(), new byte[]{KEY_SETTINGS, (byte) AES_KEYS})));
    step = "select the application";
    card.select(application.aid());
    step = "read the key versions";
    boolean ownMaster = version(card, DesfireApplication.MASTER) == OUR_VERSION;
    boolean ownRead = version(card, DesfireApplication.READ) == OUR_VERSION;
    byte[] master = application.key(uid, DesfireApplication.MASTER);
    byte[] read = application.key(uid, DesfireApplication.READ);
    step = "authenticate with the application's master key";
    card.authenticate(DesfireApplication.MASTER, ownMaster ? master : FACTORY_KEY);
    step = "create the file";
    attempt(() -> card.guarded(DesfireCard.CREATE_STD_DATA_FILE, new byte[]{DesfireApplication.FILE, FULL_MODE,
      ACCESS[0], ACCESS[1], Credential.Card.LENGTH, 0, 0}));
    if (!ownRead || !ownMaster) {
      // An error ends the session on the card, and "the file is there already" is one.
      card.authenticate(DesfireApplication.MASTER, ownMaster ? master : FACTORY_KEY);
    }
    if (!ownRead) {
      step = "change the reading key";
      card.changeKey(DesfireApplication.READ, FACTORY_KEY, read, OUR_VERSION, false);
    }
    if (!ownMaster) {
      step = "change the master key";
      card.changeKey(DesfireApplication.MASTER, FACTORY_KEY, master, OUR_VERSION, true);
    }
    step = "authenticate with the new master key";
    card.authenticate(DesfireApplication.MASTER, master);
    step = "write the number";
    byte[] number = new byte[Credential.Card.LENGTH];
    random.nextBytes(number);
    card.write(DesfireApplication.FILE, number);
    step = "read the number back";
    card.authenticate(DesfireApplication.READ, read);
    if (!Arrays.equals(number, card.read(DesfireApplication.FILE, number.length))) {
      throw new DesfireFailure(Why.NOT_AUTHENTIC);
    }
    return new Result.Issued(new Credential.Card(number), !fresh && ownMaster);
  }

  private static int version(DesfireCard card, int key) throws DesfireFailure {
    byte[] answer = card.plain(DesfireCard.GET_KEY_VERSION, new byte[]{(byte) key});
    return answer.length == 1 ? answer[0] & 0xFF : -1;
  }

  /// One step of the work with the card.
  @FunctionalInterface
  private interface Step {
    byte[] run() throws DesfireFailure;
  }

  /// @return false if what is to be made is there already
  private static boolean attempt(Step step) throws DesfireFailure {
    try {
      step.run();
      return true;
    } catch (DesfireFailure e) {
      if (e.why() == Why.STATUS && e.status() == DesfireCard.DUPLICATE) {
        return false;
      }
      throw e;
    }
  }
}
