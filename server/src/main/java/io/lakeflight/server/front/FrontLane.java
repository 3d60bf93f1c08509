package io.lakeflight.server.front;

import com.google.protobuf.ByteString;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.planner.BrowseStatement;
import io.lakeflight.planner.information.BoundValues;
import io.lakeflight.planner.simple.SimpleQuery;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.flight.metadata.SparkNames;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import io.lakeflight.server.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.view.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers statements about catalogs, schemas and tables without an engine, and only if the answer is surely the one that
 * Spark would give: an unknown name, for example, is Spark's to complain of.
 */
public final class FrontLane {
    private static final Logger log = LoggerFactory.getLogger(FrontLane.class);

    private final Catalogs catalogs;
    private final StatisticsSource statistics;
    private final InformationLane information;
    private final SessionChanges changes;
    private final FrontTexts texts = new FrontTexts();
    private final boolean isSparkPlain;
    private final BufferAllocator allocator;

    /**
     * @param maxJoinedRows how many rows the joins and unions of one query of {@code information_schema} or {@code system}
     *     may make
     * @param sparkSettings names of those that an operator has made for the engines of any data plane
     * @param maxSettings of a session
     * @param allocator for parameters while they are read
     */
    public FrontLane(
            Catalogs catalogs,
            StatisticsSource statistics,
            ServerView server,
            int maxJoinedRows,
            Set<String> sparkSettings,
            int maxSettings,
            BufferAllocator allocator) {
        this.catalogs = catalogs;
        this.statistics = statistics;
        this.allocator = allocator;
        this.isSparkPlain = sparkSettings.stream().noneMatch(FrontLane::mayChangeColumns);
        this.information = new InformationLane(catalogs, server, maxJoinedRows);
        this.changes = new SessionChanges(catalogs, sparkSettings, maxSettings);
    }

    /**
     * The answer as of now; empty if an engine is to answer.
     *
     * @throws QueryException if a catalog it asks is out of reach, or if no engine could answer it either
     */
    public Optional<HeldRows> answer(Session session, String sql) {
        Optional<HeldRows> ofInformation =
                information.answer(sql, session.state().catalog(), session.user(), () -> BoundValues.NONE);
        if (ofInformation.isPresent()) {
            return ofInformation;
        }
        FrontStatement statement = texts.read(sql);
        if (statement instanceof FrontStatement.Browse browse) {
            Optional<HeldRows> ofServer =
                    new ServerTableDescription(session.state().catalog(), catalogs.catalogs()).of(browse.statement());
            if (ofServer.isPresent()) {
                return ofServer;
            }
        }
        if (!isPlain(session) && !isOfCatalogs(statement)) {
            return Optional.empty();
        }
        try {
            if (statement instanceof FrontStatement.Browse browse) {
                return answer(browse.statement(), session.state());
            }
            return statement instanceof FrontStatement.Simple simple
                    ? constants(simple.query(), session)
                    : Optional.empty();
        } catch (CatalogUnavailableException e) {
            throw new QueryException(ErrorCode.CATALOG_UNAVAILABLE, e.getMessage(), e);
        } catch (RuntimeException e) {
            log.debug("Left to an engine", e);
            return Optional.empty();
        }
    }

    /**
     * As above, of a statement with parameters.
     *
     * @param parameters an Arrow IPC stream with a column for each
     * @param order of each {@code ?} of the text, the column that it is; empty if they are in order
     */
    public Optional<HeldRows> answer(Session session, String sql, ByteString parameters, List<Integer> order) {
        return information.answer(
                sql,
                session.state().catalog(),
                session.user(),
                () -> ParameterReader.read(parameters, order, allocator));
    }

    /**
     * What a statement makes of the session, if that is all it does, and surely what an engine would make of it: while an
     * engine has the session open, the engine is told first.
     */
    public Optional<SessionChange> change(Session session, String sql) {
        if (!session.isRepeatable() || !session.engines().all().isEmpty()) {
            return Optional.empty();
        }
        try {
            return changes.of(session.state(), texts.read(sql));
        } catch (CatalogUnavailableException e) {
            throw new QueryException(ErrorCode.CATALOG_UNAVAILABLE, e.getMessage(), e);
        } catch (RuntimeException e) {
            log.debug("Left to an engine", e);
            return Optional.empty();
        }
    }

    /** Settings are in the values and types of columns: the time zone, for one, and what a column is called. */
    private Optional<HeldRows> constants(SimpleQuery query, Session session) {
        Session.State state = session.state();
        boolean isPlain = isSparkPlain && state.settings().keySet().stream().noneMatch(FrontLane::mayChangeColumns);
        return isPlain
                ? new ProbeAnswer(session, new SessionNames(catalogs, state), statistics).of(query)
                : Optional.empty();
    }

    private static boolean mayChangeColumns(String setting) {
        return (setting.startsWith("spark.sql.") || setting.startsWith("spark.wap."))
                && !setting.startsWith("spark.sql.shuffle.")
                && !setting.startsWith("spark.sql.adaptive.")
                && !setting.startsWith("spark.sql.files.");
    }

    /** Whether the engine knows nothing of the session that might change an answer. */
    private static boolean isPlain(Session session) {
        return session.isRepeatable()
                && session.state().settings().keySet().stream()
                        .noneMatch(key -> key.startsWith("spark.sql.legacy.")
                                || key.startsWith("spark.sql.catalog.")
                                || key.startsWith("spark.sql.ansi."));
    }

    /** Which catalogs there are is the same to every session; an engine would tell of those that it has for itself, too. */
    private static boolean isOfCatalogs(FrontStatement statement) {
        return statement instanceof FrontStatement.Browse browse
                && browse.statement() instanceof BrowseStatement.Catalogs;
    }

    private Optional<HeldRows> answer(BrowseStatement statement, Session.State state) {
        SessionNames names = new SessionNames(catalogs, state);
        if (statement instanceof BrowseStatement.Catalogs asked) {
            return filter(asked.pattern()).map(this::catalogs);
        }
        if (statement instanceof BrowseStatement.CurrentSchema) {
            return names.schema(List.of()).map(FrontLane::currentSchema);
        }
        if (statement instanceof BrowseStatement.Schemas asked) {
            return both(names.namespace(asked.parent()), filter(asked.pattern()), FrontLane::schemas);
        }
        if (statement instanceof BrowseStatement.Tables asked) {
            return both(names.schema(asked.schema()), filter(asked.pattern()), FrontLane::tables);
        }
        if (statement instanceof BrowseStatement.Views asked) {
            return both(names.schema(asked.schema()), filter(asked.pattern()), FrontLane::views);
        }
        if (statement instanceof BrowseStatement.Columns asked) {
            return names.table(asked.table()).map(place -> columns(load(place)));
        }
        if (statement instanceof BrowseStatement.Properties asked) {
            return names.table(asked.table()).flatMap(place -> properties(place, asked.key()));
        }
        if (statement instanceof BrowseStatement.Definition asked) {
            return names.table(asked.table())
                    .flatMap(place -> TableDefinition.of(place.name(), load(place)))
                    .map(text -> new HeldRows(FrontSchemas.DEFINITION, List.of(Row.of(text))));
        }
        if (statement instanceof BrowseStatement.DescribeSchema asked) {
            return names.schema(asked.schema())
                    .flatMap(place -> SchemaDescription.of(place, asked.extended()))
                    .map(rows -> new HeldRows(FrontSchemas.SCHEMA_FACTS, rows));
        }
        return description(statement, names);
    }

    private static Optional<HeldRows> description(BrowseStatement statement, SessionNames names) {
        if (statement instanceof BrowseStatement.DescribeColumn asked) {
            return names.table(asked.table())
                    .flatMap(place -> TableDescription.ofColumn(load(place), asked.column()))
                    .map(rows -> new HeldRows(FrontSchemas.FACTS, rows));
        }
        if (statement instanceof BrowseStatement.DescribeExtended asked) {
            return names.table(asked.table())
                    .flatMap(place -> DetailedDescription.of(place.name(), load(place)))
                    .map(rows -> new HeldRows(FrontSchemas.DESCRIPTION, rows));
        }
        BrowseStatement.Describe asked = (BrowseStatement.Describe) statement;
        return names.table(asked.table())
                .flatMap(FrontLane::description)
                .map(rows -> new HeldRows(FrontSchemas.DESCRIPTION, rows));
    }

    private static Optional<List<Row>> description(Place place) {
        try {
            return TableDescription.of(load(place));
        } catch (NoSuchTableException e) {
            View view = place.catalog().call(() -> place.catalog().views().loadView(place.table()));
            return TableDescription.of(view);
        }
    }

    private static Optional<HeldRows> properties(Place place, Optional<String> key) {
        return SparkProperties.of(load(place))
                .map(properties -> new HeldRows(FrontSchemas.PROPERTIES, rows(place, properties.shown(), key)));
    }

    private static List<Row> rows(Place place, SortedMap<String, String> properties, Optional<String> key) {
        if (key.isEmpty()) {
            return properties.entrySet().stream()
                    .map(property -> Row.of(property.getKey(), property.getValue()))
                    .toList();
        }
        String none = "Table %s does not have property: %s".formatted(place.name(), key.get());
        return List.of(Row.of(key.get(), properties.getOrDefault(key.get(), none)));
    }

    private HeldRows catalogs(Predicate<String> wanted) {
        List<Row> rows =
                catalogs.catalogs().stream().filter(wanted).map(Row::of).toList();
        return new HeldRows(FrontSchemas.CATALOGS, rows);
    }

    private static HeldRows currentSchema(Place schema) {
        schema.catalog().call(() -> schema.catalog().namespaces().loadNamespaceMetadata(schema.namespace()));
        Row row = Row.of(SparkNames.quoteIfNeeded(schema.catalog().name()), SparkNames.quoted(schema.namespace()));
        return new HeldRows(FrontSchemas.CURRENT_SCHEMA, List.of(row));
    }

    private static HeldRows schemas(Place parent, Predicate<String> wanted) {
        List<Namespace> found =
                parent.catalog().call(() -> parent.catalog().namespaces().listNamespaces(parent.namespace()));
        List<Row> rows = found.stream()
                .map(SparkNames::quoted)
                .filter(wanted)
                .map(Row::of)
                .toList();
        return new HeldRows(FrontSchemas.SCHEMAS, rows);
    }

    private static HeldRows tables(Place schema, Predicate<String> wanted) {
        LakeCatalog catalog = schema.catalog();
        return listing(
                FrontSchemas.TABLES, catalog.call(() -> catalog.tables().listTables(schema.namespace())), wanted);
    }

    private static HeldRows views(Place schema, Predicate<String> wanted) {
        LakeCatalog catalog = schema.catalog();
        return listing(FrontSchemas.VIEWS, catalog.call(() -> catalog.views().listViews(schema.namespace())), wanted);
    }

    private static HeldRows listing(Schema schema, List<TableIdentifier> found, Predicate<String> wanted) {
        List<Row> rows = found.stream()
                .filter(name -> wanted.test(name.name()))
                .map(name -> Row.of(SparkNames.quoted(name.namespace()), name.name(), false))
                .toList();
        return new HeldRows(schema, rows);
    }

    private static HeldRows columns(Table table) {
        List<Row> rows = table.schema().columns().stream()
                .map(column -> Row.of(column.name()))
                .toList();
        return new HeldRows(FrontSchemas.COLUMNS, rows);
    }

    private static Table load(Place place) {
        return place.catalog().call(() -> place.catalog().tables().loadTable(place.table()));
    }

    private static Optional<Predicate<String>> filter(Optional<String> pattern) {
        return pattern.isEmpty() ? Optional.of(name -> true) : SparkPattern.of(pattern.get());
    }

    private static Optional<HeldRows> both(
            Optional<Place> place,
            Optional<Predicate<String>> wanted,
            BiFunction<Place, Predicate<String>, HeldRows> answer) {
        return place.flatMap(found -> wanted.map(filter -> answer.apply(found, filter)));
    }
}
