SOURCE = arrivals.Source(
    prefix=<{ arrival.prefix|lit }>,
    files=<{ arrival.files|lit }>,
<%- if let Some(control) = arrival.control %>
    control=<{ control|lit }>,
<%- endif %>
    settle=<{ settle|fragment }>,
<%- if let Some(resend) = resend %>
    resend=<{ resend|lit }>,
<%- endif %>
)
