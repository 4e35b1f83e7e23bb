package dev.punchpost.demo.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// Chromium without a window. Owned by one thread.
final class Browser implements AutoCloseable {
  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");

  /// Every text against the ground that it stands on (WCAG 2.2, 1.4.3): at least 4.5, or 3 if it is large.
  private static final String PALE = """
      const parse = colour => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = node => {
        for (let at = node; at; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (style.backgroundImage.includes("gradient")) return parse(style.backgroundImage.match(/rgb\\([^)]*\\)/)[0]);
          const colour = parse(style.backgroundColor);
          if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
      };
      return [...document.querySelectorAll("body *")]
        .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
        .filter(node => node.checkVisibility())
        .map(node => {
          const style = getComputedStyle(node);
          const [a, b] = [light(parse(style.color)), light(ground(node))].sort((x, y) => y - x);
          const size = parseFloat(style.fontSize);
          const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
          return { ratio: (a + 0.05) / (b + 0.05), large, text: node.textContent.trim().slice(0, 30) };
        })
        .filter(found => found.ratio < (found.large ? 3 : 4.5))
        .map(found => found.text + " " + found.ratio.toFixed(2));
      """;

  private final ChromeDriver driver;

  /// @param profile an empty folder
  Browser(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        "--force-device-scale-factor=1", "--lang=en", "--user-data-dir=" + profile);
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
    driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort()
        .build(), options);
    // Without it the page of a browser without a window never has the focus.
    driver.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
  }

  /// Aborts the test if there is no Chromium.
  static void assumeInstalled() {
    assumeTrue(CHROMIUM.canExecute() && DRIVER.canExecute(),
        "Debian's packages chromium and chromium-driver are not installed");
  }

  ChromeDriver driver() {
    return driver;
  }

  void open(String address) {
    driver.get(address);
  }

  /// Size of what is seen, in CSS pixels.
  void size(int width, int height) {
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void theme(String name) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /// The text, hidden or not, as the document holds it.
  String textOf(String id) {
    Object text = driver.executeScript("return document.getElementById(arguments[0]).textContent", id);
    return String.valueOf(text);
  }

  boolean scrollsSideways() {
    return Boolean.TRUE.equals(driver.executeScript(
        "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  /// Texts with too little contrast, each with its ratio.
  List<Object> pale() {
    return driver.executeScript(PALE) instanceof List<?> found ? List.copyOf(found) : List.of();
  }

  /// What Chromium has written to its console since the last call.
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    driver.manage().logs().get(LogType.BROWSER).forEach(entry -> complaints.add(entry.toString()));
    return complaints;
  }

  void screenshot(String name) throws IOException {
    Files.write(Path.of("target", name), driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
