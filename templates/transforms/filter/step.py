rows = filter_rows(rows, <{ condition|lit }><% if let Some(word) = on_existing %>, on_existing=<{ word|lit }><% endif %>)
