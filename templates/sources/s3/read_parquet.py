SOURCE = Parquet()<{ format|mark }>
