# <{ header|comment }>
<%- for variable in variables %>

variable "<{ variable.name|inner }>" {
  description = <{ variable.description|lit }>
  type        = <{ variable.kind|fragment }>
}
<%- endfor %>
