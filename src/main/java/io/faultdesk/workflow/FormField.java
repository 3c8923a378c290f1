package io.faultdesk.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form with what it demands.
 *
 * @param allowed the values to choose from; empty where the form leaves them open
 * @param hiddenWhen FEEL expressions; where one is true, the field is not asked for
 * @param requiredWhen FEEL expression that makes the field required, from its custom property of that name
 * @param answerable false for a field that only shows something
 */
record FormField(
    String key,
    FieldType type,
    boolean required,
    @Nullable String requiredWhen,
    List<String> hiddenWhen,
    List<String> allowed,
    Limits limits,
    boolean answerable) {

  FormField {
    hiddenWhen = List.copyOf(hiddenWhen);
    allowed = List.copyOf(allowed);
  }

  /** The bounds a value has to keep, each of them optional. */
  record Limits(
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      @Nullable Integer minLength,
      @Nullable Integer maxLength,
      @Nullable Pattern pattern) {}

  static FormField parse(JsonNode component, List<String> hiddenWhen) {
    JsonNode validate = component.path("validate");
    List<String> allowed = new ArrayList<>();
    component.path("values").forEach(value -> allowed.add(value.path("value").asText()));
    JsonNode requiredWhen = component.path("properties").path("requiredWhen");
    return new FormField(
        component.path("key").asText(),
        FieldType.of(component.path("type").asText(), component.path("subtype").asText(), allowed),
        validate.path("required").asBoolean(),
        requiredWhen.isTextual() ? requiredWhen.asText() : null,
        hiddenWhen,
        allowed,
        new Limits(
            number(validate.path("min")),
            number(validate.path("max")),
            length(validate.path("minLength")),
            length(validate.path("maxLength")),
            validate.hasNonNull("pattern") ? Pattern.compile(validate.path("pattern").asText()) : null),
        !component.path("disabled").asBoolean() && !component.path("readonly").asBoolean());
  }

  /** What is wrong with that value, as the rest of a sentence that starts with the field. */
  Optional<String> fault(@Nullable Object value, boolean required) {
    if (value == null || isEmpty(value)) {
      return required ? Optional.of("is required") : Optional.empty();
    }
    if (type == FieldType.CHECKBOX) {
      return required && !Boolean.TRUE.equals(value) ? Optional.of("must be ticked") : Optional.empty();
    }
    if (value instanceof Number number) {
      return outOfBounds(new BigDecimal(number.toString()));
    }
    if (!allowed.isEmpty() && !choices(value).stream().allMatch(allowed::contains)) {
      return Optional.of("must be one of " + String.join(", ", allowed) + ", not \"" + value + "\"");
    }
    return value instanceof String text ? misshapen(text) : Optional.empty();
  }

  private Optional<String> outOfBounds(BigDecimal number) {
    if (limits.min() != null && number.compareTo(limits.min()) < 0) {
      return Optional.of("must be at least " + limits.min().toPlainString());
    }
    if (limits.max() != null && number.compareTo(limits.max()) > 0) {
      return Optional.of("must be at most " + limits.max().toPlainString());
    }
    return Optional.empty();
  }

  private Optional<String> misshapen(String text) {
    int longest = limits.maxLength() == null ? ProcessVariables.MAX_TEXT : limits.maxLength();
    if (limits.minLength() != null && text.length() < limits.minLength()) {
      return Optional.of("needs at least " + limits.minLength() + " characters");
    }
    if (text.length() > Math.min(longest, ProcessVariables.MAX_TEXT)) {
      return Optional.of("has at most " + Math.min(longest, ProcessVariables.MAX_TEXT) + " characters");
    }
    if (limits.pattern() != null && !limits.pattern().matcher(text).find()) {
      return Optional.of("does not match the pattern " + limits.pattern().pattern());
    }
    return Optional.empty();
  }

  private static List<String> choices(Object value) {
    return value instanceof Collection<?> many
        ? many.stream().map(String::valueOf).toList()
        : List.of(value.toString());
  }

  private static boolean isEmpty(Object value) {
    return value instanceof String text && text.isBlank()
        || value instanceof Collection<?> many && many.isEmpty();
  }

  private static @Nullable BigDecimal number(JsonNode node) {
    return node.isNumber() || node.isTextual() && !node.asText().isBlank() ? new BigDecimal(node.asText()) : null;
  }

  private static @Nullable Integer length(JsonNode node) {
    BigDecimal number = number(node);
    return number == null ? null : number.intValueExact();
  }
}
