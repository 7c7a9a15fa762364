rows = cast(rows, <{ columns|lit }><% if let Some(word) = on_error %>, on_error=<{ word|lit }><% endif %>)
