df = aggregate(
    df,
    by=<{ by|lit }>,
    columns={
<%- for c in columns %>
        <{ c.name|lit }>: F.expr(<{ c.sql|lit }>).cast(<{ c.kind|lit }>),
<%- endfor %>
    },
)
