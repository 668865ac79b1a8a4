package io.omerta.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.vm.standin.GuestScript;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A provider, a requester, and what holds after every test with them. */
abstract class LendingTest {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    TestProvider provider;

    @SuppressWarnings("NullAway.Init")
    TestRequester requester;

    void start(GuestScript guests) throws Exception {
        start(TestProvider.in(folder).withGuests(guests));
    }

    void start(TestProvider prepared) {
        provider = prepared.start();
        requester = provider.requester();
    }

    /** Whatever a test did: no VM is left, everything that was lent is back, and every job has its end. */
    @AfterEach
    void nothingIsLeft() {
        try {
            provider.provider().close();
            assertThat(provider.hypervisor.open()).isZero();
            assertThat(provider.provider().available()).isEqualTo(TestProvider.CAPACITY);
            assertThat(provider.provider().running()).isZero();
            assertThat(provider.provider().waiting()).isZero();
            assertThat(provider.store.lent().notEnded()).isEmpty();
        } finally {
            requester.close();
            provider.close();
        }
    }
}
