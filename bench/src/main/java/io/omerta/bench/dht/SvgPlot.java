package io.omerta.bench.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over two axes, as SVG 1.1. */
final class SvgPlot {
    private static final int WIDTH = 850;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 330;
    private static final int TOP = 40;
    private static final int BOTTOM = 55;
    private static final List<String> COLOURS = List.of(
            "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f", "#e377c2",
            "#bcbd22", "#000000", "#98df8a");

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();

    /** From {@code from} to {@code to}, which are not the same; marks are values that are written beside it. */
    record Axis(String label, double from, double to, boolean logarithmic, List<Double> marks) {
        /** Where a value is, 0 to 1. */
        double place(double value) {
            double place = logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
            return Math.clamp(place, 0, 1);
        }
    }

    /** A point. */
    record Point(double x, double y) {}

    private record Line(String name, List<Point> points, boolean dotted) {}

    SvgPlot(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    SvgPlot line(String name, List<Point> points) {
        lines.add(new Line(name, points, false));
        return this;
    }

    /** A goal, or something else to compare with. */
    SvgPlot yardstick(String name, List<Point> points) {
        lines.add(new Line(name, points, true));
        return this;
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        text(svg, WIDTH / 2.0, 22, "middle", title);
        axes(svg);
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), TOP + 16 + 18 * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"black\"/>%n",
                LEFT,
                TOP,
                HEIGHT - BOTTOM,
                WIDTH - RIGHT));
        for (double mark : x.marks()) {
            grid(svg, atX(mark), TOP, atX(mark), HEIGHT - BOTTOM);
            text(svg, atX(mark), HEIGHT - BOTTOM + 18, "middle", number(mark));
        }
        for (double mark : y.marks()) {
            grid(svg, LEFT, atY(mark), WIDTH - RIGHT, atY(mark));
            text(svg, LEFT - 6, atY(mark) + 4, "end", number(mark));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", x.label());
        text(svg, LEFT - 50, TOP - 10, "start", y.label());
    }

    private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void draw(StringBuilder svg, Line line, String colour, int legend) {
        StringBuilder points = new StringBuilder();
        line.points()
                .forEach(point ->
                        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", atX(point.x()), atY(point.y()))));
        String dashes = line.dotted() ? " stroke-dasharray=\"4 4\"" : "";
        svg.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
                points.toString().strip(),
                colour,
                dashes));
        int start = WIDTH - RIGHT + 12;
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
                start,
                legend,
                start + 20,
                legend,
                colour,
                dashes));
        text(svg, start + 26, legend + 4, "start", line.name());
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped));
    }

    private double atX(double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double atY(double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.2f", value);
    }
}
