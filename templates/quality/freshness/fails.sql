<{ id|ident }> < as_of - make_dt_interval(0, 0, 0, <{ seconds|lit }>)
