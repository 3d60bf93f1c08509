package io.lakeflight.server.maintenance;

/** Nothing more can be asked of maintenance for now. */
public final class MaintenanceBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MaintenanceBusyException(String message) {
        super(message);
    }
}
