package io.faultdesk.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this module keeps as JSON. It has a mapper of its own: what lies in a table must stay readable whatever the web's JSON looks
 * like one day.
 */
final class StoredJson {

  /** The length of the column for texts of usual length; large objects cost a store of their own. */
  static final int SHORT = 16_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StoredJson() {}

  static String write(Record data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is stored is plain data", e);
    }
  }

  static <T> T read(String json, Class<T> type) {
    return read(json, JSON.constructType(type));
  }

  static <T> List<T> readList(String json, Class<T> type) {
    return read(json, JSON.getTypeFactory().constructCollectionType(List.class, type));
  }

  private static <T> T read(String json, JavaType type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table holds what another program wrote", e);
    }
  }

  /** Puts the text into the column for short ones where it fits, else into the next, which is for long ones. */
  static void set(PreparedStatement statement, int column, String json) throws SQLException {
    boolean fits = json.length() <= SHORT;
    set(statement, column, fits ? json : null, Types.VARCHAR);
    set(statement, column + 1, fits ? null : json, Types.LONGVARCHAR);
  }

  private static void set(PreparedStatement statement, int column, @Nullable String text, int type)
      throws SQLException {
    if (text == null) {
      statement.setNull(column, type);
    } else {
      statement.setString(column, text);
    }
  }

  /** The text of that column, or of the one with {@code long_} before its name. */
  static String get(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text != null ? text : row.getString("long_" + column);
  }
}
