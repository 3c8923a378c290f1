package io.faultdesk.workflow;

import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * Lets an expression read scalars, collections, decisions' results and what is known of its execution or task. All else is
 * refused, for it would lead to classes of this server, or past the rights and checks of the engine's services. What can
 * be told from the words alone {@link SafeSyntax} has refused before.
 */
final class SafeResolver extends CompositeELResolver {

  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
    if (base != null) {
      check(base, property);
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
      check(base, method);
    }
    return super.invoke(context, base, method, types, arguments);
  }

  @Override
  public void setValue(
      ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
    throw refused(property, base);
  }

  private static void check(Object base, @Nullable Object member) {
    boolean scope = base instanceof DelegateExecution || base instanceof DelegateTask;
    if (scope ? !Reach.ofScope(member) : !plain(base) || !Reach.ofValue(member)) {
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

  private static ELException refused(@Nullable Object member, @Nullable Object base) {
    return new ELException(
        "An expression may not use " + member + (base == null ? "" : " of a " + base.getClass().getSimpleName()));
  }
}
