package io.lakeflight.planner.information;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** A planned query; nothing is read before it runs. For one run at a time. */
public final class InformationQuery {
    private final List<OutputColumn> columns;
    private final List<OutputColumn> unbound;
    private final Bindable<?> program;
    private final Map<String, Object> parameters;
    private final JavaTypeFactory types;
    private final SchemaPlus root;

    InformationQuery(
            List<OutputColumn> columns,
            Bindable<?> program,
            Map<String, Object> parameters,
            JavaTypeFactory types,
            SchemaPlus root) {
        this(columns, List.of(), program, parameters, types, root);
    }

    private InformationQuery(
            List<OutputColumn> columns,
            List<OutputColumn> unbound,
            Bindable<?> program,
            Map<String, Object> parameters,
            JavaTypeFactory types,
            SchemaPlus root) {
        this.columns = columns;
        this.unbound = unbound;
        this.program = program;
        this.parameters = Map.copyOf(parameters);
        this.types = types;
        this.root = root;
    }

    /** One whose parameters have no values, so that it cannot run. */
    static InformationQuery unbound(
            List<OutputColumn> columns, List<OutputColumn> parameters, JavaTypeFactory types, SchemaPlus root) {
        Bindable<?> none = context -> {
            throw new InformationException(
                    InformationException.Reason.PARAMETERS,
                    "The statement has %d parameters, but none is bound".formatted(parameters.size()));
        };
        return new InformationQuery(columns, parameters, none, Map.of(), types, root);
    }

    /** The parameters that have no values, in order; the query cannot run while there are any. */
    public List<OutputColumn> parameters() {
        return unbound;
    }

    public List<OutputColumn> columns() {
        return columns;
    }

    /**
     * The rows, read from the sources while they are taken.
     *
     * @param maxJoinedRows how many rows joins and unions may make
     * @throws InformationException here or while rows are taken, if they make more, or the run is canceled
     */
    public Iterator<List<@Nullable Object>> run(
            InformationSource source, SystemSource system, long maxJoinedRows, BooleanSupplier canceled) {
        RunContext context =
                new RunContext(root, types, parameters, source, system, new Vigil(canceled, maxJoinedRows));
        Enumerable<?> rows = program.bind(context);
        Enumerator<?> enumerator = rows.enumerator();
        return Linq4j.enumeratorIterator(Linq4j.transform(enumerator, this::row));
    }

    /** A row of one column is its value. */
    private List<@Nullable Object> row(@Nullable Object row) {
        @Nullable Object[] values = columns.size() == 1 ? new Object[] {row} : (Object[]) requireNonNull(row);
        List<@Nullable Object> converted = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            converted.add(value(columns.get(column).type(), values[column]));
        }
        return converted;
    }

    private static @Nullable Object value(OutputColumn.Type type, @Nullable Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        return switch (type) {
            case INT -> (Object) number.intValue();
            case BIGINT -> number.longValue();
            case DOUBLE -> number.doubleValue();
            case TIMESTAMP -> Math.multiplyExact(number.longValue(), 1_000L);
            case DECIMAL, TEXT, FLAG -> number;
        };
    }
}
