package dev.punchpost.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.demo.terminal.ServiceJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The service as the build has packaged it, next door. A test that needs it aborts where only the demo's own classes
/// were built (`mvn test`); `mvn package` and `mvn verify` build it first.
public final class ServiceBuild {
  private static final Path TARGET = Path.of("..", "service", "target").toAbsolutePath().normalize();
  private static final String MAIN = "dev.punchpost.kiosk.Main";

  private ServiceBuild() {}

  /// The real one.
  public static ServiceJvm real() throws IOException {
    return jvm(MAIN, classPath());
  }

  /// The real one, started by a main class of these tests.
  static ServiceJvm startedBy(Class<?> main) throws IOException {
    List<String> classPath = new ArrayList<>(classPath());
    classPath.add(Path.of("target", "test-classes").toAbsolutePath().toString());
    return jvm(main.getName(), classPath);
  }

  private static ServiceJvm jvm(String main, List<String> classPath) {
    return new ServiceJvm(Path.of(System.getProperty("java.home"), "bin", "java"),
        String.join(File.pathSeparator, classPath), main);
  }

  private static List<String> classPath() throws IOException {
    assumeTrue(Files.isDirectory(TARGET.resolve("lib")), "the service is not packaged: run mvn package");
    try (Stream<Path> jars = Files.list(TARGET); Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
      return Stream.concat(jars.filter(jar -> jar.getFileName().toString().matches("punchpost-service-[0-9.]+\\.jar")),
          libraries).map(Path::toString).toList();
    }
  }
}
