package io.faultdesk.detection;

import io.faultdesk.catalog.IndicatorInfo;
import io.faultdesk.detection.TestNode.Keys;
import io.faultdesk.rules.Fault;
import io.faultdesk.rules.RuleFiles.RuleFile;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** One file of rule tests while it is read. What is wrong is a {@link Fault}; the tests beside it are still read. */
final class RuleTestFile {

  private static final int MAX_DEPTH = 20;
  private static final int MAX_SAMPLES = 1_000_000;
  private static final Duration MAX_LENGTH = Duration.ofDays(7);

  private final RuleFile file;
  private final List<RuleTest> tests = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private Duration length = Duration.ZERO;
  private long samples;

  private RuleTestFile(RuleFile file) {
    this.file = file;
  }

  /** What that file holds. */
  static Reading read(RuleFile file) {
    RuleTestFile reading = new RuleTestFile(file);
    try {
      reading.read(reading.root());
    } catch (WrongTest wrong) {
      reading.faults.add(wrong.fault);
    } catch (MarkedYAMLException broken) {
      reading.faults.add(reading.fault(broken.getProblemMark(), "this is no YAML: " + broken.getProblem()));
    } catch (YAMLException broken) {
      String why = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
      reading.faults.add(reading.fault(null, "this is no YAML: " + why));
    }
    return new Reading(List.copyOf(reading.tests), List.copyOf(reading.faults));
  }

  private TestNode root() {
    if (file.tooLong()) {
      throw new WrongTest(fault(null, "a file of tests has at most 1 MiB"));
    }
    LoaderOptions limits = new LoaderOptions();
    limits.setNestingDepthLimit(MAX_DEPTH);
    Yaml yaml = new Yaml(new SafeConstructor(limits));
    for (Event event : yaml.parse(new StringReader(file.text()))) {
      // an alias may stand for another one and so on, until a line is gigabytes
      if (event instanceof AliasEvent alias) {
        throw new WrongTest(fault(alias.getStartMark(), "no aliases: say it in full instead of *" + alias.getAnchor()));
      }
    }
    Node root = yaml.compose(new StringReader(file.text()));
    if (root == null) {
      throw new WrongTest(fault(null, "there are no tests in this file"));
    }
    return new TestNode(file.name(), root);
  }

  private Fault fault(@Nullable Mark mark, String message) {
    return mark == null
        ? new Fault(file.name(), 1, 1, message)
        : new Fault(file.name(), mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  private void read(TestNode root) {
    Keys keys = root.keys("indicators", "tests");
    Map<String, IndicatorInfo> declared = new LinkedHashMap<>();
    keys.or("indicators", TestNode::entries, Map.<String, TestNode>of())
        .forEach((name, node) -> declared.put(name, RuleTestReader.indicator(name, node)));
    RuleTestReader reader = new RuleTestReader(declared);
    for (TestNode node : keys.required("tests").items()) {
      try {
        tests.add(bounded(reader.test(node)));
      } catch (WrongTest wrong) {
        faults.add(wrong.fault);
      }
    }
  }

  private RuleTest bounded(RuleTest test) {
    if (!names.add(test.name())) {
      throw test.at().wrong("another test of this file has the name \"" + test.name() + "\"");
    }
    length = length.plus(test.length());
    samples += test.series().values().stream().mapToLong(List::size).sum();
    if (length.compareTo(MAX_LENGTH) > 0 || samples > MAX_SAMPLES) {
      throw test.at().wrong(
          "the tests of one file last at most 168 hours and have at most " + MAX_SAMPLES + " samples together");
    }
    return test;
  }

  /** The good tests and the faults of one file. */
  record Reading(List<RuleTest> tests, List<Fault> faults) {}
}
