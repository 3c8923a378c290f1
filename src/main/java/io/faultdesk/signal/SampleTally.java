package io.faultdesk.signal;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Counts the samples of one request, hands the good ones on in batches and remembers why the others were refused, the
 * first {@value #MAX_NAMED} by name.
 */
class SampleTally {

  static final int MAX_NAMED = 100;

  /** The metric that counts samples by what became of them. */
  static final String COUNTER = "faultdesk.signal.samples";

  /** Why the sample at that position, from 0, was not taken. */
  record Rejection(int index, String reason) {}

  private final SampleSink sink;
  private final int batchSize;
  private final List<Sample> batch = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private int[] indexes = new int[64];
  private int accepted;
  private int rejected;

  SampleTally(SampleSink sink, int batchSize) {
    this.sink = sink;
    this.batchSize = batchSize;
  }

  void offer(int index, Sample sample) {
    if (batch.size() == indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * indexes.length);
    }
    indexes[batch.size()] = index;
    batch.add(sample);
    if (batch.size() >= batchSize) {
      flush();
    }
  }

  void reject(int index, String reason) {
    rejected++;
    if (rejections.size() < MAX_NAMED) {
      rejections.add(new Rejection(index, reason));
    }
  }

  /** Hands on what was offered since the last time. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<Sample> samples = List.copyOf(batch);
    batch.clear();
    int position = 0;
    for (String reason : sink.take(samples)) {
      if (reason == null) {
        accepted++;
      } else {
        reject(indexes[position], reason);
      }
      position++;
    }
  }

  /** Adds what became of the samples to the metrics. */
  void count(MeterRegistry meters) {
    meters.counter(COUNTER, "outcome", "accepted").increment(accepted);
    meters.counter(COUNTER, "outcome", "rejected").increment(rejected);
  }

  /** How many samples it has been told of. */
  int size() {
    return accepted + rejected + batch.size();
  }

  int accepted() {
    return accepted;
  }

  int rejected() {
    return rejected;
  }

  List<Rejection> rejections() {
    return rejections.stream().sorted(Comparator.comparingInt(Rejection::index)).toList();
  }
}
