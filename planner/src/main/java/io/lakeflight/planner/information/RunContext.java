package io.lakeflight.planner.information;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** What generated code may ask for while it runs. */
final class RunContext implements DataContext {
    static final String SOURCE = "source";

    private final SchemaPlus root;
    private final JavaTypeFactory types;
    private final Map<String, Object> values;

    RunContext(
            SchemaPlus root, JavaTypeFactory types, Map<String, Object> plan, InformationSource source, Vigil vigil) {
        this.root = root;
        this.types = types;
        this.values = new HashMap<>(plan);
        values.put(SOURCE, source);
        values.put(JoinWatch.VIGIL, vigil);
    }

    @Override
    public SchemaPlus getRootSchema() {
        return root;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        return types;
    }

    @Override
    public QueryProvider getQueryProvider() {
        throw new UnsupportedOperationException("A query is run as it was planned");
    }

    @Override
    public @Nullable Object get(String name) {
        return values.get(name);
    }
}
