package io.omerta.vm.standin;

import io.omerta.vm.VmExit;
import java.util.concurrent.CompletableFuture;

/** A guest and the thread of its script: what goes on when another machine takes the place of one. */
final class StandInScript {
    final StandInGuest guest;
    private final Thread thread;
    private volatile CompletableFuture<VmExit> exit = new CompletableFuture<>();

    StandInScript(String id, StandInGuest guest, GuestScript script) {
        this.guest = guest;
        thread = Thread.ofVirtual().name("guest-" + id).unstarted(() -> run(script));
    }

    void start() {
        thread.start();
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever a script throws is the machine's crash.
    private void run(GuestScript script) {
        VmExit how;
        try {
            script.run(guest);
            how = new VmExit.PoweredOff();
        } catch (Exception e) {
            how = new VmExit.Crashed(1, e.toString());
        }
        guest.close();
        exit.complete(how);
    }

    /** Of the machine that it runs in now. */
    CompletableFuture<VmExit> exit() {
        return exit;
    }

    /** That machine is over, the script is not. */
    void leaveMachine() {
        CompletableFuture<VmExit> ofMachine = exit;
        exit = new CompletableFuture<>();
        ofMachine.complete(new VmExit.Stopped());
    }

    void stop() {
        exit.complete(new VmExit.Stopped());
        guest.close();
        thread.interrupt();
    }
}
