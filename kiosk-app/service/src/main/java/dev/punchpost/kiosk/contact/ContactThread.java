package dev.punchpost.kiosk.contact;

import dev.punchpost.drivers.contact.AlarmContact;
import dev.punchpost.drivers.contact.AlarmEvent;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.ContactSettings.Which;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.device.DeviceThread.Ending;
import dev.punchpost.kiosk.ledger.Content;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A contact and its thread: tells the ledger when its alarm begins and ends. [#health] and [#close] may be called from
/// any thread.
public final class ContactThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContactThread.class);

  /// How the contact is.
  ///
  /// @param raised the alarm, as it was told last
  /// @param sinceMicros when `working` or `raised` last changed, microseconds since boot
  /// @param fault why its line does not work; empty if it does
  public record Health(boolean working, boolean raised, long sinceMicros, String fault) {}

  private record Alarm(boolean raised, long sinceMicros) {}

  private final Which which;
  private final Supplier<AlarmContact> opening;
  private final Ticker ticker;
  private final Consumer<Content> ledger;
  private final DeviceThread<AlarmContact> thread;
  private volatile Alarm alarm;

  /// @param opening takes the line; throws [HalException] if it cannot
  /// @param ledger takes an entry; may wait, and must then give up when interrupted
  public ContactThread(ContactSettings settings, Supplier<AlarmContact> opening, Ticker ticker, Pause pause,
      Consumer<Content> ledger) {
    which = settings.which();
    this.opening = opening;
    this.ticker = ticker;
    this.ledger = ledger;
    alarm = new Alarm(false, ticker.micros());
    thread = new DeviceThread<>("contact " + which.word(), "contact-" + which.word(), new Watch(), Ending.INTERRUPTED,
        ticker, pause);
  }

  public void start() {
    thread.start();
  }

  public Which which() {
    return which;
  }

  public Health health() {
    DeviceThread.Health line = thread.health();
    Alarm last = alarm;
    return new Health(line.working(), last.raised(), Math.max(line.sinceMicros(), last.sinceMicros()), line.fault());
  }

  private final class Watch implements DeviceThread.Use<AlarmContact> {
    @Override
    public AlarmContact open() {
      return opening.get();
    }

    @Override
    public void turn(AlarmContact contact) {
      Optional<AlarmEvent> event = contact.next(DeviceThread.LONGEST_WAIT);
      if (event.isPresent()) {
        told(event.get() instanceof AlarmEvent.Raised);
      } else if (alarm.raised() && !contact.raised()) {
        // It went to rest while its line did not work.
        told(false);
      }
    }

    @Override
    public void close(AlarmContact contact) {
      contact.close();
    }
  }

  private void told(boolean raised) {
    if (raised == alarm.raised()) {
      // It was told before its line stopped working.
      return;
    }
    alarm = new Alarm(raised, ticker.micros());
    LOG.warn("contact {}: {}", which.word(), raised ? "alarm" : "at rest again");
    Content.Contact name = Content.Contact.valueOf(which.name());
    ledger.accept(raised ? new Content.ContactRaised(name) : new Content.ContactCleared(name));
  }

  @Override
  public void close() {
    thread.close();
  }
}
