package io.faultdesk.workflow;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** One element of an XML file with its attributes, by local name, and the place at which it begins. */
record XmlElement(String file, String name, Map<String, String> attributes, int line, int column) {

  /** Adds the elements in their order; where the file breaks off, those before that place. */
  static void read(String file, byte[] content, List<XmlElement> elements) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        elements.add(of(file, reader));
      }
    }
  }

  private static XmlElement of(String file, XMLStreamReader reader) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new XmlElement(
        file,
        reader.getLocalName(),
        attributes,
        reader.getLocation().getLineNumber(),
        reader.getLocation().getColumnNumber());
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
}
