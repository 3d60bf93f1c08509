package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.storage.FullDisk;
import io.lakeflight.storage.StorageFailure;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;

/** Says which catalogs' files a statement could not read or write: an object store itself knows only buckets. */
public final class StorageErrors {
    private static final int DEEPEST_CAUSE = 30;

    private StorageErrors() {}

    /** What a statement failed of, naming its catalogs if that was a storage. */
    public static Exception named(AnalyzedStatement statement, Exception failure) {
        Optional<String> reason = reason(failure);
        if (reason.isEmpty()) {
            return failure;
        }
        EngineException named = FullDisk.isCauseOf(failure)
                ? fullDisk(statement)
                : new EngineException(
                        ErrorCategory.EXTERNAL,
                        "STORAGE_FAILED",
                        "58030",
                        catalogs(statement) + " cannot be used: " + reason.get());
        named.initCause(failure);
        return named;
    }

    /** Spark's failure does not tell which disk: that of the tables or that of its own temporary files. */
    private static EngineException fullDisk(AnalyzedStatement statement) {
        return new EngineException(
                ErrorCategory.RESOURCES,
                "DISK_FULL",
                FullDisk.SQL_STATE,
                "There is no space left on a disk that the statement writes to: that of the engine's temporary files, or of "
                        + catalogs(statement));
    }

    /** Empty for failures of another kind, and for those that say more: that a commit may have happened. */
    private static Optional<String> reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof CommitStateUnknownException || cause instanceof EngineException) {
                return Optional.empty();
            }
            if (cause instanceof NotFoundException missing) {
                return Optional.of("a file of its tables is missing: " + missing.getMessage());
            }
            cause = cause.getCause();
        }
        return StorageFailure.in(failure).map(StorageFailure::reason);
    }

    private static String catalogs(AnalyzedStatement statement) {
        String names =
                statement.catalogs().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(" or "));
        return names.isEmpty() ? "A catalog" : "Catalog " + names;
    }
}
