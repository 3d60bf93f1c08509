package io.lakeflight.server.http;

import java.util.regex.Pattern;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;

/**
 * Which names new tables, views and namespaces may have: any that the database can hold and a path of a URL can carry.
 *
 * <p>A name {@code ..} is lost on its way: clients and proxies take it out of the path together with what is before it,
 * and the request would arrive as one about the namespace. What is in {@code information_schema} nobody could query.
 */
final class IcebergNames {
    private static final String INFORMATION_SCHEMA = "information_schema";
    private static final int LONGEST = 255;
    private static final Pattern UNUSABLE = Pattern.compile("|\\.\\.?|(?s).*[\\p{Cntrl}\\p{Cs}].*");

    private IcebergNames() {}

    static void requireUsable(TableIdentifier name) {
        requireUsable(name.namespace());
        requireUsable("name", name.name());
    }

    static void requireUsable(Namespace namespace) {
        if (!namespace.isEmpty() && namespace.level(0).equalsIgnoreCase(INFORMATION_SCHEMA)) {
            throw new BadRequestException(
                    "Namespace %s describes the catalog: there is nothing to create in it", INFORMATION_SCHEMA);
        }
        for (String level : namespace.levels()) {
            requireUsable("level of a namespace", level);
        }
        requireShort("namespace", String.join(".", namespace.levels()));
    }

    private static void requireUsable(String role, String name) {
        if (UNUSABLE.matcher(name).matches()) {
            throw new BadRequestException(
                    "A %s cannot be \"%s\": it must not be empty, \".\" or \"..\", nor have control characters",
                    role, name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?"));
        }
        requireShort(role, name);
    }

    private static void requireShort(String role, String name) {
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST) {
            throw new BadRequestException("A %s has at most %s characters, not %s", role, LONGEST, length);
        }
    }
}
