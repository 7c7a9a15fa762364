SOURCE = http_api.Source(
<%- if let Some(connection) = connection %>
    connection=<{ connection|lit }>,
<%- endif %>
<%- if let Some(auth) = auth %>
    <{ auth|fragment_at(4) }>
<%- endif %>
    url=<{ url|lit }>,
    hosts=<{ hosts|fit(4, 11) }>,
    records=<{ records|lit }>,
    timezone=<{ timezone|lit }>,
<%- if let Some(parameters) = parameters %>
    parameters=<{ parameters|fit(4, 16) }>,
<%- endif %>
<%- if let Some(page) = page %>
    <{ page|fragment_at(4) }>
<%- endif %>
<%- if let Some(pages) = pages %>
    pages=<{ pages|lit }>,
<%- endif %>
<%- if let Some(since) = since %>
    <{ since|fragment_at(4) }>
<%- endif %>
<%- if let Some(rate) = rate %>
    <{ rate|fragment_at(4) }>
<%- endif %>
<%- if let Some(retries) = retries %>
    <{ retries|fragment_at(4) }>
<%- endif %>
<%- if let Some((connect, read)) = timeouts %>
    timeouts=(<{ connect|lit }>, <{ read|lit }>),
<%- endif %>
)
