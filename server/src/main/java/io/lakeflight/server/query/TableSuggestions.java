package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.TableName;
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
        String schema = last >= 1 ? parts.get(last - 1) : state.schema();
        String catalog = last >= 2 ? parts.get(0) : state.catalog();
        List<TableName> close = catalogs.closestNames(parts.get(last), catalog, schema);
        if (close.isEmpty()) {
            return failure;
        }
        String names = close.stream().map(TableName::toString).collect(Collectors.joining(", "));
        return failure.withMessage(failure.getMessage() + "\nDid you mean: " + names + "?");
    }

    static List<String> parts(String relation) {
        return QUOTED_PART
                .matcher(relation)
                .results()
                .map(match -> match.group(1).replace("``", "`"))
                .toList();
    }
}
