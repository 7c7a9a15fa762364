"""Everything that the Glue jobs of the platform share; a job names what is its own and calls this package for the rest.

The life of a row. A job reads rows as they were delivered, parses them, transforms them and writes them. Until the end
no row leaves the frame: what happens to it is noted in its ``_fate``, and one aggregation counts the fates.

============  =======================================================================================
fate          meaning
============  =======================================================================================
quarantined   malformed, undecodable, a required value missing, a value that does not parse, a rule
              with ``on_fail`` quarantine (or fail); kept with its reasons in the quarantine zone
filtered      passed the rules, but a filter (or a rule with ``on_fail: drop``) does not want it
deduplicated  another row of the same key is newer
deleted       survived, and its delete flag asks to delete the key from the table
written       survived (the fate is null)
============  =======================================================================================

The first line that applies wins, so ``read = written + quarantined + filtered + deduplicated + deleted``. After an
aggregation the rows are conserved up to it (``read = aggregated_in + ...``) and its groups after it.

A filter with ``on_existing="delete"`` turns its rows into tombstones: they count as filtered and delete their key from
the table, unless the survivor of the key in the same batch, or the row that the table has, is newer. A survivor that
a tombstone of its own batch deletes again stays counted as written and also counts as ``annulled``: a new table has
``written - annulled`` rows. So does a survivor whose key an earlier batch deleted by a version that is not older.

The keys of the table that a full delivery lacks are no rows of the batch: ``missing`` counts them apart.
"""

from .cells import cast, fill, normalise, rename
from .columns import Column, parse_columns
from .control import Control
from .csv_files import Csv
from .delivery import Delivery
from .errors import JobError
from .jdbc import Jdbc, Partition
from .job import Job
from .json_files import Json, JsonLines
from .parquet_files import Parquet
from .quality import Rule, delete_quarantined, judge, look_up
from .queries import apply, query
from .sources import Table
from .steps import aggregate, dedupe, derive, filter_rows, join, join_as_of, mark_deleted
from .table import Hudi
from .values import Numbers

__all__ = [
    "Column",
    "Control",
    "Csv",
    "Delivery",
    "Hudi",
    "Jdbc",
    "Job",
    "JobError",
    "Json",
    "JsonLines",
    "Numbers",
    "Parquet",
    "Partition",
    "Rule",
    "Table",
    "aggregate",
    "apply",
    "cast",
    "dedupe",
    "delete_quarantined",
    "derive",
    "fill",
    "filter_rows",
    "join",
    "join_as_of",
    "judge",
    "look_up",
    "mark_deleted",
    "normalise",
    "parse_columns",
    "query",
    "rename",
]
