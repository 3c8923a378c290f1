package io.faultdesk.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of the first sheet of an {@code .xlsx} workbook, and nothing else of it: no formulas, macros, links or styles.
 * What is not what it says, or unpacks to more than a table needs, is a {@link Refusal}.
 */
final class Workbook {

  private static final int MAX_PARTS = 200;
  private static final int MAX_UNPACKED = 16 << 20;
  private static final Pattern ACTIVE =
      Pattern.compile(".*(?:vbaProject|/externalLinks/|/embeddings/|/activeX/|/macrosheets/|/connections\\.xml).*");
  private static final Pattern PLACE = Pattern.compile("([A-Z]{1,3})([1-9]\\d{0,6})");

  private final Map<String, byte[]> parts;
  private final List<String> texts = new ArrayList<>();
  private final Map<Integer, Map<Integer, Cell>> rows = new HashMap<>();
  private int merged;

  private Workbook(Map<String, byte[]> parts) {
    this.parts = parts;
  }

  /** The cells of the first sheet that are not empty; a merged cell stands at every place it covers. */
  static List<Cell> cells(byte[] content) {
    try {
      Workbook workbook = new Workbook(unpacked(content));
      String sheet = workbook.firstSheet();
      if (workbook.parts.containsKey("xl/sharedStrings.xml")) {
        workbook.texts();
      }
      workbook.sheet(sheet);
      return workbook.rows.values().stream().flatMap(row -> row.values().stream()).toList();
    } catch (IOException | XMLStreamException e) {
      throw refusal("this workbook is broken: open it and save it again");
    }
  }

  private static Map<String, byte[]> unpacked(byte[] content) throws IOException {
    Map<String, byte[]> parts = new HashMap<>();
    int left = MAX_UNPACKED;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (ACTIVE.matcher(entry.getName()).matches()) {
          throw refusal("a workbook holds no macros, links to other files or embedded objects: " + entry.getName());
        }
        byte[] part = zip.readNBytes(left + 1);
        left -= part.length;
        if (left < 0 || parts.size() == MAX_PARTS) {
          throw refusal("this workbook unpacks to more than a table needs");
        }
        if (parts.put(entry.getName(), part) != null) {
          throw refusal("this workbook is broken: it holds " + entry.getName() + " twice");
        }
      }
    }
    if (parts.isEmpty()) {
      throw refusal("this is no .xlsx workbook: save it as \"Excel Workbook (.xlsx)\", without a password");
    }
    return parts;
  }

  private String firstSheet() throws XMLStreamException {
    String id = null;
    XMLStreamReader book = part("xl/workbook.xml");
    while (id == null && next(book)) {
      id = begins(book, "sheet") ? attribute(book, "id") : null;
    }
    XMLStreamReader links = part("xl/_rels/workbook.xml.rels");
    while (next(links)) {
      if (begins(links, "Relationship") && id != null && id.equals(attribute(links, "Id"))) {
        String target = String.valueOf(attribute(links, "Target"));
        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
      }
    }
    throw refusal("this workbook has no sheet");
  }

  private void texts() throws XMLStreamException {
    XMLStreamReader shared = part("xl/sharedStrings.xml");
    while (next(shared)) {
      if (begins(shared, "si")) {
        texts.add(text(shared, "si"));
      }
    }
  }

  private void sheet(String name) throws XMLStreamException {
    XMLStreamReader sheet = part(name);
    int row = 0;
    int column = 0;
    while (next(sheet)) {
      if (begins(sheet, "row")) {
        String number = attribute(sheet, "r");
        row = number == null ? row + 1 : place("A" + number).row();
        column = 0;
      } else if (begins(sheet, "c")) {
        String place = attribute(sheet, "r");
        Cell at = place == null ? new Cell(row, column + 1, "", 0) : place(place);
        column = at.column();
        cell(sheet, at);
      } else if (begins(sheet, "mergeCell")) {
        merge(String.valueOf(attribute(sheet, "ref")).split(":", -1));
      }
    }
  }

  private void cell(XMLStreamReader sheet, Cell at) throws XMLStreamException {
    String type = attribute(sheet, "t");
    String value = "";
    while (next(sheet) && !ends(sheet, "c")) {
      if (begins(sheet, "f")) {
        throw at.refusal("a table holds no formulas: put the value here");
      } else if (begins(sheet, "v")) {
        value = value(at, type, text(sheet, "v"));
      } else if (begins(sheet, "is")) {
        value = text(sheet, "is");
      }
    }
    if (!value.isBlank()) {
      put(Cell.of(at.row(), at.column(), value, at.column()));
    }
  }

  private String value(Cell at, @Nullable String type, String raw) {
    try {
      return switch (type) {
        case null -> number(raw);
        case "n" -> number(raw);
        case "s" -> texts.get(Integer.parseInt(raw.strip()));
        case "b" -> raw.strip().equals("1") ? "true" : "false";
        case "e" -> throw at.refusal("this cell holds an error");
        default -> raw;
      };
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw at.refusal("this cell is broken");
    }
  }

  /** Spreadsheets store 0.3 as 0.30000000000000004 where it was calculated, and show 15 digits. */
  private static String number(String raw) {
    return new BigDecimal(Double.parseDouble(raw)).round(new MathContext(15)).stripTrailingZeros().toPlainString();
  }

  private void merge(String[] corners) {
    Cell first = place(corners[0]);
    Cell last = place(corners[corners.length - 1]);
    Cell shown = rows.getOrDefault(first.row(), Map.of()).get(first.column());
    if (shown == null) {
      return;
    }
    Cell end = Cell.of(last.row(), last.column(), "", 0);
    merged += (end.row() - first.row() + 1) * (end.column() - first.column() + 1);
    if (merged > Cell.MAX_ROWS * Cell.MAX_COLUMNS) {
      throw first.refusal("this merged cell covers others");
    }
    for (int row = first.row(); row <= last.row(); row++) {
      for (int column = first.column(); column <= last.column(); column++) {
        put(Cell.of(row, column, shown.text(), first.column()));
      }
    }
  }

  private void put(Cell cell) {
    rows.computeIfAbsent(cell.row(), row -> new HashMap<>()).put(cell.column(), cell);
  }

  private static Cell place(String name) {
    Matcher place = PLACE.matcher(name);
    if (!place.matches()) {
      throw refusal("this workbook is broken: it has no cell " + name);
    }
    int column = 0;
    for (char letter : place.group(1).toCharArray()) {
      column = column * 26 + letter - 'A' + 1;
    }
    return new Cell(Integer.parseInt(place.group(2)), column, "", 0);
  }

  /** All that stands in {@code t} or directly in the element, but for how it is pronounced. */
  private static String text(XMLStreamReader reader, String element) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    boolean pronounced = false;
    boolean inside = element.equals("v");
    while (next(reader) && !ends(reader, element)) {
      if (begins(reader, "rPh") || ends(reader, "rPh")) {
        pronounced = reader.isStartElement();
      } else if (begins(reader, "t") || ends(reader, "t")) {
        inside = reader.isStartElement();
      } else if (reader.hasText() && inside && !pronounced) {
        text.append(reader.getText());
      }
    }
    return text.toString();
  }

  private XMLStreamReader part(String name) throws XMLStreamException {
    byte[] content = parts.get(name);
    if (content == null) {
      throw refusal("this is no .xlsx workbook: it lacks " + name);
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new ByteArrayInputStream(content));
  }

  private static boolean next(XMLStreamReader reader) throws XMLStreamException {
    if (!reader.hasNext()) {
      return false;
    }
    if (reader.next() == XMLStreamConstants.DTD) {
      throw refusal("a workbook declares no document types");
    }
    return true;
  }

  private static boolean begins(XMLStreamReader reader, String element) {
    return reader.isStartElement() && reader.getLocalName().equals(element);
  }

  private static boolean ends(XMLStreamReader reader, String element) {
    return reader.isEndElement() && reader.getLocalName().equals(element);
  }

  private static @Nullable String attribute(XMLStreamReader reader, String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  private static Refusal refusal(String message) {
    return new Refusal(new Token(Token.Kind.END, "", 1, 1), message);
  }
}
