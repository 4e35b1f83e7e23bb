package dev.punchpost.kiosk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs `kiosk-app/bin/punchpost` on machines made of a few scripts: a PATH of its own, false JDKs whose `java` prints
/// how it was called, a false Maven, and folder names with blanks.
class LauncherTest {
  private static final List<String> TOOLS = List.of("sh", "readlink", "dirname", "sed", "head", "grep", "find", "uname",
      "id", "mktemp", "mkdir", "rm", "mv", "cat", "flock", "touch");
  private static final Path LAUNCHER = Path.of("..", "bin", "punchpost");

  @TempDir
  Path folder = Path.of("/");
  private Path machine = Path.of("/");
  private Path path = Path.of("/");
  private Path jvms = Path.of("/");
  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  @BeforeEach
  void machine() throws IOException {
    machine = Files.createDirectory(folder.resolve("a machine"));
    path = Files.createDirectory(machine.resolve("bin"));
    jvms = Files.createDirectory(folder.resolve("jvms"));
    for (String tool : TOOLS) {
      Path real = Path.of("/usr/bin", tool);
      Assumptions.assumeTrue(Files.exists(real), "this machine has no " + real);
      script(path.resolve(tool), "exec " + real + " \"$@\"");
    }
    environment.put("PATH", path.toString());
    environment.put("PUNCHPOST_JVM_DIRS", jvms.toString());
  }

  private void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jdk(Path home, String version) throws IOException {
    script(home.resolve("bin/java"), "for a in \"$@\"; do echo \"$a\"; done", "exit 42");
    script(home.resolve("bin/javac"), "exit 0");
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Path installed() throws IOException {
    Path launcher = machine.resolve("usr/bin/punchpost");
    Files.createDirectories(launcher.resolveSibling("."));
    Files.copy(LAUNCHER, launcher);
    Path home = machine.resolve("usr/share/punchpost");
    Files.createDirectories(home.resolve("service/lib"));
    Files.createFile(home.resolve("service/punchpost-service-1.2.3.jar"));
    environment.put("PUNCHPOST_HOME", home.toString());
    return launcher;
  }

  private Path checkout() throws IOException {
    Path root = machine.resolve("a checkout");
    Files.createDirectories(root.resolve("kiosk-app/bin"));
    Files.createDirectories(root.resolve("kiosk-app/service/src/main/java"));
    Files.createDirectories(root.resolve("hal"));
    Files.createDirectories(root.resolve("drivers"));
    Files.writeString(root.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
    Files.writeString(source(root), "class A {}");
    return Files.copy(LAUNCHER, root.resolve("kiosk-app/bin/punchpost"));
  }

  private static Path source(Path root) {
    return root.resolve("kiosk-app/service/src/main/java/A.java");
  }

  /// A Maven that makes what the real one would, and counts its runs.
  private void maven(String... before) throws IOException {
    List<String> lines = new ArrayList<>(List.of("echo \"$JAVA_HOME $*\" >> " + folder.resolve("maven.log")));
    lines.addAll(List.of(before));
    lines.add("for m in service demo bench; do mkdir -p kiosk-app/$m/target/lib;"
        + " touch kiosk-app/$m/target/punchpost-$m-1.2.3.jar; done");
    script(path.resolve("mvn"), lines.toArray(String[]::new));
  }

  private int builds() throws IOException {
    Path log = folder.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  private int start(Path launcher, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(args));
    Path stdout = folder.resolve("out");
    Path stderr = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(stdout.toFile())
        .redirectError(stderr.toFile()).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher hangs");
    }
    out = Files.readString(stdout);
    err = Files.readString(stderr);
    return process.exitValue();
  }

  @Test
  void withoutAJdkItSaysWhichOneCommandInstallsIt() throws Exception {
    assertEquals(69, start(installed(), "--version"));
    assertTrue(err.contains("JDK 25 or newer is needed"), err);
    assertTrue(err.contains("adoptium"), err);
    assertEquals(1, err.lines().count(), err);
  }

  @Test
  void onASystemWithThePackageItNamesItAndTheSetup() throws Exception {
    script(path.resolve("apt-get"), "exit 0");
    script(path.resolve("apt-cache"), "echo '  Candidate: 25.0.1+8-1'");
    assertEquals(69, start(installed(), "status"));
    assertTrue(err.contains("sudo apt-get install -y openjdk-25-jdk-headless maven"), err);
    assertTrue(err.contains("punchpost --setup"), err);
  }

  @Test
  void anOlderJdkIsNotEnough() throws Exception {
    jdk(jvms.resolve("jdk-17"), "17.0.15");
    environment.put("JAVA_HOME", jdk(folder.resolve("jdk 21"), "21.0.7").toString());
    assertEquals(69, start(installed(), "--version"));
    assertTrue(err.contains("JDK 25 or newer is needed"), err);
  }

  @Test
  void theJdkIsFoundInJavaHomeThenInThePathThenInTheUsualFolders() throws Exception {
    Path launcher = installed();
    jdk(jvms.resolve("jdk-17"), "17.0.15");
    jdk(jvms.resolve("jdk-26"), "26");
    assertEquals(42, start(launcher, "--version"), err);
    Path inPath = jdk(folder.resolve("in the path"), "25.0.1");
    Files.delete(inPath.resolve("release")); // then the program itself is asked
    script(inPath.resolve("bin/java"),
        "[ \"$1\" = -version ] && echo 'openjdk version \"25.0.1\" 2025-10-21' >&2 && exit",
        "exit 43");
    Files.createSymbolicLink(path.resolve("java"), inPath.resolve("bin/java"));
    assertEquals(43, start(launcher, "--version"), err);
    Path home = jdk(folder.resolve("java home"), "25.0.1");
    script(home.resolve("bin/java"), "exit 44");
    environment.put("JAVA_HOME", home.toString());
    assertEquals(44, start(launcher, "--version"), err);
  }

  @Test
  void argumentsExitCodeAndClassPathPassThroughPathsWithBlanks() throws Exception {
    Path launcher = installed();
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    environment.put("PUNCHPOST_JAVA_OPTS", "-Dx=1 -Dy=*");
    assertEquals(42, start(launcher, "roster", "import", "a file.csv", ""));
    Path home = machine.resolve("usr/share/punchpost");
    String servicePath = home + "/service/punchpost-service-1.2.3.jar:" + home + "/service/lib/*";
    assertEquals(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-Xms16m",
            "-Xmx96m", "-Xss512k", "-Dpunchpost.launcher=" + launcher.toRealPath(),
            "-Dpunchpost.service.class-path=" + servicePath, "-Dx=1", "-Dy=*", "-cp", servicePath,
            "dev.punchpost.kiosk.Main", "roster", "import", "a file.csv", ""),
        List.of(out.split("\n", -1)).subList(0, 18));
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    Path launcher = checkout();
    maven();
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    Path link = Files.createSymbolicLink(folder.resolve("pp"), launcher);
    assertEquals(42, start(link, "--version"), err);
    assertTrue(out.contains("-Dpunchpost.launcher=" + launcher.toRealPath()), out);
  }

  @Test
  void demoAndBenchHaveClassPathsOfTheirOwn() throws Exception {
    Path launcher = installed();
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    assertEquals(69, start(launcher, "demo"));
    assertTrue(err.contains("package punchpost-demo"), err);
    Path demo = Files.createDirectories(machine.resolve("usr/share/punchpost/demo/lib")).resolveSibling("x")
        .resolveSibling("punchpost-demo-1.2.3.jar");
    Files.createFile(demo);
    assertEquals(42, start(launcher, "--config", "demo file", "demo", "--taps", "5"), err);
    assertTrue(out.contains("-cp\n" + demo), out);
    assertTrue(out.contains("-Xmx512m") && !out.contains("TieredStopAtLevel"), out);
    assertEquals(42, start(launcher, "--config", "demo", "status"), err);
    assertTrue(out.contains("-Xmx96m"), out);
  }

  @Test
  void aCheckoutIsBuiltWhenItIsMissingOrStaleAndOnlyThen() throws Exception {
    Path launcher = checkout();
    Path root = machine.resolve("a checkout");
    maven();
    Path home = jdk(jvms.resolve("jdk-25"), "25.0.1");
    assertEquals(42, start(launcher, "--version"), err);
    assertTrue(err.contains("building service"), err);
    assertTrue(Files.readString(folder.resolve("maven.log")).startsWith(home + " -q "), "on the JDK that was found");
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals("", err);
    assertEquals(1, builds());
    Files.writeString(source(root), "class A { int a; }");
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(2, builds());
    Files.delete(source(root));
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(3, builds());
    Files.writeString(root.resolve("pom.xml"), Files.readString(root.resolve("pom.xml")));
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(4, builds());
    Files.delete(root.resolve("kiosk-app/service/target/punchpost-service-1.2.3.jar"));
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(5, builds());
    assertEquals(42, start(launcher, "bench"), err);
    assertEquals(6, builds());
    assertTrue(out.contains("-cp\n" + root.toRealPath() + "/kiosk-app/bench/target/punchpost-bench-1.2.3.jar:"), out);
  }

  @Test
  void aSourceThatChangesDuringTheBuildIsBuiltAgain() throws Exception {
    Path launcher = checkout();
    maven("touch kiosk-app/service/src/main/java/A.java");
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    assertEquals(42, start(launcher, "--version"), err);
    maven();
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(2, builds());
  }

  @Test
  void aBuildThatFailsEndsWith70AndIsTriedAgain() throws Exception {
    Path launcher = checkout();
    maven("echo 'it does not compile' >&2", "exit 1");
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    assertEquals(70, start(launcher, "--version"));
    assertTrue(err.contains("it does not compile") && err.contains("the build failed"), err);
    assertFalse(out.contains("Main"), out);
    maven();
    assertEquals(42, start(launcher, "--version"), err);
  }

  @Test
  void twoStartsDoNotBuildAtOnce() throws Exception {
    Path launcher = checkout();
    maven("mkdir " + folder.resolve("building") + " || exit 1", "sleep 1", "rm -r " + folder.resolve("building"));
    script(path.resolve("sleep"), "exec /usr/bin/sleep \"$@\"");
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    ProcessBuilder other = new ProcessBuilder("/bin/sh", launcher.toString(), "--version")
        .redirectErrorStream(true).redirectOutput(folder.resolve("other").toFile());
    other.environment().clear();
    other.environment().putAll(environment);
    Process process = other.start();
    assertEquals(42, start(launcher, "--version"), err);
    assertEquals(42, process.waitFor(), Files.readString(folder.resolve("other")));
    assertEquals(1, builds());
  }

  @Test
  void withoutMavenACheckoutSaysSo() throws Exception {
    jdk(jvms.resolve("jdk-25"), "25.0.1");
    assertEquals(69, start(checkout(), "--version"));
    assertTrue(err.contains("Maven is needed") && err.contains("install"), err);
  }

  @Test
  void theSetupInstallsBothAndGoesOn() throws Exception {
    Path launcher = checkout();
    script(path.resolve("sudo"), "exec \"$@\"");
    script(path.resolve("apt-cache"), "[ -f " + folder.resolve("updated") + " ] && echo '  Candidate: 25.0.1+8-1'");
    Path made = jdk(folder.resolve("made"), "25.0.1");
    maven();
    Files.move(path.resolve("mvn"), folder.resolve("mvn"));
    script(path.resolve("apt-get"), "echo \"$@\" >> " + folder.resolve("apt.log"), "case $1 in", "update) touch "
        + folder.resolve("updated") + " ;;",
        "install) [ ! -d '" + made + "' ] && exit; mv '" + made + "' '" + jvms.resolve("jdk-25") + "'; mv "
            + folder.resolve("mvn") + " '" + path + "/' ;;",
        "esac");
    assertEquals(42, start(launcher, "--setup", "--version"), err);
    assertEquals(List.of("update", "install -y openjdk-25-jdk-headless maven"),
        Files.readAllLines(folder.resolve("apt.log")));
    assertEquals(0, start(launcher, "--setup"), err);
  }

  @Test
  void theSetupOnASystemWithoutThePackageSaysWhereToGetIt() throws Exception {
    Path launcher = installed();
    assertEquals(69, start(launcher, "--setup"));
    assertTrue(err.contains("--setup works on Debian"), err);
    script(path.resolve("sudo"), "exec \"$@\"");
    script(path.resolve("apt-get"), "exit 0");
    script(path.resolve("apt-cache"), "echo '  Candidate: (none)'");
    assertEquals(69, start(launcher, "--setup"));
    assertTrue(err.contains("no package openjdk-25-jdk-headless") && err.contains("adoptium"), err);
  }

  @Test
  void theScriptIsPosixShell() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/dash")), "dash is not installed");
    assertEquals(0, new ProcessBuilder("/usr/bin/dash", "-n", LAUNCHER.toString()).inheritIO().start().waitFor());
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");
    assertEquals(0, new ProcessBuilder("/usr/bin/shellcheck", LAUNCHER.toString()).inheritIO().start().waitFor());
  }
}
