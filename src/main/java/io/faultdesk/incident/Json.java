package io.faultdesk.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON text in which evidence, labels and customers are stored; null stands for empty. */
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().findAndAddModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable String write(Map<String, ?> map) {
    return map.isEmpty() ? null : write((Object) map);
  }

  static @Nullable String write(List<?> list) {
    return list.isEmpty() ? null : write((Object) list);
  }

  static Map<String, Object> object(@Nullable String text) {
    return text == null ? Map.of() : read(text, OBJECT);
  }

  static Map<String, String> texts(@Nullable String text) {
    return text == null ? Map.of() : read(text, TEXTS);
  }

  static List<String> list(@Nullable String text) {
    return text == null ? List.of() : read(text, LIST);
  }

  static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(String text, TypeReference<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
