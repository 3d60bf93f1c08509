package io.lakeflight.engine.spark.fastlane;

import java.util.List;

/** Memory outside of the JVM's heap, which DuckDB's rows are handed over in. */
final class NativeMemory {
    /** In what the JVM, its Unsafe and Netty say: of direct buffers, of memory as such, of a thread's stack. */
    private static final List<String> WORDS = List.of("direct", "Unable to allocate", "native");

    private NativeMemory() {}

    /** Whether it is this memory that has run out, and not the heap or what classes are kept in. */
    static boolean isLacking(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof OutOfMemoryError
                && message != null
                && WORDS.stream().anyMatch(message::contains);
    }
}
