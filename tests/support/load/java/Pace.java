import java.time.Duration;

/** Holds a producer to its rate. Time lost in an outage is not made up for beyond a second's worth of records. */
final class Pace {
  private static final long SECOND = 1_000_000_000L;

  private final double nanosPerRecord;
  private double due = System.nanoTime();

  /** @param recordsPerSecond 0: no limit */
  Pace(double recordsPerSecond) {
    nanosPerRecord = recordsPerSecond == 0 ? 0 : SECOND / recordsPerSecond;
  }

  /** Returns when it is time for the next records. */
  void take(int records) {
    long now = System.nanoTime();
    if (due > now) {
      pause(Duration.ofNanos((long) due - now));
    }
    due = Math.max(due, now - SECOND) + records * nanosPerRecord;
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
