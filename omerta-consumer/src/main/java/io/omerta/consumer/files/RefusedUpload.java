package io.omerta.consumer.files;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Why a file is not taken; the guest is told. */
final class RefusedUpload extends Exception {
    private static final long serialVersionUID = 1;

    private final transient HttpResponseStatus status;

    RefusedUpload(HttpResponseStatus status, String why) {
        super(why);
        this.status = status;
    }

    HttpResponseStatus status() {
        return status;
    }
}
