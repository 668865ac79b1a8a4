package io.omerta.consumer.files;

import java.util.List;

/** The names in a folder, for people and for programs. */
final class Listing {
    private Listing() {}

    /** One relative URL a line; folders end with a slash. */
    static String lines(List<ServedFolder.Entry> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(url(entry)).append('\n'));
        return lines.toString();
    }

    static String html(RequestPath path, List<ServedFolder.Entry> entries) {
        String title = escape("/" + path);
        StringBuilder page = new StringBuilder("<!doctype html>\n<meta charset=\"utf-8\">\n<title>")
                .append(title)
                .append("</title>\n<h1>")
                .append(title)
                .append("</h1>\n<ul>\n");
        if (!path.names().isEmpty()) {
            page.append("<li><a href=\"../\">../</a>\n");
        }
        for (ServedFolder.Entry entry : entries) {
            page.append("<li><a href=\"")
                    .append(url(entry))
                    .append("\">")
                    .append(escape(entry.name()))
                    .append(entry.folder() ? "/</a>\n" : "</a> " + entry.size() + " bytes\n");
        }
        return page.append("</ul>\n").toString();
    }

    private static String url(ServedFolder.Entry entry) {
        return RequestPath.encode(entry.name()) + (entry.folder() ? "/" : "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
