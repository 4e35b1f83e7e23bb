package dev.punchpost.drivers.r503;

/// The numbers of the protocol as the manual has them: instruction codes (chapter "Instruction set") and confirmation
/// codes (chapter "Definition of confirmation code").
final class Codes {
  static final int GET_IMAGE = 0x01;
  static final int IMG_2_TZ = 0x02;
  static final int MATCH = 0x03;
  static final int SEARCH = 0x04;
  static final int REG_MODEL = 0x05;
  static final int STORE = 0x06;
  static final int LOAD_CHAR = 0x07;
  static final int UP_CHAR = 0x08;
  static final int DOWN_CHAR = 0x09;
  static final int DELET_CHAR = 0x0C;
  static final int EMPTY = 0x0D;
  static final int SET_SYS_PARA = 0x0E;
  static final int READ_SYS_PARA = 0x0F;
  static final int VFY_PWD = 0x13;
  static final int TEMPLETE_NUM = 0x1D;
  static final int READ_INDEX_TABLE = 0x1F;
  static final int AURA_LED_CONFIG = 0x35;

  static final int SECURITY_LEVEL_PARAMETER = 5;

  static final int OK = 0x00;
  static final int PACKET_ERROR = 0x01;
  static final int NO_FINGER = 0x02;
  static final int CAPTURE_FAILED = 0x03;
  static final int TOO_DRY = 0x04;
  static final int TOO_WET = 0x05;
  static final int DISORDERLY = 0x06;
  static final int TOO_FEW_POINTS = 0x07;
  static final int NOT_MATCHED = 0x08;
  static final int NOT_FOUND = 0x09;
  static final int NOT_COMBINED = 0x0A;
  static final int OUT_OF_LIBRARY = 0x0B;
  static final int TEMPLATE_UNREADABLE = 0x0C;
  static final int UPLOAD_FAILED = 0x0D;
  static final int NO_DATA_TAKEN = 0x0E;
  static final int DELETE_FAILED = 0x10;
  static final int CLEAR_FAILED = 0x11;
  static final int WRONG_PASSWORD = 0x13;
  static final int NO_VALID_IMAGE = 0x15;
  static final int FLASH_ERROR = 0x18;
  static final int LIBRARY_FULL = 0x1F;
  static final int WRONG_ADDRESS = 0x20;
  static final int PASSWORD_FIRST = 0x21;
  static final int TEMPLATE_EMPTY = 0x22;
  static final int LIBRARY_EMPTY = 0x24;
  static final int SENSOR_FAULT = 0x29;
  static final int UNKNOWN_INSTRUCTION = 0xFC;

  private Codes() {}

  /// A confirmation code in words, for a technician.
  static String words(int code) {
    String meaning = switch (code) {
      case OK -> "done";
      case PACKET_ERROR -> "a packet came to it damaged";
      case NO_FINGER -> "no finger";
      case CAPTURE_FAILED -> "no image could be taken";
      case TOO_DRY -> "finger too dry";
      case TOO_WET -> "finger too wet";
      case DISORDERLY -> "image too disorderly";
      case TOO_FEW_POINTS -> "too few characteristic points";
      case NOT_MATCHED -> "fingers do not match";
      case NOT_FOUND -> "finger not in the library";
      case NOT_COMBINED -> "captures do not belong to one finger";
      case OUT_OF_LIBRARY -> "place beyond the library";
      case TEMPLATE_UNREADABLE -> "template cannot be read";
      case UPLOAD_FAILED -> "template cannot be sent";
      case NO_DATA_TAKEN -> "it cannot take data";
      case DELETE_FAILED -> "template cannot be deleted";
      case CLEAR_FAILED -> "library cannot be cleared";
      case WRONG_PASSWORD -> "wrong password";
      case NO_VALID_IMAGE -> "no valid image";
      case FLASH_ERROR -> "its flash memory cannot be written";
      case LIBRARY_FULL -> "library full";
      case WRONG_ADDRESS -> "wrong address";
      case PASSWORD_FIRST -> "it wants the password";
      case TEMPLATE_EMPTY -> "template empty";
      case LIBRARY_EMPTY -> "library empty";
      case SENSOR_FAULT -> "its sensor is broken";
      case UNKNOWN_INSTRUCTION -> "it does not know the instruction";
      default -> "unknown";
    };
    return String.format("code 0x%02X, %s", code, meaning);
  }
}
