package io.omerta.vm.qemu;

import java.io.IOException;

/** QEMU did not take a template's state, or ended over it: no clone will come of it. */
final class BrokenTemplateException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenTemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
