not <{ column|ident }> rlike <{ matches|lit }>
