df = join_one(df, inputs[<{ dataset|lit }>], on=<{ on|lit }>, take=<{ take|lit }>)<{ as_of|mark }>
