<{ name|fragment }> = <{ value|lit }>
