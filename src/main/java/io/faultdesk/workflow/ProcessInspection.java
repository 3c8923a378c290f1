package io.faultdesk.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/**
 * Says what is wrong with processes, decisions and forms. An obstacle would stop them when they run; the rules of the
 * house are asked of the folder only, not of what somebody deploys to try it out.
 */
final class ProcessInspection {

  private static final Pattern GENERATED = Pattern.compile("[A-Z]\\w*_[01][0-9a-z]{6}");
  private static final Set<String> KEPT_OUT_OF_HISTORY = Set.of("sequenceFlow", "association", "definitions");

  private final ProcessParser parser = new ProcessParser();
  private final ForeignCode foreignCode = new ForeignCode(parser);
  private final FormInspection forms = new FormInspection();

  private final List<BiFunction<XmlElement, ProcessFiles, Optional<String>>> obstacleRules =
      List.of(
          ProcessInspection::noTimeToLive,
          ProcessInspection::formOutsideDeployment,
          ProcessInspection::processOutsideDeployment);
  private final List<BiFunction<XmlElement, ProcessFiles, Optional<String>>> houseRules =
      List.of(
          ProcessInspection::missingForm,
          ProcessInspection::missingDecision,
          ProcessInspection::missingProcess,
          ProcessInspection::generatedId,
          ProcessInspection::idOtherThanFile);

  /** What would keep the files from being deployed or from running. */
  List<ProcessFault> obstacles(ProcessFiles files) {
    return inspect(files, false);
  }

  /** The obstacles, and where the files break the rules of the house. */
  List<ProcessFault> faults(ProcessFiles files) {
    List<ProcessFault> faults = new ArrayList<>(inspect(files, true));
    faults.addAll(twice(files));
    return faults.stream().distinct().toList();
  }

  private List<ProcessFault> inspect(ProcessFiles files, boolean house) {
    List<ProcessFault> faults = new ArrayList<>();
    files
        .contents()
        .forEach(
            (name, content) -> {
              String ending = ProcessFiles.ending(name);
              if (ending.equals("form")) {
                faults.addAll(forms.faults(name, content, house));
              } else if (ending.equals("bpmn") || ending.equals("dmn")) {
                faults.addAll(inspect(name, content, files, house));
              }
            });
    return faults;
  }

  private List<ProcessFault> inspect(String name, byte[] content, ProcessFiles files, boolean house) {
    List<ProcessFault> unreadable = new ArrayList<>();
    List<XmlElement> elements = elements(name, content, unreadable);
    List<ProcessFault> faults =
        elements.stream()
            .flatMap(element -> foreignCode.in(element).map(element::fault))
            .collect(Collectors.toCollection(ArrayList::new));
    if (faults.isEmpty()) { // the engine names no line where it stumbles over an expression
      faults.addAll(parser.faults(name, content));
      if (!faults.isEmpty()) {
        return faults;
      }
    }
    faults.addAll(unreadable);
    apply(obstacleRules, elements, files, faults);
    apply(house ? houseRules : List.of(), elements, files, faults);
    return faults;
  }

  private static void apply(
      List<BiFunction<XmlElement, ProcessFiles, Optional<String>>> rules,
      List<XmlElement> elements,
      ProcessFiles files,
      List<ProcessFault> faults) {
    for (XmlElement element : elements) {
      rules.forEach(rule -> rule.apply(element, files).map(element::fault).ifPresent(faults::add));
    }
  }

  private static List<XmlElement> elements(String name, byte[] content, List<ProcessFault> faults) {
    List<XmlElement> elements = new ArrayList<>();
    try {
      XmlElement.read(name, content, elements);
    } catch (XMLStreamException e) {
      faults.add(
          new ProcessFault(
              name,
              e.getLocation().getLineNumber(),
              e.getLocation().getColumnNumber(),
              String.valueOf(e.getMessage())));
    }
    return elements;
  }

  private static Optional<String> noTimeToLive(XmlElement element, ProcessFiles files) {
    boolean lacking =
        (element.name().equals("process") && "true".equals(element.attribute("isExecutable"))
            || element.name().equals("decision"))
            && element.attribute("historyTimeToLive") == null;
    return lacking
        ? Optional.of(element.name() + " " + element.attribute("id") + " has no history time to live")
        : Optional.empty();
  }

  private static Optional<String> formOutsideDeployment(XmlElement element, ProcessFiles files) {
    return "deployment".equals(element.attribute("formRefBinding")) ? missingForm(element, files) : Optional.empty();
  }

  private static Optional<String> processOutsideDeployment(XmlElement element, ProcessFiles files) {
    return "deployment".equals(element.attribute("calledElementBinding"))
        ? missingProcess(element, files)
        : Optional.empty();
  }

  private static Optional<String> missingForm(XmlElement element, ProcessFiles files) {
    return element
        .literal("formRef")
        .filter(form -> !ids(files, "form").contains(form))
        .map(form -> "shows the form " + form + ", which is not among the files" + hint(element, "formRefBinding"));
  }

  private static Optional<String> missingDecision(XmlElement element, ProcessFiles files) {
    return element
        .literal("decisionRef")
        .filter(decision -> !ids(files, "decision").contains(decision))
        .map(decision -> "asks the decision " + decision + ", which is not among the files");
  }

  private static Optional<String> missingProcess(XmlElement element, ProcessFiles files) {
    return element
        .literal("calledElement")
        .filter(process -> !ids(files, "process").contains(process))
        .map(process -> "calls the process " + process + ", which is not among the files"
            + hint(element, "calledElementBinding"));
  }

  private static String hint(XmlElement element, String binding) {
    return "deployment".equals(element.attribute(binding)) ? ": deploy them together, or bind the latest" : "";
  }

  private static Optional<String> generatedId(XmlElement element, ProcessFiles files) {
    String id = element.attribute("id");
    return id != null && !KEPT_OUT_OF_HISTORY.contains(element.name()) && GENERATED.matcher(id).matches()
        ? Optional.of("has the generated id " + id + "; give it one that says what it is and stays")
        : Optional.empty();
  }

  private static Optional<String> idOtherThanFile(XmlElement element, ProcessFiles files) {
    boolean named = element.name().equals("process") || element.name().equals("decision");
    String stem = ProcessFiles.stem(element.file());
    return named && !stem.equals(element.attribute("id")) && !ids(element.file(), files).contains(stem)
        ? Optional.of(element.name() + " " + element.attribute("id") + " is not named as its file")
        : Optional.empty();
  }

  private static List<ProcessFault> twice(ProcessFiles files) {
    Map<String, String> owners = new HashMap<>();
    List<ProcessFault> faults = new ArrayList<>();
    for (String file : files.contents().keySet()) {
      for (String id : ids(file, files)) {
        String other = owners.putIfAbsent(ProcessFiles.ending(file) + " " + id, file);
        if (other != null) {
          faults.add(ProcessFault.of(file, "defines " + id + ", as " + other + " does"));
        }
      }
    }
    return faults;
  }

  private static Set<String> ids(ProcessFiles files, String kind) {
    String ending = kind.equals("process") ? "bpmn" : kind.equals("decision") ? "dmn" : kind;
    return files.named(ending).stream().flatMap(file -> ids(file, files).stream()).collect(Collectors.toSet());
  }

  private static Set<String> ids(String file, ProcessFiles files) {
    byte[] content = files.content(file);
    if (ProcessFiles.ending(file).equals("form")) {
      return FormInspection.id(content).map(Set::of).orElse(Set.of());
    }
    return elements(file, content, new ArrayList<>()).stream()
        .filter(element -> element.name().equals("process") || element.name().equals("decision"))
        .flatMap(element -> Stream.ofNullable(element.attribute("id")))
        .collect(Collectors.toSet());
  }
}
