package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SchemaOfXml;
import org.apache.spark.sql.catalyst.expressions.XmlToStructs;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Functions of Spark's that reach past the catalogs into the engine's host: dropped, or kept from it. */
final class HostFunctions {
    /** Functions that call any method of the engine; the analyser runs them where it wants a constant. */
    private static final List<String> REFLECTION = List.of("reflect", "java_method", "try_reflect");

    private static final List<String> XML = List.of("from_xml", "schema_of_xml");

    /** The option of a function of XML that names a file or an address, which is read, and told of in errors. */
    private static final String XSD = "rowValidationXSDPath";

    private HostFunctions() {}

    static void restrict(FunctionRegistry functions) {
        REFLECTION.forEach(name -> functions.dropFunction(new FunctionIdentifier(name)));
        XML.forEach(name -> {
            FunctionIdentifier function = new FunctionIdentifier(name);
            functions.registerFunction(
                    function,
                    functions.lookupFunction(function).get(),
                    new WithoutFiles(functions.lookupFunctionBuilder(function).get()));
        });
    }

    /** Makes what another builder makes, unless that reads a file to check its input. */
    private static final class WithoutFiles extends AbstractFunction1<Seq<Expression>, Expression> {
        private final Function1<Seq<Expression>, Expression> builder;

        WithoutFiles(Function1<Seq<Expression>, Expression> builder) {
            this.builder = builder;
        }

        @Override
        public Expression apply(Seq<Expression> arguments) {
            Expression made = builder.apply(arguments);
            if (options(made).keySet().stream().anyMatch(XSD::equalsIgnoreCase)) {
                throw EngineException.user("HOST_ACCESS_REFUSED", "42501", "The option " + XSD + " is not allowed");
            }
            return made;
        }

        private static Map<String, String> options(Expression made) {
            if (made instanceof XmlToStructs reader) {
                return CollectionConverters.asJava(reader.options());
            }
            if (made instanceof SchemaOfXml reader) {
                return CollectionConverters.asJava(reader.options());
            }
            throw new IllegalStateException("A function of XML became " + made.getClass());
        }
    }
}
