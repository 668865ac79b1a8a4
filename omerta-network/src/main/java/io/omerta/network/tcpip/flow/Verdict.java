package io.omerta.network.tcpip.flow;

import java.net.InetSocketAddress;
import java.util.Objects;

/** What becomes of a new flow. */
public sealed interface Verdict {
    /**
     * Ends it in an ordinary socket, connected to {@code target}. A target that refuses looks refused to the guest.
     *
     * @param target resolved: nobody asks a resolver behind the policy's back
     */
    record Forward(InetSocketAddress target) implements Verdict {
        /** Checks that the target is resolved. */
        public Forward {
            if (target.isUnresolved()) {
                throw new IllegalArgumentException("target must be resolved: " + target);
            }
        }
    }

    /** Gives a TCP flow to a service of this process. */
    record ServeTcp(TcpService service) implements Verdict {
        /** Names the component that must be there. */
        public ServeTcp {
            Objects.requireNonNull(service, "service");
        }
    }

    /** Gives a UDP flow to a service of this process. */
    record ServeUdp(UdpService service) implements Verdict {
        /** Names the component that must be there. */
        public ServeUdp {
            Objects.requireNonNull(service, "service");
        }
    }

    /**
     * Refuses at once: a TCP flow is reset, a UDP flow gets "port unreachable".
     *
     * @param why for the log and for people
     */
    record Reset(String why) implements Verdict {}

    /**
     * Refuses at once with an ICMP error.
     *
     * @param why for the log and for people
     */
    record Unreachable(Kind kind, String why) implements Verdict {
        /** What the guest's program is told. */
        public enum Kind {
            /** Nobody listens there. */
            PORT,
            /** The machine cannot be reached. */
            HOST,
            /** It is forbidden. */
            PROHIBITED
        }
    }

    /**
     * Says nothing; the guest's program will run into its time-out.
     *
     * @param why for the log and for people
     */
    record Drop(String why) implements Verdict {}
}
