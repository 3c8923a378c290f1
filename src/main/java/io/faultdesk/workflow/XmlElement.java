package io.faultdesk.workflow;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One element of an XML file and the place at which it begins.
 *
 * @param name local name, as those of the attributes
 * @param text what stands directly in it
 */
record XmlElement(
    String file,
    String name,
    @Nullable XmlElement parent,
    Map<String, String> attributes,
    String text,
    int line,
    int column) {

  /** Adds the elements in their order; where the file breaks off, those before that place. */
  static void read(String file, byte[] content, List<XmlElement> elements) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
    Deque<Begun> begun = new ArrayDeque<>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          Begun outer = begun.peek();
          begun.push(new Begun(elements.size(), new StringBuilder()));
          elements.add(of(file, reader, outer == null ? null : elements.get(outer.index())));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> begun.element().text().append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          Begun done = begun.pop();
          elements.set(done.index(), elements.get(done.index()).saying(done.text().toString().strip()));
        }
        default -> {}
      }
    }
  }

  private static XmlElement of(String file, XMLStreamReader reader, @Nullable XmlElement parent) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      // one of another namespace must not hide what the engine reads
      attributes.merge(
          reader.getAttributeLocalName(i), reader.getAttributeValue(i), (one, other) -> one + " " + other);
    }
    return new XmlElement(
        file,
        reader.getLocalName(),
        parent,
        attributes,
        "",
        reader.getLocation().getLineNumber(),
        reader.getLocation().getColumnNumber());
  }

  private XmlElement saying(String says) {
    return new XmlElement(file, name, parent, attributes, says, line, column);
  }

  @Nullable
  String attribute(String attribute) {
    return attributes.get(attribute);
  }

  /** The attribute where it is written out; nothing where it is absent or worked out at run time. */
  Optional<String> literal(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .filter(value -> !value.startsWith("${") && !value.startsWith("#{"));
  }

  ProcessFault fault(String message) {
    return new ProcessFault(file, line, column, message);
  }

  /** An element that has not ended yet, and its text so far. */
  private record Begun(int index, StringBuilder text) {}
}
