# <{ header|comment }>
"""<{ words.tests|doc(0) }>"""

from cauce_runtime.testing import load_job, run_case

JOB = load_job(__file__)
<%- for case in cases %>


def test_<{ case.function|ident }>(spark):
    """<{ case.name|doc(4) }>"""
    <{ case.given|fragment_at(4) }>
<%- if let Some(inputs) = case.inputs %>
    <{ inputs|fragment_at(4) }>
<%- endif %>
    outcome = run_case(spark, JOB, given<% if case.inputs.is_some() %>, inputs<% endif %>)
    <{ case.expect|fragment_at(4) }>
    <{ case.quarantined|fragment_at(4) }>
<%- endfor %>
