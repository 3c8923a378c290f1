package io.faultdesk.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port through which good samples leave this module; whoever keeps the windows implements it. */
public interface SampleSink {

  /**
   * Takes the samples at once. When it returns, they are in the windows.
   *
   * @param samples checked by {@code signal}: finite values, names within bounds, not more than five minutes ahead
   * @return for each sample, by position, null where it was taken or the reason why not
   * @throws IntakeBusy where none of them can be taken just now
   */
  List<@Nullable String> take(List<Sample> samples);

  /** Ends these indicators where nothing newer of them is known; who remembers none has nothing to do. */
  default void end(List<SeriesEnd> ends) {}
}
