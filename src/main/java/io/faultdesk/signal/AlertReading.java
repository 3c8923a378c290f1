package io.faultdesk.signal;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one message of another monitor said, item by item, and which group of the sender it is about, null for none. */
public record AlertReading(List<Item> alerts, List<Fault> faults, @Nullable Group group) {

  public AlertReading {
    alerts = List.copyOf(alerts);
    faults = List.copyOf(faults);
  }

  /** The reading of a message of a monitor that does not group, all of it good. */
  public AlertReading(List<Item> alerts) {
    this(alerts, List.of(), null);
  }

  /** The reading of a message that only says something about a group. */
  public AlertReading(Group group) {
    this(List.of(), List.of(), group);
  }

  /**
   * A group of the sender.
   *
   * @param key what the sender calls it
   * @param unnamed what the message says about each member that fires and that it does not name; null where nothing
   */
  public record Group(String key, @Nullable Function<Alert, Item> unnamed) {}

  /**
   * A readable alert.
   *
   * @param remark what a person said about it, where the message carries that
   * @param key of the event it came in, where that is to have an effect once however often it comes
   */
  public record Item(Alert alert, @Nullable Remark remark, @Nullable String key) {

    public Item(Alert alert) {
      this(alert, null);
    }

    public Item(Alert alert, @Nullable Remark remark) {
      this(alert, remark, null);
    }

    /** The same as what came in the event of that key. */
    public Item once(String key) {
      return new Item(alert, remark, key);
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
