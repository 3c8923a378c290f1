package io.faultdesk.signal.prometheus;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Sample;
import io.faultdesk.signal.SampleFormat;
import io.faultdesk.signal.SeriesEnd;
import io.faultdesk.signal.SeriesMapping;
import io.faultdesk.signal.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Prometheus' remote write 1.0, unpacked: {@code WriteRequest} of prompb with {@code timeseries = 1} of {@code labels = 1}
 * (name 1, value 2) and {@code samples = 2} (value 1, milliseconds 2); metadata and everything newer is passed over. A stale
 * marker, one NaN of its own, is no sample: it ends the series, and the indicator where no other series feeds it. Any other NaN
 * is a bad sample.
 */
class RemoteWrite implements SampleFormat {

  private static final String NAME = "__name__";
  private static final long STALE = 0x7ff0000000000002L;

  private final Map<String, List<Target>> targets;
  private final LiveSeries live;

  RemoteWrite(List<SeriesMapping> mappings, Clock clock) {
    live = new LiveSeries(clock);
    targets =
        mappings.stream()
            .collect(
                groupingBy(
                    SeriesMapping::metric,
                    mapping(one -> new Target(one, one.matchers()), toList())));
  }

  @Override
  public Reading read(InputStream body) throws IOException {
    Reader reader = new Reader();
    try {
      reader.read(CodedInputStream.newInstance(body.readAllBytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new Unreadable(
          HttpStatus.BAD_REQUEST, "the body is not a write request of Prometheus in protobuf: " + e.getMessage());
    }
    return new Reading(reader.samples, reader.ends, reader.faults, reader.unmapped);
  }

  /** A mapping with its conditions ready. */
  private record Target(SeriesMapping mapping, List<LabelMatcher> matchers) {}

  /** The bits of one value and when it was measured, in milliseconds. */
  private record Point(long bits, long time) {

    /** Told by the bits, because a NaN that went through a number may be another one. */
    boolean stale() {
      return bits == STALE;
    }

    double value() {
      return Double.longBitsToDouble(bits);
    }
  }

  /** Reads one message. */
  private final class Reader {

    private final List<Sample> samples = new ArrayList<>();
    private final List<SeriesEnd> ends = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int unmapped;

    private void read(CodedInputStream in) throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          int end = in.pushLimit(in.readRawVarint32());
          series(in);
          in.popLimit(end);
        } else {
          in.skipField(tag);
        }
      }
    }

    private void series(CodedInputStream in) throws IOException {
      Map<String, String> labels = new HashMap<>();
      List<Point> points = new ArrayList<>();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          int end = in.pushLimit(in.readRawVarint32());
          label(in, labels);
          in.popLimit(end);
        } else if (tag == tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          int end = in.pushLimit(in.readRawVarint32());
          points.add(point(in));
          in.popLimit(end);
        } else {
          in.skipField(tag);
        }
      }
      map(labels, points);
    }

    private void label(CodedInputStream in, Map<String, String> labels) throws IOException {
      String name = "";
      String value = "";
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          name = in.readStringRequireUtf8();
        } else if (tag == tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          value = in.readStringRequireUtf8();
        } else {
          in.skipField(tag);
        }
      }
      labels.put(name, value);
    }

    private Point point(CodedInputStream in) throws IOException {
      long bits = 0;
      long time = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == tag(1, WireFormat.WIRETYPE_FIXED64)) {
          bits = in.readFixed64();
        } else if (tag == tag(2, WireFormat.WIRETYPE_VARINT)) {
          time = in.readInt64();
        } else {
          in.skipField(tag);
        }
      }
      return new Point(bits, time);
    }

    private void map(Map<String, String> labels, List<Point> points) {
      boolean wanted = false;
      for (Target target : targets.getOrDefault(labels.getOrDefault(NAME, ""), List.of())) {
        if (LabelMatcher.all(target.matchers(), labels)) {
          wanted = true;
          take(target.mapping(), labels, points);
        }
      }
      unmapped += wanted ? 0 : points.size();
    }

    private void take(SeriesMapping mapping, Map<String, String> labels, List<Point> points) {
      ServiceName service = service(mapping, labels);
      if (service == null) {
        return;
      }
      for (Point point : points) {
        if (!point.stale()) {
          live.heard(service, mapping.indicator(), labels);
          samples.add(new Sample(service, mapping.indicator(), point.value() * mapping.factor(), point.time()));
        } else if (live.lastEnded(service, mapping.indicator(), labels)) {
          ends.add(new SeriesEnd(service, mapping.indicator(), point.time()));
        }
      }
    }

    private @Nullable ServiceName service(SeriesMapping mapping, Map<String, String> labels) {
      try {
        return mapping.service(labels).map(ServiceName::of)
            .orElseThrow(() -> new IllegalArgumentException("no label of it names a service"));
      } catch (IllegalArgumentException e) {
        faults.add(labels.get(NAME) + ": " + e.getMessage());
        return null;
      }
    }
  }

  private static int tag(int field, int type) {
    return field << 3 | type;
  }
}
