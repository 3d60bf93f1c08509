package io.lakeflight.server.http;

import org.apache.iceberg.rest.Endpoint;

/** One call of the Iceberg REST protocol and what answers it. */
record IcebergRoute(Endpoint endpoint, Action action) {
    /** Does what is asked; the result is the answer's body, null for an answer without one. */
    interface Action {
        Object answer(IcebergRequest request);
    }

    /** What is asked by a call whose answer has no body. */
    interface Effect {
        void apply(IcebergRequest request);
    }

    static IcebergRoute answering(Endpoint endpoint, Action action) {
        return new IcebergRoute(endpoint, action);
    }

    static IcebergRoute effecting(Endpoint endpoint, Effect effect) {
        return new IcebergRoute(endpoint, request -> {
            effect.apply(request);
            return null;
        });
    }
}
