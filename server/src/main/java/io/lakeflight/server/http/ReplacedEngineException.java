package io.lakeflight.server.http;

/** An engine that was given up may not change anything any more; what a catalog's service forbids is another matter. */
final class ReplacedEngineException extends RuntimeException {
    ReplacedEngineException(String engineId) {
        super("Engine " + engineId + " was replaced: it may not change this catalog any more");
    }
}
