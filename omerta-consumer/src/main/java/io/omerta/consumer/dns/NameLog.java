package io.omerta.consumer.dns;

import java.util.Optional;

/** Is told what names a VM asks for. */
@FunctionalInterface
public interface NameLog {
    /**
     * @param name canonical, or what the guest said in its place
     * @param refusal why it was told nothing, as a clause; empty if it was told addresses
     */
    void asked(String name, Optional<String> refusal);
}
