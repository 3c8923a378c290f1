package io.faultdesk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lines over one or more panels side by side, kept as an SVG picture; the upright axis is logarithmic and the same for all. */
public final class Plot {

  private static final List<String> COLOURS = List.of("#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73");
  private static final int WIDTH = 400;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int TOP = 50;
  private static final int GAP = 40;

  private final String title;
  private final String upright;
  private final Map<String, Map<String, List<double[]>>> panels = new LinkedHashMap<>();

  /** @param upright what the upright axis shows */
  public Plot(String title, String upright) {
    this.title = title;
    this.upright = upright;
  }

  /** Adds a point to a line of a panel, which is named after its level axis; its lines are told apart by name. */
  public void point(String panel, String line, double x, double y) {
    panels.computeIfAbsent(panel, name -> new LinkedHashMap<>())
        .computeIfAbsent(line, name -> new ArrayList<>())
        .add(new double[]{x, y});
  }

  /** Keeps the picture in that file. */
  public void publish(Path file) throws IOException {
    List<double[]> all =
        panels.values().stream().flatMap(lines -> lines.values().stream()).flatMap(List::stream).toList();
    int low = (int) Math.floor(Math.log10(all.stream().mapToDouble(point -> point[1]).min().orElseThrow()));
    int high = (int) Math.ceil(Math.log10(all.stream().mapToDouble(point -> point[1]).max().orElseThrow()));
    List<String> names = panels.values().stream().map(Map::keySet).flatMap(Set::stream).distinct().toList();
    StringBuilder svg = new StringBuilder();
    int width = LEFT + panels.size() * (WIDTH + GAP);
    int height = TOP + HEIGHT + 60 + 20 * names.size();
    put(svg, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13'>",
        width,
        height);
    put(svg, "<rect width='100%%' height='100%%' fill='white'/>");
    put(svg, "<text x='%d' y='24' font-size='16'>%s</text>", LEFT, title);
    put(svg, "<text transform='translate(18 %d) rotate(-90)' text-anchor='middle'>%s</text>", TOP + HEIGHT / 2,
        upright);
    int left = LEFT;
    for (var panel : panels.entrySet()) {
      frame(svg, panel.getKey(), left, low, high);
      double widest =
          panel.getValue().values().stream().flatMap(List::stream).mapToDouble(point -> point[0]).max().orElse(1);
      ticks(svg, left, widest);
      for (var line : panel.getValue().entrySet()) {
        draw(svg, line.getValue(), COLOURS.get(names.indexOf(line.getKey())), left, widest, low, high);
      }
      left += WIDTH + GAP;
    }
    for (int i = 0; i < names.size(); i++) {
      int y = TOP + HEIGHT + 60 + 20 * i;
      put(svg, "<path d='M%d %dh28' stroke='%s' stroke-width='3'/>", LEFT, y - 4, COLOURS.get(i));
      put(svg, "<text x='%d' y='%d'>%s</text>", LEFT + 36, y, names.get(i));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, svg + "</svg>\n");
  }

  private static void frame(StringBuilder svg, String name, int left, int low, int high) {
    put(svg, "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#888'/>", left, TOP, WIDTH, HEIGHT);
    put(svg, "<text x='%d' y='%d' text-anchor='middle'>%s</text>", left + WIDTH / 2, TOP + HEIGHT + 36, name);
    for (int power = low; power <= high; power++) {
      double y = height(Math.pow(10, power), low, high);
      put(svg, "<path d='M%d %.1fh%d' stroke='#ddd'/>", left, y, WIDTH);
      if (left == LEFT) {
        put(svg, "<text x='%d' y='%.1f' text-anchor='end'>%s</text>", left - 6, y + 4,
            power < 0 ? String.valueOf(Math.pow(10, power)) : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power)));
      }
    }
  }

  private static void ticks(StringBuilder svg, int left, double widest) {
    for (int i = 0; i <= 4; i++) {
      put(svg, "<text x='%d' y='%d' text-anchor='middle'>%.0f</text>", left + WIDTH * i / 4, TOP + HEIGHT + 18,
          widest * i / 4);
    }
  }

  private static void draw(
      StringBuilder svg, List<double[]> points, String colour, int left, double widest, int low, int high) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      String at =
          String.format(Locale.ROOT, "%.1f %.1f", left + WIDTH * point[0] / widest, height(point[1], low, high));
      path.append(path.isEmpty() ? "M" : "L").append(at);
      put(svg, "<circle cx='%s' cy='%s' r='3' fill='%s'/>", at.split(" ")[0], at.split(" ")[1], colour);
    }
    put(svg, "<path d='%s' fill='none' stroke='%s' stroke-width='2'/>", path, colour);
  }

  private static double height(double y, int low, int high) {
    return TOP + HEIGHT * (high - Math.log10(y)) / (high - low);
  }

  private static void put(StringBuilder svg, String form, Object... arguments) {
    svg.append(String.format(Locale.ROOT, form, arguments)).append('\n');
  }
}
