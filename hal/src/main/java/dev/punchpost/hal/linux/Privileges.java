package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Whom this process runs as, and how it steps down from root.
public final class Privileges {
  private static final int ROOT = 0;

  /// Owner of a file.
  ///
  /// @param uid user
  /// @param gid group
  public record FileOwner(int uid, int gid) {}

  private final Libc libc;

  public Privileges(Libc libc) {
    this.libc = libc;
  }

  public static Privileges system() {
    return new Privileges(Libc.system());
  }

  /// The effective user of the process.
  public int effectiveUid() {
    return libc.geteuid();
  }

  /// @throws HalException NO_DEVICE if the path is not there, IO if its owner cannot be read
  public static FileOwner ownerOf(Path path) {
    try {
      Map<String, Object> owner = Files.readAttributes(path, "unix:uid,gid");
      if (owner.get("uid") instanceof Integer uid && owner.get("gid") instanceof Integer gid) {
        return new FileOwner(uid, gid);
      }
      throw new HalException(HalException.Kind.IO, path + " has no Unix owner");
    } catch (NoSuchFileException e) {
      throw new HalException(HalException.Kind.NO_DEVICE, path + " is not there", e);
    } catch (IOException e) {
      throw new HalException(HalException.Kind.IO, "cannot read the owner of " + path, e);
    }
  }

  /// Makes the process that user, for good, with that user's group alone. Nothing happens if it is that user already.
  ///
  /// glibc carries the change to every thread (nptl(7)); threads of other libraries' making are not among them.
  ///
  /// Classes that were not loaded yet must be readable for that user, too.
  ///
  /// @throws HalException PERMISSION if this process is neither that user nor root, or the kernel refuses; then the
  ///   process may have lost its groups and should end
  public void becomeOwnerOf(Path path) {
    FileOwner owner = ownerOf(path);
    int uid = effectiveUid();
    if (uid == owner.uid()) {
      return;
    }
    if (uid != ROOT) {
      throw new HalException(HalException.Kind.PERMISSION,
          path + " belongs to user " + owner.uid() + "; this is user " + uid + ". Run as that user or as root");
    }
    // The user last: after it there is no right left to change the groups.
    step("setgroups", libc.setgroups(owner.gid()));
    step("setresgid", libc.setresgid(owner.gid()));
    step("setresuid", libc.setresuid(owner.uid()));
    if (effectiveUid() != owner.uid()) {
      throw new HalException(HalException.Kind.PERMISSION, "still user " + effectiveUid() + " after setresuid");
    }
  }

  private static void step(String name, int result) {
    if (result < 0) {
      throw new HalException(HalException.Kind.PERMISSION, name + " failed with error " + -result);
    }
  }
}
