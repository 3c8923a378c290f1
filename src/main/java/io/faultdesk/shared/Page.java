package io.faultdesk.shared;

import java.util.List;
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
}
