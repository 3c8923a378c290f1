package io.faultdesk.detection;

import io.faultdesk.rules.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One place of a file of rule tests, which knows what stands there and where that is. */
record TestNode(String file, Node node) {

  private static final Pattern TIME = Pattern.compile("(?=\\d)(\\d{1,5}h)?(\\d{1,5}m)?(\\d{1,6}s)?");

  Fault fault(String message) {
    Mark mark = node.getStartMark();
    return new Fault(file, mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  WrongTest wrong(String message) {
    return new WrongTest(fault(message));
  }

  /** Wrong from that character of its text on. */
  WrongTest wrong(int offset, String message) {
    boolean asWritten = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && scalar.getStartMark().getLine() == scalar.getEndMark().getLine();
    Fault here = fault(message);
    return new WrongTest(
        asWritten ? new Fault(here.file(), here.line(), here.column() + offset, here.message()) : here);
  }

  String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong("here stands one value, no list and no keys");
    }
    return scalar.getValue();
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  /** The text, which must not be blank. */
  String name() {
    String name = text();
    if (name.isBlank() || name.length() > 200) {
      throw wrong("a name has 1 to 200 characters");
    }
    return name;
  }

  boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("here stands true or false");
    };
  }

  Duration time() {
    return time(text(), 0);
  }

  /** The time that this part of the text says. */
  Duration time(String part, int offset) {
    if (!TIME.matcher(part).matches()) {
      throw wrong(offset, "\"" + part + "\" is no time; times are like 90s, 2m or 1h30m");
    }
    return Duration.parse("PT" + part);
  }

  /** The value that the word stands for; an unknown one is refused with the reason that {@code of} gives. */
  <T> T word(Function<String, T> of) {
    String text = text();
    try {
      return of.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  List<TestNode> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong("here stands a list");
    }
    return sequence.getValue().stream().map(item -> new TestNode(file, item)).toList();
  }

  /** What stands behind each key, whatever the keys are. */
  Map<String, TestNode> entries() {
    Map<String, TestNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : tuples()) {
      TestNode key = new TestNode(file, tuple.getKeyNode());
      if (entries.put(key.text(), new TestNode(file, tuple.getValueNode())) != null) {
        throw key.wrong("\"" + key.text() + "\" stands here twice");
      }
    }
    return entries;
  }

  /** What stands behind each of these keys; others may not be there. */
  Keys keys(String... known) {
    for (NodeTuple tuple : tuples()) {
      TestNode key = new TestNode(file, tuple.getKeyNode());
      if (!List.of(known).contains(key.text())) {
        throw key.wrong("there is no \"" + key.text() + "\" here, but " + String.join(", ", known));
      }
    }
    return new Keys(this, entries());
  }

  private List<NodeTuple> tuples() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("here stand keys with their values");
    }
    return mapping.getValue();
  }

  /** The known keys of one place. */
  record Keys(TestNode at, Map<String, TestNode> entries) {

    TestNode required(String key) {
      TestNode node = entries.get(key);
      if (node == null) {
        throw at.wrong("\"" + key + "\" is missing here");
      }
      return node;
    }

    <T> @Nullable T optional(String key, Function<TestNode, T> reading) {
      TestNode node = entries.get(key);
      return node == null ? null : reading.apply(node);
    }

    <T> T or(String key, Function<TestNode, T> reading, T otherwise) {
      TestNode node = entries.get(key);
      return node == null ? otherwise : reading.apply(node);
    }

    <T> List<T> list(String key, Function<TestNode, T> reading) {
      List<T> list = new ArrayList<>();
      or(key, TestNode::items, List.<TestNode>of()).forEach(item -> list.add(reading.apply(item)));
      return list;
    }
  }
}
