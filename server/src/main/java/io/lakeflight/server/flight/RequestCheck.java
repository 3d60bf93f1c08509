package io.lakeflight.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCancelQueryRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementSubstraitPlan;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementUpdate;

/** Refuses requests that cannot be read or are not served, before Arrow's dispatch finds worse words for them. */
@SuppressWarnings("deprecation") // CancelQuery has a successor, but older clients send it.
final class RequestCheck {
    private static final String CREATE_PREPARED = FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT.getType();
    private static final String CLOSE_PREPARED = FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT.getType();
    private static final String CREATE_SUBSTRAIT = FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_SUBSTRAIT_PLAN.getType();
    private static final String CANCEL_QUERY = FlightSqlUtils.FLIGHT_SQL_CANCEL_QUERY.getType();
    private static final String CANCEL_INFO = FlightConstants.CANCEL_FLIGHT_INFO.getType();
    private static final String RENEW = FlightConstants.RENEW_FLIGHT_ENDPOINT.getType();
    private static final String SET_OPTIONS = FlightConstants.SET_SESSION_OPTIONS.getType();
    private static final String GET_OPTIONS = FlightConstants.GET_SESSION_OPTIONS.getType();
    private static final String CLOSE_SESSION = FlightConstants.CLOSE_SESSION.getType();
    private static final Set<String> TRANSACTIONS = Set.of(
            FlightSqlUtils.FLIGHT_SQL_BEGIN_TRANSACTION.getType(),
            FlightSqlUtils.FLIGHT_SQL_END_TRANSACTION.getType(),
            FlightSqlUtils.FLIGHT_SQL_BEGIN_SAVEPOINT.getType(),
            FlightSqlUtils.FLIGHT_SQL_END_SAVEPOINT.getType());

    static void descriptor(FlightDescriptor descriptor) {
        if (!descriptor.isCommand()) {
            throw invalid("The descriptor is a path, but Flight SQL needs one with a command");
        }
        Any command = any(descriptor.getCommand(), "The descriptor's command");
        if (command.is(CommandStatementQuery.class)) {
            refuseTransaction(unpacked(command, CommandStatementQuery.class).getTransactionId());
        } else if (command.is(CommandStatementUpdate.class)) {
            refuseTransaction(unpacked(command, CommandStatementUpdate.class).getTransactionId());
        } else if (command.is(CommandStatementSubstraitPlan.class)) {
            throw substrait();
        } else if (command.is(CommandStatementIngest.class)) {
            throw notSupported("Bulk ingestion is not supported; prepare an INSERT and bind the rows to it");
        }
    }

    static void ticket(Ticket ticket) {
        if (any(ticket.getBytes(), "The ticket").is(CommandPreparedStatementQuery.class)) {
            throw invalid("The ticket is a prepared statement's handle; its rows are fetched with the ticket that"
                    + " GetFlightInfo gives for it");
        }
    }

    static void action(Action action) {
        String type = action.getType();
        byte[] body = action.getBody();
        if (TRANSACTIONS.contains(type)) {
            throw transactions();
        } else if (type.equals(CREATE_SUBSTRAIT)) {
            throw substrait();
        } else if (type.equals(RENEW)) {
            throw notSupported("Renewing an endpoint is not supported; send the statement again for a new ticket");
        } else if (type.equals(CREATE_PREPARED)) {
            refuseTransaction(unpacked(type, body, ActionCreatePreparedStatementRequest.class)
                    .getTransactionId());
        } else if (type.equals(CLOSE_PREPARED)) {
            unpacked(type, body, ActionClosePreparedStatementRequest.class);
        } else if (type.equals(CANCEL_QUERY)) {
            ByteString info =
                    unpacked(type, body, ActionCancelQueryRequest.class).getInfo();
            read(type, () -> FlightInfo.deserialize(info.asReadOnlyByteBuffer()));
        } else if (type.equals(CANCEL_INFO)) {
            read(type, () -> CancelFlightInfoRequest.deserialize(ByteBuffer.wrap(body)));
        } else if (type.equals(SET_OPTIONS)) {
            read(type, () -> SetSessionOptionsRequest.deserialize(ByteBuffer.wrap(body)));
        } else if (type.equals(GET_OPTIONS)) {
            read(type, () -> GetSessionOptionsRequest.deserialize(ByteBuffer.wrap(body)));
        } else if (type.equals(CLOSE_SESSION)) {
            read(type, () -> CloseSessionRequest.deserialize(ByteBuffer.wrap(body)));
        } else {
            throw invalid("There is no action \"" + type + "\"; ListActions names those there are");
        }
    }

    private static void refuseTransaction(ByteString id) {
        if (!id.isEmpty()) {
            throw transactions();
        }
    }

    private static Any any(byte[] bytes, String what) {
        try {
            return Any.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new QueryException(ErrorCode.INVALID_REQUEST, what + " is no Flight SQL message", e);
        }
    }

    private static <T extends Message> T unpacked(String action, byte[] body, Class<T> type) {
        return unpacked(any(body, "The body of the action " + action), type);
    }

    private static <T extends Message> T unpacked(Any message, Class<T> type) {
        try {
            return message.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new QueryException(
                    ErrorCode.INVALID_REQUEST, "The message is no readable " + type.getSimpleName(), e);
        }
    }

    /** Arrow's readers fail in whatever way the bytes make them. */
    private static void read(String action, Body body) {
        try {
            body.read();
        } catch (IOException | URISyntaxException | RuntimeException e) {
            throw new QueryException(
                    ErrorCode.INVALID_REQUEST, "The body of the action " + action + " is not readable", e);
        }
    }

    private static QueryException invalid(String message) {
        return new QueryException(ErrorCode.INVALID_REQUEST, message);
    }

    private static QueryException notSupported(String message) {
        return new QueryException(ErrorCode.NOT_SUPPORTED, message);
    }

    private static QueryException transactions() {
        return notSupported("Transactions are not supported: every statement is committed on its own");
    }

    private static QueryException substrait() {
        return notSupported("Substrait plans are not supported; send SQL");
    }

    private RequestCheck() {}

    @FunctionalInterface
    private interface Body {
        Object read() throws IOException, URISyntaxException;
    }
}
