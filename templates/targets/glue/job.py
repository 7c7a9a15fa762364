# <{ header|comment }>
"""<{ dataset.description|doc(0) }>

<{ words.table|doc(0) }>: <{ dataset.names.database|doc(0) }>.<{ dataset.names.table|doc(0) }>, <{ write|doc(0) }> <{ words.by|doc(0) }> <% for name in dataset.table.key %><% if !loop.first %>, <% endif %><{ name|doc(0) }><% endfor %>.
"""

<{ imports|fragment }>
from pyspark.sql import DataFrame

DATASET = <{ dataset.names.folder|lit }>
NAMESPACE = <{ namespace|lit }>
TIMEZONE = <{ dataset.source.timezone|lit }>

<{ dataset.source.glue.source|fragment }>
<%- if let Some(control) = control %>
<{ control|fragment }>
<%- endif %>

COLUMNS = [
<%- for column in columns %>
    <{ column|fragment_at(4) }>
<%- endfor %>
]

<%- if inputs.is_empty() %>

INPUTS = {}
<%- else %>

INPUTS = {
<%- for input in inputs %>
    <{ input|fragment_at(4) }>
<%- endfor %>
}
<%- endif %>

<%- if rules.is_empty() %>

RULES = []
<%- else %>

RULES = [
<%- for rule in rules %>
    <{ rule|fragment_at(4) }>
<%- endfor %>
]
<%- endif %>

<{ table|fragment }>


def read(job: Job) -> Delivery:
    """<{ words.read|doc(4) }>"""
    return SOURCE.read(job, COLUMNS)


def parse(rows: DataFrame) -> DataFrame:
    """<{ words.parse|doc(4) }>"""
    return parse_columns(rows, COLUMNS, SOURCE.numbers)


def transform(rows: DataFrame, inputs: dict[str, DataFrame]) -> DataFrame:
    """<{ words.transform|doc(4) }>"""
<%- for step in steps %>
    <{ step|fragment_at(4) }>
<%- endfor %>
    return rows


def main(argv: list[str] | None = None) -> None:
    """<{ words.main|doc(4) }>"""
    with Job(DATASET, NAMESPACE, TIMEZONE, argv) as job:
        if job.operates(TABLE):
            return
        delivery = read(job)
        rows = transform(parse(delivery.rows), job.inputs(INPUTS))
        job.finish(delivery, rows, columns=COLUMNS, rules=RULES, table=TABLE<% if control.is_some() %>, control=CONTROL<% endif %><% if !modules.is_empty() %>, modules=[<% for module in modules %><% if !loop.first %>, <% endif %><{ module|ident }><% endfor %>]<% endif %>)


if __name__ == "__main__":
    main()
