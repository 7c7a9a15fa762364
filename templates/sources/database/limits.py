<%- match limits %>
<%- when Some((lookback, lag)) %>
SOURCE = handover.Source(lookback=<{ lookback|fragment }>, lag=<{ lag|fragment }>)
<%- when None %>
SOURCE = handover.Source()
<%- endmatch %>
