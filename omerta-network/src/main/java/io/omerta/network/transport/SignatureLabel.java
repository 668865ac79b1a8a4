package io.omerta.network.transport;

/** What a signature is for: one kind never passes for another. */
public enum SignatureLabel {
    ANNOUNCEMENT("omerta announcement v1", 800),
    SUBMIT_REQUEST("omerta submit request v1", TransportLimits.MAX_MESSAGE_BYTES);

    private final String text;
    private final int maxBytes;

    SignatureLabel(String text, int maxBytes) {
        this.text = text;
        this.maxBytes = maxBytes;
    }

    String text() {
        return text;
    }

    public int maxBytes() {
        return maxBytes;
    }
}
