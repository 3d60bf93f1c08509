package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is told of a query, while it is at work and afterwards. Its text is not part of it.
 *
 * @param statementClass what kind of statement it is, once that is known
 * @param failure why it failed or was canceled
 */
public record QueryRecord(
        String id,
        Owner owner,
        QueryState state,
        Optional<String> statementClass,
        Place place,
        Times times,
        Extent extent,
        Optional<Failure> failure) {

    /** Whose query it is; long names are cut, for clients may send any. */
    public record Owner(String sessionId, String user, String client) {
        private static final int LONGEST_NAME = 200;

        static Owner of(Session session) {
            return new Owner(session.id(), cut(session.user(), LONGEST_NAME), cut(session.client(), LONGEST_NAME));
        }
    }

    /**
     * How it is answered, and where; each empty before that is decided, and if the server needs none.
     *
     * @param fallback why Spark answered it, if a fast lane was there and did not
     */
    public record Place(
            Optional<Lane> lane, Optional<String> dataPlane, Optional<String> engineId, Optional<Fallback> fallback) {}

    /**
     * How a query came from the fast lane to Spark.
     *
     * @param isLate whether it had begun there
     * @param reason the first thing that kept it out, or the one that ended it there
     */
    public record Fallback(boolean isLate, String reason) {
        static Optional<Fallback> of(Execution execution) {
            return execution.getLaneReason().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Fallback(execution.getFellBack(), execution.getLaneReason()));
        }

        /** In one word. */
        public String kind() {
            return isLate ? "FAILED" : "REFUSED";
        }
    }

    /** How a query is answered. */
    public enum Lane {
        /** By the server. */
        FRONT,
        /** By an engine, without Spark. */
        FAST,
        /** By a job of Spark, in an engine. */
        SPARK
    }

    /** When it came, when it began to run, and when it ended. */
    public record Times(Instant submitted, Optional<Instant> started, Optional<Instant> ended) {}

    /**
     * How much it was.
     *
     * @param rows sent to its client, or changed; empty if that is not known
     * @param bytes of the rows sent
     */
    public record Extent(OptionalLong rows, OptionalLong bytes) {}

    /** Why it did not succeed, as its client was told; a long message is cut. */
    public record Failure(ErrorCode code, String sqlState, String message) {
        private static final int LONGEST_MESSAGE = 1_000;

        static Failure of(QueryException told) {
            return new Failure(told.code(), told.sqlState(), cut(told.getMessage(), LONGEST_MESSAGE));
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
