/**
 * The file service of one job: HTTP/1.1 on the hub's port 80, for its VM alone.
 *
 * <pre>
 * GET, HEAD /path/file   a file of the folder that is served, also a part of it (Range, RFC 9110, section 14)
 * GET, HEAD /path/       names in a folder, as HTML; as lines of relative URLs for "Accept: text/plain"
 * PUT /path/file         a file into the folder that collects: it appears when it is whole, or never
 * </pre>
 *
 * <p>Paths are opened component by component, each relative to the one before and none through a symbolic link, so that nothing
 * outside of the two folders is reached. Messages are read and written by Netty's HTTP codec, which does no I/O here.
 *
 * <p>Entry: {@link io.omerta.consumer.files.FileService}. Must not know jobs, flows or policies.
 */
@NullMarked
package io.omerta.consumer.files;

import org.jspecify.annotations.NullMarked;
