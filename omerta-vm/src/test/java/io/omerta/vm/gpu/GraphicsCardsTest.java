package io.omerta.vm.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.config.PciAddress;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphicsCardsTest {
    private static final String CARD = "0000:01:00.0";
    private static final String SOUND = "0000:01:00.1";
    private static final String VGA = "0x030000";

    @TempDir
    Path directory;

    private StandInPciBus bus;

    @BeforeEach
    void addCard() throws IOException {
        bus = new StandInPciBus(directory);
        bus.add(CARD, VGA, "vfio-pci", 7);
    }

    @Test
    void cardThatVfioHas_isUsable() {
        assertThat(cards(CARD).usable()).containsExactly(new GraphicsCard(new PciAddress(CARD), bus.vfio(7)));
        assertThat(cards(CARD).problems()).isEmpty();
    }

    @Test
    void deviceThatIsNotThere_isAProblem() {
        expectProblem("0000:02:00.0", "is not there", "lspci");
    }

    @Test
    void deviceThatIsNoGraphicsCard_isAProblem() throws IOException {
        bus.add("0000:02:00.0", "0x020000", "vfio-pci", 8);
        expectProblem("0000:02:00.0", "is no graphics card", "lspci");
    }

    @Test
    void cardWithoutIommu_isAProblem() throws IOException {
        Files.delete(bus.add("0000:02:00.0", VGA, "vfio-pci", 8).resolve("iommu_group"));
        expectProblem("0000:02:00.0", "not behind an IOMMU", "VT-d");
    }

    @Test
    void cardThatAnotherDriverHas_isAProblem() throws IOException {
        bus.bind(CARD, "amdgpu");
        expectProblem(CARD, "has the driver amdgpu", "sudo driverctl set-override 0000:01:00.0 vfio-pci");
        bus.bind(CARD, "");
        expectProblem(CARD, "has no driver", "driverctl");
    }

    @Test
    void cardThatCannotBeReset_isAProblem() throws IOException {
        Files.delete(bus.add("0000:02:00.0", VGA, "vfio-pci", 8).resolve("reset"));
        expectProblem("0000:02:00.0", "cannot be reset", "lend another");
    }

    @Test
    void memoryThatCannotBeLocked_isAProblem() {
        GraphicsCards cards =
                GraphicsCards.of(bus.examination(OptionalLong.of(8L << 20)), List.of(new PciAddress(CARD)));
        assertThat(cards.usable()).isEmpty();
        assertThat(cards.problems().getFirst().reason()).contains("this user may keep 8 MB");
        assertThat(GraphicsCards.of(bus.examination(OptionalLong.of(1L << 30)), List.of(new PciAddress(CARD)))
                        .usable())
                .hasSize(1);
    }

    @Test
    void neighbourThatTheHostUses_isAProblem_oneThatNobodyUsesIsNot() throws IOException {
        bus.add(SOUND, "0x040300", "snd_hda_intel", 7);
        bus.add("0000:00:01.0", "0x060400", "pcieport", 7);
        expectProblem(CARD, "with 0000:01:00.1, which has the driver snd_hda_intel", SOUND + " vfio-pci");
        bus.bind(SOUND, "");
        assertThat(cards(CARD).problems()).isEmpty();
        bus.bind(SOUND, "vfio-pci");
        assertThat(cards(CARD).problems()).isEmpty();
    }

    @Test
    void deviceOfVfio_thatIsNotThere_isAProblem() throws IOException {
        Files.delete(bus.vfio(7));
        expectProblem(CARD, "is not this user's to open", "udev");
    }

    @Test
    void twoCardsOfOneGroup_areNotLentApart() throws IOException {
        bus.add("0000:02:00.0", VGA, "vfio-pci", 7);
        GraphicsCards both = cards(CARD, "0000:02:00.0");
        assertThat(both.usable()).extracting(GraphicsCard::address).containsExactly(new PciAddress(CARD));
        assertThat(both.problems().getFirst().reason()).contains("shares the IOMMU group 7");
    }

    @Test
    void cards_haveOneOwnerAtATime() throws IOException {
        bus.add("0000:02:00.0", VGA, "vfio-pci", 8);
        GraphicsCards cards = cards(CARD, "0000:02:00.0");
        List<GraphicsCard> first = cards.take(1);
        List<GraphicsCard> second = cards.take(1);
        assertThat(first).doesNotContainAnyElementsOf(second);
        assertThatThrownBy(() -> cards.take(1))
                .isInstanceOf(OmertaException.class)
                .hasMessageContaining("0 of 1");
        cards.giveBack(first);
        assertThat(cards.take(1)).isEqualTo(first);
    }

    @Test
    void lockLimit_isReadFromWhatTheKernelSays() {
        String limits = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             95849                95849                processes
            Max locked memory         67108864             %s            bytes
            """;
        String user = "CapEff:\t0000000000000000\n";
        assertThat(MemoryLockLimit.parse(limits.formatted("3145728"), user).bytes())
                .hasValue(3145728);
        assertThat(MemoryLockLimit.parse(limits.formatted("3145728"), "CapEff:\t000001ffffffffff\n")
                        .bytes())
                .isEmpty();
        assertThat(MemoryLockLimit.parse(limits.formatted("unlimited"), user).allows(1L << 50))
                .isTrue();
        assertThat(MemoryLockLimit.parse("nonsense", "").allows(1)).isFalse();
    }

    private void expectProblem(String address, String reason, String hint) {
        GraphicsCards cards = cards(address);
        assertThat(cards.usable()).isEmpty();
        CardProblem problem = cards.problems().getFirst();
        assertThat(problem.reason()).contains(reason);
        assertThat(problem.hint()).contains(hint);
    }

    private GraphicsCards cards(String... addresses) {
        return GraphicsCards.of(
                bus.examination(OptionalLong.empty()),
                Stream.of(addresses).map(PciAddress::new).toList());
    }
}
