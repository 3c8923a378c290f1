package io.faultdesk.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message of another monitor said, item by item.
 *
 * @param groupKey which group of the sender the alerts belong to, null where it does not group
 * @param groupOver true where every alert of that group is over, also those the message does not name
 */
public record AlertReading(
    List<Item> alerts, List<Fault> faults, @Nullable String groupKey, boolean groupOver) {

  public AlertReading {
    alerts = List.copyOf(alerts);
    faults = List.copyOf(faults);
  }

  /**
   * A readable alert.
   *
   * @param fingerprint what the sender itself calls the alert; kept and never relied on
   * @param remark what a person said about it, where the message carries that
   */
  public record Item(Alert alert, @Nullable String fingerprint, @Nullable Remark remark) {

    public Item(Alert alert, @Nullable String fingerprint) {
      this(alert, fingerprint, null);
    }
  }

  /**
   * An unreadable item.
   *
   * @param index position in the message, from 0
   * @param code the number that the format answers it with
   */
  public record Fault(int index, int code, String reason) {

    @Override
    public String toString() {
      return "alerts[" + index + "]: " + reason;
    }
  }
}
