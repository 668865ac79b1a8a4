/**
 * Virtual machines by QEMU, on Linux and macOS.
 *
 * <p>Entry: {@link io.omerta.vm.qemu.QemuHypervisor}. One QEMU process and one directory per machine:
 *
 * <pre>
 * run/‹id›/agent.sock    the daemon listens until QEMU has connected, then the name is removed
 * run/‹id›/frames.sock   likewise
 * run/‹id›/control.sock  likewise: QEMU's own control channel
 * run/‹id›/scratch.img   the job\'s disk, sparse; see io.omerta.vm.scratch
 * run/‹id›/owner.json    process id, its start, the job: how a later daemon recognises a leftover
 * </pre>
 *
 * <p>A QEMU does not outlive the daemon, three times over: the kernel kills it (or a watching shell, where there is no such
 * kernel service), its guest powers off when the agent channel closes, and the next daemon reaps what is left.
 *
 * <p>Needs no privileges. A daemon that runs as root gives each QEMU a user that nobody else has ({@link
 * io.omerta.vm.qemu.Cell}). That user has no way into the daemon's home: the files it is lent are opened for it before it
 * starts, and are named {@code /dev/fd/‹n›}; its sockets are named relative to its working directory, in which it may make,
 * change and delete nothing. Memory that clones start from is lent as a sealed copy ({@link
 * io.omerta.vm.qemu.MemoryImage}), for QEMU before 8.2 insists on opening it for writing.
 *
 * <p>Around each process stand walls, whichever this host allows ({@link io.omerta.vm.qemu.Containment} tries): the seccomp
 * filter of QEMU itself, {@code no_new_privs}, limits of a process, and a control group {@code omerta/‹id›} in each hierarchy
 * that this process may write to ({@link io.omerta.vm.qemu.Cgroups}); where there is none for CPUs, the least niceness. They
 * are built by a shell and setpriv(1) under the process id that QEMU then has ({@link io.omerta.vm.qemu.WallScript}), which
 * takes about 3 ms.
 *
 * <p>Must not know jobs beyond their id, nor what is said on the channels.
 */
@NullMarked
package io.omerta.vm.qemu;

import org.jspecify.annotations.NullMarked;
