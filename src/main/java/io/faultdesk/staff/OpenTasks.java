package io.faultdesk.staff;

import java.util.Collection;
import java.util.Map;

/** Port to the task list; {@code workflow} implements it. */
public interface OpenTasks {

  /** How many open tasks each of these people has, asked at once. */
  Map<String, Long> count(Collection<String> people);
}
