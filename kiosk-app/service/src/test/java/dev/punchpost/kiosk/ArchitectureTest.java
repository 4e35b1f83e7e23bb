package dev.punchpost.kiosk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.punchpost", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule halDependsOnNobody = noClasses().that().resideInAPackage("dev.punchpost.hal..").should()
      .dependOnClassesThat().resideInAnyPackage("dev.punchpost.drivers..", "dev.punchpost.kiosk..");

  @ArchTest
  static final ArchRule driversDependOnTheHalOnly = noClasses().that().resideInAPackage("dev.punchpost.drivers..")
      .should().dependOnClassesThat().resideInAPackage("dev.punchpost.kiosk..");

  @ArchTest
  static final ArchRule driversDoNotKnowHowTheHalIsMade = noClasses().that()
      .resideInAPackage("dev.punchpost.drivers..").should().dependOnClassesThat()
      .resideInAPackage("dev.punchpost.hal.linux..");

  @ArchTest
  static final ArchRule derbyIsNamedInItsPackageOnly = onlyIn("dev.punchpost.kiosk.store.derby..",
      "org.apache.derby..");

  @ArchTest
  static final ArchRule pahoIsNamedInItsPackageOnly = onlyIn("dev.punchpost.kiosk.forward.paho..",
      "org.eclipse.paho..");

  @ArchTest
  static final ArchRule pi4jIsNamedInItsPackageOnly = onlyIn("dev.punchpost.hal.linux..", "com.pi4j..");

  @ArchTest
  static final ArchRule jSerialCommIsNamedInItsPackageOnly = onlyIn("dev.punchpost.hal.linux..", "com.fazecast..");

  @ArchTest
  static final ArchRule tinybIsNamedInItsPackageOnly = onlyIn("dev.punchpost.hal.linux..", "tinyb..");

  @ArchTest
  static final ArchRule bluezDbusIsNamedInItsPackageOnly = onlyIn("dev.punchpost.hal.linux..", "org.bluez..");

  @ArchTest
  static final ArchRule dbusIsNamedInItsPackageOnly = onlyIn("dev.punchpost.hal.linux..", "org.freedesktop.dbus..");

  @ArchTest
  static final ArchRule nativeMemoryIsTouchedInTheHalOnly = onlyIn("dev.punchpost.hal.linux..", "java.lang.foreign..");

  @ArchTest
  static final ArchRule bcryptIsNamedInItsPackageOnly = onlyIn("dev.punchpost.kiosk.pin..", "at.favre.lib..");

  private static ArchRule onlyIn(String home, String library) {
    return noClasses().that().resideOutsideOfPackage(home).should().dependOnClassesThat().resideInAPackage(library);
  }
}
