package io.lakeflight.catalog;

import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;

/** Says of which table a requirement of a commit does not hold: Iceberg tells what was required, of one or of several. */
final class NamedRefusal {
    private static final String REQUIREMENT = "Requirement failed";

    private NamedRefusal() {}

    /** The refusal itself, if it is another one. */
    static RuntimeException of(String catalog, TableIdentifier table, RuntimeException refusal) {
        String message = refusal.getMessage();
        return refusal instanceof CommitFailedException && message != null && message.startsWith(REQUIREMENT)
                ? new CommitFailedException(refusal, "%s (table %s)", message, TableName.of(catalog, table))
                : refusal;
    }
}
