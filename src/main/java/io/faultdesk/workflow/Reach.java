package io.faultdesk.workflow;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an expression may reach: the one list that decides when it is deployed and again when it runs. */
final class Reach {

  /** The names under which an expression finds what it runs in. */
  static final Set<String> SCOPES = Set.of("execution", "task");

  private static final Set<String> PROPERTIES =
      Set.of(
          "id",
          "processInstanceId",
          "processDefinitionId",
          "processBusinessKey",
          "businessKey",
          "currentActivityId",
          "currentActivityName",
          "eventName",
          "name",
          "description",
          "assignee",
          "owner",
          "priority",
          "dueDate",
          "followUpDate",
          "createTime",
          "taskDefinitionKey");
  private static final Set<String> OF_SCOPES =
      Stream.of(
          PROPERTIES.stream(),
          PROPERTIES.stream().map(name -> "get" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)),
          Stream.of("getVariable", "getVariableLocal", "hasVariable", "hasVariableLocal"))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> TO_CLASSES = Set.of("class", "getClass");

  private Reach() {}

  /** Whether an execution or a task may be asked for that property or method. */
  static boolean ofScope(@Nullable Object member) {
    return OF_SCOPES.contains(String.valueOf(member));
  }

  /** Whether anything may be asked for that property or method: all of them lead to values, but these to code. */
  static boolean ofValue(@Nullable Object member) {
    return !TO_CLASSES.contains(String.valueOf(member));
  }
}
