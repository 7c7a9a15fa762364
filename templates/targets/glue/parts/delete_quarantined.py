<{ word|mark }>rows = delete_quarantined(rows, key=<{ key|lit }>, order_by=<{ order_by|lit }>)
