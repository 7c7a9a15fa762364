df = df.withColumn(<{ name|lit }>, F.expr(<{ sql|lit }>).cast(<{ kind|lit }>))<{ round|mark }><{ scale|mark }>
