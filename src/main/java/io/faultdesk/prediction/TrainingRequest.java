package io.faultdesk.prediction;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a model trained for, on the server's own past.
 *
 * @param name of the model, {@value #NAME} where it is not given
 * @param task {@code detect} or {@code predict}
 * @param horizon for {@code predict}: how far to look ahead, such as {@code 15m}
 * @param days how far to look back, {@value #DAYS} where it is not given
 * @param falseAlarms how many a service may cause in a day, 1 where it is not given
 */
record TrainingRequest(
    @Size(max = LONGEST_NAME) @Pattern(regexp = NAMES, message = WRONG_NAME) @Nullable String name,
    @Nullable String task,
    @Nullable String horizon,
    @Min(1) @Max(MOST_DAYS) @Nullable Integer days,
    @DecimalMin("0") @DecimalMax("1000") @Nullable Double falseAlarms) {

  static final int LONGEST_NAME = 100;
  static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]*";
  static final String WRONG_NAME = "must consist of letters, digits, dots, dashes and underscores";
  static final String NAME = "history";
  static final int DAYS = 14;
  static final int MOST_DAYS = 30;

  @AssertTrue(message = "must be detect or predict")
  boolean isTask() {
    return task != null && Arrays.stream(Task.values()).anyMatch(each -> word(each).equals(task));
  }

  @AssertTrue(message = "is a time such as 15m for the task predict, and for no other")
  boolean isHorizon() {
    try {
      return horizon == null ? !word(Task.PREDICT).equals(task)
          : word(Task.PREDICT).equals(task) && !Horizon.of(horizon).rows();
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  static String word(Task task) {
    return task.word();
  }

  /** With nothing left open. */
  TrainingRequest whole() {
    return new TrainingRequest(Objects.requireNonNullElse(name, NAME), task, horizon,
        Objects.requireNonNullElse(days, DAYS), Objects.requireNonNullElse(falseAlarms, 1.0));
  }

  Question question() {
    return new Question(Task.valueOf(String.valueOf(task).toUpperCase(Locale.ROOT)),
        horizon == null ? null : Horizon.of(horizon), Objects.requireNonNullElse(falseAlarms, 1.0));
  }
}
