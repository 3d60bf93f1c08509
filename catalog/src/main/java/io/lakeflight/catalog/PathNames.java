package io.lakeflight.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Keeps names that lead elsewhere from clients of catalogs that make paths of names, as {@code warehouse/schema/table}: a
 * name such as {@code ../../home} would be a directory of somebody else's. Nothing gets such a name; and where the path is
 * all there is of a table or schema, there is none of such a name.
 */
final class PathNames {
    private static final int LONGEST_BYTES = 255;
    private static final Pattern UNSAFE = Pattern.compile("|\\.\\.?|(?s).*[/\\\\\\p{Cntrl}].*");

    private static final Set<String> NAMING = Set.of("create", "new", "build", "register", "rename");

    private PathNames() {}

    /**
     * What its client does, but for such names.
     *
     * @param catalog one of the interfaces by which Iceberg asks a catalog
     * @param isPath whether a name is a path also when something is looked for or dropped
     */
    static <T> T guarding(Class<T> catalog, T client, boolean isPath) {
        return catalog.cast(Proxy.newProxyInstance(
                catalog.getClassLoader(), new Class<?>[] {catalog}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    List<Object> names =
                            Arrays.stream(given).filter(PathNames::isName).toList();
                    if (isNaming(method) && !names.isEmpty()) {
                        // Of a renaming the last one, which is new.
                        requireSafe(names.get(names.size() - 1));
                    } else if (isPath) {
                        Optional<Object> unsafe =
                                names.stream().filter(PathNames::isUnsafe).findFirst();
                        if (unsafe.isPresent()) {
                            return missing(method, unsafe.get());
                        }
                    }
                    return answer(client, method, given);
                }));
    }

    private static Object answer(Object client, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static boolean isName(Object argument) {
        return argument instanceof Namespace || argument instanceof TableIdentifier;
    }

    private static boolean isNaming(Method method) {
        return NAMING.stream().anyMatch(method.getName()::startsWith);
    }

    private static void requireSafe(Object name) {
        parts(name).filter(PathNames::isUnsafePart).findFirst().ifPresent(part -> {
            throw new ValidationException(
                    "A name in this catalog, which makes a path of it, cannot be \"%s\" (expected: at most %s bytes, not"
                            + " empty, \".\" or \"..\", without /, \\ and control characters)",
                    part.replaceAll("\\p{Cntrl}", "?"), LONGEST_BYTES);
        });
    }

    private static boolean isUnsafe(Object name) {
        return parts(name).anyMatch(PathNames::isUnsafePart);
    }

    private static boolean isUnsafePart(String part) {
        return UNSAFE.matcher(part).matches() || part.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES;
    }

    private static Stream<String> parts(Object name) {
        return name instanceof TableIdentifier table
                ? Stream.concat(Arrays.stream(table.namespace().levels()), Stream.of(table.name()))
                : Arrays.stream(((Namespace) name).levels());
    }

    /** As of any name that is not there. */
    private static Object missing(Method method, Object name) {
        if (method.getReturnType() == boolean.class) {
            return false;
        }
        if (name instanceof Namespace) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", name);
        }
        throw method.getName().contains("View")
                ? new NoSuchViewException("View does not exist: %s", name)
                : new NoSuchTableException("Table does not exist: %s", name);
    }
}
