package io.lakeflight.server.query;

import com.google.protobuf.ByteString;
import java.util.function.IntConsumer;

/** Parameter sets that a client is still to upload. */
@FunctionalInterface
public interface ParameterSource {
    /**
     * Waits for all of them.
     *
     * @param size is told, again and again, how many bytes are held so far; may refuse them by an exception
     * @return an Arrow IPC stream; empty if there are none
     */
    ByteString read(IntConsumer size);
}
