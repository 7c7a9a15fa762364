"""An API is read to its end, or the run stops: nothing is cut short in silence."""

from datetime import timedelta

import pytest

RECORDS = [{"n": n} for n in range(25)]
EVERYTHING = {"run": "r1", "low": None, "high": "2026-02-01T00:00:00.000000Z"}


@pytest.fixture
def source(runtime, monkeypatch):
    """A source of the runtime that asks a server of this machine."""
    http = runtime.http_api
    monkeypatch.setattr(http, "PAUSE", 0)

    def source_of(server, **changes):
        settings = {
            "connection": "datos-abiertos",
            "url": server.url,
            "hosts": ["127.0.0.1"],
            "records": "$",
            "page": http.Offset(parameter="offset", size_parameter="limit", size=10),
            "since": http.Since(parameter="desde", kind="date", lookback=timedelta(days=7)),
            "timezone": "America/Bogota",
        }
        return http.Source(**{**settings, **changes})

    return source_of


def counts(runtime, source, window=EVERYTHING):
    return [count for _, count in runtime.http_api.pages(source, window)]


@pytest.mark.parametrize(("cap", "expected"), [(10, [10, 10, 5]), (4, [4, 4, 4, 4, 4, 4, 1])])
def test_a_short_page_is_not_the_end(runtime, source, api, cap, expected):
    assert counts(runtime, source(api(RECORDS, cap=cap))) == expected


def test_a_busy_server_is_asked_again(runtime, source, api):
    server = api(RECORDS, script=[(429, {"Retry-After": "0"}, b""), (503, {}, b"")])
    assert sum(counts(runtime, source(server))) == 25


def test_a_server_that_stays_broken_stops_the_run(runtime, source, api):
    with pytest.raises(runtime.errors.FlowError, match="404"):
        counts(runtime, source(api(RECORDS, script=[(404, {}, b"")])))


def test_a_redirect_is_not_followed(runtime, source, api):
    elsewhere = api(RECORDS)
    server = api(RECORDS, script=[(302, {"Location": elsewhere.url}, b"")])
    with pytest.raises(runtime.errors.FlowError, match="302"):
        counts(runtime, source(server))
    assert elsewhere.queries == []


def test_a_host_that_the_connection_does_not_name_is_not_asked(runtime, source, api):
    server = api(RECORDS)
    with pytest.raises(runtime.errors.FlowError, match="host"):
        counts(runtime, source(server, hosts=["www.datos.gov.co"]))
    assert server.queries == []


def test_a_server_that_does_not_page_stops_the_run(runtime, source, api):
    same = (200, {}, b'[{"n": 1}]')
    with pytest.raises(runtime.errors.FlowError, match="alike"):
        counts(runtime, source(api([], script=[same, same])))


def test_a_limit_is_an_error_and_not_an_end(runtime, source, api, monkeypatch):
    monkeypatch.setattr(runtime.http_api, "PAGES", 2)
    with pytest.raises(runtime.errors.FlowError, match="more than 2 pages"):
        counts(runtime, source(api(RECORDS)))
    monkeypatch.setattr(runtime.http_api, "BYTES", 8)
    with pytest.raises(runtime.errors.FlowError, match="more than 8 bytes"):
        counts(runtime, source(api(RECORDS)))


@pytest.mark.parametrize("body", [b"<html>", b'{"data": []}', b'{"data": {"items": 1}}'])
def test_an_answer_of_another_shape_stops_the_run_and_is_not_quoted(runtime, source, api, body):
    with pytest.raises(runtime.errors.FlowError) as caught:
        counts(runtime, source(api([], script=[(200, {}, body)]), records="$.data.items"))
    assert body.decode() not in str(caught.value)


def test_records_inside_an_answer_are_found(runtime, source, api):
    script = [(200, {}, b'{"data": {"items": [1, 2]}}'), (200, {}, b'{"data": {"items": []}}')]
    assert counts(runtime, source(api([], script=script), records="$.data.items")) == [2]


def test_the_date_is_that_of_the_source_and_the_headers_come_from_the_connection(runtime, source, api):
    server = api(RECORDS)
    counts(runtime, source(server), {**EVERYTHING, "low": "2026-02-01T03:00:00.000000Z"})
    assert server.queries[0]["desde"] == "2026-01-31"
    assert server.headers[0]["X-App-Token"] == "t"


def test_an_api_without_pages_is_asked_once_and_for_everything(runtime, source, api, pipeline, cloud):
    server = api([], script=[(200, {}, b'[{"n": 1}, {"n": 2}]')])
    plain = source(server, page=None, since=None, connection=None)
    window = runtime.http_api.window(pipeline, plain, "r1")
    assert counts(runtime, plain, window) == [2]
    assert server.queries == [{}]
    assert "X-App-Token" not in server.headers[0]
    assert cloud.items("watermarks") == []


def test_bodies_are_kept_as_they_came_and_a_retry_leaves_no_old_page(runtime, source, api, pipeline, cloud):
    body = b'[ {"n" : 1.10} ]'
    runtime.http_api.fetch(pipeline, source(api(RECORDS)), EVERYTHING)
    batch = runtime.http_api.fetch(pipeline, source(api([], script=[(200, {}, body)])), EVERYTHING)
    assert batch["rows"] == 1
    assert cloud.keys("raw") == ["pagos/transacciones/run=r1/page-00000.json"]
    assert cloud.read(pipeline.raw("r1") + "page-00000.json") == body
