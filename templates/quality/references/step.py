rows = look_up(rows, inputs[<{ dataset|lit }>], <{ column|lit }>, <{ key|lit }>, <{ mark|lit }>)
