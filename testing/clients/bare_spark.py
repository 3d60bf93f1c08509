"""A Spark with nothing of Lakeflight in it over the same tables, and the texts of TPC-H from Spark's own tests."""

import base64
import json
import os
import pathlib
import re
import subprocess
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "testing/src/main/spark"
ICEBERG_URI = os.environ.get("LAKEFLIGHT_ICEBERG_URI", "http://127.0.0.1:8080/iceberg")


class BareSpark:
    """The program that the Java tests compare with, too; it runs from its source on the engine's class path."""

    def __init__(self, log):
        target = ROOT / "engine/spark/target"
        jars = [jar for jar in target.glob("lakeflight-engine-spark-*.jar") if "-sources" not in jar.name]
        class_path = ":".join([*map(str, jars), (target / "class-path").read_text().strip()])
        self.process = subprocess.Popen(
            [
                *["java", f"@{SOURCES / 'jvm.options'}"],
                *property_of_build("jvm.opens").split(),
                *["-cp", class_path, str(SOURCES / "BareSpark.java"), ICEBERG_URI, "spark.sql.shuffle.partitions=4"],
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def query(self, statement):
        """Names, Spark's types and rows, each value as text."""
        self.process.stdin.write(base64.b64encode(statement.encode()).decode() + "\n")
        self.process.stdin.flush()
        answer = json.loads(base64.b64decode(self.process.stdout.readline()))
        assert "error" not in answer, answer
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


def property_of_build(name):
    return re.search(rf"<{re.escape(name)}>(.*?)</", (ROOT / "pom.xml").read_text()).group(1)


def tpch_texts(directory):
    """The 22 statements by number; nothing of them is kept in this project."""
    artifact = f"org.apache.spark:spark-sql_2.13:{property_of_build('spark.version')}:jar:tests"
    copy = ["dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={directory}"]
    subprocess.run(["mvn", "-B", "-q", "-N", *copy], cwd=ROOT, check=True)
    [jar] = pathlib.Path(directory).glob("*.jar")
    with zipfile.ZipFile(jar) as archive:
        return {number: archive.read(f"tpch/q{number}.sql").decode() for number in range(1, 23)}
