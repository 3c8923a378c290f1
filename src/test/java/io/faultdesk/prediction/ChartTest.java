package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

  private static final Metrics.Curve HALVED = new Metrics.Curve(new double[]{0, 0.25, 1}, new double[]{0, 0.5, 1});
  private static final Pattern PLACE = Pattern.compile("translate\\(([0-9.]+) ([0-9.]+)");

  @Test
  void a_chart_is_the_same_file_each_time_and_brings_its_own_ground() throws Exception {
    String svg = drawn();

    assertThat(parsed(svg).getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 640 300");
    assertThat(svg).contains("here it is", "how far", "fill=\"rgb(255,255,255)\"").isEqualTo(drawn());
  }

  @Test
  void zero_of_one_axis_stands_clear_of_that_of_the_other() throws Exception {
    for (String axis : List.of("shares", "smallShares")) {
      Chart chart = new Chart("Title", "", 300);
      Chart scaled =
          axis.equals("shares")
              ? chart.shares("x", "x").shares("y", "y")
              : chart.smallShares("x", "x").smallShares("y", "y");
      Document svg = parsed(scaled.line(HALVED, Chart.STRONG).svg());
      double panel = Double.parseDouble(((Element) svg.getElementsByTagName("rect").item(0)).getAttribute("height"));
      assertThat(label(svg, "axis-text-x", "0.0")[0]).as("from the left, %s", axis).isGreaterThan(10);
      assertThat(panel - label(svg, "axis-text-y", "0.0")[1]).as("from below, %s", axis).isGreaterThan(8);
    }
  }

  @Test
  void small_shares_lie_where_their_square_roots_do() throws Exception {
    Document svg = parsed(new Chart("Title", "", 300).smallShares("x", "x").shares("y", "y")
        .line(HALVED, Chart.STRONG).dots(HALVED, Chart.MARK).words(0.25, 0.5, "here", Chart.MARK).svg());
    double from = label(svg, "axis-text-x", "0.0")[0];
    double half = label(svg, "axis-text-x", "0.25")[0];
    double to = label(svg, "axis-text-x", "1.0")[0];
    assertThat(half).isCloseTo((from + to) / 2, within(0.01));
    assertThat(label(svg, "", "here")[0]).isCloseTo(half, within(0.01));
    assertThat(svg.getDocumentElement().getTextContent()).contains("0.01", "0.05");
  }

  @Test
  void neither_a_screen_nor_fonts_are_asked_for() throws Exception {
    Process without = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin/java").toString(), "--limit-modules",
        "java.base,java.logging,java.xml,java.naming,java.management", "-cp", System.getProperty("java.class.path"),
        Alone.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();

    assertThat(new String(without.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("here it is", "lowers the probability");
    assertThat(without.waitFor()).isZero();
  }

  private static String drawn() {
    Metrics.Curve curve = new Metrics.Curve(new double[]{0, 0.3, 1}, new double[]{0, 0.8, 1});
    return new Chart("Title", "subtitle", 300).shares("x", "how far").smallShares("y", "how much")
        .line(curve, Chart.STRONG)
        .dashes(curve).dots(curve, Chart.MARK).words(0.3, 0.8, "here it is", Chart.MARK).svg();
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where that label is within its panel. */
  private static double[] label(Document svg, String axis, String words) {
    NodeList texts = svg.getElementsByTagName("text");
    Element text = IntStream.range(0, texts.getLength()).mapToObj(i -> (Element) texts.item(i))
        .filter(each -> each.getAttribute("class").equals(axis) && each.getTextContent().strip().equals(words))
        .findFirst().orElseThrow();
    Element holder = (Element) (axis.isEmpty() ? text : text.getParentNode()).getParentNode();
    Matcher place = PLACE.matcher(holder.getAttribute("transform"));
    assertThat(place.find()).isTrue();
    return new double[]{Double.parseDouble(place.group(1)), Double.parseDouble(place.group(2))};
  }

  /** For a Java that has no AWT at all. */
  static final class Alone {

    private Alone() {}

    public static void main(String[] arguments) {
      System.out.println(drawn());
      System.out.println(new Chart("Bars", "", 200).bars(List.of("a", "b"), new double[]{1, -2}).svg());
    }
  }
}
