package io.omerta.provider.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Something that root in a guest tries, after which its VM must be gone and nothing have left the provider.
 *
 * @param name of the test
 * @param frames sent one after the other; the last one is what the VM is ended for
 * @param ownMac whether the placeholder of the guest's MAC address stands for the VM's own
 * @param connected whether the requester's end of the tunnel is there already
 */
public record Attempt(String name, List<byte[]> frames, boolean ownMac, boolean connected) {
    private static final byte[] PLACEHOLDER = Frames.hex("020000770002");

    public Attempt {
        frames = List.copyOf(frames);
    }

    static Attempt of(String name, byte[] frame) {
        return new Attempt(name, List.of(frame), true, true);
    }

    /** With frames before it that are as they should be: nobody is there yet who would get them. */
    static Attempt after(String name, byte[] honest, byte[] frame) {
        return new Attempt(name, List.of(honest, frame), true, false);
    }

    /** Sent as it is, with the MAC address that guests have before they are told their own. */
    Attempt asItIs() {
        return new Attempt(name, frames, false, connected);
    }

    /** Before the requester's end of the tunnel is there. */
    Attempt beforeTheTunnel() {
        return new Attempt(name + ", before the tunnel is up", frames, ownMac, false);
    }

    /** What the guest with that MAC address sends. */
    public List<byte[]> framesOf(byte[] mac) {
        List<byte[]> own = new ArrayList<>();
        for (byte[] frame : frames) {
            own.add(ownMac ? replaced(frame, mac) : frame);
        }
        return own;
    }

    private static byte[] replaced(byte[] frame, byte[] mac) {
        byte[] result = frame.clone();
        for (int i = 0; i + mac.length <= frame.length; i++) {
            if (Arrays.equals(frame, i, i + mac.length, PLACEHOLDER, 0, mac.length)) {
                System.arraycopy(mac, 0, result, i, mac.length);
            }
        }
        return result;
    }

    /** Fit for a file's name too. */
    public String fileName() {
        return name.replaceAll("[^A-Za-z0-9.-]+", "-");
    }

    @Override
    public String toString() {
        return name + " [" + HexFormat.of().formatHex(frames.getLast(), 0, Math.min(64, frames.getLast().length)) + "]";
    }
}
