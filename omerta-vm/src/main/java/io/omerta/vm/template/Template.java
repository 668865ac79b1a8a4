package io.omerta.vm.template;

import java.nio.file.Path;

/**
 * A frozen machine whose every byte was checked when the store gave it out. Its files may be evicted at any time.
 *
 * @param memory to be mapped privately, and never written to
 * @param state of its devices, as the hypervisor wrote it
 */
public record Template(TemplateKey key, Path memory, Path state) {}
