package io.lakeflight.server.http;

/** A request for a part of the Iceberg REST protocol that is not offered, and not listed as such by {@code config}. */
final class NotServedException extends RuntimeException {
    NotServedException(String message) {
        super(message);
    }
}
