import <{ name|ident }>
