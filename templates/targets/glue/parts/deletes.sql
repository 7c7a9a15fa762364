<{ column|ident }> in (<% for v in values %><% if !loop.first %>, <% endif %><{ v|lit }><% endfor %>)
