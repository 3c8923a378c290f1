package io.faultdesk.detection;

import static java.util.stream.Collectors.joining;

import io.faultdesk.detection.RuleTests.Report;
import io.faultdesk.rules.Fault;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The result of rule tests in the XML form that build servers read, as JUnit's reports are. */
final class JunitReport {

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private JunitReport() throws XMLStreamException {
    xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
  }

  static String of(Report report) {
    try {
      JunitReport junit = new JunitReport();
      junit.write(report);
      return junit.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing into memory cannot fail", e);
    }
  }

  private void write(Report report) throws XMLStreamException {
    long failed = report.outcomes().stream().filter(outcome -> !outcome.passed()).count();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "rules");
    xml.writeAttribute("tests", String.valueOf(report.outcomes().size() + report.faulty().size()));
    xml.writeAttribute("failures", String.valueOf(failed));
    xml.writeAttribute("errors", String.valueOf(report.faulty().size()));
    for (RuleTestOutcome outcome : report.outcomes()) {
      one(outcome.test().at().file(), outcome.test().name(), "failure", outcome.faults());
    }
    for (Fault fault : report.faulty()) {
      one(fault.file(), "line " + fault.line() + ", column " + fault.column(), "error", List.of(fault));
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void one(String file, String name, String kind, List<Fault> faults) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", printable(file));
    xml.writeAttribute("name", printable(name));
    if (!faults.isEmpty()) {
      xml.writeStartElement(kind);
      xml.writeAttribute("message", printable(faults.getFirst().message()));
      xml.writeCharacters(printable(faults.stream().map(Fault::toString).collect(joining("\n"))));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** Without what XML cannot hold. */
  private static String printable(String text) {
    return text.codePoints().filter(each -> each >= ' ' || each == '\n' || each == '\t')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
