package io.lakeflight.server.catalogs;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.server.session.Session;
import java.util.List;

/** The catalogs that configuration defines; there is always the one sessions start in. */
public record CatalogsConfig(List<CatalogDefinition> definitions) {
    public static final CatalogsConfig DEFAULTS =
            new CatalogsConfig(List.of(CatalogDefinition.internal(Session.DEFAULT_CATALOG)));

    public CatalogsConfig {
        definitions = List.copyOf(definitions);
    }
}
