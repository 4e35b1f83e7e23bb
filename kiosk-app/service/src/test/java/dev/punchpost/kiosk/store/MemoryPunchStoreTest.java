package dev.punchpost.kiosk.store;

class MemoryPunchStoreTest extends PunchStoreContract {
  private final MemoryPunchStore.Medium medium = new MemoryPunchStore.Medium();

  @Override
  protected PunchStore open() {
    return new MemoryPunchStore(medium);
  }
}
