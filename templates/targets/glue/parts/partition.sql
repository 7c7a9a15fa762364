<% if word == "day" %>to_date(<{ column|ident }>)<% else if word == "month" %>date_format(<{ column|ident }>, 'yyyy-MM')<% else %>year(<{ column|ident }>)<% endif %>
