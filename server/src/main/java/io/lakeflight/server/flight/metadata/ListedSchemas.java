package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.Relation;
import io.lakeflight.server.flight.metadata.Patience.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of listed tables and views as messages: those in memory, then those that the catalog has kept, all in one
 * question, and of the others what their metadata files say.
 *
 * @param isNamed whether the catalog was asked for by its name, and its failure is that of the request
 */
record ListedSchemas(Catalogs catalogs, SchemaMessageCache messages, boolean isNamed) {
    private static final Logger log = LoggerFactory.getLogger(ListedSchemas.class);

    private static final Duration READ_AHEAD = Duration.ofSeconds(10);
    /** Of so many tables kept schemas are asked for at once. */
    private static final int CHUNK = 256;

    /** In the order of the relations; absent if one was dropped. Of those that do not come in time none is told. */
    List<Optional<byte[]>> of(String catalog, List<Relation> relations, Patience patience) {
        return patience.spend(deadline -> {
            Map<Relation, byte[]> known = known(catalog, relations, deadline);
            List<Relation> others = relations.stream()
                    .filter(relation -> !known.containsKey(relation))
                    .toList();
            Iterator<Optional<byte[]>> read = catalogs.readAll(catalog, others, relation -> read(relation, deadline))
                    .iterator();
            return relations.stream()
                    .map(relation -> Optional.ofNullable(known.get(relation)).or(read::next))
                    .toList();
        });
    }

    /**
     * Has those schemas known to later answers that the catalog has kept.
     *
     * @param goesOn asked again and again
     * @return how many are known then
     */
    int keptAhead(String catalog, List<Relation> relations, BooleanSupplier goesOn) {
        int known = 0;
        for (int from = 0; from < relations.size() && goesOn.getAsBoolean(); from += CHUNK) {
            List<Relation> chunk = relations.subList(from, Math.min(from + CHUNK, relations.size()));
            known += new Patience(READ_AHEAD)
                    .spend(deadline -> known(catalog, chunk, deadline))
                    .size();
        }
        return known;
    }

    /**
     * Has all schemas known, for those who ask for more than messages, too.
     *
     * @param goesOn asked again and again
     * @return how many were read
     */
    int readAhead(String catalog, List<Relation> relations, BooleanSupplier goesOn) {
        keptAhead(catalog, relations, goesOn);
        int read = 0;
        Iterator<Relation> left = relations.iterator();
        while (left.hasNext() && goesOn.getAsBoolean()) {
            Relation relation = left.next();
            new Patience(READ_AHEAD).spend(deadline -> read(relation, deadline));
            read++;
        }
        return read;
    }

    private Map<Relation, byte[]> known(String catalog, List<Relation> relations, Deadline deadline) {
        Map<Relation, byte[]> known = new HashMap<>();
        for (Relation relation : relations) {
            inMemory(relation).ifPresent(message -> known.put(relation, message));
        }
        List<Relation> others = relations.stream()
                .filter(relation ->
                        !known.containsKey(relation) && relation.file().isPresent())
                .toList();
        Duration left = deadline.left();
        if (!others.isEmpty() && !left.isZero()) {
            Iterator<Optional<byte[]>> kept = kept(catalog, others, left).iterator();
            for (Relation relation : others) {
                kept.next().ifPresent(message -> {
                    messages.put(relation, message);
                    known.put(relation, message);
                });
            }
        }
        return known;
    }

    private Optional<byte[]> inMemory(Relation relation) {
        Optional<byte[]> known = messages.known(relation);
        return known.isPresent() ? known : relation.known().map(content -> messages.made(relation, content.schema()));
    }

    private List<Optional<byte[]>> kept(String catalog, List<Relation> relations, Duration patience) {
        try {
            return catalogs.keptForms(catalog, relations, patience);
        } catch (CatalogUnavailableException e) {
            if (isNamed) {
                throw e;
            }
            log.debug("Kept schemas of catalog {} are not at hand", catalog, e);
            return relations.stream().map(relation -> Optional.<byte[]>empty()).toList();
        }
    }

    private Optional<byte[]> read(Relation relation, Deadline deadline) {
        Duration left = deadline.left();
        if (left.isZero()) {
            return Optional.of(TableSchemaForm.ofUnreadable());
        }
        try {
            return relation.content(left)
                    .map(content -> messages.known(relation).orElseGet(() -> made(relation, content.schema())));
        } catch (CatalogUnavailableException e) {
            if (isNamed) {
                throw e;
            }
            log.debug("Listed without columns: {}", relation.name(), e);
            return Optional.of(TableSchemaForm.ofUnreadable());
        } catch (RuntimeException e) {
            // One table whose metadata file is lost must not hide all others from a tool that lists the server.
            log.warn("Cannot read the schema of {}; listed without columns", relation.name(), e);
            return Optional.of(TableSchemaForm.ofUnreadable());
        }
    }

    /** Kept by its catalog as well, which has not had it. */
    private byte[] made(Relation relation, Schema schema) {
        byte[] message = messages.made(relation, schema);
        relation.keep(message);
        return message;
    }
}
