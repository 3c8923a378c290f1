package io.faultdesk.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message of another monitor said, item by item.
 *
 * @param groupKey which group of the sender the alerts belong to, null where it does not group
 * @param groupOver true where every alert of that group is over, also those the message does not name
 * @param groupRemark what is said about every alert of that group that fires
 */
public record AlertReading(
    List<Item> alerts,
    List<Fault> faults,
    @Nullable String groupKey,
    boolean groupOver,
    @Nullable Remark groupRemark) {

  public AlertReading {
    alerts = List.copyOf(alerts);
    faults = List.copyOf(faults);
  }

  public AlertReading(List<Item> alerts, List<Fault> faults, @Nullable String groupKey, boolean groupOver) {
    this(alerts, faults, groupKey, groupOver, null);
  }

  /** The reading of a message that only says something about a group. */
  public static AlertReading ofGroup(String groupKey, Remark remark) {
    return new AlertReading(List.of(), List.of(), groupKey, false, remark);
  }

  /**
   * A readable alert.
   *
   * @param fingerprint what the sender itself calls the alert; kept and never relied on
   * @param remark what a person said about it, where the message carries that
   * @param key of the event it came in, where that is to have an effect once however often it comes
   */
  public record Item(
      Alert alert, @Nullable String fingerprint, @Nullable Remark remark, @Nullable String key) {

    public Item(Alert alert, @Nullable String fingerprint, @Nullable Remark remark) {
      this(alert, fingerprint, remark, null);
    }

    /** The same as what came in the event of that key. */
    public Item once(String key) {
      return new Item(alert, fingerprint, remark, key);
    }

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
