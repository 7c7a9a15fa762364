rows = aggregate(rows, by=<{ by|lit }>, columns=[<% for c in columns %><% if !loop.first %>, <% endif %>(<{ c.name|lit }>, <{ c.kind|lit }>, <{ c.sql|lit }>)<% endfor %>])
