package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.spark.run.BatchSink;
import java.io.IOException;
import java.util.Optional;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows on their way to a client, hashed as they pass: only up to so many that the client does not feel it. */
final class SentRows implements BatchSink {
    private static final Logger log = LoggerFactory.getLogger(SentRows.class);
    private static final long MOST_ROWS = 100_000;
    private static final long MOST_BYTES = 64 << 20;

    private final BatchSink client;
    private final RowHashes hashes;
    private long bytes;
    private boolean isGivenUp;

    SentRows(BatchSink client, RowHashes hashes) {
        this.client = client;
        this.hashes = hashes;
    }

    @Override
    public void awaitReady() throws InterruptedException {
        client.awaitReady();
    }

    @Override
    public void tell(Execution execution) {
        client.tell(execution);
    }

    @Override
    public void write(byte[] batch) throws Exception {
        attempt(batch.length, () -> hashes.add(batch));
        client.write(batch);
    }

    @Override
    public void write(ArrowRecordBatch batch) throws Exception {
        attempt(batch.computeBodyLength(), () -> hashes.add(batch));
        client.write(batch);
    }

    private interface Hashing {
        void run() throws IOException;
    }

    private void attempt(long length, Hashing hashing) {
        bytes += length;
        isGivenUp |= bytes > MOST_BYTES || hashes.rows() > MOST_ROWS;
        if (isGivenUp) {
            return;
        }
        try {
            hashing.run();
        } catch (IOException | RuntimeException e) {
            // The client's rows are what counts.
            log.warn("Rows could not be hashed, by a bug", e);
            isGivenUp = true;
        }
    }

    /** Empty if not all rows were hashed. */
    Optional<Fingerprint> fingerprint() {
        return isGivenUp ? Optional.empty() : Optional.of(hashes.fingerprint());
    }
}
