package io.faultdesk.detection;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** One replay that somebody has asked for, from its request to its result. */
final class ReplayRun {

  private final String id;
  private final ReplayProgress progress = new ReplayProgress();
  private volatile @Nullable ReplayDiff result;
  private volatile @Nullable String failure;

  ReplayRun(String id) {
    this.id = id;
  }

  @JsonProperty
  String id() {
    return id;
  }

  /** {@code running}, also while it waits for another one, {@code done} or {@code failed}. */
  @JsonProperty
  String state() {
    return result != null ? "done" : failure != null ? "failed" : "running";
  }

  /** From 0 to 1. */
  @JsonProperty("progress")
  double share() {
    return result != null ? 1 : progress.share();
  }

  @JsonProperty
  @Nullable
  ReplayDiff result() {
    return result;
  }

  /** Why it failed, in one sentence. */
  @JsonProperty
  @Nullable
  String failure() {
    return failure;
  }

  ReplayProgress progress() {
    return progress;
  }

  boolean over() {
    return result != null || failure != null;
  }

  void done(ReplayDiff diff) {
    result = diff;
  }

  void failed(String reason) {
    failure = reason;
  }
}
