package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.TinybAdvertisements.Adapter;
import dev.punchpost.hal.linux.TinybAdvertisements.Device;
import dev.punchpost.hal.linux.TinybAdvertisements.State;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is made of TinyB's objects; TinyB itself is tried on a real bluetoothd by `provisioning/lab/proofs/bluetooth`.
class TinybAdvertisementsTest {
  private static final Map<Integer, byte[]> DATA = Map.of(0xFEAA, new byte[]{0});

  private final Air air = new Air();
  private final HeardAdvertisements heard = new HeardAdvertisements(new ManualTicker());
  private final TinybAdvertisements source = new TinybAdvertisements(heard, air);

  /// bluetoothd with one adapter, as TinyB shows it: a new object for each device at each question.
  private static final class Air implements Adapter {
    private State state = State.LISTENING;
    private final List<String> there = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();

    private final class Shown implements Device {
      private final String address;
      private Optional<HeardAdvertisements> listener = Optional.empty();
      private boolean closed;

      private Shown(String address) {
        this.address = address;
      }

      @Override
      public String address() {
        return address;
      }

      @Override
      public void listen(HeardAdvertisements to) {
        listener = Optional.of(to);
        to.changed(address, null, null, DATA);
      }

      @Override
      public void close() {
        closed = true;
      }
    }

    @Override
    public String name() {
      return "hci0";
    }

    @Override
    public void start() {
      // listens at once
    }

    @Override
    public State state() {
      return state;
    }

    @Override
    public List<Device> devices() {
      List<Device> devices = new ArrayList<>();
      for (String address : there) {
        Shown device = new Shown(address);
        shown.add(device);
        devices.add(device);
      }
      return devices;
    }

    /// Objects of before the device was forgotten are told nothing.
    void advertise(String address, int rssi) {
      shown.stream().filter(device -> device.address.equals(address) && !device.closed)
          .forEach(device -> device.listener.ifPresent(to -> to.changed(address, rssi, null, null)));
    }

    @Override
    public void stop() {
      state = State.SILENT;
    }

    long open() {
      return shown.stream().filter(device -> !device.closed).count();
    }
  }

  private Optional<Integer> next() {
    return source.next(Duration.ofMillis(1)).map(heard -> heard.rssi());
  }

  @Test
  void anAdapterThatDoesNotSayYetThatItListensIsWaitedFor() {
    air.state = State.SILENT;
    source.look(TinybAdvertisements.START_NANOS);
    assertEquals(Optional.empty(), next());
    source.look(TinybAdvertisements.START_NANOS + 1);
    assertEquals(HalException.Kind.IO, assertThrows(HalException.class, this::next).kind());
  }

  @Test
  void oneThatListenedAndNoLongerDoesIsLostAtOnce() {
    source.look(0);
    air.state = State.SILENT;
    source.look(1);
    assertEquals(HalException.Kind.IO, assertThrows(HalException.class, this::next).kind());
  }

  @Test
  void oneThatIsNoLongerThereIsNoDevice() {
    source.look(0);
    air.state = State.GONE;
    source.look(1);
    assertEquals(HalException.Kind.NO_DEVICE, assertThrows(HalException.class, this::next).kind());
  }

  @Test
  void aDeviceIsListenedToOnceAndWhatTinybGivesBesidesIsClosed() {
    air.there.add("A");
    source.look(0);
    source.look(1);
    source.look(2);
    assertEquals(1, air.open());
    air.advertise("A", -40);
    assertEquals(Optional.of(-40), next());
    assertEquals(Optional.empty(), next());
  }

  @Test
  void aDeviceThatWasForgottenAndComesAgainIsHeard() {
    air.there.add("A");
    source.look(0);
    air.there.clear();
    source.look(1);
    assertEquals(0, air.open());
    air.there.add("A");
    source.look(2);
    air.advertise("A", -50);
    assertEquals(Optional.of(-50), next());
  }

  @Test
  void closingClosesWhatIsListenedTo() {
    air.there.add("A");
    source.look(0);
    source.close();
    assertEquals(0, air.open());
    assertThrows(HalException.class, this::next);
    source.look(1);
    assertEquals(0, air.open());
  }

  @Test
  void thereIsANativeLibraryForIntelAnd32BitArmOnly() {
    assertTrue(TinybLibrary.natives("Linux", "amd64").isPresent());
    assertTrue(TinybLibrary.natives("Linux", "arm").isPresent());
    assertFalse(TinybLibrary.natives("Linux", "aarch64").isPresent());
  }
}
