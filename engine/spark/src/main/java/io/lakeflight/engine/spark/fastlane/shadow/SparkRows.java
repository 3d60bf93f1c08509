package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.run.RunningQuery;
import java.io.IOException;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * The rows of the second execution, which are hashed and go nowhere.
 *
 * @param mostRows that there should be
 */
record SparkRows(RunningQuery query, RowHashes hashes, long mostRows) implements BatchSink {
    /** There are more rows than there should be, and how many more is not worth the work. */
    static final class TooManyRowsException extends Exception {
        private static final long serialVersionUID = 1;

        private TooManyRowsException() {
            super("more rows than in the fast lane", null, false, false);
        }
    }

    @Override
    public void awaitReady() {
        query.check();
    }

    @Override
    public void write(byte[] batch) throws IOException, TooManyRowsException {
        query.check();
        hashes.add(batch);
        requireFew();
    }

    @Override
    public void write(ArrowRecordBatch batch) throws TooManyRowsException {
        query.check();
        hashes.add(batch);
        requireFew();
    }

    private void requireFew() throws TooManyRowsException {
        if (hashes.rows() > mostRows) {
            throw new TooManyRowsException();
        }
    }
}
