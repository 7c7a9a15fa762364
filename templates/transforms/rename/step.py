rows = rename(rows, <{ columns|lit }>)
