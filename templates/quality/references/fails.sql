<{ column|ident }> is not null and not <{ mark|ident }>
