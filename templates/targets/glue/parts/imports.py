from cauce_runtime import <% for name in names %><% if !loop.first %>, <% endif %><{ name|fragment }><% endfor %>
