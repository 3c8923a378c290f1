package io.faultdesk.signal;

import org.jspecify.annotations.Nullable;

/**
 * An alert of the inbox that nobody has taken yet; ids ascend in the order of arrival.
 *
 * @param remark what a person said about it, where the message carries that
 */
public record InboxAlert(long id, Alert alert, @Nullable Remark remark) {

  /** Whether the message says how things stand, and not only what somebody says about them. */
  public boolean claims() {
    return remark == null || !remark.only();
  }
}
