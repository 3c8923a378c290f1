package io.faultdesk.signal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Sample;
import io.faultdesk.signal.SampleFormat.Reading;
import io.faultdesk.signal.SeriesEnd;
import io.faultdesk.signal.SeriesMapping;
import io.faultdesk.signal.Unreadable;
import io.faultdesk.testing.HandClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads what Prometheus 2.42 wrote, and what only looks like it. */
class RemoteWriteTest {

  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static final SeriesMapping RESPONSE_TIME =
      new SeriesMapping("crm_response_time_seconds", List.of("quantile=\"0.95\""), "response-time", null, 1000);

  @Test
  void a_recorded_request_feeds_the_mapped_indicators() throws IOException {
    Reading reading = read(recorded("01-samples"), RESPONSE_TIME);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.samples())
        .hasSize(6)
        .allSatisfy(sample -> {
          assertThat(sample.indicator()).isEqualTo("response-time");
          assertThat(sample.service().value()).matches("crm-.*|客户服务");
          assertThat(sample.value()).isBetween(1.0, 10_000.0);
          assertThat(sample.time()).isBetween(1795198600000L, 1795198700000L);
        });
    assertThat(reading.unmapped()).isGreaterThan(reading.samples().size());
  }

  @Test
  void without_a_mapping_nothing_is_taken_and_everything_counted() throws IOException {
    Reading all = read(recorded("01-samples"));

    assertThat(all.samples()).isEmpty();
    assertThat(all.unmapped()).isEqualTo(500);
  }

  @Test
  void metadata_is_passed_over() throws IOException {
    assertThat(read(recorded("02-metadata"), RESPONSE_TIME)).isEqualTo(new Reading(List.of(), List.of(), List.of(), 0));
  }

  @Test
  void one_series_may_feed_two_indicators() throws IOException {
    byte[] body = series(Map.of("__name__", "queue", "job", "crm-order"), 7, 1000);

    Reading reading = read(body, mapping("queue", "queue-length"), mapping("queue", "order-backlog"));

    assertThat(reading.samples())
        .extracting(Sample::indicator, Sample::value, Sample::time)
        .containsExactly(tuple("queue-length", 7.0, 1000L), tuple("order-backlog", 7.0, 1000L));
    assertThat(reading.unmapped()).isZero();
  }

  @Test
  void a_series_that_names_no_service_is_a_fault_that_names_it() throws IOException {
    Reading reading = read(series(Map.of("__name__", "queue"), 7, 1000), mapping("queue", "queue-length"));

    assertThat(reading.samples()).isEmpty();
    assertThat(reading.faults()).containsExactly("queue: no label of it names a service");
  }

  @Test
  void a_stale_marker_ends_the_indicator_and_is_no_sample() throws IOException {
    byte[] body = series(Map.of("__name__", "queue", "job", "crm-order"), STALE, 1000);

    Reading reading = read(body, mapping("queue", "queue-length"));

    assertThat(reading.samples()).isEmpty();
    assertThat(reading.ends()).containsExactly(new SeriesEnd(ServiceName.of("crm-order"), "queue-length", 1000));
    assertThat(reading.unmapped()).isZero();
    assertThat(read(body).unmapped()).isOne();
  }

  @Test
  void any_other_nan_is_a_sample_that_will_be_refused() throws IOException {
    Reading reading = read(series(Map.of("__name__", "queue", "job", "o"), Double.NaN, 1), mapping("queue", "queue"));

    assertThat(reading.samples()).hasSize(1);
    assertThat(reading.ends()).isEmpty();
  }

  @Test
  void an_indicator_that_several_series_feed_ends_with_the_last_of_them() throws IOException {
    HandClock clock = new HandClock(Instant.parse("2026-11-20T18:20:00Z"));
    RemoteWrite format = new RemoteWrite(List.of(mapping("queue", "queue-length")), clock);
    Map<String, String> one = Map.of("__name__", "queue", "job", "crm-order", "pod", "1");
    Map<String, String> other = Map.of("__name__", "queue", "job", "crm-order", "pod", "2");
    Map<String, String> third = Map.of("__name__", "queue", "job", "crm-order", "pod", "3");
    for (Map<String, String> series : List.of(one, other, third)) {
      read(format, series(series, 7, 1000));
    }

    assertThat(read(format, series(one, STALE, 2000)).ends()).isEmpty();
    clock.advance(Duration.ofMinutes(4));
    read(format, series(other, 7, 3000));
    clock.advance(Duration.ofMinutes(1));
    assertThat(read(format, series(third, STALE, 4000)).ends()).as("the other was heard of a minute ago").isEmpty();
    assertThat(read(format, series(other, STALE, 5000)).ends()).hasSize(1);
    read(format, series(one, 7, 6000));
    read(format, series(other, 7, 6000));
    clock.advance(Duration.ofMinutes(5));
    read(format, series(one, 7, 7000));
    assertThat(read(format, series(one, STALE, 8000)).ends()).as("the other has fallen silent").hasSize(1);
  }

  @Test
  void series_that_exchange_values_are_two() throws IOException {
    RemoteWrite format =
        new RemoteWrite(List.of(mapping("queue", "queue-length")),
            new HandClock(Instant.parse("2026-11-20T18:20:00Z")));
    Map<String, String> one = Map.of("__name__", "queue", "job", "crm-order", "pod", "1", "shard", "2");
    Map<String, String> other = Map.of("__name__", "queue", "job", "crm-order", "pod", "2", "shard", "1");
    read(format, series(one, 7, 1000));
    read(format, series(other, 7, 1000));

    assertThat(read(format, series(one, STALE, 2000)).ends()).isEmpty();
    assertThat(read(format, series(other, STALE, 2000)).ends()).hasSize(1);
  }

  @Test
  void whatever_bytes_come_they_are_read_or_refused() {
    Random random = new Random(42);
    byte[] good = series(Map.of("__name__", "queue", "job", "crm-order"), 7, 1000);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        read(bad, mapping("queue", "queue-length"));
      } catch (Unreadable refused) {
        assertThat(refused.getStatusCode().value()).isEqualTo(400);
      } catch (IOException other) {
        throw new AssertionError(other);
      }
    }
    assertThatThrownBy(() -> read("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Unreadable.class);
  }

  private static SeriesMapping mapping(String metric, String indicator) {
    return new SeriesMapping(metric, List.of(), indicator, null, 1);
  }

  private static Reading read(byte[] body, SeriesMapping... mappings) throws IOException {
    return read(new RemoteWrite(List.of(mappings), Clock.systemUTC()), body);
  }

  private static Reading read(RemoteWrite format, byte[] body) throws IOException {
    return format.read(new ByteArrayInputStream(body));
  }

  private static byte[] series(Map<String, String> labels, double value, long time) {
    return bytes(request -> request.writeBytes(1, ByteString.copyFrom(bytes(series -> {
      for (Map.Entry<String, String> label : labels.entrySet()) {
        series.writeBytes(1, ByteString.copyFrom(bytes(pair -> {
          pair.writeString(1, label.getKey());
          pair.writeString(2, label.getValue());
        })));
      }
      series.writeBytes(2, ByteString.copyFrom(bytes(sample -> {
        sample.writeFixed64(1, Double.doubleToRawLongBits(value));
        sample.writeInt64(2, time);
      })));
    }))));
  }

  /** Writes one message. */
  private interface Writer {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writer.to(out);
      out.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] recorded(String file) throws IOException {
    try (InputStream body = Objects.requireNonNull(
        RemoteWriteTest.class.getResourceAsStream("/payloads/remote_write/" + file + ".bin"))) {
      byte[] packed = body.readAllBytes();
      SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
      byte[] unpacked = new byte[snappy.getUncompressedLength(packed, 0)];
      snappy.decompress(packed, 0, packed.length, unpacked, 0, unpacked.length);
      return unpacked;
    }
  }
}
