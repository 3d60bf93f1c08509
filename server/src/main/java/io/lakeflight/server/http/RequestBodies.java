package io.lakeflight.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.eclipse.jetty.http.BadMessageException;

/** The bodies of all requests at work, which together are bounded as well. */
final class RequestBodies {
    /** So many of the longest ones. */
    private static final int LONGEST_AT_ONCE = 4;

    private static final int PIECE = 64 << 10;

    /** Else a client that sends a byte now and then would keep its place for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int longest;
    private final Duration patience;
    private final Semaphore pieces;

    /**
     * @param longest in bytes
     * @param requests how many there may be; each has a place for a short body
     */
    RequestBodies(int longest, int requests) {
        this(longest, requests, PATIENCE);
    }

    RequestBodies(int longest, int requests, Duration patience) {
        this.longest = longest;
        this.patience = patience;
        this.pieces = new Semaphore(requests + LONGEST_AT_ONCE * (longest / PIECE));
    }

    /**
     * The whole body. Its length is counted while reading: a chunked request does not tell it in advance.
     *
     * @throws BadRequestException if it is too long, ends early, or takes too long to come
     * @throws ServiceUnavailableException if there are too many
     */
    Body read(InputStream stream) {
        Body body = new Body();
        try {
            body.read(stream);
            return body;
        } catch (BadMessageException e) {
            // Jetty's, of one that comes too slowly to go on with.
            body.close();
            throw new BadRequestException(e, "The body comes too slowly");
        } catch (IOException e) {
            body.close();
            throw new BadRequestException(e, "The body ended early");
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /** One body, which takes its place until it is closed. */
    final class Body implements AutoCloseable {
        private byte[] content = {};
        private int held;

        private void read(InputStream stream) throws IOException {
            long begun = System.nanoTime();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            byte[] buffer = new byte[PIECE];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                if (read.size() + count > longest) {
                    throw new BadRequestException("The body is longer than %s bytes", longest);
                }
                if (System.nanoTime() - begun > patience.toNanos()) {
                    throw new BadRequestException("The body has not come within %s s", patience.toSeconds());
                }
                hold((read.size() + count - 1) / PIECE + 1);
                read.write(buffer, 0, count);
            }
            content = read.toByteArray();
        }

        private void hold(int wanted) {
            for (; held < wanted; held++) {
                if (!pieces.tryAcquire()) {
                    throw new ServiceUnavailableException(
                            "The server is at its limit of bodies, %s of the longest (http.max-body-size)",
                            LONGEST_AT_ONCE);
                }
            }
        }

        byte[] content() {
            return content;
        }

        @Override
        public void close() {
            pieces.release(held);
            held = 0;
        }
    }
}
