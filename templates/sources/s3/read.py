<{ name|fragment }> = <{ class|fragment }>(<% for argument in arguments %><% if !loop.first %>, <% endif %><{ argument.name|fragment }>=<{ argument.value|lit }><% endfor %>)<{ format|mark }>
