@NullMarked
package io.omerta.network.dht.socket;

import org.jspecify.annotations.NullMarked;
