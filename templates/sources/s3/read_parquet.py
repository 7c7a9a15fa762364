SOURCE = Parquet()
