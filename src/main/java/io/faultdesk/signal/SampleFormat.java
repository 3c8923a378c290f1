package io.faultdesk.signal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** How one kind of monitor writes the numbers that it has measured; a sub-package for each. */
public interface SampleFormat {

  /**
   * Reads a body to its end.
   *
   * @throws Unreadable where nothing of it can be used
   */
  Reading read(InputStream body) throws IOException;

  /**
   * What one message said.
   *
   * @param samples what is to be taken
   * @param ends what is over after them
   * @param faults what could not be read although it was meant for us
   * @param unmapped how many numbers nobody asked for
   */
  record Reading(List<Sample> samples, List<SeriesEnd> ends, List<String> faults, int unmapped) {

    public Reading {
      samples = List.copyOf(samples);
      ends = List.copyOf(ends);
      faults = List.copyOf(faults);
    }
  }
}
