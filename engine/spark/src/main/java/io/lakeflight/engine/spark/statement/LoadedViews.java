package io.lakeflight.engine.spark.statement;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.View;
import org.jspecify.annotations.Nullable;

/**
 * The views that names stand for while a statement is analysed. Its plan does not tell: there, Iceberg has put what a view is made
 * of in the place of its name. Spark analyses a statement in one thread.
 */
public final class LoadedViews implements AutoCloseable {
    private static final ThreadLocal<@Nullable LoadedViews> CURRENT = new ThreadLocal<>();

    private final @Nullable LoadedViews outer;
    private final List<LoadedView> views = new ArrayList<>();

    /** @param view as it was when Spark asked for it */
    public record LoadedView(String catalog, Identifier name, View view) {}

    private LoadedViews(@Nullable LoadedViews outer) {
        this.outer = outer;
    }

    /** Of what this thread analyses until it is closed. */
    static LoadedViews begin() {
        LoadedViews views = new LoadedViews(CURRENT.get());
        CURRENT.set(views);
        return views;
    }

    /** For catalogs to tell which view they have loaded. */
    public static void add(String catalog, Identifier name, View view) {
        LoadedViews current = CURRENT.get();
        if (current != null) {
            current.views.add(new LoadedView(catalog, name, view));
        }
    }

    /** One of them may be there several times, and be another each time. */
    List<LoadedView> all() {
        return List.copyOf(views);
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
