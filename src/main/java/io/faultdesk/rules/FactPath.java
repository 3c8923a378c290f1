package io.faultdesk.rules;

import static java.util.stream.Collectors.joining;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.WindowStatistics;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.Alert;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way from a fact to one of its values, such as {@code recent.p95}; only the plain accessors of the fact types can
 * be on it.
 *
 * @param text as DRL has it
 * @param key of the entry where the last step is a map
 */
record FactPath(String text, List<Method> steps, @Nullable String key, Class<?> type) {

  /** The types rules match, by the name they have in DRL. */
  static final Map<String, Class<?>> FACTS =
      Map.of(
          "Indicator", Indicator.class,
          "Alert", Alert.class,
          "ServiceInfo", ServiceInfo.class,
          "Forecast", Forecast.class,
          "Trend", Trend.class);

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
  private static final Set<Class<?>> PASSED = Set.of(WindowStatistics.class, ServiceName.class, Map.class);
  private static final Set<String> EVERY_OBJECT = Set.of("hashCode", "toString", "getClass");

  /** The way by these fields; a wrong one is an {@link IllegalArgumentException} that names the right ones. */
  static FactPath of(Class<?> fact, List<String> fields) {
    List<Method> steps = new ArrayList<>();
    Class<?> type = fact;
    for (String field : fields) {
      if (type == Map.class) {
        return new FactPath(text(steps) + "[\"" + field + "\"]", steps, field, String.class).closed(fields);
      }
      Method step = field(type, field);
      steps.add(step);
      type = step.getReturnType();
    }
    if (type == ServiceName.class) {
      steps.add(field(type, "value"));
      type = String.class;
    }
    if (PASSED.contains(type)) {
      throw new IllegalArgumentException(
          "\"" + String.join(".", fields) + "\" is not a value itself: "
              + (type == Map.class ? "name an entry" : hint(type)));
    }
    return new FactPath(text(steps), List.copyOf(steps), null, type);
  }

  /** The value of that fact. */
  @Nullable
  Object of(Object fact) {
    @Nullable Object value = fact;
    for (Method step : steps) {
      value = value == null ? null : read(step, value);
    }
    return key != null && value instanceof Map<?, ?> map ? map.get(key) : value;
  }

  /** As the author writes it. */
  String name() {
    return text.endsWith(".value") ? text.substring(0, text.lastIndexOf('.')) : text;
  }

  /** The value of that fact as a text. */
  String text(Object fact) {
    return String.valueOf(of(fact));
  }

  /** The values of these fields of that fact as JSON can tell them; what is empty or not known is left out. */
  static Map<String, Object> values(Object fact, List<FactPath> paths) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (FactPath path : paths) {
      Object value = path.of(fact);
      if (value != null && !value.equals("") && !(value instanceof Double number && !Double.isFinite(number))) {
        values.put(path.name(), value instanceof Enum<?> constant ? constant.name() : value);
      }
    }
    return values;
  }

  boolean isNumber() {
    return isNumber(type);
  }

  /** Reads the number of a fact many times faster than {@link #of}, as a double: {@code (Object) → double}. */
  MethodHandle number() {
    try {
      MethodHandle number = MethodHandles.identity(steps.getFirst().getDeclaringClass());
      for (Method step : steps) {
        number = MethodHandles.filterReturnValue(number, LOOKUP.unreflect(step));
      }
      return number.asType(MethodType.methodType(double.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new LinkageError("cannot read " + text, e);
    }
  }

  private FactPath closed(List<String> fields) {
    if (fields.size() > steps.size() + 1) {
      throw new IllegalArgumentException(
          "an entry of \"" + fields.get(steps.size() - 1) + "\" is a text and has no fields");
    }
    return this;
  }

  private static Method field(Class<?> type, String name) {
    return fields(type).stream()
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(
                (type == WindowStatistics.class ? "a window" : type.getSimpleName()) + " has no field \"" + name
                    + "\": " + hint(type)));
  }

  private static String hint(Class<?> type) {
    List<Method> fields = fields(type);
    return fields.isEmpty()
        ? "it has none"
        : "it has " + fields.stream().map(Method::getName).distinct().sorted().collect(joining(", "));
  }

  private static List<Method> fields(Class<?> type) {
    boolean hasFields = FACTS.containsValue(type) || PASSED.contains(type) && type != Map.class;
    return !hasFields
        ? List.of()
        : Arrays.stream(type.getMethods())
            .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !EVERY_OBJECT.contains(method.getName()) && !method.isBridge())
            .filter(method -> isValue(method.getReturnType()) || PASSED.contains(method.getReturnType()))
            .toList();
  }

  private static boolean isValue(Class<?> type) {
    return isNumber(type) || type == boolean.class || type == String.class || type.isEnum();
  }

  private static boolean isNumber(Class<?> type) {
    return type == double.class || type == long.class || type == int.class;
  }

  private static String text(List<Method> steps) {
    return steps.stream().map(Method::getName).collect(joining("."));
  }

  private static @Nullable Object read(Method step, Object owner) {
    try {
      return step.invoke(owner);
    } catch (IllegalAccessException e) {
      throw new LinkageError("cannot read " + step, e);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
  }
}
