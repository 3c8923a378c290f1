package io.faultdesk.signal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/** A body that is one JSON document. */
public final class JsonBody {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonBody() {}

  /** Whether the text holds no half of a character, which JSON can carry by an escape and no database stores. */
  public static boolean isWhole(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Where the reader was, or nothing where it does not say. */
  static String place(JsonProcessingException broken) {
    JsonLocation place = broken.getLocation();
    return place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
  }

  /**
   * The document, or a missing node where the body is empty.
   *
   * @throws Unreadable where it is not JSON, with the place
   */
  public static JsonNode read(InputStream body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body is not JSON: " + place(e) + e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body is not JSON: " + e.getMessage());
    }
  }
}
