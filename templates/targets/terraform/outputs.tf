# <{ header|comment }>
<%- for output in outputs %>

output "<{ output.name|inner }>" {
  description = <{ output.description|lit }>
  value       = <{ output.value|fragment }>
}
<%- endfor %>
