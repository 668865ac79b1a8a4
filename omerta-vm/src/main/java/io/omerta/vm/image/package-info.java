/**
 * The guest image: what a machine boots, named by the digest of its content.
 *
 * <p>Entry: {@link io.omerta.vm.image.ImageStore}. An image is a directory with a {@code manifest.json}:
 *
 * <pre>
 * {"v": 1,
 *  "digest": "sha256:…",            SHA-256 over the lines "‹name› ‹sha256›\n" of the files, sorted by name
 *  "arch": "amd64",                 amd64 or arm64
 *  "kernel": "6.1.0-…-amd64",       as uname -r says
 *  "files": {"initramfs.cpio": {"sha256": "…", "bytes": 1}, "root.squashfs": {…}, "vmlinux": {…}},
 *  "languages": {"bash": ["/bin/bash"], …},   what goes before the name of a script
 *  "agent_protocol": 1,             of agent.proto
 *  "test": false}                   true: a job can become root in it, for tests of the host only
 * </pre>
 *
 * <p>Nothing of an image is used before its digests were checked. Must not know hypervisors.
 */
@NullMarked
package io.omerta.vm.image;

import org.jspecify.annotations.NullMarked;
