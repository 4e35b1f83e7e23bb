package dev.punchpost.demo.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.demo.Closing;
import dev.punchpost.demo.ServiceBuild;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/// The page in headless Chromium (Debian's chromium and chromium-driver), in front of the real service and broker.
/// Aborts where they are not installed. Screenshots are left in `target/`.
class PageTest {
  private static @Nullable Closing closing;
  private static @Nullable Browser browser;
  private static int port;

  @BeforeAll
  static void start(@TempDir Path profile) throws IOException, InterruptedException {
    Browser.assumeInstalled();
    Closing all = new Closing();
    closing = all;
    port = new Exhibition(ServiceBuild.real(), Optional.empty(), 0, false, _ -> {}).start(all);
    browser = all.add(new Browser(profile));
  }

  @AfterAll
  static void stop() {
    if (closing != null) {
      closing.close();
    }
  }

  @BeforeEach
  void openThePage() {
    chromium().size(1280, 900);
    chromium().theme("light");
    chromium().open("http://127.0.0.1:" + port + "/");
    eventually().until(() -> chromium().all(".badge").size() == 13);
    eventually().until(() -> text("power-state").equals("on"));
  }

  @AfterEach
  void nothingWasWrong() {
    assertEquals(List.of(), chromium().complaints());
  }

  @Test
  void aClickOnABadgeShowsTheTickAndTheMessage() throws IOException {
    int before = messages();

    click("Ana García");

    eventually().until(() -> view().equals("Greeting") && text("display").contains("Ana García"));
    assertTrue(text("display").contains("ENTRADA") || text("display").contains("SALIDA"), text("display"));
    chromium().screenshot("page-greeting.png");
    eventually().until(() -> messages() == before + 1);
    assertTrue(chromium().one("#stream li .who").getText().contains("Ana García (1001)"));
    chromium().one("#stream li summary").click();
    assertTrue(chromium().one("#stream li pre").getText().contains("\"subject\": \"1001\""));
    eventually().until(() -> text("verdict-text").equals("Every tick has arrived"));
    chromium().screenshot("page-tick.png");
  }

  @Test
  void withThePulledCableTapsWaitAndAfterwardsTheCountsAgree() throws IOException {
    press("cable");
    eventually().until(() -> text("cable-state").equals("pulled"));
    int before = number("ticks");

    click("Jürgen Weiß");
    eventually().until(() -> number("ticks") == before + 1);
    click("Chloé Lefèvre");
    eventually().until(() -> number("ticks") == before + 2);

    eventually().until(() -> number("waiting") == 2);
    assertEquals("2 still on their way", text("verdict-text"));
    chromium().screenshot("page-waiting.png");
    press("cable");
    eventually().until(() -> number("waiting") == 0 && text("verdict-text").equals("Every tick has arrived"));
    assertEquals(number("ticks") + unticked(), number("punches"));
  }

  @Test
  void thePageIsUsableWithTheKeyboardOnly() {
    int before = number("ticks");
    for (int tabs = 0; tabs < 30 && !onTheBadgeOfOlu(); tabs++) {
      new Actions(chromium().driver()).sendKeys(Keys.TAB).perform();
    }

    assertTrue(onTheBadgeOfOlu(), "the badge cannot be reached");
    assertNotEquals("none", focused().getCssValue("outline-style"), "the focus cannot be seen");
    focused().sendKeys(Keys.ENTER);

    eventually().until(() -> number("ticks") == before + 1);
  }

  @Test
  void aPowerCutLosesNothing() throws IOException {
    int before = number("ticks");
    click("Wojciech Łukasik");
    eventually().until(() -> number("ticks") == before + 1);

    press("power");
    eventually().until(() -> !text("power-state").equals("on"));
    eventually().until(() -> text("power-state").equals("on"));
    click("Inês Carvalho");

    eventually().until(() -> number("ticks") == before + 2);
    eventually().until(() -> text("verdict-text").equals("Every tick has arrived"));
  }

  @Test
  void anUnpluggedReaderTakesNoBadgesAndWorksAgainWhenItIsBack() throws IOException {
    press("reader");
    eventually().until(() -> text("reader-state").equals("unplugged"));
    int before = number("ticks");

    click("Giulia Moretti");

    eventually().until(() -> text("silence").contains("the reader is unplugged"));
    chromium().screenshot("page-unplugged.png");
    press("reader");
    eventually().until(() -> text("reader-state").equals("plugged in"));
    click("Giulia Moretti");
    eventually().until(() -> number("ticks") == before + 1);
  }

  @Test
  void anUnknownBadgeIsRecordedAndRefused() throws IOException {
    int before = messages();

    click("Unknown badge");

    eventually().until(() -> view().equals("Refusal"));
    chromium().screenshot("page-refused.png");
    eventually().until(() -> messages() == before + 1);
    assertTrue(chromium().one("#stream li .who").getText().contains("Tap unidentified"));
    chromium().screenshot("page-unknown.png");
  }

  @Test
  void afterAReloadEverythingIsThereAgain() {
    click("Sanne de Vries");
    eventually().until(() -> chromium().one("#stream li .who").getText().contains("Sanne de Vries"));
    eventually().until(() -> text("verdict-text").equals("Every tick has arrived"));
    int messages = messages();
    int ticks = number("ticks");

    chromium().open("http://localhost:" + port + "/");

    eventually().until(() -> messages() == messages);
    assertEquals(ticks, number("ticks"));
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 768, 1280, 1920})
  void nothingIsWiderThanTheWindow(int width) throws IOException {
    for (String theme : List.of("light", "dark")) {
      chromium().size(width, width < 700 ? 800 : 1000);
      chromium().theme(theme);
      assertFalse(chromium().scrollsSideways(), width + " px scroll sideways");
      chromium().screenshot("page-" + width + "-" + theme + ".png");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextStandsOutFromItsGround(String theme) {
    click("Emma Clarke");
    eventually().until(() -> chromium().one("#stream li .who").getText().contains("Emma Clarke"));

    chromium().theme(theme);
    // Half-way through its change of colour the lamp is neither one thing nor the other.
    eventually().until(() -> chromium().one("#lamp").getAttribute("data-light"), "OFF"::equals);
    eventually().until(chromium()::pale, List.of()::equals);
  }

  @Test
  void ordersFromAnotherSiteAreRefused() throws Exception {
    HttpRequest order = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/do/power-cut"))
        .header("Origin", "http://evil.example").POST(HttpRequest.BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(403, client.send(order, HttpResponse.BodyHandlers.discarding()).statusCode());
      HttpResponse<String> page = client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
          HttpResponse.BodyHandlers.ofString());
      assertTrue(page.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'"));
    }
  }

  /// Leaves `target/demo.png`, which is `docs/demo.png`.
  @Test
  void thePictureOfTheReadmeShowsADayAtTheDoor() throws IOException {
    for (String name : List.of("Emma Clarke", "Mateo Ruiz", "Çağla Yıldız", "Chloé Lefèvre", "Jürgen Weiß")) {
      int before = number("ticks");
      click(name);
      eventually().until(() -> number("ticks") == before + 1);
    }
    press("cable");
    eventually().until(() -> text("cable-state").equals("pulled"));
    for (String name : List.of("Olu Adeyemi", "Ana García")) {
      int before = number("ticks");
      click(name);
      eventually().until(() -> number("ticks") == before + 1);
    }
    chromium().size(1280, 1010);
    eventually().until(() -> chromium().one("#lamp").getAttribute("data-light"), "GREEN"::equals);
    chromium().screenshot("demo.png");
    press("cable");
    eventually().until(() -> text("verdict-text").equals("Every tick has arrived"));
  }

  private void click(String name) {
    chromium().all(".badge").stream().filter(badge -> badge.getText().contains(name)).findFirst().orElseThrow()
        .click();
  }

  private static void press(String id) {
    chromium().one("#" + id).click();
  }

  private static String view() {
    return Objects.requireNonNullElse(chromium().one("#display").getAttribute("data-view"), "");
  }

  private static String text(String id) {
    return chromium().textOf(id);
  }

  private static int number(String id) {
    return Integer.parseInt(text(id));
  }

  private static int unticked() {
    String note = text("unticked");
    return note.isEmpty() ? 0 : Integer.parseInt(note.substring(0, note.indexOf(' ')));
  }

  private static int messages() {
    return chromium().all("#stream > li").size();
  }

  private static boolean onTheBadgeOfOlu() {
    return focused().getTagName().equals("button") && focused().getText().contains("Olu Adeyemi");
  }

  private static WebElement focused() {
    return chromium().driver().switchTo().activeElement();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30))
        .ignoreException(org.openqa.selenium.StaleElementReferenceException.class);
  }

  private static Browser chromium() {
    return Objects.requireNonNull(browser);
  }

}
