package io.omerta.vm.qemu;

/**
 * A user that exists nowhere but in one machine's process.
 *
 * @param id of the user and of its only group
 */
record VmUser(int id) {
    VmUser {
        if (id <= 0) {
            throw new IllegalArgumentException("id: " + id + " is root's or nobody's");
        }
    }
}
