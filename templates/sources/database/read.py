SOURCE = Parquet()<{ rows|mark }>
