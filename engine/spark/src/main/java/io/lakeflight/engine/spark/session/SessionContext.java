package io.lakeflight.engine.spark.session;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a session the plans of its statements depend on, beside temporary views, functions and variables.
 *
 * @param place the current catalog's name, and the levels of the current schema
 * @param settings all there are, among them the time zone and the versions of the catalogs
 * @param hash of the user and of both of them, because settings are many
 */
public record SessionContext(List<String> place, Map<String, String> settings, String hash) {
    static SessionContext of(String user, List<String> place, Map<String, String> settings) {
        Digest digest = new Digest().add(user);
        place.forEach(digest::add);
        // Not a level: the names of two levels are no name of one.
        digest.add(new byte[0]);
        new TreeMap<>(settings).forEach((key, value) -> digest.add(key).add(value));
        return new SessionContext(List.copyOf(place), Map.copyOf(settings), digest.hex());
    }

    /** Whether there is a setting whose name begins so. */
    public boolean hasSetting(String prefix) {
        return settings.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }
}
