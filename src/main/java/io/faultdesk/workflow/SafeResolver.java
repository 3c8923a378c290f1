package io.faultdesk.workflow;

import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * Lets an expression read scalars, collections, decisions' results and what is known of its execution or task. All else is
 * refused, for it would lead to classes of this server, or past the rights and checks of the engine's services.
 */
final class SafeResolver extends CompositeELResolver {

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
  private static final Set<String> METHODS =
      Stream.concat(
          Stream.of("getVariable", "getVariableLocal", "hasVariable", "hasVariableLocal"),
          PROPERTIES.stream().map(name -> "get" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)))
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
    if (base != null) {
      check(base, property, PROPERTIES);
    }
    return super.getValue(context, base, property);
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      @Nullable Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    if (base != null) {
      check(base, method, METHODS);
    }
    return super.invoke(context, base, method, types, arguments);
  }

  @Override
  public void setValue(
      ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
    throw refused(property, base);
  }

  private static void check(Object base, @Nullable Object member, Set<String> ofScopes) {
    boolean scope = base instanceof DelegateExecution || base instanceof DelegateTask;
    boolean allowed = scope ? ofScopes.contains(String.valueOf(member)) : plain(base) && !leadsToClasses(base, member);
    if (!allowed) {
      throw refused(member, base);
    }
  }

  private static boolean plain(Object base) {
    return base instanceof CharSequence
        || base instanceof Number
        || base instanceof Boolean
        || base instanceof Character
        || base instanceof Date
        || base instanceof TemporalAccessor
        || base instanceof ReadableInstant
        || base instanceof Collection
        || base instanceof Map
        || base.getClass().isArray();
  }

  private static boolean leadsToClasses(Object base, @Nullable Object member) {
    return "getClass".equals(member) || "class".equals(member) && !(base instanceof Map);
  }

  private static ELException refused(@Nullable Object member, @Nullable Object base) {
    return new ELException(
        "An expression may not use " + member + (base == null ? "" : " of a " + base.getClass().getSimpleName()));
  }
}
