"""An API is read to its end, or the run stops: nothing is cut short in silence."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

RECORDS = [{"n": n} for n in range(25)]
EVERYTHING = {"run": "r1", "low": None, "high": "2026-02-01T00:00:00.000000Z"}


@pytest.fixture
def waits():
    """The seconds that a run would have waited."""
    return []


@pytest.fixture
def source(runtime, monkeypatch, waits):
    """A source of the runtime that asks a server of this machine."""
    http = runtime.http_api
    monkeypatch.setattr(http, "sleep", waits.append)

    def source_of(server, **changes):
        settings = {
            "connection": "datos-abiertos",
            "url": server.url,
            "hosts": ["127.0.0.1"],
            "records": "$",
            "page": http.Offset(parameter="offset", size_parameter="limit", size=10),
            "since": http.Since(parameter="desde", format="date", lookback=timedelta(days=7)),
            "auth": http.Header(name="X-App-Token"),
            "timezone": "America/Bogota",
        }
        return http.Source(**{**settings, **changes})

    return source_of


def counts(runtime, source, window=EVERYTHING):
    http = runtime.http_api
    return [count for _, count, _ in http.pages(source, http.first(source, window)) if count]


@pytest.mark.parametrize(("cap", "expected"), [(10, [10, 10, 5]), (4, [4, 4, 4, 4, 4, 4, 1])])
def test_a_short_page_is_not_the_end(runtime, source, api, cap, expected):
    assert counts(runtime, source(api(RECORDS, cap=cap))) == expected


def test_a_busy_server_is_asked_again_when_it_wants(runtime, source, api, waits):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    server = api(RECORDS, script=[(429, {"Retry-After": "7"}, b""), (503, {}, b""), (503, {"Retry-After": soon}, b"")])
    assert sum(counts(runtime, source(server))) == 25
    assert waits[:2] == [7, 2]
    assert 30 < waits[2] <= 60


def test_a_server_that_asks_to_wait_too_long_stops_the_run(runtime, source, api):
    with pytest.raises(runtime.errors.FlowError, match="longer than 120 seconds"):
        counts(runtime, source(api(RECORDS, script=[(429, {"Retry-After": "86400"}, b"")])))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_stays_busy_stops_the_run(runtime, source, api, waits, status):
    server = api(RECORDS, script=[(status, {}, b"")] * 9)
    retries = runtime.http_api.Retries(times=3, longest=timedelta(seconds=2))
    with pytest.raises(runtime.errors.FlowError, match=f"answered {status} every time"):
        counts(runtime, source(server, retries=retries))
    assert len(server.queries) == 4
    assert waits == [1, 2, 2]


def test_a_server_that_is_gone_stops_the_run(runtime, source, api, waits):
    server = api(RECORDS)
    gone = source(server)
    server.stop()
    with pytest.raises(runtime.errors.FlowError, match="does not answer every time"):
        counts(runtime, gone)
    assert waits == [1, 2, 4, 8, 16]


def test_an_answer_that_breaks_off_is_asked_for_again(runtime, source, api):
    server = api(RECORDS, script=[(200, {"Content-Length": "999"}, b"[")])
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
    with pytest.raises(runtime.errors.FlowError, match="more than 2 pages"):
        counts(runtime, source(api(RECORDS), pages=2))
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
    assert server.headers[0]["X-App-Token"] == "s3cret"


def test_an_api_without_pages_is_asked_once_and_for_everything(runtime, source, api, pipeline, cloud):
    server = api([], script=[(200, {}, b'[{"n": 1}, {"n": 2}]')])
    plain = source(server, page=None, since=None, connection=None, auth=None)
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


def by_page(query):
    """Pages 1 to 3 of ten, ten and five records."""
    start = (int(query["p"]) - 1) * int(query.get("n", 10))
    return 200, {}, json.dumps(RECORDS[start : start + int(query.get("n", 10))]).encode()


def by_cursor(query):
    """The position of the next record, inside an object."""
    start = int(query.get("after", 0))
    following = {"next": start + 10} if start + 10 < len(RECORDS) else {}
    return 200, {}, json.dumps({"items": RECORDS[start : start + 10], "meta": following}).encode()


def by_link(place):
    """The address of the next page, relative, in the body or in a header."""

    def pages(query):
        start = int(query.get("after", 0))
        link = f"/resource/x.json?after={start + 10}" if start + 10 < len(RECORDS) else None
        headers = {"Link": f'<{link}>; rel="next"'} if link and place == "header" else {}
        return 200, headers, json.dumps({"items": RECORDS[start : start + 10], "next": link}).encode()

    return pages


def test_every_paging_reaches_the_end(runtime, source, api):
    http = runtime.http_api
    inside = {"records": "$.items", "since": None}
    for paging, answer, changes in [
        (http.Page(parameter="p"), by_page, {"since": None}),
        (http.Page(parameter="p", size_parameter="n", size=4), by_page, {"since": None}),
        (http.Cursor(parameter="after", path="$.meta.next"), by_cursor, inside),
        (http.NextLink(path="$.next"), by_link("body"), inside),
        (http.LinkHeader(), by_link("header"), inside),
    ]:
        assert sum(counts(runtime, source(api([], pages=answer), page=paging, **changes))) == 25, paging


def test_fixed_parameters_are_always_asked_and_a_link_brings_its_own(runtime, source, api):
    server = api([], pages=by_link("body"))
    page = runtime.http_api.NextLink(path="$.next")
    counts(runtime, source(server, page=page, records="$.items", since=None, parameters={"expand": "all"}))
    assert server.queries == [{"expand": "all"}, {"after": "10"}, {"after": "20"}]
    server = api(RECORDS)
    counts(runtime, source(server, since=None, parameters={"expand": "all"}))
    assert all(query["expand"] == "all" for query in server.queries)


def test_a_page_that_leads_back_stops_the_run(runtime, source, api):
    count = iter(range(99))
    body = lambda _: (200, {}, json.dumps({"items": [next(count)], "next": "?after=1"}).encode())  # noqa: E731
    page = runtime.http_api.NextLink(path="$.next")
    with pytest.raises(runtime.errors.FlowError, match="leads back"):
        counts(runtime, source(api([], pages=body), page=page, records="$.items", since=None))


@pytest.mark.parametrize("link", ["https://elsewhere.example/x", "ftp://127.0.0.1/x", "//elsewhere.example/x"])
def test_a_link_to_elsewhere_is_not_followed(runtime, source, api, link):
    server = api([], pages=lambda _: (200, {}, json.dumps({"items": [1], "next": link}).encode()))
    page = runtime.http_api.NextLink(path="$.next")
    with pytest.raises(runtime.errors.FlowError, match="host that its connection does not allow"):
        counts(runtime, source(server, page=page, records="$.items", since=None))
    assert len(server.queries) == 1


def test_credentials_come_from_the_connection(runtime, source, api):
    http = runtime.http_api
    for auth, shown in [
        (http.Bearer(), "Bearer s3cret"),
        (http.Basic(), "Basic Y2F1Y2U6czNjcmV0"),
    ]:
        server = api(RECORDS)
        counts(runtime, source(server, auth=auth))
        assert {headers["Authorization"] for headers in server.headers} == {shown}
    server = api(RECORDS)
    counts(runtime, source(server, auth=http.Query(parameter="key")))
    assert {query["key"] for query in server.queries} == {"s3cret"}


def test_a_token_is_bought_once_and_again_when_it_has_run_out(runtime, source, api):
    server = api(RECORDS, script=[(200, {}, json.dumps(RECORDS[:10]).encode()), (401, {}, b"")])
    auth = runtime.http_api.ClientCredentials(token_url=server.url, scope="read")
    assert sum(counts(runtime, source(server, auth=auth))) == 25
    assert server.forms == [({"grant_type": "client_credentials", "scope": "read"}, "Basic Y2F1Y2U6czNjcmV0")] * 2
    assert [headers["Authorization"] for headers in server.headers] == ["Bearer t1"] * 2 + ["Bearer t2"] * 3


def test_a_token_that_is_refused_twice_stops_the_run(runtime, source, api):
    server = api(RECORDS, script=[(401, {}, b"")] * 3)
    auth = runtime.http_api.ClientCredentials(token_url=server.url)
    with pytest.raises(runtime.errors.FlowError, match="answered 401"):
        counts(runtime, source(server, auth=auth))
    assert len(server.queries) == 2


def test_a_credential_that_is_refused_is_not_tried_again(runtime, source, api):
    server = api(RECORDS, script=[(401, {}, b"")])
    with pytest.raises(runtime.errors.FlowError, match="answered 401"):
        counts(runtime, source(server))
    assert len(server.queries) == 1


def test_no_failure_quotes_a_credential(runtime, source, api):
    server = api(RECORDS, script=[(403, {}, b"s3cret")])
    with pytest.raises(runtime.errors.FlowError) as caught:
        counts(runtime, source(server, auth=runtime.http_api.Query(parameter="key")))
    assert "s3cret" not in str(caught.value)


def test_the_rate_is_kept_between_pages(runtime, source, api, waits):
    rate = runtime.http_api.Rate(requests=30, seconds=60)
    counts(runtime, source(api(RECORDS), rate=rate))
    assert waits == [2, 2, 2]


@pytest.mark.parametrize(
    ("format", "low", "high"),
    [
        ("date", "2026-01-31", "2026-02-01"),
        ("datetime", "2026-01-31T22:00:00-05:00", "2026-02-01T22:00:00-05:00"),
        ("epoch", "1769914800", "1770001200"),
        ("epoch_ms", "1769914800000", "1770001200000"),
    ],
)
def test_a_window_is_asked_in_the_words_of_the_api(runtime, source, api, format, low, high):
    since = runtime.http_api.Since(parameter="from", format=format, lookback=timedelta(0), until_parameter="to")
    server = api(RECORDS)
    window = {"run": "r1", "low": "2026-02-01T03:00:00.000000Z", "high": "2026-02-02T03:00:00.000000Z"}
    counts(runtime, source(server, since=since), window)
    assert (server.queries[0]["from"], server.queries[0]["to"]) == (low, high)
    counts(runtime, source(server, since=since), {**window, "low": None})
    assert "from" not in server.queries[-1]


def test_a_retry_goes_on_after_the_last_page_that_was_kept(runtime, source, api, pipeline, cloud):
    broken = api([], script=[(200, {}, json.dumps(RECORDS[:10]).encode()), (404, {}, b"")])
    with pytest.raises(runtime.errors.FlowError, match="404"):
        runtime.http_api.fetch(pipeline, source(broken), EVERYTHING)
    whole = api(RECORDS)
    note = pipeline.progress("r1")
    kept = runtime.aws.get_json(note)
    runtime.aws.put_json(note, {**kept, "next": {**kept["next"], "url": whole.url}})
    batch = runtime.http_api.fetch(pipeline, source(whole), EVERYTHING)
    assert batch["rows"] == 25
    assert [query["offset"] for query in whole.queries] == ["10", "20", "25"]
    files = runtime.aws.get_json(batch["manifest"])["files"]
    assert sum((json.loads(cloud.read(file["uri"])) for file in files), []) == RECORDS
    assert runtime.aws.get_json(note) is None


@pytest.mark.parametrize(
    "change", [{"at": "2026-01-01T00:00:00+00:00"}, {"window": {"run": "r1", "low": "x", "high": "y"}}]
)
def test_what_is_old_or_of_another_window_is_read_anew(runtime, source, api, pipeline, cloud, change):
    broken = api([], script=[(200, {}, json.dumps(RECORDS[:10]).encode()), (404, {}, b"")])
    with pytest.raises(runtime.errors.FlowError, match="404"):
        runtime.http_api.fetch(pipeline, source(broken), EVERYTHING)
    note = pipeline.progress("r1")
    runtime.aws.put_json(note, {**runtime.aws.get_json(note), **change})
    whole = api(RECORDS)
    assert runtime.http_api.fetch(pipeline, source(whole), EVERYTHING)["rows"] == 25
    assert whole.queries[0]["offset"] == "0"
    assert len(cloud.keys("raw")) == 3
