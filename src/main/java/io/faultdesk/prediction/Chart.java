package io.faultdesk.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * A picture of curves, points and bars as SVG, on a ground of its own, so that it reads on light and dark pages alike. Whoever makes it needs
 * neither a screen nor fonts.
 */
final class Chart {

  static final String STRONG = "#0072b2";
  static final String PALE = "#9ec9e2";
  static final String MARK = "#d55e00";
  static final String QUIET = "#6e7781";
  private static final String INK = "#1f2328";

  private static final int WIDTH = 640;
  /** For names, as a part of the longest bar. */
  private static final double ROOM = 0.65;
  private static final double[] SMALL_SHARES = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1};
  private static final Pattern MADE_UP_ID = Pattern.compile("id=\"(\\w{7})\"");

  private final List<Object> layers = new ArrayList<>();
  private final List<Object> scales = new ArrayList<>();
  private final Set<String> rooted = new HashSet<>();
  private final String title;
  private final String subtitle;
  private final int height;

  Chart(String title, String subtitle, int height) {
    this.title = title;
    this.subtitle = subtitle;
    this.height = height;
  }

  /** An axis, x or y, of shares from 0 to 1. */
  Chart shares(String axis, String name) {
    scales.add(
        of("aesthetic", axis, "name", name, "limits", list(0.0, 1.0), "breaks", list(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)));
    return this;
  }

  /**
   * The same, small ones drawn apart from each other: at their square roots. To be said before anything is drawn. A square-root scale
   * of the library would leave no room before 0, and both axes have their labels of it in one corner.
   */
  Chart smallShares(String axis, String name) {
    rooted.add(axis);
    scales.add(of("aesthetic", axis, "name", name, "limits", list(0.0, 1.0), "breaks",
        numbers(at(axis, SMALL_SHARES)), "labels", labels(SMALL_SHARES)));
    return this;
  }

  Chart line(Metrics.Curve curve, String colour) {
    return path(curve, "color", colour, "size", colour.equals(PALE) ? 0.7 : 1.4);
  }

  Chart dashes(Metrics.Curve curve) {
    return path(curve, "color", QUIET, "size", 0.9, "linetype", "dashed");
  }

  private Chart path(Metrics.Curve curve, Object... look) {
    return layer("path", places(curve), look);
  }

  Chart dots(Metrics.Curve at, String colour) {
    return layer("point", places(at), "color", colour, "size", 4.5);
  }

  /** Words at that place, beginning there. */
  Chart words(double x, double y, String words, String colour) {
    Map<String, Object> place = places(new Metrics.Curve(new double[]{x}, new double[]{y}));
    place.put("label", list(words));
    return layer("text", place, "color", colour, "hjust", "left", "size", 6);
  }

  private Map<String, Object> places(Metrics.Curve curve) {
    return of("x", numbers(at("x", curve.x())), "y", numbers(at("y", curve.y())));
  }

  /** Where these values lie on that axis. */
  private double[] at(String axis, double[] values) {
    return rooted.contains(axis) ? Arrays.stream(values).map(Math::sqrt).toArray() : values;
  }

  /** Bars that lie, the first at the top, to either side of 0; each with its name at the side that it leaves free. */
  Chart bars(List<String> names, double[] lengths) {
    double longest = Arrays.stream(lengths).map(Math::abs).max().orElse(1);
    double left = -Math.max(ROOM * longest, -1.05 * Arrays.stream(lengths).min().orElse(0));
    double right = Math.max(ROOM * longest, 1.05 * Arrays.stream(lengths).max().orElse(0));
    scales.add(of("aesthetic", "x", "name", "lowers the probability   |   raises it", "limits", list(left, right)));
    scales.add(of("aesthetic", "y", "name", "", "limits", new ArrayList<>(names.reversed()), "breaks", list()));
    for (int i = 0; i < lengths.length; i++) {
      boolean raises = lengths[i] > 0;
      Map<String, Object> bar = of("x", list(lengths[i]), "y", list(names.get(i)));
      layer("bar", bar, "stat", "identity", "orientation", "y", "width", 0.7, "fill", raises ? MARK : STRONG, "size",
          0);
      Map<String, Object> name =
          of("x", list((raises ? -0.015 : 0.015) * longest), "y", list(names.get(i)), "label", list(names.get(i)));
      layer("text", name, "color", INK, "hjust", raises ? "right" : "left", "size", 6);
    }
    return this;
  }

  private Chart layer(String geom, Map<String, Object> data, Object... look) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    data.keySet().forEach(name -> mapping.put(name, name));
    Map<String, Object> layer = of("geom", geom, "data", data, "mapping", mapping);
    layer.putAll(of(look));
    layers.add(layer);
    return this;
  }

  String svg() {
    Map<String, Object> look = of(
        "name", "minimal",
        "plot_background", of("blank", false, "fill", "#ffffff", "color", "#d0d7de", "size", 1.0),
        "plot_margin", of("t", 12.0, "r", 18.0, "b", 10.0, "l", 10.0),
        "panel_grid_minor", of("blank", true),
        "plot_title", of("size", 17.0, "face", "bold", "color", INK),
        "plot_subtitle", of("size", 13.0, "color", QUIET),
        "axis_title", of("size", 13.0, "color", INK),
        "axis_text", of("size", 12.0, "color", INK));
    Map<String, Object> plot = of(
        "kind", "plot", "ggtitle", of("text", title, "subtitle", subtitle), "data", of(), "mapping", of(),
        "scales", scales, "theme", look, "layers", layers);
    String svg = PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(plot, new DoubleVector(WIDTH, height),
        Chart::none, false);
    return named(svg.replaceFirst(" width=", " viewBox=\"0 0 %d %d\" width=".formatted(WIDTH, height)));
  }

  private static String none(int width, int height, int[] colours) {
    throw new IllegalStateException("no picture is drawn within a chart");
  }

  /** With the same names of its parts each time, so that the same chart is the same file. */
  private static String named(String svg) {
    Matcher madeUp = MADE_UP_ID.matcher(svg);
    String named = svg;
    for (int i = 1; madeUp.find(); i++) {
      named = named.replace(madeUp.group(1), "part" + i);
    }
    return named;
  }

  /** One that the library may change. */
  private static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static List<Object> list(Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  private static List<Object> labels(double[] values) {
    return new ArrayList<>(Arrays.stream(values).mapToObj(String::valueOf).toList());
  }

  private static List<Object> numbers(double[] values) {
    return new ArrayList<>(Arrays.stream(values).boxed().toList());
  }
}
