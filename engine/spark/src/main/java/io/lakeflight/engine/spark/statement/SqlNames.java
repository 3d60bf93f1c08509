package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.TableName;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names as a statement may write them. */
public final class SqlNames {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SqlNames() {}

    /** The full name of a table, its parts quoted where they have to be. */
    public static String of(TableName table) {
        return Stream.of(Stream.of(table.getCatalog()), table.getNamespaceList().stream(), Stream.of(table.getName()))
                .flatMap(parts -> parts)
                .map(SqlNames::quoted)
                .collect(Collectors.joining("."));
    }

    /** A part of a name. */
    public static String quoted(String part) {
        return PLAIN.matcher(part).matches() ? part : "`" + part.replace("`", "``") + "`";
    }
}
