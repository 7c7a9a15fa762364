df = filter_rows(df, <{ condition|lit }>, on_existing=<{ on_existing|lit }>)
