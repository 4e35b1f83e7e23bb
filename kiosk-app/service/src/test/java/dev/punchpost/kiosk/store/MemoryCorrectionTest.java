package dev.punchpost.kiosk.store;

class MemoryCorrectionTest extends CorrectionContract {
  private final MemoryPunchStore.Medium medium = new MemoryPunchStore.Medium();

  @Override
  protected PunchStore open() {
    return new MemoryPunchStore(medium);
  }
}
