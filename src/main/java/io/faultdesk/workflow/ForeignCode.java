package io.faultdesk.workflow;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says where a process or a decision would run what is not a delegate of ours: a class, a script, a command, or an expression
 * that reaches too far. Whatever looks like an expression is taken for one, because the engine evaluates most of what does.
 */
final class ForeignCode {

  private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");
  private static final Pattern FEEL = Pattern.compile("(?i)feel|https?://www\\.omg\\.org/spec/(FEEL|DMN)/.*");
  private static final String JUEL = "juel";
  private static final Set<String> SCRIPTS = Set.of("script", "scriptTask");
  private static final Set<String> CONDITIONS = Set.of("condition", "conditionExpression");
  private static final Set<String> CONNECTORS = Set.of("connector", "connectorId");
  private static final Set<String> WORK =
      Set.of("serviceTask", "sendTask", "businessRuleTask", "messageEventDefinition");
  private static final Set<String> CLASSES =
      Set.of("class", "formHandlerClass", "variableMappingClass", "variableMappingDelegateExpression");
  private static final Set<String> DELEGATES = Set.of("delegateExpression", "expression");

  private final ProcessParser parser;

  ForeignCode(ProcessParser parser) {
    this.parser = parser;
  }

  /** What is wrong with that element in this respect. */
  Stream<String> in(XmlElement element) {
    return Stream.of(
        classes(element),
        delegates(element),
        scripts(element),
        commands(element),
        languages(element),
        expressions(element))
        .flatMap(complaints -> complaints);
  }

  private static Stream<String> classes(XmlElement element) {
    boolean validator = element.name().equals("constraint") && "validator".equals(element.attribute("name"));
    return validator || CLASSES.stream().anyMatch(element.attributes()::containsKey)
        ? Stream.of("names a class; call a delegate, such as ${" + DelegateNames.CLOSE_INCIDENT + "}")
        : Stream.empty();
  }

  private static Stream<String> delegates(XmlElement element) {
    return DELEGATES.stream()
        .flatMap(attribute -> Stream.ofNullable(element.attribute(attribute)))
        .filter(Predicate.not(ForeignCode::delegate))
        .map(
            expression -> "calls the unknown delegate "
                + expression
                + "; known are "
                + DelegateNames.ALL.stream().sorted().collect(Collectors.joining(", ")));
  }

  private static boolean delegate(String expression) {
    Matcher bean = BEAN.matcher(expression);
    return bean.matches() && DelegateNames.ALL.contains(bean.group(1));
  }

  private static Stream<String> scripts(XmlElement element) {
    boolean script =
        SCRIPTS.contains(element.name())
            || CONDITIONS.contains(element.name()) && element.attribute("language") != null;
    return script ? Stream.of("holds a script; scripts do not run here") : Stream.empty();
  }

  private static Stream<String> commands(XmlElement element) {
    String type = WORK.contains(element.name()) ? element.attribute("type") : null;
    if (type != null && !type.equals("external")) {
      return Stream.of("has the type " + type + "; only external workers and delegates do work here");
    }
    return CONNECTORS.contains(element.name())
        ? Stream.of("names a connector; connectors do not run here")
        : Stream.empty();
  }

  private static Stream<String> languages(XmlElement element) {
    String language = element.attribute("expressionLanguage");
    if (!decision(element) || language == null || FEEL.matcher(language).matches()) {
      return Stream.empty();
    }
    boolean known = language.equals(JUEL) && !element.name().equals("definitions");
    return known
        ? Stream.empty()
        : Stream.of("has the expression language " + language + "; use feel, or juel where the expression stands");
  }

  private Stream<String> expressions(XmlElement element) {
    Stream<String> attributes =
        element.attributes().entrySet().stream()
            .filter(attribute -> !DELEGATES.contains(attribute.getKey()))
            .flatMap(attribute -> refusal(attribute.getValue(), element.name() + " " + attribute.getKey()).stream());
    boolean remark = element.parent() != null && element.parent().name().equals("textAnnotation");
    String text = bare(element) ? "${" + element.text() + "}" : element.text();
    return Stream.concat(attributes, remark ? Stream.empty() : refusal(text, element.name()).stream());
  }

  private Optional<String> refusal(String text, String place) {
    return text.contains("${") || text.contains("#{")
        ? parser.refusal(text).map(reason -> place + ": " + reason)
        : Optional.empty();
  }

  /** Whether the text is an expression that a decision need not mark as one. */
  private static boolean bare(XmlElement element) {
    return decision(element)
        && element.name().equals("text")
        && element.parent() != null
        && JUEL.equals(element.parent().attribute("expressionLanguage"))
        && !element.text().isEmpty()
        && !element.text().startsWith("${")
        && !element.text().startsWith("#{");
  }

  private static boolean decision(XmlElement element) {
    return ProcessFiles.ending(element.file()).equals("dmn");
  }
}
