package io.lakeflight.planner.information;

import org.jspecify.annotations.Nullable;

/** Who knows what there is in catalogs. */
@FunctionalInterface
public interface InformationSource {
    /** The rows as of now: for each column a {@link String} or {@link Integer}, or null where the column may be. */
    Iterable<@Nullable Object[]> rows(InformationRequest request);
}
