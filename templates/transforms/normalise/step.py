rows = normalise(rows, <{ columns|lit }>, do=<{ steps|lit }>)
