rows < <{ id|ident }> * <{ low|lit }> / 100 or rows > <{ id|ident }> * <{ high|lit }> / 100
