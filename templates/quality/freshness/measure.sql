max(<{ column|ident }>)
