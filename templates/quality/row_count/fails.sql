<% if let Some(min) = min %>rows < <{ min|lit }><% endif %><% if min.is_some() && max.is_some() %> or <% endif %><% if let Some(max) = max %>rows > <{ max|lit }><% endif %>
