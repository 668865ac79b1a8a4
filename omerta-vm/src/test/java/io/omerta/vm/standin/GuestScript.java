package io.omerta.vm.standin;

/** What a guest does, from its power-on to its end. When it returns, the guest powers off. */
@FunctionalInterface
public interface GuestScript {
    /** @throws Exception to crash the machine */
    void run(StandInGuest guest) throws Exception;

    /** Boots, configures, starts, writes that to standard output and exits with that code. */
    static GuestScript printing(String text, int exitCode) {
        return guest -> {
            guest.bootAndStart();
            guest.print(text);
            guest.exit(exitCode);
            guest.awaitPowerOff();
        };
    }

    /** Boots, starts the program, and then does nothing until a signal ends it. */
    static GuestScript waitingForSignal() {
        return guest -> {
            guest.bootAndStart();
            guest.endBySignal(guest.awaitSignal());
            guest.awaitPowerOff();
        };
    }

    /** Never says anything. */
    static GuestScript silent() {
        return StandInGuest::awaitPowerOff;
    }
}
