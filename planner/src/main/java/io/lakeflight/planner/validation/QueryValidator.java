package io.lakeflight.planner.validation;

import io.lakeflight.planner.syntax.CalciteMessage;
import io.lakeflight.planner.syntax.StatementParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Validates queries with Calcite against tables that are known. Its answer is for people: that a query is not valid here
 * may be for lack of knowledge of Spark's functions and forms.
 */
public final class QueryValidator {
    private static final SqlOperatorTable OPERATORS = new SparkOperators();

    private static final SqlValidator.Config CONFIG = SqlValidator.Config.DEFAULT
            .withConformance(new SqlDelegatingConformance(SqlConformanceEnum.BABEL) {
                @Override
                public boolean isNonStrictGroupBy() {
                    return false;
                }
            })
            .withDefaultNullCollation(NullCollation.LOW);

    private QueryValidator() {}

    /**
     * A table that the query reads.
     *
     * @param name as the query writes it, in its parts
     */
    public record KnownTable(List<String> name, List<TableColumn> columns) {
        public KnownTable {
            name = List.copyOf(name);
            columns = List.copyOf(columns);
        }
    }

    /**
     * What is to be said of a query that {@link io.lakeflight.planner.statement.StatementReader} can read.
     *
     * @param tables all that are known of those that it reads
     */
    public static Validation validate(String sql, List<KnownTable> tables) {
        try {
            return validate(StatementParser.parse(sql), tables);
        } catch (SqlParseException e) {
            return Validation.failed("Calcite does not read it: " + CalciteMessage.firstLine(e));
        } catch (StackOverflowError e) {
            return Validation.failed("its expressions are nested too deeply");
        } catch (RuntimeException | AssertionError e) {
            // Some of what Calcite does not know it takes for a mistake of its own.
            return Validation.failed(CalciteMessage.firstLine(e.getCause() == null ? e : e.getCause()));
        }
    }

    private static Validation validate(SqlNode statement, List<KnownTable> tables) {
        if (!statement.isA(SqlKind.QUERY)) {
            return Validation.failed("it is no query");
        }
        RelDataTypeFactory types = SparkTypes.factory();
        SqlValidator validator = SqlValidatorUtil.newValidator(OPERATORS, reader(types, tables), types, CONFIG);
        SqlNode validated = validator.validate(statement);
        return new Validation(Optional.empty(), types(validator, validated, tables));
    }

    private static CalciteCatalogReader reader(RelDataTypeFactory types, List<KnownTable> tables) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        for (KnownTable table : tables) {
            CalciteSchema schema = root;
            for (String part : table.name().subList(0, table.name().size() - 1)) {
                CalciteSchema inner = schema.getSubSchema(part, false);
                schema = inner == null ? schema.add(part, new AbstractSchema()) : inner;
            }
            schema.add(table.name().get(table.name().size() - 1), new Rows(table.columns()));
        }
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteCatalogReader(root, List.of(), types, new CalciteConnectionConfigImpl(properties));
    }

    /** A table of which nothing but its columns is known. */
    private static final class Rows extends AbstractTable {
        private final List<TableColumn> columns;

        Rows(List<TableColumn> columns) {
            this.columns = columns;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory types) {
            return SparkTypes.row(types, columns);
        }
    }

    /** Columns that are those of tables, as they are, have the types of these. */
    private static Optional<List<ColumnType>> types(SqlValidator validator, SqlNode query, List<KnownTable> tables) {
        List<List<String>> origins = validator.getFieldOrigins(query);
        List<SqlNode> items = items(query);
        List<ColumnType> types = new ArrayList<>();
        for (RelDataTypeField field : validator.getValidatedNodeType(query).getFieldList()) {
            int i = field.getIndex();
            Optional<String> type = i < items.size() && isCount(items.get(i))
                    ? Optional.of("bigint")
                    : Optional.ofNullable(origins.get(i)).flatMap(origin -> type(origin, tables));
            if (type.isEmpty()) {
                return Optional.empty();
            }
            types.add(new ColumnType(type.get(), field.getType().isNullable()));
        }
        return Optional.of(types);
    }

    /** The type of a column by its table's name and its own. */
    private static Optional<String> type(List<String> origin, List<KnownTable> tables) {
        int last = origin.size() - 1;
        return tables.stream()
                .filter(table -> table.name().equals(origin.subList(0, last)))
                .flatMap(table -> table.columns().stream())
                .filter(column -> column.name().equals(origin.get(last)))
                .map(column -> column.type().text())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static List<SqlNode> items(SqlNode query) {
        SqlNode node = query;
        if (node.getKind() == SqlKind.ORDER_BY) {
            node = ((SqlCall) node).operand(0);
        }
        return node instanceof SqlSelect select ? select.getSelectList().getList() : List.of();
    }

    private static boolean isCount(SqlNode item) {
        SqlNode node = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        return node.getKind() == SqlKind.COUNT;
    }
}
