package io.lakeflight.engine.spark.session;

import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** Iceberg's parser, which knows no parameters of SQL functions and fails on them, with those Spark's own knows. */
final class FunctionParser implements ParserInterface {
    private final ParserInterface parser;
    private final ParserInterface functions = new SparkSqlParser();

    FunctionParser(ParserInterface parser) {
        this.parser = parser;
    }

    @Override
    public StructType parseRoutineParam(String text) throws ParseException {
        return functions.parseRoutineParam(text);
    }

    @Override
    public LogicalPlan parsePlan(String text) throws ParseException {
        return parser.parsePlan(text);
    }

    @Override
    public LogicalPlan parsePlanWithParameters(String text, ParameterContext parameters) throws ParseException {
        return parser.parsePlanWithParameters(text, parameters);
    }

    @Override
    public LogicalPlan parseQuery(String text) throws ParseException {
        return parser.parseQuery(text);
    }

    @Override
    public Expression parseExpression(String text) throws ParseException {
        return parser.parseExpression(text);
    }

    @Override
    public TableIdentifier parseTableIdentifier(String text) throws ParseException {
        return parser.parseTableIdentifier(text);
    }

    @Override
    public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
        return parser.parseFunctionIdentifier(text);
    }

    @Override
    public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
        return parser.parseMultipartIdentifier(text);
    }

    @Override
    public StructType parseTableSchema(String text) throws ParseException {
        return parser.parseTableSchema(text);
    }

    @Override
    public DataType parseDataType(String text) throws ParseException {
        return parser.parseDataType(text);
    }
}
