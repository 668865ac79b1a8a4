package io.omerta.vm.qemu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A block of user ids that no account and no process has, drawn at random so that two daemons on one host do not meet. Each
 * machine gets one that no other has. Any thread may call.
 */
final class VmUsers {
    static final int BLOCK = 256;

    /**
     * First and number of ids. The first range is one that systemd's list of reserved ids (systemd.io/UIDS-GIDS) leaves to
     * nobody; the second, which is for services that make up their user, is for user namespaces that have 65536 ids.
     */
    private static final List<IdRange> RANGES = List.of(new IdRange(0x7000_0000L, 1 << 24), new IdRange(61_184, 4_096));

    private static final int MAX_DRAWS = 64;

    @GuardedBy("this")
    private final Queue<VmUser> free;

    private VmUsers(int first) {
        free = IntStream.range(first, first + BLOCK)
                .mapToObj(VmUser::new)
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** Empty if this process's user namespace has no ids to spare. */
    static Optional<VmUsers> draw(TakenIds taken, RandomGenerator random) {
        for (IdRange range : RANGES) {
            if (!taken.isMapped(range)) {
                continue;
            }
            for (int draw = 0; draw < MAX_DRAWS; draw++) {
                int first = (int) range.first() + BLOCK * random.nextInt((int) (range.count() / BLOCK));
                if (taken.isFree(new IdRange(first, BLOCK))) {
                    return Optional.of(new VmUsers(first));
                }
            }
        }
        return Optional.empty();
    }

    /** @throws OmertaException if all are taken */
    synchronized VmUser take() {
        VmUser user = free.poll();
        if (user == null) {
            throw new OmertaException(
                    ErrorCode.INTERNAL, "could not start a virtual machine: " + BLOCK + " run already", "");
        }
        return user;
    }

    /** To be called when none of its processes is left. */
    synchronized void release(VmUser user) {
        free.add(user);
    }
}
