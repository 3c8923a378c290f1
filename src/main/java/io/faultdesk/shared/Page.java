package io.faultdesk.shared;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor what to pass as {@code cursor} to get the page behind this one; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  /** The most entries one page may have. */
  public static final int MAX_LIMIT = 200;

  /** The entries a page has where the caller does not say. */
  public static final int DEFAULT_LIMIT = 50;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * The part of a whole list that begins behind the cursor.
   *
   * @param all in the order of their keys
   * @param key what serves as cursor: unique, and kept by an entry as long as it lives
   */
  public static <T> Page<T> of(Collection<T> all, Function<T, String> key, @Nullable String cursor, int limit) {
    List<T> behind =
        all.stream().filter(one -> cursor == null || key.apply(one).compareTo(cursor) > 0).limit(limit + 1L).toList();
    return behind.size() <= limit
        ? new Page<>(behind, null)
        : new Page<>(behind.subList(0, limit), key.apply(behind.get(limit - 1)));
  }
}
