package dev.punchpost.demo.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the service is started: a Java program of its own, with the appliance's class path and not the demo's.
///
/// @param java the `java` to run
/// @param classPath the service's
/// @param mainClass the service's
public record ServiceJvm(Path java, String classPath, String mainClass) {
  /// Set by the launcher to the service's class path.
  public static final String CLASS_PATH_PROPERTY = "punchpost.service.class-path";
  private static final String MAIN = "dev.punchpost.kiosk.Main";
  private static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");

  /// The real service, with the Java that runs the demo.
  ///
  /// @throws IllegalStateException if the launcher has not said where the service is
  public static ServiceJvm real() {
    String classPath = System.getProperty(CLASS_PATH_PROPERTY, "");
    if (classPath.isEmpty()) {
      throw new IllegalStateException("the service's class path is not known: start the demo with kiosk-app/bin/"
          + "punchpost demo, or set -D" + CLASS_PATH_PROPERTY);
    }
    return new ServiceJvm(Path.of(System.getProperty("java.home"), "bin", "java"), classPath, MAIN);
  }

  /// Starts it.
  ///
  /// @param folder working directory
  /// @param errors where its log goes; appended to
  Process start(Path folder, File errors, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(errors)).start();
  }
}
