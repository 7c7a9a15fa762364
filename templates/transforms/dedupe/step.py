df = dedupe(df, by=<{ by|lit }>, order_by=<{ order_by|lit }>)
