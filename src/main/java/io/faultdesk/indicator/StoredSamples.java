package io.faultdesk.indicator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The points of one minute in binary, version 1, big-endian: version (1 byte), number of condensed points (2); each of them as
 * milliseconds within the minute (2), number of samples (4), mean, squared deviations, minimum, maximum, last value and growth
 * since the point before (8 each); then each plain point as milliseconds within the minute (2) and value (8), where NaN says
 * that the indicator ended then.
 */
record StoredSamples(long minute, byte[] bytes) {

  private static final byte VERSION = 1;
  private static final int HEAD = 3;
  private static final int CONDENSED = 2 + 4 + 6 * 8;
  private static final int PLAIN = 2 + 8;

  /** Receives one point after the other. */
  interface Reader {

    void plain(long time, double value);

    /** The indicator ended after the sample of that time. */
    void end(long time);

    void condensed(
        long time, int weight, double mean, double within, double low, double high, double last, double growth);
  }

  static StoredSamples of(Points points, long minute, int from, int to, boolean ended) {
    int condensed = Math.clamp(points.condensed() - from, 0, to - from);
    int size = HEAD + condensed * CONDENSED + (to - from - condensed + (ended ? 1 : 0)) * PLAIN;
    ByteBuffer buffer = ByteBuffer.allocate(size).put(VERSION).putShort((short) condensed);
    for (int i = from; i < to; i++) {
      buffer.putShort((short) (points.time(i) - minute));
      if (i < from + condensed) {
        buffer.putInt(points.weight(i)).putDouble(points.value(i)).putDouble(points.within(i));
        buffer.putDouble(points.low(i)).putDouble(points.high(i)).putDouble(points.last(i));
        buffer.putDouble(i == 0 ? 0 : points.growthSince(i - 1) - points.growthSince(i));
      } else {
        buffer.putDouble(points.value(i));
      }
    }
    if (ended) {
      buffer.putShort((short) (points.time(to - 1) - minute)).putDouble(Double.NaN);
    }
    return new StoredSamples(minute, buffer.array());
  }

  /** What is wrong with these bytes, or null where they can be read. */
  @Nullable
  String fault() {
    if (bytes.length < HEAD || bytes[0] != VERSION) {
      return "unknown format " + (bytes.length == 0 ? "without a version" : bytes[0]);
    }
    int plain = bytes.length - HEAD - condensed(ByteBuffer.wrap(bytes, 1, 2)) * CONDENSED;
    return plain < 0 || plain % PLAIN != 0 ? "wrong length" : null;
  }

  void forEach(Reader reader) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    for (int left = condensed(buffer); left > 0; left--) {
      reader.condensed(
          time(buffer),
          buffer.getInt(),
          buffer.getDouble(),
          buffer.getDouble(),
          buffer.getDouble(),
          buffer.getDouble(),
          buffer.getDouble(),
          buffer.getDouble());
    }
    while (buffer.hasRemaining()) {
      long time = time(buffer);
      double value = buffer.getDouble();
      if (Double.isNaN(value)) {
        reader.end(time);
      } else {
        reader.plain(time, value);
      }
    }
  }

  private long time(ByteBuffer buffer) {
    return minute + Short.toUnsignedInt(buffer.getShort());
  }

  private static int condensed(ByteBuffer buffer) {
    return Short.toUnsignedInt(buffer.getShort());
  }
}
