<{ call|fragment }>(<% for row in rows %><% if !loop.first %>, <% endif %><{ row|lit }><% endfor %>)
