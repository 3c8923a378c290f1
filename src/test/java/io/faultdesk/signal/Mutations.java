package io.faultdesk.signal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** Makes of a message that a sender sent one that none did, in a way that is the same again for the same seed. */
final class Mutations {

  /** Halves of characters can only be written as escapes. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** Texts and numbers that programs stumble over. */
  private static final List<Object> ODD =
      List.of("", " ", "\u0000", "\ud800", "x\udfff", "客户服务 😀", "n".repeat(300), "n".repeat(70_000), "-1", "NaN",
          "1e999",
          "9223372036854775808", "0001-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z",
          "2026-02-30T00:00:00Z", "2026-11-20T18:11:16.479999999999Z", "2026-11-20T18:11:16+18:00", "{EVENT.ID}",
          "*UNKNOWN*",
          "$HOSTNAME$", "resolved", "[{\"tag\":1}]", "\r\n", "a\nb", true, false, 0, -1, 0.1, -0.0, 1e300, Double.NaN,
          Long.MIN_VALUE,
          Long.MAX_VALUE, new BigInteger("9".repeat(60)), List.of(), List.of(List.of()), List.of("a", 1));

  /** Not {@link java.util.Random}, whose first numbers are much the same for seeds that lie close together. */
  private final SplittableRandom random;

  Mutations(long seed) {
    random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> things) {
    return things.get(below(things.size()));
  }

  <T> List<T> shuffledWithRepeats(List<T> things) {
    List<T> more = new ArrayList<>(things);
    for (int i = below(things.size() + 1); i > 0; i--) {
      more.add(oneOf(things));
    }
    Collections.shuffle(more, random);
    return more;
  }

  /** Any bytes at all. */
  byte[] anything() {
    byte[] bytes = new byte[below(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The same bytes but for a few that are changed, left out, repeated or cut off. */
  byte[] bytes(byte[] body) {
    byte[] changed = body;
    for (int i = below(4); i >= 0; i--) {
      changed = oneChange(changed);
    }
    return changed;
  }

  private byte[] oneChange(byte[] body) {
    if (body.length == 0) {
      return anything();
    }
    int at = below(body.length);
    int to = at + below(Math.min(40, body.length - at) + 1);
    byte[] before = Arrays.copyOf(body, at);
    byte[] piece = Arrays.copyOfRange(body, at, to);
    byte[] after = Arrays.copyOfRange(body, to, body.length);
    return switch (below(6)) {
      case 0 -> before;
      case 1 -> joined(before, after);
      case 2 -> joined(before, piece, piece, after);
      case 3 -> joined(before, anything(), after);
      case 4 -> joined(before, "{}[]\",:\\\u0000\n0-".substring(below(11)).getBytes(), after);
      default -> {
        byte[] flipped = body.clone();
        flipped[at] ^= (byte) (1 << below(8));
        yield flipped;
      }
    };
  }

  /** The same JSON but for a few values or names. */
  byte[] json(byte[] body) {
    try {
      JsonNode document = JSON.readTree(body);
      for (int i = below(3); i >= 0; i--) {
        document = oneChange(document);
      }
      return JSON.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode oneChange(JsonNode document) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(document, containers);
    if (containers.isEmpty() || below(20) == 0) {
      return odd();
    }
    switch (oneOf(containers)) {
      case ObjectNode object -> change(object);
      case ArrayNode array -> change(array);
      default -> throw new IllegalStateException();
    }
    return document;
  }

  private void change(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || below(5) == 0) {
      object.set(oddName(), odd());
      return;
    }
    String name = oneOf(names);
    switch (below(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, object.get(oneOf(names)).deepCopy());
      default -> object.set(name, odd());
    }
  }

  /** Half of a character in a name makes the whole document no JSON, as it should, and so does a very long one. */
  private String oddName() {
    String name = odd().asText();
    return JsonBody.isWhole(name) && name.length() < 50_000 ? name : "name";
  }

  private void change(ArrayNode array) {
    if (array.isEmpty() || below(4) == 0) {
      array.insert(below(array.size() + 1), odd());
    } else if (below(2) == 0) {
      array.remove(below(array.size()));
    } else {
      array.set(below(array.size()), odd());
    }
  }

  private JsonNode odd() {
    return below(15) == 0 ? JSON.nullNode() : JSON.valueToTree(oneOf(ODD));
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> found) {
    if (node instanceof ContainerNode<?> container) {
      found.add(container);
      for (Iterator<JsonNode> inner = container.elements(); inner.hasNext();) {
        collect(inner.next(), found);
      }
    }
  }

  static byte[] joined(byte[]... pieces) {
    byte[] whole = new byte[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    return whole;
  }
}
