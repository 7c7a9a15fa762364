SOURCE = postgres.Source(
    connection=<{ connection|lit }>,
    table=<{ table|lit }>,
    columns=<{ columns|block(4) }>,
    timezone=<{ timezone|lit }>,
<%- if let Some(mark) = watermark %>
    watermark=<{ mark.column|lit }>,
    lookback=<{ mark.lookback|fragment }>,
    lag=<{ mark.lag|fragment }>,
<%- endif %>
)
