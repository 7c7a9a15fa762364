<%- if !others.is_empty() %>CONNECTION = {
<%- for (environment, other) in others %>
    <{ environment|lit }>: <{ other|lit }>,
<%- endfor %>
}.get(PIPELINE.env, <{ connection|lit }>)
<% endif %>SOURCE = databases.Source(
    kind=<{ kind|lit }>,
    connection=<% if others.is_empty() %><{ connection|lit }><% else %>CONNECTION<% endif %>,
<%- if let Some(table) = table %>
    table=<{ table|lit }>,
<%- endif %>
<%- if let Some(query) = query %>
    query=[
<%- for line in query %>
        <{ line|fragment_at(8) }>
<%- endfor %>
    ],
<%- endif %>
    columns=<{ columns|block(4) }>,
    timezone=<{ timezone|lit }>,
<%- if let Some(mark) = watermark %>
    watermark=<{ mark.column|lit }>,
    lookback=<{ mark.lookback|fragment }>,
    lag=<{ mark.lag|fragment }>,
<%- endif %>
<%- if let Some(fetch) = fetch %>
    fetch=<{ fetch|lit }>,
<%- endif %>
)
