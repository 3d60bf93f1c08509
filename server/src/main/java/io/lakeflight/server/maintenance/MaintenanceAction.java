package io.lakeflight.server.maintenance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done to a table, in the order it is done. */
public enum MaintenanceAction {
    /** Small data files, and those with many deleted rows, are written anew. */
    COMPACT,
    /** Small position delete files are written anew. */
    COMPACT_DELETES,
    /** The lists of a snapshot's files are written anew, fewer and sorted. */
    REWRITE_MANIFESTS,
    /** Old snapshots are forgotten, and the files deleted that only they have. */
    EXPIRE,
    /** Files in the table's directory that belong to no snapshot are deleted. */
    REMOVE_ORPHANS;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<MaintenanceAction> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    /** All words, for messages. */
    public static String words() {
        return words(EnumSet.allOf(MaintenanceAction.class));
    }

    static String words(Set<MaintenanceAction> actions) {
        return actions.stream().map(MaintenanceAction::word).collect(Collectors.joining(", "));
    }
}
