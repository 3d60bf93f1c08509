package io.lakeflight.server.flight;

import java.util.function.Consumer;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PollInfo;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;

/**
 * The outermost layer of every RPC: refuses what is no request, and lets a failure on the call's thread leave by
 * {@link FlightErrors}. What fails on another thread, or is told to a listener, the producer behind answers itself.
 */
final class CallEdge implements FlightProducer {
    private final FlightProducer producer;
    private final ClientWait uploads;

    CallEdge(FlightProducer producer, ClientWait uploads) {
        this.producer = producer;
        this.uploads = uploads;
    }

    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() -> {
            RequestCheck.descriptor(descriptor);
            return producer.getFlightInfo(context, descriptor);
        });
    }

    @Override
    public PollInfo pollFlightInfo(CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() -> {
            RequestCheck.descriptor(descriptor);
            return producer.pollFlightInfo(context, descriptor);
        });
    }

    @Override
    public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
        return FlightErrors.answering(() -> {
            RequestCheck.descriptor(descriptor);
            return producer.getSchema(context, descriptor);
        });
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        orError(listener::error, () -> {
            RequestCheck.ticket(ticket);
            producer.getStream(context, ticket, listener);
        });
    }

    @Override
    public Runnable acceptPut(CallContext context, FlightStream stream, StreamListener<PutResult> ack) {
        return FlightErrors.answering(() -> {
            RequestCheck.descriptor(uploads.await(stream::getDescriptor));
            Runnable work = producer.acceptPut(context, stream, ack);
            return () -> orError(ack::onError, work);
        });
    }

    @Override
    public void doExchange(CallContext context, FlightStream reader, ServerStreamListener writer) {
        orError(writer::error, () -> producer.doExchange(context, reader, writer));
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        orError(listener::onError, () -> {
            RequestCheck.action(action);
            producer.doAction(context, action, listener);
        });
    }

    @Override
    public void listActions(CallContext context, StreamListener<ActionType> listener) {
        orError(listener::onError, () -> producer.listActions(context, listener));
    }

    @Override
    public void listFlights(CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
        orError(listener::onError, () -> producer.listFlights(context, criteria, listener));
    }

    private static void orError(Consumer<Throwable> error, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            error.accept(FlightErrors.toFlight(e));
        }
    }
}
