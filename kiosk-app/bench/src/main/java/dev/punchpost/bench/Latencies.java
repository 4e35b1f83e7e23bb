package dev.punchpost.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// Latencies of one kind, in nanoseconds, up to a minute, to three digits. One thread.
final class Latencies {
  private final Histogram histogram = new Histogram(60_000_000_000L, 3);

  void record(long nanos) {
    histogram.recordValue(Math.min(nanos, histogram.getHighestTrackableValue()));
  }

  void add(Latencies others) {
    histogram.add(others.histogram);
  }

  double p99Micros() {
    return histogram.getValueAtPercentile(99) / 1e3;
  }

  void into(ObjectNode json) {
    json.put("samples", histogram.getTotalCount());
    json.put("p50Us", histogram.getValueAtPercentile(50) / 1e3);
    json.put("p99Us", p99Micros());
    json.put("maxUs", histogram.getMaxValue() / 1e3);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "p50 %,9.0f us   p99 %,9.0f us   max %,9.0f us   (%,d samples)",
        histogram.getValueAtPercentile(50) / 1e3, p99Micros(), histogram.getMaxValue() / 1e3,
        histogram.getTotalCount());
  }
}
