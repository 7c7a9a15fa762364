rows = fill(rows, <{ columns|lit }>)
