package io.lakeflight.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.exceptions.BadRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in order of names.
 *
 * <p>The token of the next page is the last name of this one. So what is created or dropped between two pages neither
 * hides another entry nor shows it twice.
 *
 * @param next the token of the next page, null on the last one as the protocol wants it
 */
record IcebergPage<T>(List<T> entries, @Nullable String next) {
    IcebergPage {
        // Not List.copyOf: Iceberg asks whether null is among them, which such a list answers with an exception.
        entries = Collections.unmodifiableList(entries);
    }

    static <T> IcebergPage<T> of(List<T> all, Function<T, String> name, IcebergRequest request) {
        String after = decode(request.pageToken());
        Optional<Integer> size = request.pageSize();
        if (size.isEmpty() && after.isEmpty()) {
            return new IcebergPage<>(all, null);
        }
        List<T> rest = all.stream()
                .filter(entry -> name.apply(entry).compareTo(after) > 0)
                .sorted(Comparator.comparing(name))
                .toList();
        if (size.isEmpty() || rest.size() <= size.get()) {
            return new IcebergPage<>(rest, null);
        }
        List<T> page = rest.subList(0, size.get());
        return new IcebergPage<>(page, encode(name.apply(page.get(page.size() - 1))));
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e, "Not a token of a page of this catalog: %s", token);
        }
    }
}
