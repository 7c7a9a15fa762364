SOURCE = Jdbc(
    kind=<{ kind|lit }>,
    secret=<{ secret|lit }>,
    timezone=TIMEZONE,
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
<%- if let Some(watermark) = watermark %>
    watermark=<{ watermark|lit }>,
<%- endif %>
<%- if let Some(by) = partition %>
    partition=Partition(<{ by.column|lit }>, parts=<{ by.parts|lit }><% if let Some((lower, upper)) = by.edges %>, lower=<{ lower|lit }>, upper=<{ upper|lit }><% endif %>),
<%- endif %>
<%- if let Some(fetch) = fetch %>
    fetch=<{ fetch|lit }>,
<%- endif %>
)
