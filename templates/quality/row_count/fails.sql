<% if let Some(min) = min %>count(*) < <{ min|lit }><% endif %><% if min.is_some() && max.is_some() %> or <% endif %><% if let Some(max) = max %>count(*) > <{ max|lit }><% endif %>
