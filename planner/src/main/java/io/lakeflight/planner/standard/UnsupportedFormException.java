package io.lakeflight.planner.standard;

/** A statement has a form that can be read, and that Spark has nothing for. */
public final class UnsupportedFormException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final int offset;

    UnsupportedFormException(String problem, int offset) {
        super(problem);
        this.problem = problem;
        this.offset = offset;
    }

    /** What it is, and what to write instead. */
    public String problem() {
        return problem;
    }

    /** Where in the statement it begins. */
    public int offset() {
        return offset;
    }
}
