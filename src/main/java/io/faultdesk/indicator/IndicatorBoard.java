package io.faultdesk.indicator;

import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Sample;
import io.faultdesk.signal.SampleSink;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The live windows of every indicator of every service. */
@Component
public class IndicatorBoard implements SampleSink {

  @Override
  public List<@Nullable String> take(List<Sample> samples) {
    throw new UnsupportedOperationException();
  }

  /** The indicators of that service as they stand at that moment, immutable; empty where it never sent a sample. */
  public List<Indicator> snapshot(ServiceName service, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Every service that has windows. */
  public Set<ServiceName> services() {
    throw new UnsupportedOperationException();
  }
}
