package io.lakeflight.engine.protocol;

/** Names and numbers of the engine protocol that are not messages; the messages and calls are told in {@code engine.proto}. */
public final class EngineProtocol {
    /** Raised whenever an older peer would misunderstand a message. */
    public static final int VERSION = 1;

    public static final String OPEN_SESSION = "open-session";
    public static final String CLOSE_SESSION = "close-session";
    public static final String ANALYZE = "analyze";
    public static final String EXECUTE = "execute";
    public static final String CANCEL = "cancel";
    public static final String PROGRESS = "progress";
    public static final String HEALTH = "health";
    public static final String DRAIN = "drain";

    /** Trailer of a failed call: a serialised {@link EngineError}. */
    public static final String ERROR_TRAILER = "lakeflight-error-bin";

    /** Environment variable that hands a starting engine the token every caller must present. */
    public static final String TOKEN_VARIABLE = "LAKEFLIGHT_ENGINE_TOKEN";

    /** Environment variable that tells a starting engine its id. */
    public static final String ENGINE_ID_VARIABLE = "LAKEFLIGHT_ENGINE_ID";

    /** Header by which an engine names itself in every call of the server's Iceberg REST service. */
    public static final String ENGINE_HEADER = "X-Lakeflight-Engine";

    /** The HTTP header in which an engine proves to the catalogs, with its token, that it is the one it names. */
    public static final String ENGINE_TOKEN_HEADER = "X-Lakeflight-Engine-Token";

    /** An engine that is ready prints one line to standard output: this prefix, then its port. */
    public static final String READY_PREFIX = "lakeflight-engine-ready port=";

    /** Key of the query id in the summary of every Iceberg snapshot an engine commits. */
    public static final String QUERY_ID_PROPERTY = "lakeflight.query-id";

    private EngineProtocol() {}
}
