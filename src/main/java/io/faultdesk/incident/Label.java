package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of an incident, how that is known and by whom: what rules and models are measured by and learn from.
 *
 * @param incident its number
 * @param foreseen whether its fault was only foreseen
 * @param by who said so, null where nobody did
 * @param at when that was said or, where nobody did, when it ended; null while it is open
 * @param rootCause null where no review was written
 * @param ruleUseful whether the review called the rule useful
 * @param mergedInto number of the incident that has its fault, about which the word was said
 * @param endedAt when its fault was over, null where it goes on
 * @param findings what it rests on, the first {@value #MOST_GROUNDS} by their opening
 */
public record Label(
    String incident,
    @Nullable String service,
    boolean foreseen,
    Known known,
    @Nullable String by,
    @Nullable Instant at,
    @Nullable String rootCause,
    @Nullable Boolean ruleUseful,
    @Nullable String mergedInto,
    Instant openedAt,
    @Nullable Instant endedAt,
    List<Grounds> findings) {

  static final int MOST_GROUNDS = 200;

  public Label {
    findings = List.copyOf(findings);
  }

  /** How it is known what became of it; the later word of a person counts. */
  public enum Known {
    /** Nothing is known yet. */
    OPEN,
    /** A person said that there never was a fault, or that what was foreseen would not come. */
    DENIED,
    /** A diagnosis said that there is a fault. */
    CONFIRMED,
    /** A review said what it was. */
    REVIEWED,
    /** The fault was over before anybody had said that it was one. */
    RECOVERED,
    /** The work was given up. */
    CANCELLED,
    /** What was foreseen came. */
    CAME_TRUE,
    /** What was foreseen did not come. */
    DID_NOT_COME,
    /** A person did something, so that nobody will know whether what was foreseen would have come. */
    PREVENTED;

    /** The word used in JSON. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was found of one service under one name.
   *
   * @param rule that raised it first, null where none did or that was not kept
   * @param collected whether it was another fault's as far as anybody knew, taken in with this one: no word is about it
   * @param openedAt of the first time
   * @param times how often it opened
   */
  public record Grounds(
      FindingSource source,
      String name,
      @Nullable String rule,
      @Nullable String service,
      boolean collected,
      Instant openedAt,
      long times) {}
}
