package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.SqlNames;
import io.lakeflight.storage.FullDisk;
import io.lakeflight.storage.StorageFailure;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;

/** Says which catalogs' files a statement could not read or write: an object store itself knows only buckets. */
public final class StorageErrors {
    private static final int DEEPEST_CAUSE = 30;

    private StorageErrors() {}

    /** What a statement failed of, naming its catalogs or tables if that was a storage. */
    public static Exception named(AnalyzedStatement statement, Exception failure) {
        Optional<EngineException> named = missingFile(statement, failure)
                .or(() -> cutFile(statement, failure))
                .or(() -> reason(failure)
                        .map(reason -> FullDisk.isCauseOf(failure) ? fullDisk(statement) : failed(statement, reason)));
        named.ifPresent(told -> told.initCause(failure));
        return named.<Exception>map(told -> told).orElse(failure);
    }

    private static EngineException failed(AnalyzedStatement statement, String reason) {
        return storage(catalogs(statement) + " cannot be used: " + reason);
    }

    private static EngineException storage(String message) {
        return new EngineException(ErrorCategory.EXTERNAL, "STORAGE_FAILED", "58030", message);
    }

    /** One file that is not there says nothing of the other tables of its catalog. */
    private static Optional<EngineException> missingFile(AnalyzedStatement statement, Exception failure) {
        return causes(failure)
                .filter(NotFoundException.class::isInstance)
                .findFirst()
                .map(missing -> storage("A file" + tables(statement, String.valueOf(missing.getMessage()))
                        + " is missing: " + missing.getMessage()));
    }

    /** Iceberg does not say which file ended early, of those that list a table's files. */
    private static Optional<EngineException> cutFile(AnalyzedStatement statement, Exception failure) {
        return causes(failure)
                .filter(EOFException.class::isInstance)
                .filter(cut -> Arrays.stream(cut.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("org.apache.iceberg.")))
                .findFirst()
                .map(cut -> storage("A file" + tables(statement, "") + " is damaged: it ends too early"));
    }

    /** The statement's tables, or those among them whose directory is named like the one the file is in. */
    private static String tables(AnalyzedStatement statement, String message) {
        List<TableName> all = statement.tables();
        List<TableName> named = all.stream()
                .filter(table ->
                        message.contains("/" + table.getName() + "/") || message.contains("/" + table.getName() + "-"))
                .toList();
        String names =
                (named.isEmpty() ? all : named).stream().map(SqlNames::of).collect(Collectors.joining(" or "));
        return names.isEmpty() ? "" : " of table " + names;
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

    /** Empty for failures of another kind. */
    private static Optional<String> reason(Exception failure) {
        return causes(failure).findAny().isPresent()
                ? StorageFailure.in(failure).map(StorageFailure::reason)
                : Optional.empty();
    }

    /** The failure and its causes; none if one of them says more, such as that a commit may have happened. */
    private static Stream<Throwable> causes(Exception failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof CommitStateUnknownException || cause instanceof EngineException) {
                return Stream.empty();
            }
            causes.add(cause);
            cause = cause.getCause();
        }
        return causes.stream();
    }

    private static String catalogs(AnalyzedStatement statement) {
        String names =
                statement.catalogs().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(" or "));
        return names.isEmpty() ? "A catalog" : "Catalog " + names;
    }
}
