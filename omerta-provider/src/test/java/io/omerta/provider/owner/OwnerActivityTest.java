package io.omerta.provider.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systems say about their keyboards, as they say it. */
class OwnerActivityTest {
    private static final String INTERRUPTS = """
                   CPU0       CPU1
          1:          9          0   IO-APIC   1-edge      i8042
         12:        100         44   IO-APIC  12-edge      i8042
         24:    5000000          1   PCI-MSI 512000-edge      virtio0-input.0
         25:          7          3   PCI-MSI 327680-edge      xhci_hcd
        LOC:    1234567    1234567   Local timer interrupts
        """;

    @TempDir
    Path folder;

    @Test
    void interrupts_ofKeyboardsAndUsbAreCounted() {
        assertThat(InterruptActivity.sum(INTERRUPTS)).isEqualTo(9 + 144 + 10);
    }

    @Test
    void interrupts_whenTheyCome_areActivity() throws Exception {
        Path file = Files.writeString(folder.resolve("interrupts"), INTERRUPTS);
        InterruptActivity activity = new InterruptActivity(file);

        assertThat(activity.wasSeen()).isFalse();
        Files.writeString(file, INTERRUPTS.replace("  9  ", "  11  "));
        assertThat(activity.wasSeen()).isTrue();
        assertThat(activity.wasSeen()).isFalse();
        Files.writeString(file, INTERRUPTS.replace("  9  ", "  11  ").replace("5000000", "5000001"));
        assertThat(activity.wasSeen()).isFalse();
    }

    @Test
    void seats_withAGraphicalSession_areAsItsDesktopSays() {
        assertThat(SeatActivity.isAnyActive("Type=tty\nIdleHint=no\n\nType=wayland\nIdleHint=yes\n"))
                .contains(false);
        assertThat(SeatActivity.isAnyActive("Type=x11\nIdleHint=no\n")).contains(true);
    }

    @Test
    void seats_withoutAGraphicalSession_sayNothing() {
        assertThat(SeatActivity.isAnyActive("Type=tty\nIdleHint=no\n")).isEqualTo(Optional.empty());
        assertThat(SeatActivity.isAnyActive("")).isEqualTo(Optional.empty());
    }

    @Test
    void mac_saysNanosecondsSinceTheLastEvent() {
        String registry = "  | |   \"HIDIdleTime\" = 30123456789\n    \"HIDIdleTime\" = 41000\n \"Other\" = 1\n";
        assertThat(HidActivity.idleNanoseconds(registry)).hasValue(41_000);
        assertThat(HidActivity.idleNanoseconds("nothing")).isEmpty();
    }

    @Test
    void severalActivities_areEachLookedAt() {
        OwnerActivity quiet = () -> false;
        OwnerActivity busy = () -> true;

        assertThat(OwnerActivity.anyOf(List.of(quiet, busy)).wasSeen()).isTrue();
        assertThat(OwnerActivity.anyOf(List.of(quiet)).wasSeen()).isFalse();
    }

    @Test
    void programsThatAreMissingOrFail_sayNothing() {
        assertThat(Output.of("/no/such/program")).isEmpty();
        assertThat(Output.of("false")).isEmpty();
        assertThat(Output.of("echo", "hi")).isEqualTo("hi\n");
    }
}
