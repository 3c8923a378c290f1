package io.faultdesk.workflow;

import java.util.Map;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/** Evaluates the FEEL expressions of forms, which start with an equals sign, with the engine that serves DMN too. */
final class Feel {

  private final FeelEngine engine = new ScalaFeelEngineFactory().createInstance();

  /** Whether the expression is true of these values; one that is null or no yes-or-no is not. */
  boolean holds(String expression, Map<String, @Nullable Object> values) {
    return Boolean.TRUE.equals(evaluate(expression, values));
  }

  /** The value of the expression; a broken one is a {@link org.camunda.bpm.dmn.feel.impl.FeelException}. */
  @Nullable
  Object evaluate(String expression, Map<String, @Nullable Object> values) {
    String plain = expression.startsWith("=") ? expression.substring(1) : expression;
    return engine.evaluateSimpleExpression(plain, Variables.fromMap(values).asVariableContext());
  }
}
