package dev.punchpost.drivers.desfire;

import static dev.punchpost.drivers.desfire.DesfireCard.*;

import dev.punchpost.drivers.contactless.CardChannel;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A DESFire EV2 as far as badges go: applications with AES keys, standard files in full mode, AuthenticateEV2First, EV2
/// secure messaging, ChangeKey. New applications have keys of zeros, as on a new card. An error ends the session.
///
/// It can be taken out of the field after any number of commands. Not thread-safe: its reader's simulator owns it.
public final class SimulatedDesfire implements CardChannel {
  private static final int PERMISSION_DENIED = 0x9D;
  private static final int PARAMETER_ERROR = 0x9E;
  private static final int INTEGRITY_ERROR = 0x1E;
  private static final int ILLEGAL_COMMAND = 0x1C;
  private static final int FILE_NOT_FOUND = 0xF0;
  private static final int NO_SUCH_KEY = 0x40;
  private static final int NO_AID = 0;

  private static final class Application {
    final byte[][] keys;
    final int[] versions;
    final Map<Integer, byte[]> files = new HashMap<>();
    final Map<Integer, Integer> access = new HashMap<>();

    Application(int count) {
      keys = new byte[count][Aes.BLOCK];
      versions = new int[count];
    }
  }

  /// An answer that is an error, or the end of a session.
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status) {
      super("", null, false, false);
      this.status = status;
    }
  }

  private final Map<Integer, Application> applications = new HashMap<>();
  private final SecureRandom random;
  private int selected = NO_AID;
  private int keyNumber = -1;
  private byte @Nullable [] rndB;
  private @Nullable SecureMessaging session;
  private int commandsLeft = Integer.MAX_VALUE;

  public SimulatedDesfire(SecureRandom random) {
    this.random = random;
  }

  /// The card leaves the field after so many commands more.
  public void removeAfter(int commands) {
    commandsLeft = commands;
  }

  /// The card enters the field anew: nothing is selected.
  public void power() {
    selected = NO_AID;
    endSession();
  }

  /// Takes the memory of another card, as a copy would: applications and files, but keys of its own.
  public void copyWithoutKeys(SimulatedDesfire other) {
    other.applications.forEach((aid, source) -> {
      Application copy = new Application(source.keys.length);
      System.arraycopy(source.versions, 0, copy.versions, 0, copy.versions.length);
      copy.files.putAll(source.files);
      copy.access.putAll(source.access);
      applications.put(aid, copy);
    });
  }

  @Override
  public Optional<byte[]> exchange(byte[] apdu) {
    if (commandsLeft <= 0) {
      return Optional.empty();
    }
    commandsLeft--;
    if (apdu.length < 5 || apdu[0] != (byte) 0x90) {
      return Optional.of(new byte[]{0x6E, 0x00});
    }
    byte[] data = apdu.length == 5 ? new byte[0] : Arrays.copyOfRange(apdu, 5, apdu.length - 1);
    try {
      return Optional.of(run(apdu[1] & 0xFF, data));
    } catch (Refusal e) {
      endSession();
      return Optional.of(new byte[]{(byte) 0x91, (byte) e.status});
    }
  }

  private byte[] run(int ins, byte[] data) throws Refusal {
    return switch (ins) {
      case SELECT_APPLICATION -> select(data);
      case CREATE_APPLICATION -> create(data);
      case GET_KEY_VERSION -> status(OK, new byte[]{(byte) app().versions[key(data)]});
      case AUTHENTICATE_EV2_FIRST -> challenge(data);
      case ADDITIONAL_FRAME -> prove(data);
      case CREATE_STD_DATA_FILE -> {
        byte[] plain = guarded(ins, data);
        require(keyNumber == 0 && plain.length == 7, PERMISSION_DENIED);
        if (app().files.putIfAbsent((int) plain[0], new byte[plain[4] & 0xFF]) != null) {
          throw new Refusal(DUPLICATE);
        }
        app().access.put((int) plain[0], plain[3] >> 4 & 0x0F);
        yield answer(new byte[0]);
      }
      case READ_DATA -> {
        byte[] header = guarded(ins, data);
        byte[] file = file(header);
        require(keyNumber == app().access.getOrDefault((int) header[0], -2), AUTHENTICATION_ERROR);
        require(header[1] == 0 && (header[4] & 0xFF) == file.length, PARAMETER_ERROR);
        SecureMessaging keys = session();
        keys.count();
        byte[] secret = keys.encryptResponse(file);
        yield status(OK, join(secret, keys.mac(OK, secret)));
      }
      case WRITE_DATA -> {
        byte[] body = guarded(ins, data);
        byte[] header = Arrays.copyOf(body, 7);
        byte[] plain = open(body, 7);
        byte[] file = file(header);
        require(keyNumber == 0, AUTHENTICATION_ERROR);
        require(plain.length == file.length, PARAMETER_ERROR);
        app().files.put((int) header[0], plain);
        yield answer(new byte[0]);
      }
      case CHANGE_KEY -> changeKey(guarded(ins, data));
      default -> throw new Refusal(ILLEGAL_COMMAND);
    };
  }

  private byte[] select(byte[] aid) throws Refusal {
    require(aid.length == 3, 0x7E);
    endSession();
    int wanted = aid[0] & 0xFF | (aid[1] & 0xFF) << 8 | (aid[2] & 0xFF) << 16;
    require(wanted == NO_AID || applications.containsKey(wanted), APPLICATION_NOT_FOUND);
    selected = wanted;
    return status(OK, new byte[0]);
  }

  private byte[] create(byte[] data) throws Refusal {
    require(selected == NO_AID, PERMISSION_DENIED);
    require(data.length == 5 && (data[4] & 0xC0) == 0x80, PARAMETER_ERROR);
    int aid = data[0] & 0xFF | (data[1] & 0xFF) << 8 | (data[2] & 0xFF) << 16;
    require(applications.putIfAbsent(aid, new Application(data[4] & 0x0F)) == null, DUPLICATE);
    return status(OK, new byte[0]);
  }

  private byte[] challenge(byte[] data) throws Refusal {
    endSession();
    require(data.length >= 2, 0x7E);
    keyNumber = key(data);
    byte[] fresh = new byte[Aes.BLOCK];
    random.nextBytes(fresh);
    rndB = fresh;
    return status(ADDITIONAL_FRAME, Aes.encrypt(app().keys[keyNumber], Aes.zeroIv(), fresh));
  }

  private byte[] prove(byte[] data) throws Refusal {
    byte[] own = rndB;
    if (own == null || data.length != 2 * Aes.BLOCK) {
      throw new Refusal(ILLEGAL_COMMAND);
    }
    byte[] key = app().keys[keyNumber];
    byte[] opened = Aes.decrypt(key, Aes.zeroIv(), data);
    require(MessageDigest.isEqual(rotated(own), Arrays.copyOfRange(opened, 16, 32)), AUTHENTICATION_ERROR);
    byte[] rndA = Arrays.copyOf(opened, Aes.BLOCK);
    byte[] ti = new byte[4];
    random.nextBytes(ti);
    byte[] answer = Arrays.copyOf(ti, 2 * Aes.BLOCK);
    System.arraycopy(rotated(rndA), 0, answer, 4, Aes.BLOCK);
    session = SecureMessaging.derive(key, rndA, own, ti);
    return status(OK, Aes.encrypt(key, Aes.zeroIv(), answer));
  }

  private byte[] changeKey(byte[] body) throws Refusal {
    require(keyNumber == 0 && body.length >= 17, AUTHENTICATION_ERROR);
    int number = key(body);
    byte[] plain = open(body, 1);
    byte[] fresh = Arrays.copyOf(plain, Aes.BLOCK);
    if (number == keyNumber) {
      require(plain.length == 17, INTEGRITY_ERROR);
      app().keys[number] = fresh;
      app().versions[number] = plain[16];
      endSession();
      return status(OK, new byte[0]);
    }
    require(plain.length == 21, INTEGRITY_ERROR);
    for (int i = 0; i < Aes.BLOCK; i++) {
      fresh[i] ^= app().keys[number][i];
    }
    require(Arrays.equals(crc32(fresh), Arrays.copyOfRange(plain, 17, 21)), INTEGRITY_ERROR);
    app().keys[number] = fresh;
    app().versions[number] = plain[16];
    return answer(new byte[0]);
  }

  /// The data of a command whose MAC is right.
  private byte[] guarded(int ins, byte[] data) throws Refusal {
    int length = data.length - SecureMessaging.MAC_LENGTH;
    require(length >= 0, 0x7E);
    byte[] body = Arrays.copyOf(data, length);
    require(MessageDigest.isEqual(session().mac(ins, body), Arrays.copyOfRange(data, length, data.length)),
        INTEGRITY_ERROR);
    return body;
  }

  private byte[] open(byte[] body, int header) throws Refusal {
    require(body.length > header && (body.length - header) % Aes.BLOCK == 0, 0x7E);
    return session().decryptCommand(Arrays.copyOfRange(body, header, body.length));
  }

  private byte[] answer(byte[] data) throws Refusal {
    session().count();
    return status(OK, join(data, session().mac(OK, data)));
  }

  private byte[] file(byte[] header) throws Refusal {
    require(header.length == 7, 0x7E);
    byte[] file = app().files.get((int) header[0]);
    if (file == null) {
      throw new Refusal(FILE_NOT_FOUND);
    }
    return file;
  }

  private int key(byte[] data) throws Refusal {
    require(data.length > 0 && data[0] >= 0 && data[0] < app().keys.length, NO_SUCH_KEY);
    return data[0];
  }

  private Application app() throws Refusal {
    Application app = applications.get(selected);
    if (app == null) {
      throw new Refusal(APPLICATION_NOT_FOUND);
    }
    return app;
  }

  private SecureMessaging session() throws Refusal {
    SecureMessaging keys = session;
    if (keys == null) {
      throw new Refusal(AUTHENTICATION_ERROR);
    }
    return keys;
  }

  private void endSession() {
    session = null;
    rndB = null;
    keyNumber = -1;
  }

  private static void require(boolean condition, int status) throws Refusal {
    if (!condition) {
      throw new Refusal(status);
    }
  }

  private static byte[] status(int status, byte[] data) {
    return join(data, new byte[]{(byte) 0x91, (byte) status});
  }
}
