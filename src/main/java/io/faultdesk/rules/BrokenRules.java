package io.faultdesk.rules;

import java.util.Comparator;
import java.util.List;

/** These rules have faults, so no service can be judged by them. */
public final class BrokenRules extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  BrokenRules(List<Fault> faults) {
    super(faults.size() == 1 ? faults.getFirst().toString()
        : faults.size() + " faults, the first is " + faults.getFirst());
    this.faults =
        faults.stream()
            .sorted(Comparator.comparing(Fault::file).thenComparing(Fault::line).thenComparing(Fault::column))
            .toList();
  }

  /** All of them, in the order of the files. */
  public List<Fault> faults() {
    return faults;
  }
}
