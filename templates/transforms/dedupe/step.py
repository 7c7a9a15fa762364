rows = dedupe(rows, by=<{ by|lit }>, order_by=<{ order_by|lit }>)
