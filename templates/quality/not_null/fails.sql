<{ column|ident }> is null
