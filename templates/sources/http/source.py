SOURCE = http_api.Source(
<%- if let Some(connection) = connection %>
    connection=<{ connection|lit }>,
<%- endif %>
    url=<{ url|lit }>,
    hosts=<{ hosts|fit(4, 11) }>,
    records=<{ records|lit }>,
    timezone=<{ timezone|lit }>,
<%- if let Some(page) = page %>
    page=http_api.Offset(
        parameter=<{ page.parameter|lit }>,
        size_parameter=<{ page.size_parameter|lit }>,
        size=<{ page.size|lit }>,
    ),
<%- endif %>
<%- if let Some(since) = since %>
    since=http_api.Since(
        parameter=<{ since.parameter|lit }>,
        kind=<{ since.kind|lit }>,
        lookback=<{ since.lookback|fragment }>,
    ),
<%- endif %>
)
