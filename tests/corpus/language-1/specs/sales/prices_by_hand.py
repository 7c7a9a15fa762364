"""What SQL cannot say of prices."""

import re

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

LETTERS = re.compile("[A-Z]+")


def initials(product: str | None) -> str | None:
    """The capitals of a product's name."""
    return product and "".join(LETTERS.findall(product))


def with_initials(rows: DataFrame) -> DataFrame:
    """The initials of each row's product, by a function of Python."""
    return rows.select("_id", F.udf(initials, "string")("product").alias("initials"))
