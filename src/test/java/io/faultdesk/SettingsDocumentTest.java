package io.faultdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Holds docs/settings.md against the settings there are: their names and defaults. */
class SettingsDocumentTest {

  private static final Pattern ROW = Pattern.compile("^\\| `(faultdesk\\.[^`]+)` \\| (.*?) \\|", Pattern.MULTILINE);
  private static final Pattern PLACEHOLDER = Pattern.compile("\\.[A-Z]+");

  @Test
  void every_setting_is_described_with_its_default() throws IOException {
    Map<String, String> described = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/settings.md")));
    while (row.find()) {
      described.put(PLACEHOLDER.matcher(row.group(1)).replaceAll(".KEY"), row.group(2));
    }
    Map<String, String> existing = existing();
    assertThat(described).containsOnlyKeys(existing.keySet());
    existing.forEach((name, value) -> assertThat(described.get(name)).as(name).contains(value));
  }

  private static Map<String, String> existing() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Map<String, String> found = new TreeMap<>();
    scanner.findCandidateComponents("io.faultdesk").forEach(candidate -> {
      Class<?> settings = ClassUtils.resolveClassName(candidate.getBeanClassName(), null);
      collect(settings.getAnnotation(ConfigurationProperties.class).prefix(), settings, found);
    });
    return found;
  }

  private static void collect(String name, Type type, Map<String, String> found) {
    Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    if (type instanceof ParameterizedType list && raw == List.class && isRecord(list.getActualTypeArguments()[0])) {
      collect(name + "[]", list.getActualTypeArguments()[0], found);
    } else if (type instanceof ParameterizedType map && raw == Map.class) {
      collect(name + ".KEY", map.getActualTypeArguments()[1], found);
    } else if (isRecord(type)) {
      RecordComponent[] components = raw.getRecordComponents();
      Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      for (int i = 0; i < components.length; i++) {
        String component = name + "." + components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        collect(component, components[i].getGenericType(), found);
        found.computeIfPresent(component, defaultOf(raw, types, i));
      }
    } else {
      found.put(name, "");
    }
  }

  private static BiFunction<String, String, String> defaultOf(
      Class<?> settings, Class<?>[] types, int parameter) {
    return (name, none) -> {
      try {
        DefaultValue value =
            settings.getDeclaredConstructor(types).getParameters()[parameter].getAnnotation(DefaultValue.class);
        return value == null ? none : String.join(", ", value.value());
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static boolean isRecord(Type type) {
    return type instanceof Class<?> one && one.isRecord();
  }
}
