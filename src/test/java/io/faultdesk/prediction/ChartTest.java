package io.faultdesk.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ChartTest {

  @Test
  void a_chart_is_the_same_file_each_time_and_brings_its_own_ground() throws Exception {
    String svg = drawn();

    var root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 640 300");
    assertThat(svg).contains("here it is", "how far", "fill=\"rgb(255,255,255)\"").isEqualTo(drawn());
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

  /** For a Java that has no AWT at all. */
  static final class Alone {

    private Alone() {}

    public static void main(String[] arguments) {
      System.out.println(drawn());
      System.out.println(new Chart("Bars", "", 200).bars(List.of("a", "b"), new double[]{1, -2}).svg());
    }
  }
}
