package io.lakeflight.server.query;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import io.lakeflight.server.engines.EngineErrors;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Adds to the failure of a statement that names no known table the tables its author may have meant. */
final class TableSuggestions {
    private static final String UNDEFINED_TABLE = "42P01";
    /** Possessive: backtracking would take a stack frame for each character of a name. */
    private static final Pattern QUOTED_PART = Pattern.compile("`((?:[^`]++|``)++)`");

    private final Catalogs catalogs;

    TableSuggestions(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    QueryException improve(QueryException failure, Session session) {
        if (!failure.sqlState().equals(UNDEFINED_TABLE)) {
            return failure;
        }
        return EngineErrors.parameter(failure, "relationName")
                .map(relation -> withSuggestions(failure, parts(relation), session.state()))
                .orElse(failure);
    }

    private QueryException withSuggestions(QueryException failure, List<String> parts, Session.State state) {
        if (parts.isEmpty()) {
            return failure;
        }
        int last = parts.size() - 1;
        String schema = schema(parts, state);
        String catalog = last >= 2 ? parts.get(0) : state.catalog();
        try {
            TableName meant = new TableName(catalog, schema, parts.get(last));
            return isView(meant)
                    ? failure.withMessage(meant + " is a view, and this needs a table")
                    : withSuggestions(failure, catalogs.closestNames(meant.table(), catalog, schema));
        } catch (CatalogUnavailableException e) {
            // A misspelt name may come close to that of a catalog which is out of reach.
            return failure;
        }
    }

    private boolean isView(TableName name) {
        return catalogs.tables(name.catalog(), name.schema()).stream()
                .anyMatch(entry ->
                        entry.type() == TableType.VIEW && entry.name().table().equals(name.table()));
    }

    private static QueryException withSuggestions(QueryException failure, List<TableName> close) {
        if (close.isEmpty()) {
            return failure;
        }
        String names = close.stream().map(TableName::sql).collect(Collectors.joining(", "));
        return failure.withMessage(failure.getMessage() + "\nDid you mean: " + names + "?");
    }

    /** The first of three parts and more is the catalog. */
    private static String schema(List<String> parts, Session.State state) {
        return switch (parts.size()) {
            case 1 -> state.schema();
            case 2 -> parts.get(0);
            default -> String.join(".", parts.subList(1, parts.size() - 1));
        };
    }

    static List<String> parts(String relation) {
        return QUOTED_PART
                .matcher(relation)
                .results()
                .map(match -> match.group(1).replace("``", "`"))
                .toList();
    }
}
