package io.faultdesk.rules;

import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.RuleReader.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.drools.decisiontable.parser.csv.CsvLineParser;

/**
 * Reads a spreadsheet of rules, in the layout of Drools' decision tables: below one or more heads, each row gives a
 * rule for each head. What it gives is DRL for {@link RuleReader}, so nothing is allowed here that is not allowed there.
 */
final class DecisionTable {

  private static final int MAX_RULES = 2_000;
  private static final int HEAD_ROWS = 4;
  private static final Pattern ENDING = Pattern.compile("\\.drl\\.\\w+$");

  /** What else Drools would take from a table. */
  private static final Set<String> SECTIONS =
      Set.of(
          "import", "functions", "queries", "declare", "unit", "variables", "dialect", "sequential", "escapequotes",
          "sequentialminpriority", "sequentialmaxpriority", "numericdisabled", "ignorenumericformat", "priority",
          "duration", "timer", "enabled", "calendars", "no-loop", "lock-on-active", "auto-focus", "activation-group",
          "agenda-group", "ruleflow-group", "date-effective", "date-expires", "worksheets");

  private final String file;
  private final NavigableMap<Integer, NavigableMap<Integer, Cell>> rows = new TreeMap<>();
  private final List<ReadRule> rules = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<String> titles = new HashSet<>();
  private final Set<Token> told = new HashSet<>();

  private DecisionTable(String file, List<Cell> cells) {
    this.file = file;
    cells.forEach(cell -> rows.computeIfAbsent(cell.row(), row -> new TreeMap<>()).put(cell.column(), cell));
  }

  /** The rules of that table; its lines and columns are rows and columns of the spreadsheet. */
  static Reading read(RuleFile file) {
    try {
      DecisionTable table =
          new DecisionTable(file.name(), file.isWorkbook() ? Workbook.cells(file.bytes()) : cells(file.text()));
      table.read();
      return new Reading(table.rules, table.faults);
    } catch (Refusal refusal) {
      Fault fault = refusal.in(file.name());
      return new Reading(List.of(), List.of(refusal.at.kind() == Token.Kind.END ? fault : named(fault, "")));
    }
  }

  private static List<Cell> cells(String text) {
    List<String> lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    List<Cell> cells = new ArrayList<>();
    for (int row = 1; row <= lines.size(); row++) {
      String line = lines.get(row - 1);
      if (line.chars().filter(letter -> letter == '"').count() % 2 != 0) {
        throw new Cell(row, 1, "", 1).refusal("a text in quotes does not end in this row; a cell holds no line break");
      }
      List<String> values = new CsvLineParser().parse(line);
      for (int column = 1; column <= values.size(); column++) {
        if (!values.get(column - 1).isBlank()) {
          cells.add(Cell.of(row, column, values.get(column - 1), column));
        }
      }
    }
    return cells;
  }

  private void read() {
    Cell family = family();
    List<TableHead> heads = new ArrayList<>();
    boolean filled = true;
    for (Integer number = family.row(); number != null; number = rows.higherKey(number)) {
      NavigableMap<Integer, Cell> row = row(number);
      Optional<Cell> title = row.values().stream().filter(TableHead::begins).findFirst();
      if (title.isPresent()) {
        heads = filled ? new ArrayList<>() : heads;
        heads.add(head(title.get()));
        filled = false;
        number += HEAD_ROWS;
      } else if (heads.isEmpty()) {
        refuseSections(row.firstEntry().getValue());
      } else if (heads.stream().anyMatch(head -> head.concerns(row))) {
        filled = true;
        rules(family, heads, row);
      }
    }
    if (heads.isEmpty()) {
      throw family.refusal("below this a table begins with a cell \"RuleTable NAME\"");
    }
    if (!filled) {
      throw heads.getLast().title().refusal("this table has no rows");
    }
  }

  /** The cell beside {@code RuleSet}, above the first table. */
  private Cell family() {
    for (NavigableMap<Integer, Cell> row : rows.values()) {
      Cell key = row.firstEntry().getValue();
      if (key.text().equalsIgnoreCase("RuleSet") && row.size() > 1) {
        return row.higherEntry(key.column()).getValue();
      }
      refuseSections(key);
      if (key.text().regionMatches(true, 0, "RuleSet;", 0, "RuleSet;".length())) {
        throw key.refusal("the cells of this file are parted by semicolons: save it with commas");
      }
      if (row.values().stream().anyMatch(TableHead::begins)) {
        break;
      }
    }
    throw new Cell(1, 1, "", 1).refusal("above the first table stands RuleSet, and beside it faultdesk.FAMILY");
  }

  private NavigableMap<Integer, Cell> row(int number) {
    return rows.getOrDefault(number, Collections.emptyNavigableMap());
  }

  private static void refuseSections(Cell first) {
    String word = first.text().toLowerCase(Locale.ROOT);
    if (SECTIONS.contains(word.endsWith(":") ? word.substring(0, word.length() - 1) : word)) {
      throw first.refusal("\"" + first.text() + "\" is not allowed: a table holds RuleSet and RuleTable, nothing else");
    }
  }

  private TableHead head(Cell title) {
    if (!titles.add(title.text().toLowerCase(Locale.ROOT))) {
      throw title.refusal("another table of this file has this name");
    }
    return TableHead.of(title, row(title.row() + 1), row(title.row() + 2), row(title.row() + 3));
  }

  private void rules(Cell family, List<TableHead> heads, NavigableMap<Integer, Cell> row) {
    for (TableHead head : heads) {
      Cell first = row.firstEntry().getValue();
      if (rules.size() == MAX_RULES) {
        throw first.refusal("a table gives at most " + MAX_RULES + " rules");
      }
      try {
        Reading reading = RuleReader.read(file, head.rule(family, ENDING.matcher(file).replaceFirst(""), row));
        rules.addAll(reading.rules());
        reading.faults().stream().limit(1).forEach(fault -> add(fault, head, row));
      } catch (Refusal refusal) {
        add(refusal.in(file), head, row);
      }
    }
  }

  /** One that the head gives to every row is told once. */
  private void add(Fault fault, TableHead head, NavigableMap<Integer, Cell> row) {
    int number = row.firstEntry().getValue().row();
    if (fault.line() == number) {
      faults.add(named(fault, ""));
    } else if (told.add(new Token(Token.Kind.END, "", fault.line(), fault.column()))) {
      List<String> empty = head.empty(row);
      String where = empty.isEmpty() ? "" : ", where " + String.join(", ", empty) + " is empty";
      faults.add(named(fault, " (with the values of row " + number + where + ")"));
    }
  }

  private static Fault named(Fault fault, String addition) {
    String cell = new Cell(fault.line(), fault.column(), "", 0).name();
    return new Fault(fault.file(), fault.line(), fault.column(), cell + ": " + fault.message() + addition);
  }
}
