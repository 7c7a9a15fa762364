rows = derive(rows, <{ name|lit }>, <{ kind|lit }>, <{ sql|lit }><% if let Some(round) = round %>, round=<{ round|lit }><% endif %>)
