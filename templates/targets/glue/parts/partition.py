rows = derive(rows, <{ name|lit }>, <{ kind|lit }>, <{ sql|lit }>)
