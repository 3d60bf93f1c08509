package io.lakeflight.engine.spark.fastlane.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

/**
 * The columns of one Parquet file, and the fields in them, by their ids.
 *
 * @param byId what has an id
 * @param lackIds whether there is a value without an id; what values are grouped in has ids of its own or none
 */
record FileFields(Map<Integer, Field> byId, boolean lackIds) {
    static final int NO_ID = -1;

    /** @param parent the id of what it is directly in; {@link #NO_ID} for the file, or what has none */
    private record Field(String name, int parent) {}

    FileFields {
        byId = Map.copyOf(byId);
    }

    boolean has(int id) {
        return byId.containsKey(id);
    }

    /** Whether a struct is not there at all, or its fields are found by their names. */
    boolean isReadable(Types.NestedField struct) {
        Field there = byId.get(struct.fieldId());
        return there == null
                || (there.parent() == NO_ID
                        && hasFields(struct.fieldId(), struct.type().asStructType()));
    }

    private boolean hasFields(int parent, Types.StructType struct) {
        return struct.fields().stream().allMatch(field -> {
            Field there = byId.get(field.fieldId());
            return there != null
                    && there.parent() == parent
                    && there.name().equals(field.name())
                    && (!field.type().isStructType()
                            || hasFields(field.fieldId(), field.type().asStructType()));
        });
    }

    /** Takes what a file has in the order of its footer: each group is followed by all that is in it. */
    static final class Builder {
        private final Map<Integer, Field> byId = new HashMap<>();
        private final Deque<Group> open = new ArrayDeque<>();
        private boolean lackIds;

        private static final class Group {
            final int id;
            int left;

            Group(int id, int children) {
                this.id = id;
                this.left = children;
            }
        }

        void add(String name, int children, int id) {
            int parent = open.isEmpty() ? NO_ID : open.peek().id;
            if (!open.isEmpty()) {
                open.peek().left--;
            }
            if (id == NO_ID) {
                lackIds |= children == 0;
            } else {
                byId.put(id, new Field(name, parent));
            }
            if (children > 0) {
                open.push(new Group(id, children));
            }
            while (!open.isEmpty() && open.peek().left == 0) {
                open.pop();
            }
        }

        /** Without fields of structs whose names differ in the case of letters only, which DuckDB takes for one. */
        FileFields build() {
            Map<Field, Long> namesakes =
                    byId.values().stream().collect(Collectors.groupingBy(Builder::ignoringCase, Collectors.counting()));
            byId.values()
                    .removeIf(field -> field.parent() != NO_ID && namesakes.getOrDefault(ignoringCase(field), 0L) > 1);
            return new FileFields(byId, lackIds);
        }

        private static Field ignoringCase(Field field) {
            return new Field(field.name().toLowerCase(Locale.ROOT), field.parent());
        }
    }
}
