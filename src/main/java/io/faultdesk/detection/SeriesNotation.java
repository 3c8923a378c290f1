package io.faultdesk.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The compact notation of a series: words parted by blanks, each for one tick or, with {@code xN} behind it, for N. {@code 5}
 * is a sample of that value, {@code 100+10x20} twenty from 100 on, each 10 more than the one before, {@code _} a tick without a
 * sample, and {@code end} one at which the series is said to have ended.
 */
final class SeriesNotation {

  private static final String NUMBER = "-?\\d{1,12}(?:\\.\\d{1,9})?";
  private static final Pattern WORD =
      Pattern.compile(
          "(?:(?<gap>_)|(?<start>" + NUMBER + ")(?<step>[+-]\\d{1,12}(?:\\.\\d{1,9})?)?)(?:x(?<times>\\d{1,6}))?");
  private static final Pattern PARTS = Pattern.compile("\\S+");

  private SeriesNotation() {}

  /** What happens at its ticks, of which there are at most so many. */
  static List<Tick> read(TestNode node, int most) {
    List<Tick> ticks = new ArrayList<>();
    Matcher parts = PARTS.matcher(node.text());
    int next = 0;
    while (parts.find()) {
      if (parts.group().equals("end")) {
        ticks.add(new Tick(next++, null));
        continue;
      }
      Matcher word = WORD.matcher(parts.group());
      if (!word.matches()) {
        throw node.wrong(parts.start(), "\"" + parts.group()
            + "\" is no part of a series; those are like 5, 5x10 (ten times), 5+2x10 (ten, each 2 more), _x10 (none) and end");
      }
      int times = word.group("times") == null ? 1 : Integer.parseInt(word.group("times"));
      if (next + times > most) {
        throw node.wrong(parts.start(),
            "the series of a test have at most " + RuleTest.MAX_SAMPLES + " ticks together");
      }
      if (word.group("gap") == null) {
        ramp(word, next, times, ticks);
      }
      next += times;
    }
    if (ticks.isEmpty()) {
      throw node.wrong("a series has at least one sample, such as 5x10");
    }
    return ticks;
  }

  private static void ramp(Matcher word, int first, int times, List<Tick> ticks) {
    double start = Double.parseDouble(word.group("start"));
    double step = word.group("step") == null ? 0 : Double.parseDouble(word.group("step"));
    for (int i = 0; i < times; i++) {
      ticks.add(new Tick(first + i, start + i * step));
    }
  }

  /**
   * What happens at one tick.
   *
   * @param index from 0
   * @param value null where the series is said to have ended
   */
  record Tick(int index, @Nullable Double value) {}
}
