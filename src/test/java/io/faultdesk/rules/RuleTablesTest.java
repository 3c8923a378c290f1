package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faultdesk.prediction.Foresight;
import io.faultdesk.rules.RuleFiles.RuleFile;
import io.faultdesk.rules.Verdict.Raised;
import io.faultdesk.shared.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import java.util.zip.ZipInputStream;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.drools.decisiontable.parser.csv.CsvLineParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Rules that are written in a spreadsheet, and what such a spreadsheet cannot do. */
class RuleTablesTest {

  private static final Path EXAMPLE = Path.of("rules/examples/thresholds.drl.csv");
  private static final String ROW = "crm-web,response-time,recent.p95 > 800,recent.p95 < 600,slow,MAJOR,2m,Slow.,";

  private final List<String> example;
  @TempDir private Path folder;

  RuleTablesTest() throws IOException {
    example = Files.readAllLines(EXAMPLE);
  }

  @Test
  void each_row_of_the_example_raises_its_finding_and_takes_it_back() throws Exception {
    try (RuleSet rules = RuleSet.of(RuleFiles.in(EXAMPLE.getParent()))) {
      Raised slow = judge(rules, "crm-order", "response-time", 900).raised().getFirst();

      assertThat(slow.key()).isEqualTo("crm-order/slow-orders");
      assertThat(slow.severity()).isEqualTo(Severity.MAJOR);
      assertThat(slow.after()).isEqualTo(Duration.ofMinutes(2));
      assertThat(slow.because()).isEqualTo("95 % of the orders took up to 900 ms; the limit is 800 ms.");
      assertThat(judge(rules, "crm-order", "response-time", 500).recovered()).containsExactly("slow-orders");
      assertThat(judge(rules, "crm-order", "response-time", 700).fired()).isEmpty();
      assertThat(Given.names(judge(rules, "crm-payment", "error-rate", 0.01))).containsExactly("failing-payments");
      assertThat(Given.names(judge(rules, "crm-payment", "response-time", 3000))).containsExactly("slow-payments");
      assertThat(Given.names(judge(rules, "any-other", "cpu", 97))).containsExactly("no-processor-left");
      assertThat(rules.rules()).hasSize(14);
    }
  }

  @Test
  void a_rule_is_named_after_its_table_and_row_and_stands_there() throws Exception {
    try (RuleSet rules = table(ROW)) {
      assertThat(rules.rules()).extracting(ReadRule::name)
          .containsExactly("limits, Limit exceeded, row 14", "limits, Back to normal, row 14");
      assertThat(rules.rules()).allMatch(rule -> rule.file().equals("limits.drl.csv") && rule.at().line() == 14);
      assertThat(Given.judge(rules, Given.facts(FakeIndicator.of("crm-web", "response-time", 900))).fired())
          .containsExactly("limits, Limit exceeded, row 14");
    }
  }

  @Test
  void an_author_may_name_the_rules_and_rank_them() throws Exception {
    String table =
        """
        RuleSet,faultdesk.security
        RuleTable
        NAME,PRIORITY,CONDITION,ACTION

        ,,"$i : Indicator(name == ""$param"")","findings.raise(""a"", $i, MAJOR);"
        Name,Priority,Indicator,Raise
        Too many logins,10,login-failures,x

        ,-5,password-resets,x
        """;
    try (RuleSet rules = RuleSet.of(List.of(new RuleFile("limits.drl.csv", table)))) {
      assertThat(rules.names()).containsExactly("Too many logins", "limits, row 9");
      assertThat(rules.rules()).extracting(ReadRule::salience).containsExactly(10, -5);
    }
  }

  @Test
  void a_workbook_says_the_same_as_the_text_file() throws Exception {
    Files.write(folder.resolve("limits.drl.xlsx"), workbook(book -> {}));
    Files.writeString(folder.resolve("~$limits.drl.xlsx"), "Excel has this file open");

    try (RuleSet rules = RuleSet.of(RuleFiles.in(folder));
        RuleSet same = RuleSet.of(List.of(new RuleFile("limits.drl.csv", String.join("\n", example))))) {
      assertThat(rules.names()).isEqualTo(same.names());
      assertThat(rules.rules())
          .extracting(rule -> rule.conditions().stream().map(condition -> condition.drl("")).toList())
          .isEqualTo(
              same.rules().stream().map(rule -> rule.conditions().stream().map(condition -> condition.drl("")).toList())
                  .toList());
      assertThat(rules.rules()).extracting(ReadRule::statements).extracting(Object::toString)
          .isEqualTo(same.rules().stream().map(rule -> rule.statements().toString()).toList());
    }
  }

  @Test
  void numbers_of_a_workbook_are_read_as_people_write_them() throws Exception {
    byte[] content = workbook(book -> {
      XSSFSheet sheet = book.getSheetAt(0);
      sheet.getRow(6).getCell(2).setCellValue("recent.mean > $param");
      IntStream.range(13, 20).forEach(row -> sheet.getRow(row).getCell(2).setCellValue(0.1 + 0.2));
    });

    assertThat(DecisionTable.read(workbook(content)).faults()).isEmpty();
    assertThat(DecisionTable.read(workbook(content)).rules().getFirst().conditions().getFirst().drl(""))
        .endsWith("recent.mean > 0.3)");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "MAJOR       | HUGE                    | 14:6: F14: a severity is CRITICAL, MAJOR, MINOR or WARNING, not \"HUGE\"",
    "MAJOR       | ''                      | 7:7: G7: expected CRITICAL, MAJOR, MINOR or WARNING, found \".\" (with the values of row 14, where F14 is empty)",
    "recent.p95 > 800 | recent.p96 > 800   | 14:3: C14: a window has no field \"p96\"",
    "recent.p95 > 800 | ''                 | 14:3: C14: this cell is empty, but a limit is needed here",
    "recent.p95 < 600 | \"recent.p95 < 0,5\" | 14:4: D14: \",\" is not allowed here: write a number such as 0.05",
    "2m          | soon                    | 14:7: G14: a time is written \"30s\", \"5m\" or \"1h\"",
    "slow        | Too Slow                | 14:5: E14: a finding's name is at most 60 small letters",
    "Slow.       | {nope} ms               | 14:8: H14: Indicator has no field \"nope\"",
    "Slow.       | \"{p95} \"\"ms\"\"\"   | 14:8: H14: this cell holds a double quote",
  })
  void a_broken_table_names_its_cell(String good, String bad, String fault) {
    assertThat(faults(ROW.replace(good, bad))).first().asString().startsWith("limits.drl.csv:" + fault);
  }

  @Test
  void a_fault_in_the_head_is_told_once_and_names_the_head() {
    List<String> lines = head();
    lines.set(6, lines.get(6).replace("service == ", "servic == "));

    assertThat(faults(String.join("\n", lines) + "\n" + ROW + "\n" + ROW + "\n")).first().asString()
        .startsWith("limits.drl.csv:7:1: A7: Indicator has no field \"servic\"")
        .endsWith("(with the values of row 14)");
    assertThat(faults(String.join("\n", lines) + "\n" + ROW + "\n" + ROW + "\n")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "); System.exit(0); //",
        "slow\", $i, MAJOR); System.exit(0); //",
        "x end rule b when Indicator() then",
        "MAJOR) ; findings.raise(",
        "recent.p95 > 1 || eval(true)",
        "$i",
        "/* x",
        "\\u0022",
        "x\u0007",
        "x\uE000y",
        "$param",
        "@watch(*)",
        "'; System.exit(0); '"
      })
  void a_cell_cannot_smuggle_code(String text) {
    for (String value : List.of("recent.p95 > 800", "recent.p95 < 600", "slow", "MAJOR", "2m")) {
      assertThat(faults(ROW.replace(value, "\"" + text.replace("\"", "\"\"") + "\""))).isNotEmpty()
          .allMatch(fault -> fault.message().matches("[A-Z]\\d+: .*") && !fault.message().contains("Exception"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "then", "rule", "when", "end rule b"})
  void words_of_rules_are_no_values(String word) {
    for (String value : List.of("recent.p95 > 800", "recent.p95 < 600", "MAJOR")) {
      assertThat(faults(ROW.replace(value, word))).isNotEmpty().first().asString().contains("14:");
    }
  }

  @Test
  void a_line_break_in_a_cell_is_refused() throws Exception {
    assertThat(faults(ROW.replace("slow", "\"a\nrule \"\"x\"\"\""))).isNotEmpty().first().asString()
        .contains("14:1: A14: a text in quotes does not end in this row");
    byte[] content =
        workbook(book -> book.getSheetAt(0).getRow(13).getCell(4).setCellValue("a\nrule \"x\" when then end"));
    assertThat(faults(content)).first().asString().contains("14:5: E14: this cell holds a line break");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Import,java.io.File", "Functions,void f() {}", "Queries,query x end", "Declare,declare X end",
        "Variables,java.util.List l", "Dialect,mvel", "Unit,X", "Sequential,true", "TIMER,int:1s", "no-loop:,true"
      })
  void what_drools_would_take_beside_tables_is_refused(String section) {
    List<String> lines = head();
    lines.set(2, section);

    assertThat(faults(String.join("\n", lines) + "\n" + ROW)).singleElement().asString()
        .matches("limits.drl.csv:3:1: A3: \".*\" is not allowed: a table holds RuleSet and RuleTable, nothing else");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 'TIMER,CONDITION,CONDITION,,ACTION', 5:1: A5: a column is a CONDITION",
    "5, 'CONDITION,,CONDITION,,ACTION,ACTION,ACTION,ACTION', 7:2: B7: say above whether",
    "6, '$i : java.lang.Object...,$i : java.lang.Object...', 6:1: A6:",
    "6, '$i : Indicator from x,$i : Indicator...', '7:1: A7: \"from\" is not allowed here'",
    "6, '$p : $param', 6:1: A6: $param belongs into the row below",
    "7, 'eval($param)', 5:2: B5: this column has no code",
    "7, '$1', 7:1: A7: a value has one place here",
    "2, 'RuleSet,java.lang', 2:2: B2: the package is faultdesk.FAMILY",
    "2, 'x,y', 1:1: A1: above the first table stands RuleSet",
    "2, 'RuleSet;faultdesk.security;;', 2:1: A2: the cells of this file are parted by semicolons",
    "4, 'RuleTable Limits;;;', 4:1: A4: the cells of this table are parted by semicolons",
    "9, 'RuleTable Limit exceeded', 9:1: A9: another table of this file has this name",
    "4, '\"RuleTable x', 4:1: A4: a text in quotes does not end",
    "4, '\"RuleTable \"\"x\"\"\"', 4:1: A4: this cell holds a double quote"
  })
  void a_broken_head_is_named(int row, String line, String fault) {
    List<String> lines = head();
    lines.set(row - 1, line);

    assertThat(faults(String.join("\n", lines) + "\n" + ROW)).first().asString()
        .startsWith("limits.drl.csv:" + fault);
  }

  @Test
  void tables_without_rows_and_files_without_tables_are_named() {
    assertThat(faults(String.join("\n", head()))).first().asString().contains("9:1: A9: this table has no rows");
    assertThat(faults("RuleSet,faultdesk.security\n")).first().asString().contains("below this a table begins");
    assertThat(faults("")).first().asString().contains("1:1: A1: above the first table");
    assertThat(faults("\uFEFF" + String.join("\n", head()) + "\n" + ROW + "\n\uFFFD,x,,,,,,,")).first().asString()
        .contains("15:");
  }

  @Test
  void a_table_has_its_limits() {
    assertThat(faults(rows(2_001))).first().asString().contains("2001:1: A2001: a table has at most 2000 rows");
    assertThat(faults(rows(1_500))).last().asString().contains("1014:1: A1014: a table gives at most 2000 rules");
    assertThat(faults(ROW + ",".repeat(50) + "x")).first().asString().contains("14:59: BG14: a table has at most");
    assertThat(faults(ROW.replace("Slow.", "x".repeat(1_001)))).first().asString()
        .contains("H14: a cell holds at most");
    assertThat(faults(ROW + " ".repeat(RuleFiles.MAX_BYTES))).first().asString().contains("at most 1 MiB");
  }

  @Test
  void a_zip_bomb_is_refused_before_it_unpacks() throws Exception {
    byte[] zeros = new byte[17 << 20];

    assertThat(faults(zip("xl/worksheets/sheet1.xml", zeros))).singleElement().asString()
        .contains("limits.drl.xlsx:1:1: this workbook unpacks to more than a table needs");
    String[] many = IntStream.range(0, 300).mapToObj(i -> "part" + i).toArray(String[]::new);
    assertThat(faults(zip(new byte[1], many))).first().asString().contains("unpacks to more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.bin", "xl/connections.xml"})
  void macros_and_links_to_other_files_are_refused(String part) throws Exception {
    assertThat(faults(zip(new byte[1], part))).first().asString().contains("holds no macros, links").contains(part);
  }

  @Test
  void a_formula_is_refused_and_not_computed() throws Exception {
    byte[] content = workbook(book -> book.getSheetAt(0).getRow(13).getCell(5).setCellFormula("\"MAJ\"&\"OR\""));

    assertThat(faults(content)).singleElement().asString()
        .isEqualTo("limits.drl.xlsx:14:6: F14: a table holds no formulas: put the value here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"})
  void a_document_type_is_refused_wherever_it_stands(String part) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "MAJOR");
    String doctype = "<!DOCTYPE x [<!ENTITY a SYSTEM \"" + secret.toUri() + "\"><!ENTITY b \"&a;&a;&a;\">]>";
    byte[] content =
        changed(workbook(book -> {}), part, xml -> xml.replaceFirst("(\\?>)?\\s*<(?=[a-zA-Z])", "$1" + doctype + "<"));

    assertThat(faults(content)).singleElement().asString().contains("a workbook declares no document types");
  }

  @Test
  void a_huge_sheet_is_refused() throws Exception {
    byte[] sparse = workbook(book -> book.getSheetAt(0).createRow(900_000).createCell(0).setCellValue("x"));
    byte[] merged = workbook(book -> book.getSheetAt(0).addMergedRegion(new CellRangeAddress(13, 1_000_000, 0, 0)));
    byte[] overlapping = changed(workbook(book -> {}), "xl/worksheets/sheet1.xml",
        xml -> xml.replaceFirst("<mergeCell ", "<mergeCell ref=\"A14:AX2000\"/>".repeat(5_000) + "<mergeCell "));

    assertThat(faults(sparse)).singleElement().asString().contains("900001:1: A900001: a table has at most 2000 rows");
    assertThat(faults(merged)).singleElement().asString().contains("a table has at most 2000 rows");
    assertThat(faults(overlapping)).singleElement().asString().contains("this merged cell covers others");
  }

  @Test
  void what_is_no_workbook_is_named() throws Exception {
    byte[] good = workbook(book -> {});
    byte[] half = Arrays.copyOf(good, good.length / 2);

    assertThat(faults("RuleSet".getBytes(StandardCharsets.UTF_8))).singleElement().asString()
        .contains("this is no .xlsx workbook: save it as");
    assertThat(faults(new byte[0])).singleElement().asString().contains("this is no .xlsx workbook");
    assertThat(faults(half)).singleElement().asString().contains("this workbook is broken");
    assertThat(faults(zip(new byte[1], "x.txt"))).singleElement().asString().contains("it lacks xl/workbook.xml");
    assertThat(faults(changed(good, "xl/worksheets/sheet1.xml", xml -> xml.substring(0, xml.length() / 2))))
        .singleElement().asString().contains("this workbook is broken");
    assertThat(faults(changed(good, "xl/worksheets/sheet1.xml", xml -> xml.replace("r=\"A14\"", "r=\"14A\""))))
        .singleElement().asString().contains("it has no cell 14A");
    assertThat(faults(changed(good, "xl/worksheets/sheet1.xml",
        xml -> xml.replaceFirst("<c r=\"C14\".*?</c>", "<c r=\"C14\"><v>1E999999999</v></c>"))))
        .singleElement().asString().contains("14:3: C14: this cell is broken");
    assertThat(faults(new byte[RuleFiles.MAX_BYTES + 1])).singleElement().asString().contains("at most 1 MiB");
  }

  @Test
  void rules_check_names_the_cells_of_tables() throws Exception {
    Files.writeString(folder.resolve("limits.drl.csv"),
        String.join("\n", head()) + "\n" + ROW.replace("MAJOR", "HUGE") + "\n");
    StringWriter out = new StringWriter();

    int code =
        new CommandLine(new RulesCommand()).setOut(new PrintWriter(out)).execute("check", folder.toString());

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).startsWith("limits.drl.csv:14:6: F14: a severity is");
  }

  @Test
  void a_rule_is_written_for_drools_on_the_line_of_its_row() throws Exception {
    try (RuleSet rules = table(rows(3))) {
      DrlWriter writer = new DrlWriter("performance");
      for (int number = 0; number < rules.rules().size(); number++) {
        writer.write(rules.rules().get(number), number);
      }

      assertThat(writer.drl().lines().toList()).hasSize(16).element(15).asString().contains("rule \"r4\"",
          "rule \"r5\"");
    }
  }

  private RuleSet table(String rows) throws BrokenRules {
    return RuleSet.of(List.of(new RuleFile("limits.drl.csv", String.join("\n", head()) + "\n" + rows)));
  }

  private List<String> head() {
    return new ArrayList<>(example.subList(0, 13));
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ROW.replace("slow", "slow-" + i).replace("crm-web", "crm-" + i % 40))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private List<Fault> faults(String text) {
    String table = text.contains("RuleTable") || text.length() < 30 ? text : String.join("\n", head()) + "\n" + text;
    return faults(new RuleFile("limits.drl.csv", table));
  }

  private static List<Fault> faults(byte[] workbook) {
    return faults(workbook(workbook));
  }

  private static List<Fault> faults(RuleFile file) {
    BrokenRules broken = catchThrowableOfType(BrokenRules.class, () -> RuleSet.of(List.of(file)));
    assertThat(broken).as(file.text()).isNotNull();
    return broken.faults();
  }

  private static RuleFile workbook(byte[] content) {
    return new RuleFile("limits.drl.xlsx", Base64.getEncoder().encodeToString(content));
  }

  /** The example as a spreadsheet program would save it, its neighbours merged. */
  private byte[] workbook(Consumer<XSSFWorkbook> change) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      XSSFSheet sheet = book.createSheet("Limits");
      for (int row = 0; row < example.size(); row++) {
        List<String> cells = new CsvLineParser().parse(example.get(row));
        sheet.createRow(row);
        for (int column = 0; column < cells.size(); column++) {
          sheet.getRow(row).createCell(column).setCellValue(cells.get(column).replaceFirst("\\.\\.\\.$", ""));
        }
      }
      sheet.addMergedRegion(new CellRangeAddress(3, 3, 0, 8));
      sheet.addMergedRegion(new CellRangeAddress(5, 5, 0, 2));
      sheet.addMergedRegion(new CellRangeAddress(10, 10, 0, 3));
      book.createSheet("Notes").createRow(0).createCell(0).setCellValue("RuleTable that nobody reads");
      change.accept(book);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      book.write(out);
      return out.toByteArray();
    }
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    return zip(content, name);
  }

  private static byte[] zip(byte[] content, String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
      }
    }
    return out.toByteArray();
  }

  private static byte[] changed(byte[] workbook, String part, UnaryOperator<String> change)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out);
        var in = new ZipInputStream(new ByteArrayInputStream(workbook))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write((entry.getName().equals(part) ? change.apply(text) : text).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static Verdict judge(RuleSet rules, String service, String indicator, double value) {
    return Given.judge(rules,
        new Facts(Given.service(service), List.of(FakeIndicator.of(service, indicator, value).unit("ms")), List.of(),
            Foresight.NONE));
  }
}
