rows = mark_deleted(rows, <{ flag|lit }>)
