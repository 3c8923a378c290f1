package io.faultdesk.incident;

import io.faultdesk.shared.Category;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A silence somebody asks for.
 *
 * @param id the silence that is to be like this from now on; null for a new one
 * @param startsAt null for now
 * @param onBehalfOf whom a program asks for; null where people ask themselves
 */
record NewSilence(
    @Nullable String id,
    List<LabelMatcher> matchers,
    @Nullable Instant startsAt,
    Instant endsAt,
    String reason,
    @Nullable String onBehalfOf) {

  private static final int MAX_MATCHERS = 50;
  private static final int MAX_MATCHERS_LENGTH = 20_000;
  private static final int MAX_REASON = 2000;
  private static final int MAX_NAME = 200;

  /** Values of labels that no two of which a condition with anything to say lets through. */
  private static final List<String> ANYTHING = List.of("a", "Zürich-7", "10.0.0.1:9100", "磁盘 已满", "x\ny");

  /** The same for labels whose values are known; what a person reports is never silenced. */
  private static final Map<String, List<String>> WORDS = Map.of(
      "severity", words(Severity.values(), Severity::word),
      "category", words(Category.values(), Category::word),
      "source", List.of(FindingSource.RULE.word(), FindingSource.FORECAST.word(), FindingSource.ALERT.word()));

  /** Refuses what no silence may be. */
  void check(Instant now, SilenceSettings settings) {
    require(!matchers.isEmpty(), "/matchers", "needs at least one matcher");
    requireFew(matchers.stream().map(LabelMatcher::toString).toList());
    require(!LabelMatcher.all(matchers, Map.of()), "/matchers",
        "at least one matcher must not match the empty string");
    require(!reason.isBlank(), "/reason", "is required");
    require(length(reason) <= MAX_REASON, "/reason", "must have at most " + MAX_REASON + " characters");
    require(onBehalfOf == null || length(onBehalfOf) <= MAX_NAME, "/onBehalfOf",
        "must have at most " + MAX_NAME + " characters");
    require(startsAt == null || startsAt.isBefore(endsAt), "/endsAt", "start time must be before end time");
    require(endsAt.isAfter(now), "/endsAt", "end time can't be in the past");
    Instant start = startsAt == null || startsAt.isBefore(now) ? now : startsAt;
    require(!endsAt.isAfter(start.plus(settings.longest())), "/endsAt",
        "a silence lasts at most " + text(settings.longest()));
  }

  /** Refuses more conditions than may be; asked before they are read, too. */
  static void requireFew(List<String> matchers) {
    require(
        matchers.size() <= MAX_MATCHERS && matchers.stream().mapToLong(String::length).sum() <= MAX_MATCHERS_LENGTH,
        "/matchers", "are too many or too long");
  }

  /** Whether every condition holds for any value, so that it silences all that has the labels it names. */
  boolean saysNothing() {
    return matchers.stream()
        .allMatch(matcher -> WORDS.getOrDefault(matcher.label(), ANYTHING).stream().allMatch(matcher::matches));
  }

  private static <T> List<String> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(word).toList();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String text(Duration time) {
    return time.toDaysPart() > 0 && time.equals(Duration.ofDays(time.toDays()))
        ? time.toDays() + " days"
        : time.toHours() + " hours";
  }

  private static void require(boolean right, String pointer, String detail) {
    if (!right) {
      throw new SilenceRefused(pointer, detail);
    }
  }
}
