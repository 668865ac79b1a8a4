package io.omerta.console;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, in at most 80 columns; where they do not fit, the widest column is cut. */
public final class Table {
    public static final int MAX_COLUMNS = 80;
    private static final int GAP = 2;
    private static final int MIN_COLUMN = 4;

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    public Table(String... header) {
        this.columns = header.length;
        rows.add(List.of(header));
    }

    /** @throws IllegalArgumentException unless there is one cell per column */
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("row: " + cells.length + " cells, " + columns + " columns");
        }
        List<String> safe = new ArrayList<>(cells.length);
        for (String cell : cells) {
            safe.add(Printable.line(cell));
        }
        rows.add(safe);
        return this;
    }

    /** The lines, without line ends. */
    public List<String> lines() {
        int[] widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int[] widths() {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Printable.columns(row.get(i)));
            }
        }
        int excess = total(widths) - MAX_COLUMNS;
        while (excess > 0) {
            int widest = widest(widths);
            if (widths[widest] <= MIN_COLUMN) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = GAP * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (widths[i] > widths[widest]) {
                widest = i;
            }
        }
        return widest;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = Printable.shorten(row.get(i), widths[i]);
            line.append(cell);
            line.append(" ".repeat(widths[i] - Printable.columns(cell) + GAP));
        }
        return line.toString().stripTrailing();
    }
}
