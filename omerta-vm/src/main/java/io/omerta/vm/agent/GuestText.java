package io.omerta.vm.agent;

/** Text by a guest, made harmless for logs and terminals. */
final class GuestText {
    private static final int MAX_CHARACTERS = 400;

    private GuestText() {}

    /** One line of at most 400 printable ASCII characters; anything else becomes a question mark. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS));
        for (int i = 0; i < text.length() && i < MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            line.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return line.toString();
    }
}
