package io.omerta.core.reputation;

/** What a peer was to this machine. */
public enum Role {
    /** It had a job of this machine. */
    PROVIDER,
    /** This machine had a job of it. */
    REQUESTER
}
