count(*) over (partition by <% for c in columns %><% if !loop.first %>, <% endif %><{ c|ident }><% endfor %>) > 1<% for c in columns %> and <{ c|ident }> is not null<% endfor %>
