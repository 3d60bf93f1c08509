package io.lakeflight.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.UnreadableTableException;
import io.lakeflight.catalog.statistics.StatisticsRequest;
import io.lakeflight.catalog.statistics.StatisticsSource;
import java.time.DateTimeException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionParser;
import org.apache.iceberg.types.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statistics of tables as REST: {@code GET /api/v1/statistics}. An error is {@code {"error": message}}. */
final class StatisticsResource {
    private static final Logger log = LoggerFactory.getLogger(StatisticsResource.class);
    private static final String PATH = "/api/v1/statistics";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalogs catalogs;
    private final StatisticsSource statistics;

    /** What went wrong, for people. */
    record Problem(String error) {}

    StatisticsResource(Catalogs catalogs, StatisticsSource statistics) {
        this.catalogs = catalogs;
        this.statistics = statistics;
    }

    void register(Javalin javalin) {
        javalin.get(PATH, this::answer);
    }

    private void answer(Context request) throws JsonProcessingException {
        try {
            answer(request, 200, read(request));
        } catch (NoSuchElementException e) {
            answer(request, 404, new Problem(String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException | ValidationException | DateTimeException e) {
            answer(request, 400, new Problem(String.valueOf(e.getMessage())));
        } catch (CatalogUnavailableException e) {
            answer(request, 502, new Problem(e.getMessage()));
        } catch (UnreadableTableException e) {
            answer(request, 500, new Problem(e.getMessage()));
        } catch (RuntimeException e) {
            log.warn("{} {} failed", request.method(), request.path(), e);
            answer(request, 500, new Problem(unreadable(request)));
        }
    }

    /** The place of a file is not for everyone to know. */
    private static String unreadable(Context request) {
        String snapshot = request.queryParam("snapshot");
        return "The manifests of table " + request.queryParam("table") + " at "
                + (snapshot == null ? "its current snapshot" : "snapshot " + snapshot)
                + " cannot be read; the server's log tells why";
    }

    private StatisticsJson.Statistics read(Context request) {
        String text = request.queryParam("table");
        if (text == null) {
            throw new IllegalArgumentException("No table is named (expected: table=catalog.schema.table)");
        }
        TableName name = TableName.parse(text);
        LakeCatalog catalog = catalogs.find(name.catalog())
                .orElseThrow(() -> new NoSuchElementException("There is no catalog " + name.catalog()));
        return catalog.call(() -> {
            StatisticsRequest wanted = wanted(request, load(catalog, name));
            return StatisticsJson.of(name, wanted.schema(), statistics.read(wanted));
        });
    }

    private static Table load(LakeCatalog catalog, TableName name) {
        try {
            return catalog.tables().loadTable(name.identifier());
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            throw new NoSuchElementException("There is no table " + name, e);
        }
    }

    private static StatisticsRequest wanted(Context request, Table table) {
        String snapshot = request.queryParam("snapshot");
        StatisticsRequest all = snapshot == null
                ? StatisticsRequest.current(table)
                : StatisticsRequest.asOf(table, number("snapshot", snapshot));
        String filter = request.queryParam("filter");
        boolean caseSensitive = !"false".equals(request.queryParam("case-sensitive"));
        StatisticsRequest filtered = filter == null ? all : all.where(filter(filter), caseSensitive);
        List<String> columns = request.queryParams("column");
        return columns.isEmpty() ? filtered : filtered.ofColumns(columns(filtered, columns));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + text + "\" (expected: a whole number)", e);
        }
    }

    private static Expression filter(String json) {
        try {
            return ExpressionParser.fromJson(json);
        } catch (RuntimeException e) {
            // Iceberg's parser fails in many ways.
            throw new IllegalArgumentException("filter is not an expression in Iceberg's JSON: " + e.getMessage(), e);
        }
    }

    private static Set<Integer> columns(StatisticsRequest wanted, List<String> names) {
        Set<Integer> ids = new LinkedHashSet<>();
        for (String name : names) {
            if (name.isEmpty()) {
                continue;
            }
            Types.NestedField field = wanted.caseSensitive()
                    ? wanted.schema().findField(name)
                    : wanted.schema().caseInsensitiveFindField(name);
            if (field == null) {
                throw new IllegalArgumentException("There is no column " + name);
            }
            ids.add(field.fieldId());
        }
        return ids;
    }

    private static void answer(Context request, int status, Object body) throws JsonProcessingException {
        request.status(status).contentType("application/json").result(JSON.writeValueAsString(body));
    }
}
