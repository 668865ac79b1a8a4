/**
 * Guest images: what machines boot, each named by the digest of everything that its manifest says.
 *
 * <p>Entries: {@link io.omerta.vm.image.ImageStore} for those who boot them, {@link io.omerta.vm.image.ImageFolder} for those
 * who keep them, {@link io.omerta.vm.image.ImageArchive} and {@link io.omerta.vm.image.ImageImport} to carry them to another
 * machine. An image is a directory with a {@code manifest.json}:
 *
 * <pre>
 * {"v": 2,
 *  "digest": "sha256:…",            SHA-256 over the lines below, sorted
 *  "arch": "amd64",                 amd64 or arm64
 *  "kernel": "6.1.0-…-amd64",       as uname -r says
 *  "files": {"initramfs.cpio": {"sha256": "…", "bytes": 1}, "root.squashfs": {…}, "vmlinux": {…}},
 *  "languages": {"bash": ["/bin/bash"], …},   what goes before the name of a script
 *  "added": ["python3-numpy"],      packages asked for beyond the standard image's
 *  "drivers": ["amdgpu"],           of graphics cards; only in an image that has some
 *  "packages": {"bash": "5.2.15-2", …},       versions of all Debian packages inside
 *  "agent_protocol": 1,             of agent.proto
 *  "test": false}                   true: a job can become root in it, for tests of the host only
 *
 * added ‹name›                      the lines of the digest, each ended by a line feed
 * agent_protocol ‹number›
 * arch ‹name›
 * driver ‹name›
 * file ‹name› ‹sha256› ‹bytes›
 * kernel ‹release›
 * language ‹name› ‹word› …
 * package ‹name› ‹version›
 * test ‹true or false›
 * </pre>
 *
 * <p>Version 1 has neither {@code added} nor {@code packages}; its digest is over the lines {@code ‹name› ‹sha256›} of its
 * files. Nothing of an image is used before its digests were checked. Must not know hypervisors.
 */
@NullMarked
package io.omerta.vm.image;

import org.jspecify.annotations.NullMarked;
