/**
 * Templates on disk: booted machines, frozen, from which others are cloned.
 *
 * <p>Entry: {@link io.omerta.vm.template.TemplateStore}.
 *
 * <pre>
 * templates/‹key›/memory          the guest's memory, sparse, mapped privately by every clone; its holes are zeros
 * templates/‹key›/state           the state of its devices, as the hypervisor writes it
 * templates/‹key›/template.json   digests of both; its time of modification is that of the last use
 * templates/.making-‹random›/     one that is being made; `lock` in it is held as long as its maker lives
 * </pre>
 *
 * <p>The key is a digest of everything that shapes a template: what changed has another key, and the old one is evicted when
 * nobody has used it for long. A template appears whole, by a rename, and is read in full before its first use: what a crash
 * or a failing disk has left of it is found then, and removed. It holds no secret and nothing of any job.
 *
 * <p>Must not know any particular hypervisor, nor what is in the files.
 */
@NullMarked
package io.omerta.vm.template;

import org.jspecify.annotations.NullMarked;
