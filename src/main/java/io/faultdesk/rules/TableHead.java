package io.faultdesk.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.drools.decisiontable.parser.DefaultRuleSheetListener;
import org.drools.template.model.Rule;
import org.drools.template.parser.DataListener;
import org.jspecify.annotations.Nullable;

/**
 * The head of a decision table: what each column is for. Drools' own listener puts a row's values into it.
 *
 * @param title the cell {@code RuleTable NAME}
 * @param columns by their number; those of notes are not among them
 */
record TableHead(Cell title, NavigableMap<Integer, Column> columns) {

  private static final String TAG = "RuleTable";
  private static final String PLACE = "$param";
  private static final Set<String> TICKS = Set.of("x", "yes");

  /** Whether a table begins there. */
  static boolean begins(Cell cell) {
    String text = cell.text().toLowerCase(Locale.ROOT);
    return text.equals("ruletable") || text.startsWith("ruletable ");
  }

  /** The head below that title. */
  static TableHead of(Cell title, Map<Integer, Cell> kinds, Map<Integer, Cell> objects, Map<Integer, Cell> codes) {
    if (title.text().contains(";")) {
      throw title.refusal("the cells of this table are parted by semicolons: save it with commas");
    }
    NavigableMap<Integer, Column> columns = new TreeMap<>();
    kinds.forEach((number, cell) -> {
      Kind kind = Kind.of(cell);
      if (kind != Kind.DESCRIPTION) {
        columns.put(number, Column.of(kind, cell, object(objects, number), codes.get(number)));
      }
    });
    codes.values().forEach(code -> hasKind(kinds, code));
    columns.forEach((number, column) -> {
      if (column.object != null && !columns.containsKey(column.object.mergedFrom())) {
        throw column.object.refusal("this merged cell begins above a column that is neither CONDITION nor ACTION");
      }
    });
    if (columns.values().stream().noneMatch(column -> column.kind == Kind.ACTION)) {
      throw title.refusal("the row below says CONDITION or ACTION above each column, and at least one is an ACTION");
    }
    return new TableHead(title, columns);
  }

  private static void hasKind(Map<Integer, Cell> kinds, Cell cell) {
    if (!kinds.containsKey(cell.column())) {
      throw cell.refusal("say above whether this column is a CONDITION or an ACTION");
    }
  }

  /** In a text file, "..." at the end makes neighbours one merged cell. */
  private static @Nullable Cell object(Map<Integer, Cell> objects, int number) {
    Cell cell = objects.get(number);
    if (cell == null || !cell.text().endsWith("...")) {
      return cell;
    }
    Cell before = objects.get(number - 1);
    Cell left = before != null && before.text().equals(cell.text()) ? object(objects, number - 1) : null;
    String text = cell.text().substring(0, cell.text().length() - "...".length()).strip();
    return new Cell(cell.row(), number, text, left == null ? number : left.mergedFrom());
  }

  /** Whether that row has a value for one of its columns. */
  boolean concerns(NavigableMap<Integer, Cell> row) {
    return row.keySet().stream().anyMatch(columns::containsKey);
  }

  /** The cells of its columns that are empty in that row. */
  List<String> empty(NavigableMap<Integer, Cell> row) {
    Cell first = row.firstEntry().getValue();
    return columns.keySet().stream()
        .filter(number -> !row.containsKey(number))
        .map(number -> first.beside(number).name())
        .toList();
  }

  /** The tokens of the rule that this row gives, behind the package of that family. */
  List<Token> rule(Cell family, String table, NavigableMap<Integer, Cell> row) {
    Cell first = row.firstEntry().getValue();
    columns.forEach((number, column) -> column.check(row.getOrDefault(number, first.beside(number))));
    CellText text = new CellText(first.row());
    StringBuilder drl = new StringBuilder("package " + text.of(family) + " rule \"");
    drl.append(
        value(Kind.NAME, row).map(cell -> text.of(cell, first)).orElseGet(() -> text.mark(first) + name(table, first)));
    drl.append("\" ");
    value(Kind.PRIORITY, row).ifPresent(cell -> drl.append("salience ").append(text.of(cell)));
    Rule rule = filled(row, text);
    drl.append(" when ");
    rule.getConditions().forEach(condition -> drl.append(condition.getSnippet()).append(' '));
    drl.append("then ");
    rule.getConsequences().forEach(consequence -> drl.append(consequence.getSnippet()).append(' '));
    return text.tokens(drl.append("end").toString());
  }

  /** The name of a rule that the author gave none. */
  private String name(String table, Cell first) {
    String own = title.unquoted().substring(TAG.length()).strip();
    return table + (own.isEmpty() ? "" : ", " + own) + ", row " + first.row();
  }

  private Optional<Cell> value(Kind kind, Map<Integer, Cell> row) {
    return columns.values().stream()
        .filter(column -> column.kind == kind)
        .findFirst()
        .map(column -> row.get(column.name.column()));
  }

  private Rule filled(Map<Integer, Cell> row, CellText text) {
    DefaultRuleSheetListener drools = new DefaultRuleSheetListener();
    drools.newCell(0, 0, TAG, DataListener.NON_MERGED);
    columns.forEach((number, column) -> column.tell(drools, row.get(number), text));
    drools.finishSheet();
    return drools.getRuleSet().getRules().getFirst();
  }

  /**
   * One column of a table.
   *
   * @param name the cell that says its kind
   * @param object the pattern it is a part of, where several columns make one
   * @param code what its values are put into; null where Drools is not asked
   */
  private record Column(Kind kind, Cell name, @Nullable Cell object, @Nullable Cell code) {

    static Column of(Kind kind, Cell name, @Nullable Cell object, @Nullable Cell code) {
      boolean filled = kind == Kind.CONDITION || kind == Kind.ACTION;
      if (!filled) {
        return new Column(kind, name, null, null);
      }
      if (code == null) {
        throw name.refusal("this column has no code: it stands two cells below");
      }
      if (code.text().contains("$1") || code.text().contains("forall(")) {
        throw code.refusal("a value has one place here, and it is written " + PLACE);
      }
      if (object != null && object.text().contains(PLACE)) {
        throw object.refusal(PLACE + " belongs into the row below");
      }
      return new Column(kind, name, object, code);
    }

    /** Left out, a limit would be none. */
    void check(Cell value) {
      if (code == null) {
        return;
      }
      if (value.text().isEmpty() && kind == Kind.CONDITION && isLimit(code.text())) {
        throw value.refusal("this cell is empty, but a limit is needed here");
      }
      if (!value.text().isEmpty() && isTick(code.text()) && !TICKS.contains(value.text().toLowerCase(Locale.ROOT))) {
        throw value.refusal("write x here, or leave the cell empty");
      }
    }

    void tell(DefaultRuleSheetListener drools, @Nullable Cell value, CellText text) {
      if (code == null) {
        return;
      }
      int number = name.column();
      drools.newCell(1, number, kind.name(), DataListener.NON_MERGED);
      if (object != null) {
        drools.newCell(2, number, text.of(object), object.mergedFrom());
      }
      drools.newCell(3, number, text.of(code), DataListener.NON_MERGED);
      if (value != null) {
        drools.newCell(5, number, text.of(value, code), DataListener.NON_MERGED);
      }
    }

    private static boolean isLimit(String code) {
      int place = code.indexOf(PLACE);
      return place >= 0 && code.substring(0, place).chars().filter(letter -> letter == '"').count() % 2 == 0;
    }

    /** Whether the value only says that the code is to stand there. */
    private boolean isTick(String code) {
      return !code.contains(PLACE) && (kind == Kind.ACTION || object == null || code.endsWith("?"));
    }
  }

  /** What a column is for, by its name or Drools' letter for it. */
  private enum Kind {
    CONDITION("C"),
    ACTION("A"),
    NAME("N"),
    PRIORITY("P"),
    DESCRIPTION("I");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }

    static Kind of(Cell cell) {
      String text = cell.text().toUpperCase(Locale.ROOT);
      return Stream.of(values())
          .filter(kind -> text.equals(kind.name()) || text.equals(kind.letter))
          .findFirst()
          .orElseThrow(() -> cell.refusal("a column is a CONDITION, an ACTION, a NAME, a PRIORITY or a DESCRIPTION"));
    }
  }
}
