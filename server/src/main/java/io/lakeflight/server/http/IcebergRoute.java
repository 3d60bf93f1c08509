package io.lakeflight.server.http;

import org.apache.iceberg.rest.Endpoint;

/** One call of the Iceberg REST protocol and what answers it. */
record IcebergRoute(Endpoint endpoint, Action action) {
    /** Does what is asked. */
    interface Action {
        IcebergAnswer answer(IcebergRequest request);
    }

    /** Does what is asked and tells the body of the answer. */
    interface Question {
        Object answer(IcebergRequest request);
    }

    /** What is asked by a call whose answer has no body. */
    interface Effect {
        void apply(IcebergRequest request);
    }

    static IcebergRoute answering(Endpoint endpoint, Question question) {
        return new IcebergRoute(endpoint, request -> IcebergAnswer.of(question.answer(request)));
    }

    static IcebergRoute effecting(Endpoint endpoint, Effect effect) {
        return new IcebergRoute(endpoint, request -> {
            effect.apply(request);
            return IcebergAnswer.done();
        });
    }

    /** Whether asking twice may differ from asking once. */
    boolean hasEffect() {
        return endpoint.httpMethod().equals("POST") || endpoint.httpMethod().equals("DELETE");
    }
}
