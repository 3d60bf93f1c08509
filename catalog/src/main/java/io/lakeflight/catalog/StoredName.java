package io.lakeflight.catalog;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Names as the database has them. Iceberg's JDBC catalog joins the levels of a namespace by dots, so a dot within a
 * level is stored as a character that is in no name.
 *
 * <p>Both directions leave a name alone that they have changed already: the JDBC catalog calls its own public methods.
 */
final class StoredName {
    private static final char DOT = '.';
    private static final char STORED_DOT = '\u001D';
    static final String DOT_AS_STORED = Character.toString(STORED_DOT);

    private StoredName() {}

    static Namespace of(Namespace namespace) {
        return mapped(namespace, level -> level.replace(DOT, STORED_DOT));
    }

    static TableIdentifier of(TableIdentifier name) {
        return TableIdentifier.of(of(name.namespace()), name.name());
    }

    static Namespace read(Namespace stored) {
        return mapped(stored, level -> level.replace(STORED_DOT, DOT));
    }

    static TableIdentifier read(TableIdentifier stored) {
        return TableIdentifier.of(read(stored.namespace()), stored.name());
    }

    private static Namespace mapped(Namespace namespace, UnaryOperator<String> level) {
        return Namespace.of(Arrays.stream(namespace.levels()).map(level).toArray(String[]::new));
    }
}
